"""Pages of people and organisations, with what they have on the market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.languages import SpokenLanguage
from accounts.models import Participant, SelfPortrait
from kennismarkt import access
from market.listings import Listing
from market.tickets import tickets
from neighbourhood.models import Organisation

if TYPE_CHECKING:
    from accounts.middleware import Request

SHOWN = 24


@access.members
@require_safe
def participant(request: Request, pk: int) -> HttpResponse:
    """Show who somebody is, to members; what they placed for an organisation stands on its page, not here."""
    people = Participant.objects.visible_to(request.member).select_related("area")
    person = get_object_or_404(people, pk=pk)
    listings = Listing.objects.on_market(request.member).filter(owner=person, organisation=None)
    context = {
        "person": person,
        "mine": person == request.member,
        "portrait": SelfPortrait.objects.visible_to(request.member).filter(participant=person).first(),
        "languages_spoken": [(code, SpokenLanguage(code).label) for code in person.languages],
        "listings": tickets(listings.newest()[:SHOWN], viewer=request.member),
    }
    return render(request, "market/participant.html", context)


@access.everyone
@require_safe
def organisation(request: Request, slug: str, organisation_slug: str) -> HttpResponse:
    """Show an organisation, where it can be found and what it has on the market for this viewer."""
    organisations = Organisation.objects.select_related("area").prefetch_related("places")
    found = get_object_or_404(organisations, area__slug=slug, slug=organisation_slug)
    listings = Listing.objects.on_market(request.viewer).filter(organisation=found)
    context = {"organisation": found, "area": found.area, "listings": tickets(listings.newest()[:SHOWN], viewer=request.viewer)}
    return render(request, "market/organisation.html", context)
