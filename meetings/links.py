"""Signed addresses in mails and on paper: they hold a number and nothing else, and open one invitation or one seat."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from meetings.models import Invitation, Seat

INVITATION, SEAT = "meetings.invitation", "meetings.seat"


def to_invitation(invitation: Invitation) -> str:
    """Return the address by which who got the mail answers this invitation."""
    return reverse("invitation", args=[signing.dumps(invitation.pk, salt=INVITATION, compress=False)])


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation that an address opens; None when it isn't ours, or the invitation is gone. It may have been answered."""
    number = number_in(token, INVITATION)
    found = Invitation.objects.select_related(
        "meeting__area", "meeting__place", "meeting__trajectory", "participant__user", "by", "seat"
    )
    # What was handed over on paper opens by its code only.
    return found.filter(pk=number, code_hash=None).first() if number is not None else None


def to_seat(seat: Seat) -> str:
    """Return the address by which who got the mail gives this seat up, or accepts what is asked; it holds until it is used."""
    return reverse("seat_by_link", args=[signing.dumps([seat.pk, seat.version], salt=SEAT, compress=False)])


def seat_of(token: str) -> Seat | None:
    """Return the seat that an address opens; None when it isn't ours, was used, or the seat is as it was no longer."""
    read = number_in(token, SEAT)
    if not isinstance(read, list) or len(read) != 2:
        return None
    found = Seat.objects.select_related(
        "meeting__area", "meeting__place", "meeting__trajectory", "participant__user", "participant__area"
    )
    return found.filter(pk=read[0], version=read[1]).first()


def number_in(token: str, salt: str) -> int | list[int] | None:
    """Return what was signed; None when it wasn't by us."""
    try:
        found: int | list[int] = signing.loads(token, salt=salt)
    except (signing.BadSignature, ValueError):
        return None
    return found
