"""The workplace of the market: what was reported, what was hidden, words that were proposed, and everything on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.at_work import worker
from accounts.models import Participant
from kennismarkt import access
from kennismarkt.workplace import COORDINATOR, MODERATOR, BorderedFilter, Desk, Need, decided, needs
from market import moderating, tagging
from market.forms.moderation import ExplanationForm, HideForm, MergeForm, NameForm
from market.listings import Listing
from market.moderation import Hiding, Report
from market.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django import forms

SHOWN = 25
NAMES_SHOWN = 20


def viewer_of(request: HttpRequest) -> Participant | None:
    """Return who is looking."""
    return getattr(request, "viewer", None)


@needs
def what_moderators_wait_for(request: HttpRequest) -> Iterable[Need]:
    """Reports, objections and proposed words, for whoever moderates."""
    viewer = viewer_of(request)
    reports = Report.objects.overseen_by(viewer).waiting().count()
    objections = Hiding.objects.overseen_by(viewer).objected().count()
    tags = tagging.proposed_to(viewer).count()
    yield Need(ngettext("melding", "meldingen", reports), reports, reverse("admin:market_report_changelist"))
    yield Need(ngettext("bezwaar", "bezwaren", objections), objections, reverse("admin:market_hiding_changelist"))
    yield Need(ngettext("nieuw trefwoord", "nieuwe trefwoorden", tags), tags, reverse("admin:market_tag_changelist"))


class MarketDesk(Desk):
    """A desk of moderators: everything goes through the verbs of `market.moderating` and `market.tagging`."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = {"view": (MODERATOR,)}


@admin.register(Report)
class ReportDesk(MarketDesk):
    """Reports that wait, oldest first; each opens as a case to decide on."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Reports of one's areas, except about oneself, with what they are about."""
        waiting = Report.objects.overseen_by(viewer_of(request)).waiting()
        return waiting.select_related(
            "area", "reporter", "person__user", "listing__owner", "message__author", "message__conversation__area"
        )

    def get_urls(self) -> list[URLPattern]:
        """Also the pages of who is kept out."""
        outside = [
            path("buitengesloten/", self.admin_site.admin_view(self.outside), name="market_outside"),
            path("buitengesloten/<int:pk>/", self.admin_site.admin_view(self.suspend), name="market_suspend"),
        ]
        return [*outside, *super().get_urls()]

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the queue."""
        self.may_look(request)
        waiting = self.get_queryset(request)
        return self.page(request, "reports", _("Meldingen"), reports=waiting[:SHOWN], number=waiting.count())

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a case, with what came before a message, and decide on it."""
        report = self.one(request, object_id)
        form = self.form_for(request, report)
        if request.method == "POST" and self.settled(request, report, form):
            return redirect("admin:market_report_changelist")
        context = moderating.context_of(report, by=worker(request))
        status = 422 if form.errors else 200
        return self.page(request, "case", _("Melding"), status, report=report, form=form, context=context)

    def form_for(self, request: HttpRequest, report: Report) -> forms.Form:
        """Return what must be filled in to act on this report; bound when that is what was sent."""
        kind = ExplanationForm if report.person else HideForm
        sent = request.POST if request.POST.get("act") == "act" else None
        return kind(sent, initial={"reason": report.reason})

    def settled(self, request: HttpRequest, report: Report, form: forms.Form) -> bool:
        """Do what was chosen; return whether the case is closed."""
        by = worker(request)
        if request.POST.get("act") == "dismiss":
            return decided(request, lambda: moderating.dismiss(report, by=by), _("De melding is afgehandeld."))
        if not form.is_valid():
            return False
        if report.person is not None:
            person = report.person
            return decided(
                request, lambda: moderating.suspend(person, by=by, **form.cleaned_data), _("Deze persoon kan niet meer inloggen.")
            )
        thing = report.listing or report.message
        return thing is not None and decided(
            request, lambda: moderating.hide(thing, by=by, **form.cleaned_data), _("Het is verborgen. De schrijver hoort waarom.")
        )

    def people(self, request: HttpRequest) -> QuerySet[Participant]:
        """People of the areas in which who is asking may keep somebody out (`PermissionDenied` when there are none)."""
        areas = worker(request).user.areas_with(*moderating.OVERSEERS)
        if not areas:
            raise PermissionDenied
        return Participant.objects.present().filter(area__in=areas).select_related("user", "area")

    @access.workplace
    def outside(self, request: HttpRequest) -> HttpResponse:
        """Show who is kept out, and find somebody by name."""
        people = self.people(request)
        form = NameForm(request.GET)
        name = form.understood["naam"]
        found = people.filter(display_name__icontains=name, user__is_active=True)[:NAMES_SHOWN] if name else []
        suspended = moderating.suspended_in(worker(request)).select_related("area")
        return self.page(request, "outside", _("Buitengesloten"), form=form, found=found, suspended=suspended)

    @access.workplace
    def suspend(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep somebody out, or let them back in."""
        person, by = get_object_or_404(self.people(request), pk=pk), worker(request)
        form = ExplanationForm(request.POST if request.POST.get("act") == "act" else None)
        done = False
        if request.POST.get("act") == "restore":
            done = decided(request, lambda: moderating.restore(person, by=by), _("Deze persoon kan weer meedoen."))
        elif form.is_valid():
            verb = moderating.suspend
            done = decided(request, lambda: verb(person, by=by, **form.cleaned_data), _("Deze persoon kan niet meer inloggen."))
        if done:
            return redirect("admin:market_outside")
        status = 422 if form.errors else 200
        return self.page(request, "suspend", _("Buitensluiten"), status, person=person, form=form)


@admin.register(Hiding)
class HidingDesk(MarketDesk):
    """What is hidden: objections first."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hiding]:
        """What is hidden now in one's areas, except what one wrote oneself."""
        mine = Hiding.objects.overseen_by(viewer_of(request)).in_force()
        return mine.select_related("area", "hidden_by", "listing__owner", "message__author", "message__conversation__area")

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show objections that wait, then what else is hidden, the latest first."""
        self.may_look(request)
        hidden = self.get_queryset(request)
        objected = hidden.objected()  # type: ignore[attr-defined]  # the manager's own queryset
        rest = hidden.exclude(pk__in=objected.values("pk"))[:SHOWN]
        return self.page(request, "hidings", _("Verborgen"), objected=objected[:SHOWN], rest=rest)

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show it again or keep it hidden, and go back to the list."""
        hiding, by = self.one(request, object_id), worker(request)
        if request.POST.get("act") == "lift":
            decided(request, lambda: moderating.lift(hiding, by=by), _("Het is weer te zien. De schrijver krijgt bericht."))
        elif request.POST.get("act") == "uphold":
            decided(request, lambda: moderating.uphold(hiding, by=by), _("Het blijft verborgen. De schrijver krijgt bericht."))
        return redirect("admin:market_hiding_changelist")


@admin.register(Tag)
class TagDesk(MarketDesk):
    """Words that members proposed."""

    def area_of(self, thing: Model) -> int | None:
        """A word belongs to no area; which proposals one decides on is told by where they stand."""
        return None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Proposals on listings in one's areas, with on how many they stand."""
        proposed = tagging.proposed_to(viewer_of(request)).select_related("proposed_by")
        return proposed.annotate(number=Count("taggings", distinct=True))

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the proposals."""
        self.may_look(request)
        return self.page(request, "tags", _("Nieuwe trefwoorden"), tags=self.get_queryset(request)[:SHOWN])

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Decide on one word, and go back to the list."""
        tag, by = self.one(request, object_id), worker(request)
        act = request.POST.get("act")
        if act == "accept":
            decided(request, lambda: tagging.accept(tag, by=by), _("Het trefwoord is aangenomen."))
        elif act == "reject":
            decided(request, lambda: tagging.reject(tag, by=by), _("Het trefwoord is weg."))
        elif act == "merge":
            self.merge(request, tag)
        return redirect("admin:market_tag_changelist")

    def merge(self, request: HttpRequest, tag: Tag) -> None:
        """Use another word instead, or say which one is missing."""
        form, by = MergeForm(request.POST), worker(request)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for error in form.errors["into"]))
            return
        into = form.cleaned_data["into"]
        decided(request, lambda: tagging.merge(tag, into, by=by), _("Het andere trefwoord staat er nu."))


