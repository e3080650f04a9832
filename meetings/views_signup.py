"""Answering a meeting, one's own meetings, and signing somebody off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from meetings import agreeing, inviting, my_seats, signup
from meetings.forms_signup import AnswerForm
from meetings.inviting import BRING, CANNOT, INSTEAD
from meetings.models import Meeting, Seat
from meetings.signup_part import invitation_for, part

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


def found(request: Request, pk: int) -> Meeting:
    """Return the meeting if this viewer may see it (404 otherwise)."""
    meetings = Meeting.objects.visible_to(request.viewer).select_related("area", "place", "trajectory")
    return get_object_or_404(meetings, pk=pk)


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: Request, pk: int) -> HttpResponse:
    """Show how it stands, and take an answer; what was filled in comes back when it can't be taken."""
    meeting = found(request, pk)
    if request.method != "POST":
        return render(request, "meetings/sign_up.html", part(meeting, request.member))
    seat = signup.seat_of(meeting, request.member)
    form = AnswerForm(request.POST, meeting=meeting, agreement=agreeing.asked(meeting, request.member), seat=seat)
    if form.is_valid():
        try:
            return answered(request, meeting, form)
        except Refused as refused:
            form.add_error(None, str(refused.message))
            return render(request, "meetings/sign_up.html", part(meeting, request.member, form), status=refused.status)
    return render(request, "meetings/sign_up.html", part(meeting, request.member, form), status=UNREADABLE)


def answered(request: Request, meeting: Meeting, form: AnswerForm) -> HttpResponse:
    """Take the answer, by the invitation that somebody has, and say how they stand now."""
    invitation = invitation_for(meeting, request.member)
    if invitation is not None:
        seat = inviting.answer_invitation(invitation, form.said, viewer=request.member)
    else:
        seat = inviting.answer(meeting, form.said, by=request.member)
    messages.success(request, said_of(form.cleaned_data["answer"], seat))
    return redirect("sign_up", meeting.pk)


def said_of(kind: str, seat: Seat) -> str:
    """Return in words how somebody stands after their answer."""
    if kind == CANNOT:
        return _("Jammer. Fijn dat je het laat weten.")
    if kind == INSTEAD:
        return _("Dank je. %(name)s staat in jouw plaats op de lijst.") % {"name": seat.guest_name}
    if seat.waiting:
        return _("Je staat op de wachtlijst. Je hoort het als er plek is.")
    return _("Fijn, jullie komen.") if kind == BRING else _("Fijn, je komt.")


@access.members
@require_POST
def sign_off(request: Request, pk: int, seat: int) -> HttpResponse:
    """Take back a guest that one brings, or sign somebody off as who carries the meeting."""
    meeting = found(request, pk)
    own = Seat.objects.filter(brought_by=request.member) | Seat.objects.visible_to(request.member)
    chosen = get_object_or_404(own.select_related("meeting").distinct(), pk=seat, meeting=meeting)
    signup.sign_off(chosen, by=request.member)
    messages.success(request, _("Afgemeld."))
    return redirect("sign_up", meeting.pk)


@access.members
@require_safe
def my_meetings(request: Request) -> HttpResponse:
    """Show where one comes, waits or is asked, and where one was."""
    return render(request, "meetings/my_meetings.html", my_seats.overview(request.member))
