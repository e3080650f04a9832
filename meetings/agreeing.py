"""Confidentiality: newcomers see and accept what the group agreed before they come; a new version is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from meetings.models import Acceptance, ConfidentialityAgreement, Meeting, Seat

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import Participant

UNREADABLE = 422


def current(meeting: Meeting) -> ConfidentialityAgreement | None:
    """Return what the group of this meeting agreed, in the version that holds now; None outside a trajectory, or without one."""
    if meeting.trajectory_id is None:
        return None
    return ConfidentialityAgreement.objects.filter(trajectory=meeting.trajectory_id, since__lte=timezone.now()).first()


def asked(meeting: Meeting, person: Participant | None, seat: Seat | None = None) -> ConfidentialityAgreement | None:
    """Return what `person`, or the guest of `seat`, has still to accept; None when there is nothing (left)."""
    agreement = current(meeting)
    if agreement is None:
        return None
    of = Q(participant=person) if person is not None else Q(seat=seat)
    known = (person is not None or seat is not None) and Acceptance.objects.filter(of, agreement=agreement).exists()
    return None if known else agreement


def agree_first(meeting: Meeting, person: Participant, agreed_to: int | None) -> None:
    """Remember that `person` accepted what they saw; `Refused` when that isn't what holds now, or they didn't."""
    agreement = asked(meeting, person)
    if agreement is None:
        return
    read(agreement, agreed_to)
    Acceptance.objects.get_or_create(agreement=agreement, participant=person)


def read(agreement: ConfidentialityAgreement, agreed_to: int | None) -> None:
    """Refuse who didn't accept this version."""
    if agreed_to != agreement.pk:
        raise Refused(_("Lees eerst wat we hier met elkaar hebben afgesproken, en zeg dat je meedoet."), status=UNREADABLE)


def accept(seat: Seat, *, agreed_to: int | None) -> None:
    """Remember that whoever has this seat accepted what they saw, by their link or at the door; `Refused` for another version."""
    agreement = asked(seat.meeting, seat.participant, seat)
    if agreement is None:
        return
    read(agreement, agreed_to)
    if seat.participant is not None:
        Acceptance.objects.get_or_create(agreement=agreement, participant=seat.participant)
    else:
        Acceptance.objects.get_or_create(agreement=agreement, seat=seat)


def still_to_accept(meeting: Meeting, seats: Collection[Seat]) -> set[int]:
    """Return the numbers of those of `seats` whose people haven't accepted what holds now; two queries."""
    agreement = current(meeting)
    if agreement is None:
        return set()
    accepted = set(Acceptance.objects.filter(agreement=agreement).values_list("participant", "seat"))
    return {seat.pk for seat in seats if (seat.participant_id, None) not in accepted and (None, seat.pk) not in accepted}
