"""Who sits around a card: the code, asking people, who leads the talk, who looks later, who goes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Participant
from kennismarkt import access
from kennismarkt.errors import Refused
from partnership import gathering, inviting, seats, spreading
from partnership.board import Board
from partnership.forms import ModeForm, TimerForm
from partnership.forms_gathering import FindPersonForm
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.middleware import Request

FORBIDDEN = 403
FOUND = 10


@access.guests
@require_safe
def card_people(request: Request, pk: int) -> HttpResponse:
    """Show who sits around the card, and to the host what they can do about it."""
    me = seats.seat(request, pk)
    board = Board(me)
    wanted = FindPersonForm(request.GET).understood["wie"] or ""
    secret = request.session.get("guest_secret", "") if me.guest_id else ""
    context = {
        "board": board,
        "card": board.card,
        "me": me,
        "area": board.card.area,
        "wanted": wanted,
        "found": found(me, wanted) if board.hosting and me.participant else [],
        "invitations": board.card.invitations.waiting().select_related("person") if board.hosting else [],
        "join_address": settings.SITE_ADDRESS + reverse("join_card", args=[board.card.code]) if board.card.code_open else "",
        "guest_address": settings.SITE_ADDRESS + reverse("guest_link", args=[secret]) if secret else "",
    }
    return render(request, "partnership/people.html", context)


def found(me: Partner, wanted: str) -> list[Participant]:
    """Return people whom the host may ask, by the beginning of a word in their name; not who sits there already."""
    if len(wanted) < 2:
        return []
    around = Partner.objects.around().filter(card=me.card_id, participant__isnull=False)
    people = Participant.objects.visible_to(me.participant).filter(display_name__icontains=wanted, area=me.card.area_id)
    return list(people.exclude(pk__in=around.values("participant")).order_by("display_name", "pk")[:FOUND])


@access.guests
@require_safe
def card_qr(request: Request, pk: int) -> HttpResponse:
    """Draw the address to join by as a QR code, while it is open; for who sits at the card."""
    me = seats.seat(request, pk)
    if not me.card.code_open:
        raise Refused(gathering.WORKS_NOT, status=gathering.GONE)
    code = segno.make(settings.SITE_ADDRESS + reverse("join_card", args=[me.card.code]), error="m")
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", scale=6, border=4, dark="#000", light="#fff")
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "no-store"
    return answer


@access.guests
@require_POST
def card_code(request: Request, pk: int) -> HttpResponse:
    """Open the code for half an hour, or close it."""
    me = seats.seat(request, pk)
    if "close" in request.POST:
        gathering.close_code(me.card, by=me)
    else:
        gathering.open_code(me.card, by=me)
    return redirect("card_people", pk)


@access.members
@require_POST
def invite_to_card(request: Request, pk: int, number: int) -> HttpResponse:
    """Ask somebody to take part."""
    me = seats.seat(request, pk)
    person = get_object_or_404(Participant.objects.visible_to(request.member), pk=number)
    inviting.invite(me.card, person, by=me)
    messages.success(request, _("We vragen {name}.").format(name=person.display_name))
    return redirect("card_people", pk)


@access.guests
@require_POST
def uninvite(request: Request, pk: int, number: int) -> HttpResponse:
    """No longer ask somebody."""
    me = seats.seat(request, pk)
    inviting.take_back(get_object_or_404(me.card.invitations.waiting(), pk=number), by=me)
    return redirect("card_people", pk)


def partner_at(me: Partner, number: int) -> Partner:
    """Return who sits at the card under this number (404 otherwise)."""
    return get_object_or_404(Partner.objects.around().select_related("participant", "card"), pk=number, card=me.card_id)


def at_partner(act: Callable[[Partner, Partner], object]) -> Callable[..., HttpResponse]:
    """Return a view that does something about one partner."""

    def view(request: Request, pk: int, number: int) -> HttpResponse:
        me = seats.seat(request, pk)
        act(partner_at(me, number), me)
        return redirect("card_people", pk)

    return access.guests(require_POST(view))


hand_over_card = at_partner(lambda partner, me: gathering.hand_over(me.card, to=partner, by=me))
send_away = at_partner(lambda partner, me: gathering.send_away(partner, by=me))
look_later = at_partner(lambda partner, me: gathering.look_later(partner, away=not partner.away, by=me))
ask_for_word = at_partner(lambda partner, me: spreading.ask_for_word(partner, by=me))


@access.guests
@require_POST
def leave_card(request: Request, pk: int) -> HttpResponse:
    """Get up from the table."""
    gathering.leave(seats.seat(request, pk))
    messages.success(request, _("Je zit niet meer aan deze kaart. Wat je schreef, blijft daar staan."))
    return redirect("cards")


@access.guests
@require_POST
def card_mode(request: Request, pk: int) -> HttpResponse:
    """Choose how much time there is."""
    me, form = seats.seat(request, pk), ModeForm(request.POST)
    if form.is_valid():
        gathering.choose_mode(me.card, mode=form.cleaned_data["mode"], by=me)
    return redirect("card_people", pk)


@access.guests
@require_POST
def card_timer(request: Request, pk: int) -> HttpResponse:
    """Set the clock, or take it away."""
    me, form = seats.seat(request, pk), TimerForm(request.POST)
    if form.is_valid():
        gathering.set_timer(me.card, minutes=form.cleaned_data["minutes"], by=me)
    return redirect("card", pk)
