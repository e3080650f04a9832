"""The page of a person: first who they are, function and organisation last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Affiliation, Audience, Participant, Stamp
from accounts.privacy import fields_shown, seen_by
from kennismarkt import access
from market.conversations import Conversation
from market.forms.people import SeenAsForm
from market.listings import Listing
from market.tickets import tickets

if TYPE_CHECKING:
    from accounts.middleware import Request

SHOWN = 24


@access.everyone
@require_safe
def participant(request: Request, pk: int) -> HttpResponse:
    """Show who somebody is, as far as they show it to this viewer; visitors who find nobody are asked to sign in."""
    people = Participant.objects.visible_to(request.viewer).select_related("area", "near", "self_portrait")
    person = people.filter(pk=pk).first()
    if person is None:
        return access.show_the_way_in(request) if request.viewer is None else render(request, "404.html", status=404)
    mine = person == request.viewer
    seen_as = SeenAsForm(request.GET).understood["als"] if mine else ""
    shown = seen_by(person, Audience(seen_as)) if seen_as else fields_shown(person, request.viewer)
    context = {"person": person, "mine": mine, "seen_as": seen_as, "shown": shown, "met_needed": waits_for_meeting(person, shown)}
    return render(
        request, "market/participant.html", {**context, **parts_of(request.viewer, person, shown, mine=mine and not seen_as)}
    )


participant.section = "people"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so


def waits_for_meeting(person: Participant, shown: frozenset[str]) -> bool:
    """Whether function and organisation show once the two have met."""
    return "affiliations" not in shown and person.affiliations_for == Audience.MET


def parts_of(viewer: Participant | None, person: Participant, shown: frozenset[str], *, mine: bool) -> dict[str, Any]:
    """Return what stands in other tables, as far as it is `shown`: what isn't is never fetched.

    `mine` shows also what waits or is hidden, which only one's own eyes see.
    """
    listings = Listing.objects.on_market(viewer).filter(owner=person, organisation=None)
    stamps = Stamp.objects.visible_to(viewer).filter(participant=person, **({} if mine else {"hidden_at": None})).order_by("kind")
    affiliations = (
        Affiliation.objects.filter(participant=person) if mine else Affiliation.objects.confirmed().filter(participant=person)
    )
    affiliations = affiliations.select_related("organisation__area").order_by("organisation__name")
    return {
        "portrait": getattr(person, "self_portrait", None) if "portrait" in shown else None,
        "stamps": stamps if "stamps" in shown else Stamp.objects.none(),
        "affiliations": affiliations if "affiliations" in shown else Affiliation.objects.none(),
        "listings": tickets(listings.newest()[:SHOWN], viewer=viewer) if viewer is not None else [],
        "conversation": Conversation.objects.personal_between(viewer, person).first() if viewer is not None else None,
    }
