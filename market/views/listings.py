"""Pages of one listing: read it, place it, change it, and what its owner does with it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import beginning, standing_in
from accounts.models import SelfPortrait
from accounts.privacy import fields_shown
from kennismarkt import access
from kennismarkt.errors import Refused
from market import browsing, drafting, expiring, publishing
from market.conversations import Conversation
from market.forms.conversations import MessageForm
from market.forms.listings import BeginningForm, FinishForm, ListingForm, blank_initial, initial_of
from market.listings import Listing
from market.moderation import Hiding
from market.structured import described

if TYPE_CHECKING:
    from accounts.middleware import Request

CONFLICT = 409
UNREADABLE = 422


@access.everyone
@require_safe
def listing(request: Request, pk: int) -> HttpResponse:
    """Show the ticket unfolded."""
    found = with_face(shown(request, pk), request)
    mine = found.owner_id == getattr(request.viewer, "pk", None)
    shown_of_owner = fields_shown(found.owner, request.viewer, among=("roles", "languages", "about"))
    context = {
        "listing": found,
        "area": found.area,
        "mine": mine,
        "shown": shown_of_owner,
        "voice": found.voice_for(shown_of_owner),
        "similar": browsing.similar(found, request.viewer),
        "described": described(found, request),
        "answer_form": MessageForm(),
        "conversation": Conversation.objects.filter(listing=found, starter=request.viewer).first() if request.viewer else None,
    }
    return render(request, "market/listing.html", {**context, **owners_part(found, mine)})


def owners_part(found: Listing, mine: bool) -> dict[str, Any]:
    """Return what only the owner sees beside a listing."""
    if not mine:
        return {}
    hiding = Hiding.objects.in_force().filter(listing=found).first()
    return {"finish_form": FinishForm(), "hiding": hiding, "undecided": found.tags.filter(accepted=False)}


def shown(request: Request, pk: int) -> Listing:
    """Return the listing if this viewer may open it (404 otherwise)."""
    return get_object_or_404(Listing.objects.visible_to(request.viewer).for_tickets().select_related("owner__user"), pk=pk)


def with_face(found: Listing, request: Request) -> Listing:
    """Return the listing with its owner as this viewer may see them."""
    if found.organisation_id is None:
        SelfPortrait.objects.shown_on([found.owner], viewer=request.viewer)
    return found


@access.everyone
@require_safe
def photo(request: Request, pk: int) -> FileResponse:
    """Send the photo to whoever may see the listing."""
    found = shown(request, pk)
    if not found.photo:
        raise Http404
    response = FileResponse(found.photo.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Request) -> HttpResponse:
    """Place a new listing; what was written before is still there."""
    draft = drafting.draft_of(request.member)
    if request.method == "POST":
        return placed(request)
    initial = blank_initial(request.member, BeginningForm(request.GET).understood)
    form = ListingForm(writer=request.member, initial=drafting.resumed(draft, initial))
    return form_page(request, form, draft=draft)


def placed(request: Request) -> HttpResponse:
    """Place what was sent, or show what is still missing."""
    form = ListingForm(request.POST, request.FILES, writer=request.member)
    if not ready(request, form):
        return form_page(request, form, draft=drafting.keep(request.member, form))
    draft = drafting.draft_of(request.member)
    written = {**form.written, "photo": drafting.photo(form, draft)}
    try:
        made = publishing.place(
            by=request.member,
            written=written,
            tags=form.cleaned_data["tags"],
            together=form.cleaned_data["together"],
            once=form.cleaned_data["once"] or uuid.uuid4(),
        )
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return form_page(request, form, draft=drafting.keep(request.member, form), status=refused.status)
    messages.success(request, _("Het staat op de markt."))
    return redirect(made)


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change a listing of one's own."""
    found = own(request, pk)
    draft = drafting.draft_of(request.member, found)
    if request.method == "POST":
        return changed(request, found)
    form = ListingForm(writer=request.member, instance=found, initial=drafting.resumed(draft, initial_of(found)))
    return form_page(request, form, listing=found, draft=draft)


def changed(request: Request, found: Listing) -> HttpResponse:
    """Save what was sent, or show what is missing, or both texts when somebody else saved meanwhile."""
    form = ListingForm(request.POST, request.FILES, writer=request.member, instance=own(request, found.pk))
    if not ready(request, form):
        return form_page(request, form, listing=found, draft=drafting.keep(request.member, form, found))
    draft = drafting.draft_of(request.member, found)
    try:
        publishing.change(
            found,
            by=request.member,
            written={**form.written, "photo": drafting.photo(form, draft, found)},
            tags=form.cleaned_data["tags"],
            together=form.cleaned_data["together"],
            version=form.cleaned_data["version"] or 0,
        )
    except publishing.ChangedMeanwhile as meanwhile:
        return both_texts(request, form, meanwhile.theirs)
    messages.success(request, _("Je wijziging is bewaard."))
    return redirect(found)


