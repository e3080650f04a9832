"""What signing up holds of people, and what is left when one of them is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kennismarkt import inventory
from kennismarkt.inventory import Fate
from meetings import signup
from meetings.models import Invitation, Seat, SeatState

if TYPE_CHECKING:
    from kennismarkt.inventory import Erasing, Personal

OWN = {"participant": "the person themselves"}


def leave_seats(_table: Personal, erasing: Erasing) -> None:
    """Give up what is still to come, and leave a number on a side of what was: counts of a meeting still hold."""
    coming = Seat.objects.filter(participant=erasing.person, meeting__starts_at__gt=timezone.now())
    for seat in coming.exclude(state=SeatState.DECLINED).select_related("meeting").order_by("meeting"):
        signup.sign_off(seat)
    facts: dict[str, Any] = {
        "participant": None,
        "guest_name": "",
        "guest_email": "",
        "shown": False,
        "diet": "",
        "access_needs": "",
    }
    Seat.objects.filter(participant=erasing.person).update(**facts)
    Seat.objects.filter(participant=None, guest_email__in=erasing.names).update(guest_name="", guest_email="", shown=False)


def leave_invitations(_table: Personal, erasing: Erasing) -> None:
    """Delete what they were asked; what they asked others stays theirs to answer, without a name."""
    Invitation.objects.filter(participant=erasing.person).delete()
    Invitation.objects.filter(email__in=erasing.names).delete()


inventory.personal(
    "meetings.Refusal",
    holds=_("Waarom je niet naar een bijeenkomst kwam"),
    paths=("seat__participant",),
    fields=("seat", "reason"),
    fate=Fate.NAMELESS,
    why=_("Niemand leest een reden. Een coördinator ziet alleen hoeveel mensen iets zeiden, vanaf vijf."),
    erase=lambda _table, _erasing: None,
)
inventory.personal(
    "meetings.Acceptance",
    holds=_("Welke afspraken over vertrouwelijkheid je accepteerde"),
    paths=("participant",),
    fields=("agreement", "accepted_at"),
    without={**OWN, "seat": "of guests without an account"},
)
inventory.personal(
    "meetings.Chair",
    holds=_("Je stoel bij een bijeenkomst"),
    paths=("seat__participant",),
    fields=("meeting", "number"),
    without={"seat": "stands with your answer", "limit": "how many places there were"},
    fate=Fate.NAMELESS,
    why=_("Een stoel die bezet was, telt mee bij hoeveel mensen er waren."),
    erase=lambda _table, _erasing: None,
)
inventory.personal(
    "meetings.Invitation",
    holds=_("Uitnodigingen voor bijeenkomsten, die je kreeg en die je maakte"),
    paths=("participant", "by"),
    fields=("meeting", "by", "participant", "email", "name", "reads", "made_at", "expires_at", "answered_at", "revoked_at"),
    without={"code_hash": "opens the invitation", "seat": "stands with your answer", "mailed_at": "that the mail went out"},
    fate=Fate.NAMELESS,
    why=_("Wie jij uitnodigde, kan nog antwoorden. Jouw naam staat er niet meer bij."),
    erase=leave_invitations,
)
inventory.personal(
    "meetings.Seat",
    holds=_("Wat je antwoordde op bijeenkomsten, wat je daarbij wenste, en of je er was"),
    paths=("participant",),
    fields=(
        "meeting",
        "side",
        "state",
        "entrance",
        "companions",
        "interpreter",
        "brought_by",
        "instead_of",
        "shown",
        "diet",
        "access_needs",
        "answered_at",
        "waiting_since",
        "moved_up_at",
        "declined_at",
        "present",
    ),
    without={
        **OWN,
        "guest_name": "of guests without an account",
        "guest_email": "of guests without an account",
        "guest_reads": "of guests without an account",
        "reminded_at": "that a reminder went out",
        "version": "counts changes",
    },
    fate=Fate.NAMELESS,
    why=_("Hoeveel mensen er waren van welke kant, hoort bij de bijeenkomst. Je naam en wat je wenste gaan weg."),
    erase=leave_seats,
)
