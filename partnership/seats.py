"""Who sits where: the partner that a request comes from, with the card and all that every page of it needs, in one query."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import Block
from kennismarkt import live
from partnership import log
from partnership.cards import CardStep, PartnershipCard
from partnership.drafts import Draft
from partnership.log import How, Reading
from partnership.partners import Partner

if TYPE_CHECKING:
    from accounts.middleware import Request
    from accounts.models import Participant

# Who looks around on one page for a while has read it once.
ONE_READING = timedelta(minutes=10)
STEP_FIELDS = ("id", "number", "phase", "moved_at", "round")


def guest_in(request: Request) -> int | None:
    """Number of the guest that this session is; None for who signed in."""
    number = request.session.get(live.GUEST) if request.viewer is None else None
    return int(number) if number is not None else None


def seats_of(viewer: Participant | None, guest: int | None) -> Any:
    """Return where this participant or guest sits now, everywhere; the rule of `CardQuerySet.visible_to`, for guests too."""
    around = Partner.objects.around()
    if viewer is None:
        return around.filter(guest=guest) if guest is not None else around.none()
    apart = Block.objects.apart_from(viewer, "card__host__participant")
    return around.filter(Q(card__host__participant=None) | ~apart, participant=viewer)


def seat(request: Request, pk: int) -> Partner:
    """Return the partner that this request comes from at card `pk` (404 for whoever doesn't sit there)."""
    viewer = request.viewer
    found = with_course(seats_of(viewer, guest_in(request)).filter(card=pk)).first()
    if found is None:
        raise Http404
    if viewer is not None:
        found.participant = viewer
    lay_out(found)
    return found


def with_course(seats: Any) -> Any:
    """Fetch along the card, its steps, what this partner is writing and when they read it last."""
    steps = CardStep.objects.filter(card=OuterRef("card")).order_by("number")
    drafts = Draft.objects.filter(partner=OuterRef("pk"))
    readings = Reading.objects.filter(partner=OuterRef("pk"), how=How.PAGE).order_by("-read_at")
    return seats.select_related("card__area", "card__host").annotate(
        course=ArraySubquery(steps.values(facts=JSONObject(**{name: F(name) for name in STEP_FIELDS}))),
        writing_on=ArraySubquery(drafts.values(facts=JSONObject(place="place", fields="fields"))),
        read_page_at=Subquery(readings.values("read_at")[:1]),
    )


def lay_out(partner: Any) -> None:
    """Make steps and drafts of what was fetched along."""
    card: PartnershipCard = partner.card
    steps = {facts["number"]: step_of(card, facts) for facts in partner.course}
    for step in steps.values():
        step.open = card.opens(step.number, steps)
    card.__dict__["course"] = steps
    partner.drafts_by_place = {facts["place"]: facts["fields"] for facts in partner.writing_on}


def step_of(card: PartnershipCard, facts: dict[str, Any]) -> CardStep:
    """Return the step that these facts are of."""
    return CardStep(**{**facts, "moved_at": parse_datetime(facts["moved_at"]), "card": card})


def read_page(partner: Any) -> None:
    """Write down that `partner` reads the card, once for every stay."""
    if partner.read_page_at is None or partner.read_page_at < timezone.now() - ONE_READING:
        log.read(partner.card, by=partner, how=How.PAGE)