class HiddenFilter(admin.SimpleListFilter):
    """Hidden by a moderator, or not."""

    title = gettext_lazy("verborgen")
    parameter_name = "verborgen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Both."""
        return [("ja", gettext_lazy("verborgen")), ("nee", gettext_lazy("niet verborgen"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that are, or are not."""
        return queryset if self.value() is None else queryset.filter(hidden_at__isnull=self.value() == "nee")


@admin.register(Listing)
class ListingDesk(MarketDesk):
    """Everything on the market of one's areas; a moderator hides from here without a report too."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = {"view": (MODERATOR, COORDINATOR)}
    list_display = ("title", "kind", "owner_name", "where_it_stands", "published_at", "area")
    list_filter = ("kind", "side", HiddenFilter, ("area", BorderedFilter))
    list_select_related = ("owner", "organisation", "area")
    search_fields = ("title",)
    ordering = ("-published_at", "-pk")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Listing]:
        """Listings of one's areas, without what its owner took away."""
        return super().get_queryset(request).filter(Q(deleted_at=None))

    @admin.display(description=gettext_lazy("van wie"))
    def owner_name(self, listing: Listing) -> str:
        """Whom the ticket names."""
        return listing.owner_name

    @admin.display(description=gettext_lazy("stand"))
    def where_it_stands(self, listing: Listing) -> str:
        """Open, paused, done, expired or hidden."""
        return str(listing.state.label)

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a listing, and hide it."""
        listing = self.one(request, object_id)
        form = HideForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and decided(
            request,
            lambda: moderating.hide(listing, by=worker(request), **form.cleaned_data),
            _("Het is verborgen. De schrijver hoort waarom."),
        ):
            return redirect("admin:market_listing_changelist")
        viewer = viewer_of(request)
        moderates = viewer is not None and listing.area_id in viewer.user.areas_with(MODERATOR)
        may_hide = moderates and listing.hidden_at is None
        status = 422 if form.errors else 200
        return self.page(request, "listing", listing.title, status, listing=listing, form=form, may_hide=may_hide)
