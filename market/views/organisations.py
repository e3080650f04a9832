"""The page of an organisation, and what its keepers do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import affiliating
from accounts.forms_profile import EntryForm
from accounts.models import Affiliation, Participant
from accounts.profiling import ChangedMeanwhile
from kennismarkt import access
from kennismarkt.errors import CONFLICT
from market.listings import Listing
from market.tickets import tickets
from neighbourhood.models import Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.middleware import Request

SHOWN = 24
UNREADABLE = 422


@access.everyone
@require_safe
def organisation(request: Request, slug: str, organisation_slug: str) -> HttpResponse:
    """Show an organisation, where it can be found, who is there and what it has on the market, all for this viewer."""
    found = named(slug, organisation_slug)
    listings = Listing.objects.on_market(request.viewer).filter(organisation=found)
    people = people_of(found, request.viewer)[:SHOWN]
    context = {
        "organisation": found,
        "area": found.area,
        "people": people,
        "keeping": any(each.keeps_entry and each.participant == request.viewer for each in people),
        "listings": tickets(listings.newest()[:SHOWN], viewer=request.viewer),
    }
    return render(request, "market/organisation.html", context)


def named(slug: str, organisation_slug: str) -> Organisation:
    """Return the organisation of an address (404 when there is none)."""
    organisations = Organisation.objects.select_related("area").prefetch_related("places")
    return get_object_or_404(organisations, area__slug=slug, slug=organisation_slug)


def people_of(found: Organisation, viewer: Participant | None) -> QuerySet[Affiliation]:
    """Return whose affiliation is confirmed and shows to `viewer`; who keeps the entry comes first."""
    visible = Affiliation.objects.visible_to(viewer).confirmed().filter(organisation=found)
    return visible.select_related("participant").order_by("-keeps_entry", "participant__display_name", "pk")


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Request, slug: str, organisation_slug: str) -> HttpResponse:
    """Let who keeps the entry bring it up to date, and confirm who works or helps there (404 for others)."""
    found = kept(request, named(slug, organisation_slug))
    if request.method != "POST":
        return entry_page(request, found, entry_form(found))
    form = EntryForm(request.POST)
    if not form.is_valid():
        return entry_page(request, found, form, UNREADABLE)
    try:
        affiliating.keep_entry(found, by=request.member, **form.cleaned_data)
    except ChangedMeanwhile as meanwhile:
        form.data = {**request.POST.dict(), "seen": affiliating.mark_of(meanwhile.theirs)}
        return entry_page(request, meanwhile.theirs, form, CONFLICT)
    messages.success(request, _("Bewaard."))
    return redirect(found)


def entry_form(found: Organisation) -> EntryForm:
    """Return the form, filled with how things are."""
    words = {name: getattr(found, name) for name in affiliating.ENTRY}
    return EntryForm(initial={**words, "seen": affiliating.mark_of(found)})


def entry_page(request: Request, found: Organisation, form: EntryForm, status: int = 200) -> HttpResponse:
    """Show the form; when somebody else was first, with what stands there now beside it."""
    theirs = [(form.fields[name].label, getattr(found, name)) for name in affiliating.ENTRY] if status == CONFLICT else []
    waiting = Affiliation.objects.filter(organisation=found, confirmed_at=None, participant__user__is_active=True)
    near = waiting.filter(participant__in=Participant.objects.visible_to(request.member).values("pk"))
    people = near.select_related("participant").order_by("pk")
    context = {"organisation": found, "area": found.area, "form": form, "theirs": theirs, "waiting": people}
    return render(request, "market/organisation_entry.html", context, status=status)


def kept(request: Request, found: Organisation) -> Organisation:
    """Return `found` when this viewer keeps its entry (404 otherwise)."""
    if not affiliating.keeps(found, request.member):
        raise Http404
    return found


@access.members
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Let somebody act for the organisation."""
    waiting = waiting_for(request, pk)
    affiliating.confirm(waiting, by=request.member)
    messages.success(request, _("Bevestigd."))
    return back_to_entry(waiting)


@access.members
@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """Say that somebody doesn't work or help there."""
    waiting = waiting_for(request, pk)
    affiliating.refuse(waiting, by=request.member)
    messages.success(request, _("Weggehaald."))
    return back_to_entry(waiting)


def waiting_for(request: Request, pk: int) -> Affiliation:
    """Return an affiliation that waits, of an organisation whose entry this viewer keeps (404 otherwise)."""
    waiting = Affiliation.objects.filter(confirmed_at=None).select_related("organisation__area")
    found = get_object_or_404(waiting, pk=pk)
    kept(request, found.organisation)
    return found


def back_to_entry(about: Affiliation) -> HttpResponse:
    """Return to the page of the organisation's entry."""
    return redirect("organisation_entry", about.organisation.area.slug, about.organisation.slug)


for view in (organisation, entry):
    view.section = "people"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
