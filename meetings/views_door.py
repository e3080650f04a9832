"""The door: who is there, by a code that people scan, by ticking a list, or on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from meetings import agreeing, at_the_door, attending, paper, signup
from meetings.forms_signup import MarkForm, WalkInForm
from meetings.models import Meeting, Seat
from meetings.wording_seats import moment

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


def carried(request: Request, pk: int) -> Meeting:
    """Return the meeting if this viewer carries it (404 otherwise)."""
    mine = Meeting.objects.filter(Meeting.objects.carried_by(request.member))
    return get_object_or_404(mine.select_related("area", "place", "trajectory"), pk=pk)


@access.members
@never_cache
@require_safe
def door(request: Request, pk: int) -> HttpResponse:
    """Show who comes and who is there; a page that looks again gets its list."""
    meeting = carried(request, pk)
    context = page(request, meeting, WalkInForm())
    return render(request, "meetings/door.html#people" if request.htmx else "meetings/door.html", context)


def page(request: Request, meeting: Meeting, form: WalkInForm) -> dict[str, Any]:
    """Return what the page at the door shows."""
    list_of = at_the_door.list_for(meeting, request.member)
    return {"meeting": meeting, "moment": moment(meeting), "list": list_of, "form": form, **code_of(meeting)}


def code_of(meeting: Meeting) -> dict[str, Any]:
    """Return the code to scan, while the door is open."""
    if not attending.door_open(meeting):
        return {"qr": None, "meeting": meeting}
    address = reverse("sign_in_at_door", args=[meeting.pk, attending.code(meeting)])
    return {"qr": paper.qr(f"{settings.SITE_ADDRESS}{address}"), "meeting": meeting}


@access.members
@never_cache
@require_safe
def door_code(request: Request, pk: int) -> HttpResponse:
    """Show the code of this minute."""
    return render(request, "meetings/_door_code.html", code_of(carried(request, pk)))


@access.members
@require_POST
def mark(request: Request, pk: int, seat: int) -> HttpResponse:
    """Write down that somebody is there or isn't, or that they read the agreement."""
    meeting = carried(request, pk)
    chosen = get_object_or_404(Seat.objects.filter(meeting=meeting).select_related("meeting__trajectory", "participant"), pk=seat)
    form = MarkForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Kies of deze persoon er is."), status=UNREADABLE)
    act = form.cleaned_data["act"]
    if act == "agree":
        agreeing.accept(chosen, agreed_to=form.cleaned_data["agreement"])
    else:
        attending.mark(chosen, present={"present": True, "absent": False}.get(act), by=request.member)
    return redirect("door", meeting.pk)


@access.members
@require_POST
def walk_in(request: Request, pk: int) -> HttpResponse:
    """Let in who walks by."""
    meeting = carried(request, pk)
    form = WalkInForm(request.POST)
    status = UNREADABLE
    if form.is_valid():
        try:
            attending.walk_in(meeting, form.guest, by=request.member, bring_chairs=form.cleaned_data["bring_chairs"])
            messages.success(request, _("%(name)s is binnen.") % {"name": form.cleaned_data["name"]})
            return redirect("door", meeting.pk)
        except Refused as refused:
            form.add_error(None, str(refused.message))
            status = refused.status
    return render(request, "meetings/door.html", page(request, meeting, form), status=status)


@access.members
@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Settle who was there."""
    meeting = carried(request, pk)
    attending.settle(meeting, by=request.member)
    messages.success(request, _("Vastgesteld wie er was."))
    return redirect("door", meeting.pk)


@access.members
@never_cache
@require_safe
def door_list(request: Request, pk: int) -> HttpResponse:
    """Show the list to print: it works without a network."""
    return printed(request, carried(request, pk), "meetings/door_list.html")


@access.members
@never_cache
@require_safe
def name_tags(request: Request, pk: int) -> HttpResponse:
    """Show name tags to print: portrait and first name, no function."""
    return printed(request, carried(request, pk), "meetings/name_tags.html")


def printed(request: Request, meeting: Meeting, template: str) -> HttpResponse:
    """Return a page to print."""
    context = {
        "meeting": meeting,
        "moment": moment(meeting),
        "list": at_the_door.list_for(meeting, request.member),
        "back": paper.back(reverse("door", args=[meeting.pk]), _("Terug naar de deur")),
    }
    return render(request, template, context)


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request, pk: int, code: str) -> HttpResponse:
    """Ask whether somebody is there, by the code at the door, and write it down; who isn't known at all finds nothing."""
    meeting = Meeting.objects.select_related("area", "place").filter(pk=pk, cancelled_at=None).first()
    if meeting is None or not may_stand_here(request, meeting, code):
        raise Http404
    context: dict[str, Any] = {"meeting": meeting, "moment": moment(meeting), "done": False}
    context["seat"] = signup.seat_of(meeting, request.member)
    if request.method != "POST":
        return render(request, "meetings/sign_in_at_door.html", context)
    try:
        context["seat"] = attending.sign_in(meeting, code, by=request.member)
    except Refused as refused:
        return render(request, "meetings/sign_in_at_door.html", {**context, "refused": refused.message}, status=refused.status)
    return render(request, "meetings/sign_in_at_door.html", {**context, "done": True})


def may_stand_here(request: Request, meeting: Meeting, code: str) -> bool:
    """Whether this viewer may see the meeting, or reads a code that hangs at its door now."""
    return attending.code_holds(meeting, code) or Meeting.objects.visible_to(request.viewer).filter(pk=meeting.pk).exists()
