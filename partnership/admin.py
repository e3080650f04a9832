"""The workplace of coordinators: that cards exist, which sides sit at them, how far they are; never what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Side
from kennismarkt import access
from kennismarkt.workplace import COORDINATOR, Desk, Fact, facts, within
from partnership.cards import PartnershipCard, Phase

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 50
# All that leaves the table: no title, no name, no word.
TOLD = ("pk", "area__name", "subject", "opened_at", "finished_at", "informal", "formal", "agreed")


def counted(cards: QuerySet[PartnershipCard]) -> QuerySet[Any, Any]:
    """Return of cards how many sit at them from which side, and how many steps are agreed."""
    around = Q(partners__left_at=None)
    return cards.annotate(
        informal=Count("partners", filter=around & Q(partners__side=Side.INFORMAL), distinct=True),
        formal=Count("partners", filter=around & Q(partners__side=Side.FORMAL), distinct=True),
        agreed=Count("steps", filter=Q(steps__phase=Phase.AGREED), distinct=True),
    ).values(*TOLD)


@facts
def cards_under_way(request: HttpRequest) -> Iterable[Fact]:
    """Cards that people work on, for coordinators."""
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.user.areas_with(COORDINATOR):
        open_cards = PartnershipCard.objects.overseen_by(viewer).filter(finished_at=None)
        yield Fact(gettext_lazy("kaarten waaraan mensen werken"), open_cards.count())


@admin.register(PartnershipCard)
class CardDesk(Desk):
    """The cards of one's areas, the newest first; none of them opens here."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = {"view": (COORDINATOR,)}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody begins a card from here, owners neither."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor deletes one."""
        return False

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show that cards exist, their sides and steps."""
        self.may_look(request)
        cards = within(PartnershipCard.objects.all(), "area", self.areas(request, "view"))
        return self.page(request, "cards", _("Partnerschapskaarten"), cards=counted(cards.order_by("-opened_at"))[:SHOWN])

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Open no card: what stands on it is its partners' (404)."""
        raise Http404
