"""Inviting people, and what an invitation or the link of a seat opens; looking alone changes nothing, since mail scanners look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Participant
from kennismarkt import access
from kennismarkt.errors import TOO_MANY, Refused
from meetings import agreeing, inviting, links, paper, signup
from meetings.forms_signup import AnswerForm, AskLinkForm, CodeForm, FindForm, InviteForm, SeatForm
from meetings.models import Invitation, Meeting
from meetings.views_signup import found, said_of
from meetings.wording_seats import moment

if TYPE_CHECKING:
    from accounts.middleware import Request
    from meetings.inviting import Sheet

UNREADABLE = 422
LISTED = 20
# In the session: the hash of the code that was scanned or typed.
SCANNED = "invitation_scanned"
TOO_OFTEN = _("Dat was te vaak. Wacht een paar minuten en probeer het dan weer.")


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, pk: int) -> HttpResponse:
    """Find somebody to ask, or ask by mail or on paper; below, whom one asked already."""
    meeting = found(request, pk)
    if not inviting.may_invite(meeting, request.member):
        raise Refused(_("Meld eerst jezelf aan. Daarna kun je anderen uitnodigen."), status=403)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return invited(request, meeting, form)
        except Refused as refused:
            form.add_error(None, str(refused.message))
            return invite_page(request, meeting, form, refused.status)
    return invite_page(request, meeting, form, UNREADABLE if form.is_bound else 200)


def invited(request: Request, meeting: Meeting, form: InviteForm) -> HttpResponse:
    """Ask by the way that was chosen; paper is shown this once, because its code is kept nowhere."""
    said = form.cleaned_data
    words = {"name": said["name"], "reads": said["reads"]}
    if said["way"] == "paper":
        return sheet(request, meeting, inviting.invite_on_paper(meeting, by=request.member, **words))
    if said["way"] == "mail":
        inviting.invite_by_mail(meeting, said["email"], by=request.member, **words)
    else:
        inviting.invite(meeting, get_object_or_404(Participant, pk=said["person"] or 0), by=request.member)
    messages.success(request, _("De uitnodiging is op weg."))
    return redirect("invite", meeting.pk)


def invite_page(request: Request, meeting: Meeting, form: InviteForm, status: int) -> HttpResponse:
    """Show the ways to invite, who was found by name, and what was sent."""
    find = FindForm(request.GET)
    wanted = find.understood["q"]
    people = Participant.objects.visible_to(request.member).filter(area=meeting.area_id).exclude(pk=request.member.pk)
    sent = Invitation.objects.filter(meeting=meeting).select_related("participant", "by", "seat", "meeting")
    if not signup.carries(meeting, request.member):
        sent = sent.filter(by=request.member)
    context = {
        "meeting": meeting,
        "moment": moment(meeting),
        "form": form,
        "find": find,
        "wanted": wanted,
        "people": people.filter(display_name__icontains=wanted).order_by("display_name", "pk")[:LISTED] if wanted else [],
        "sent": sent[: LISTED * 5],
    }
    return render(request, "meetings/invite.html", context, status=status)


def sheet(request: Request, meeting: Meeting, made: Sheet) -> HttpResponse:
    """Return the invitation as a page to print, in the language of its reader; no browser or proxy keeps it."""
    address = f"{settings.SITE_ADDRESS}{reverse('scan_invitation', args=[made.code])}"
    context: dict[str, Any] = {
        "meeting": meeting,
        "sheet": made,
        "actor": request.member,
        "qr": paper.qr(address),
        "typed_address": f"{settings.SITE_ADDRESS}{reverse('type_invitation_code')}".partition("://")[2],
        "back": paper.back(reverse("invite", args=[meeting.pk]), _("Terug naar uitnodigen")),
    }
    with override(made.invitation.reads):
        response = render(request, "meetings/invitation_sheet.html", {**context, "moment": moment(meeting)})
    response["Cache-Control"] = "no-store"
    return response


@access.members
@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Take an invitation back."""
    made = get_object_or_404(Invitation.objects.visible_to(request.member).select_related("meeting"), pk=pk)
    inviting.revoke(made, by=request.member)
    messages.success(request, _("De uitnodiging is ingetrokken."))
    return redirect("invite", made.meeting_id)