def both_texts(request: Request, form: ListingForm, theirs: Listing) -> HttpResponse:
    """Show one's own text in the form and the text that was saved meanwhile beside it; sending again decides."""
    again = request.POST.copy()
    again["version"] = str(theirs.version)
    form.data = again
    drafting.keep(request.member, form, theirs)
    return form_page(request, form, listing=theirs, theirs=theirs, status=CONFLICT)


def ready(request: Request, form: ListingForm) -> bool:
    """Whether the form is complete and its writer wants it sent, not just looked at."""
    return form.is_valid() and "preview" not in request.POST


def form_page(
    request: Request, form: ListingForm, *, listing: Listing | None = None, status: int | None = None, **context: Any
) -> HttpResponse:
    """Show the form, with the ticket as it will look once something is filled in."""
    preview = drafting.preview(form) if form.is_bound else None
    refused = form.is_bound and not form.is_valid()
    return render(
        request,
        "market/listing_form.html",
        {"form": form, "listing": listing, "preview": preview, **context},
        status=status or (UNREADABLE if refused else None),
    )


@access.members
@standing_in.many_small_acts
@require_POST
def save_draft(request: Request) -> HttpResponse:
    """Keep what is being written, and answer with the ticket as it will look."""
    number = request.POST.get("listing", "")
    found = own(request, int(number)) if number.isdecimal() and len(number) < 19 else None
    form = ListingForm(request.POST, writer=request.member, instance=found)
    draft = drafting.keep(request.member, form, found)
    return render(request, "market/_preview.html", {"preview": drafting.preview(form), "draft": draft})


@access.members
@require_POST
def drop_draft(request: Request) -> HttpResponse:
    """Throw the draft of a new listing away."""
    drafting.drop(request.member)
    messages.success(request, _("Je concept is weg."))
    return redirect("place_listing")


@access.members
@require_safe
def my_market(request: Request) -> HttpResponse:
    """Show what somebody placed, in every state, and what asks something of them."""
    mine = Listing.objects.owned_by(request.member).for_tickets().newest()
    context = {
        "listings": mine,
        "draft": drafting.draft_of(request.member),
        "finish_form": FinishForm(),
        "beginning": beginning.under_way(request.member),
    }
    return render(request, "market/my_market.html", context)


def own(request: Request, pk: int) -> Listing:
    """Return a listing of the viewer's own (404 for anybody else's)."""
    return get_object_or_404(Listing.objects.owned_by(request.member).for_tickets(), pk=pk)


@access.members
@require_POST
def pause(request: Request, pk: int) -> HttpResponse:
    """Take it off the market for a while."""
    return done(request, publishing.pause(own(request, pk), by=request.member), _("Het staat even op pauze."))


@access.members
@require_POST
def resume(request: Request, pk: int) -> HttpResponse:
    """Put it back on the market."""
    return done(request, publishing.resume(own(request, pk), by=request.member), _("Het staat weer op de markt."))


@access.members
@require_POST
def renew(request: Request, pk: int) -> HttpResponse:
    """Give it a fresh term."""
    return done(request, publishing.renew(own(request, pk), by=request.member), _("Het blijft weer drie maanden staan."))


@access.everyone
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def renew_by_link(request: Request, token: str) -> HttpResponse:
    """Give a fresh term to what a mail asked about; looking alone changes nothing, since mail scanners look."""
    listing = expiring.linked(token)
    if listing is None:
        raise Http404
    if request.method == "POST":
        publishing.renew(listing, by=listing.owner)
    return render(request, "market/renew.html", {"listing": listing, "done": request.method == "POST"})


@access.members
@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """Close it as done."""
    form = FinishForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Kies een van de antwoorden op “Is het gelukt?”."), status=UNREADABLE)
    finished = publishing.finish(own(request, pk), by=request.member, outcome=form.cleaned_data["outcome"])
    return done(request, finished, _("Mooi. Het is van de markt."))


@access.members
@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Take it away; ten minutes to change one's mind."""
    return done(
        request,
        publishing.delete(own(request, pk), by=request.member),
        _("Weggehaald. Je kunt dit tien minuten lang terugdraaien."),
    )


@access.members
@require_POST
def undelete(request: Request, pk: int) -> HttpResponse:
    """Bring back what was taken away."""
    return done(request, publishing.undelete(own(request, pk), by=request.member), _("Het is er weer."))


def done(request: Request, changed_listing: Listing, words: str) -> HttpResponse:
    """Say what happened, on the page of the listing."""
    messages.success(request, words)
    return redirect(changed_listing)
