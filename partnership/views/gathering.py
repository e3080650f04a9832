"""Cards of one's own, beginning one, sitting down with a code, as a guest or as one was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kennismarkt import access, live
from kennismarkt.errors import TOO_MANY, Refused
from partnership import casework, gathering, inviting, seats
from partnership.cards import PartnershipCard, Phase, Subject
from partnership.forms_gathering import BeginQuery, CardForm, CodeForm, GuestForm, SideForm
from partnership.invitations import Invitation
from partnership.partners import Guest

if TYPE_CHECKING:
    from accounts.middleware import Request

OK, GONE, UNREADABLE = 200, 404, 422
SHOWN = 60


@access.guests
@require_safe
def cards(request: Request) -> HttpResponse:
    """Show the cards at which one sits, and what one was asked for."""
    mine = seats.with_course(seats.seats_of(request.viewer, seats.guest_in(request))).order_by("-card__opened_at")[:SHOWN]
    lines = list(mine)
    for line in lines:
        seats.lay_out(line)
        line.agreed = sum(step.phase == Phase.AGREED for step in line.card.course.values())
    asked = Invitation.objects.visible_to(request.viewer).waiting().select_related("by", "card")
    return render(request, "partnership/cards.html", {"lines": lines, "invitations": asked, "code_form": CodeForm()})


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def begin_card(request: Request) -> HttpResponse:
    """Ask what a new card is around, and put it on the table."""
    listing = BeginQuery(request.GET).understood["aanbod"]
    begun = {"subject": Subject.LISTING, "listing": listing} if listing else {}
    form = CardForm(request.POST or None, by=request.member, initial=begun)
    if form.is_valid():
        try:
            return redirect(opened(request, form))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    return render(request, "partnership/begin.html", {"form": form}, status=UNREADABLE if form.is_bound else OK)


@transaction.atomic
def opened(request: Request, form: CardForm) -> PartnershipCard:
    """Open the card, with its case when it is around one."""
    facts = form.cleaned_data
    subject, case = facts["subject"], None
    earlier = PartnershipCard.objects.filter(opened_once=facts["once"], host__participant=request.member).first()
    if earlier is not None:
        return earlier
    if subject == Subject.CASE:
        case = casework.bring_in(by=request.member, title=facts["title"], story=facts["story"])
    return gathering.open_card(
        by=request.member,
        title=facts["title"],
        subject=subject,
        mode=facts["mode"],
        once=facts["once"],
        listing=facts["listing"] if subject == Subject.LISTING else None,
        case=case,
    )


@access.everyone
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: Request) -> HttpResponse:
    """Ask for the six letters of the table."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("join_card", form.cleaned_data["code"])
    return render(request, "partnership/code.html", {"form": form}, status=UNREADABLE if form.is_bound else OK)


def look_up(request: Request, code: str) -> PartnershipCard:
    """Return the card that a code opens; wrong ones a limited number of times (`Refused`, 429 after that)."""
    if not ratelimit.consume(request, action="card_code", dry_run=True):
        raise Refused(_("Er zijn veel verkeerde codes geprobeerd. Wacht even en probeer het dan weer."), status=TOO_MANY)
    try:
        return gathering.card_by_code(code)
    except Refused:
        ratelimit.consume(request, action="card_code")
        raise


@access.everyone
@require_http_methods(["GET", "HEAD", "POST"])
def join_card(request: Request, code: str) -> HttpResponse:
    """Sit down at the card of a code: as oneself, or as a guest under a name of one's choice.

    Whether a code opens anything is told to who sends the form only, which is counted; the page looks alike for any.
    """
    data = request.POST if request.method == "POST" else None
    form = SideForm(data, by=request.member) if request.viewer else GuestForm(data)
    if form.is_valid():
        try:
            card = look_up(request, code)
            sit_down(request, code, form.cleaned_data)
        except Refused as refused:
            if refused.status != UNREADABLE:
                return other_code(request, code, refused)
            form.add_error("name", str(refused.message))
        else:
            return redirect(card)
    return render(request, "partnership/join.html", {"form": form, "code": code}, status=UNREADABLE if form.errors else OK)


def other_code(request: Request, code: str, refused: Refused) -> HttpResponse:
    """Say why a code doesn't open anything, and ask for another."""
    form = CodeForm({"code": code})
    form.add_error(None, str(refused.message))
    return render(request, "partnership/code.html", {"form": form}, status=refused.status)


@transaction.atomic
def sit_down(request: Request, code: str, answers: dict[str, str]) -> None:
    """Let who signed in sit down as themselves, and others as a guest whom this session remembers."""
    if request.viewer is not None:
        gathering.join(code, by=request.viewer, side=answers.get("side", ""))
        return
    guest, secret = guest_of_session(request)
    gathering.join_as_guest(code, guest=guest, **answers)
    request.session[live.GUEST] = guest.pk
    if secret:
        request.session["guest_secret"] = secret


def guest_of_session(request: Request) -> tuple[Guest, str]:
    """Return the guest that this session is, or a new one with the secret of its link."""
    number = seats.guest_in(request)
    known = Guest.objects.filter(pk=number).first() if number else None
    return (known, "") if known is not None else gathering.new_guest()


@access.everyone
@require_http_methods(["GET", "HEAD", "POST"])
def guest_link(request: Request, secret: str) -> HttpResponse:
    """Come back as the guest of a link that was kept; reading it is not yet using it."""
    guest = gathering.guest_of(secret)
    if guest is None:
        raise Refused(_("Deze link werkt niet (meer). Vraag aan tafel om een nieuwe code."), status=GONE)
    if request.method == "POST" and request.viewer is None:
        request.session.cycle_key()
        request.session[live.GUEST] = guest.pk
        request.session["guest_secret"] = secret
        return redirect("cards")
    name = guest.partnerships.around().values_list("name", flat=True).last() or ""
    return render(request, "partnership/guest.html", {"name": name})


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def card_invitation(request: Request, pk: int) -> HttpResponse:
    """Show who asks one to which kind of card, and take the answer; what it is about is for who sits down."""
    waiting = Invitation.objects.visible_to(request.member).waiting().select_related("card__area", "by")
    invitation = get_object_or_404(waiting, pk=pk)
    form = SideForm(request.POST if request.method == "POST" else None, by=request.member)
    if request.method == "POST" and "no" in request.POST:
        inviting.decline(invitation, by=request.member)
        messages.success(request, _("Je hebt nee gezegd. Dat is goed."))
        return redirect("cards")
    if form.is_valid():
        partner = inviting.accept(invitation, by=request.member, side=form.cleaned_data.get("side", ""))
        return redirect(reverse("card", args=[partner.card_id]))
    return render(request, "partnership/invitation.html", {"invitation": invitation, "form": form, "card": invitation.card})


for view in (cards, begin_card, enter_code, join_card, card_invitation):
    view.section = "cards"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