@access.everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: Request, pk: int) -> HttpResponse:
    """Take the address of who has no account; the mail that follows lets them answer, so that nobody fills seats with addresses of others."""
    meeting = get_object_or_404(Meeting.objects.visible_to(None).select_related("area", "place"), pk=pk)
    form = AskLinkForm(request.POST if request.method == "POST" else None)
    status = UNREADABLE if form.is_bound else 200
    if form.is_valid():
        address = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action="invitation_link", key=address):
            inviting.invite_by_mail(meeting, address, by=None, name=form.cleaned_data["name"], reads=request.LANGUAGE_CODE)  # type: ignore[attr-defined]  # the locale middleware sets it
            return render(request, "meetings/look_in_mail.html", {"meeting": meeting})
        form.add_error(None, TOO_OFTEN)
        status = TOO_MANY
    return render(request, "meetings/ask_link.html", {"meeting": meeting, "form": form, "moment": moment(meeting)}, status=status)


@access.everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Answer what a mail asked."""
    opened = links.invitation_of(token)
    if opened is None:
        raise Http404
    return answer_page(request, opened)


@access.everyone
@never_cache
@require_safe
def scan(request: Request, code: str) -> HttpResponse:
    """Remember the code that was scanned and go on without it in the address, so that no history keeps it."""
    request.session[SCANNED] = inviting.hash_of_typed(code)
    return redirect("paper_invitation")


@access.everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: Request) -> HttpResponse:
    """Take the code of a paper invitation, a limited number of times; why it doesn't work is nobody's business."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not ratelimit.consume(request, action="letter_code"):
            form.add_error(None, TOO_OFTEN)
        elif inviting.with_code(form.cleaned_data["code"]) is None:
            form.add_error(
                None, _("Deze code klopt niet, of de uitnodiging werkt niet meer. Vraag wie je hem gaf om een nieuwe.")
            )
        else:
            request.session[SCANNED] = form.cleaned_data["code"]
            return redirect("paper_invitation")
    return render(request, "meetings/type_code.html", {"form": form}, status=UNREADABLE if form.is_bound else 200)


@access.everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_paper(request: Request) -> HttpResponse:
    """Answer what a paper asked, with the code that this browser typed or scanned."""
    opened = inviting.with_code(request.session.get(SCANNED, ""))
    if opened is None:
        request.session.pop(SCANNED, None)
        return redirect("type_invitation_code")
    return answer_page(request, opened)


def answer_page(request: Request, opened: Invitation) -> HttpResponse:
    """Show an invitation with its answers, and take one; used or run out, it says so."""
    meeting = opened.meeting
    context = {"invitation": opened, "meeting": meeting, "moment": moment(meeting)}
    if not opened.open:
        return render(request, "meetings/invitation_over.html", context, status=410 if request.method == "POST" else 200)
    person = inviting.holder(opened, request.viewer)
    agreement = agreeing.asked(meeting, person)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        meeting=meeting,
        agreement=agreement,
        named=person is not None,
        seat=signup.seat_of(meeting, person) if person else None,
        invitation=opened,
    )
    context |= {"form": form, "agreement": agreement, "person": person}
    if not form.is_valid():
        return render(request, "meetings/invitation.html", context, status=UNREADABLE if form.is_bound else 200)
    try:
        seat = inviting.answer_invitation(opened, form.said, viewer=request.viewer)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return render(request, "meetings/invitation.html", context, status=refused.status)
    request.session.pop(SCANNED, None)
    return render(
        request,
        "meetings/invitation_answered.html",
        {**context, "words": said_of(form.cleaned_data["answer"], seat), "seat": seat},
    )


@access.everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat_by_link(request: Request, token: str) -> HttpResponse:
    """Show how somebody stands, by the link from a mail; a button signs off or accepts the agreement, once."""
    seat = links.seat_of(token)
    if seat is None:
        return render(request, "meetings/seat_link_used.html", status=404)
    agreement = agreeing.asked(seat.meeting, seat.participant, seat)
    context = {"seat": seat, "meeting": seat.meeting, "moment": moment(seat.meeting), "agreement": agreement, "done": ""}
    form = SeatForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["act"] == "decline":
            signup.sign_off(seat)
            context["done"] = "declined"
        else:
            agreeing.accept(seat, agreed_to=form.cleaned_data["agreement"])
            context |= {"agreement": None, "done": "agreed"}
    return render(request, "meetings/seat_by_link.html", context, status=UNREADABLE if form.errors else 200)
