"""What the kitchen needs to know: how many eat, and diets and allergies as a list without names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from meetings.models import Meeting

if TYPE_CHECKING:
    from accounts.models import Participant


class Diets(NamedTuple):
    """How many eat along, and what is asked for, by the words of the wish."""

    eaters: int
    wishes: list[tuple[str, int]]


def diets(meeting: Meeting, *, viewer: Participant | None) -> Diets | None:
    """Return what the kitchen needs, for who carries the meeting; None for others, and where there is no lunch.

    Wishes come in the order of the alphabet, so that no order tells whose each is.
    """
    if (
        viewer is None
        or not meeting.lunch
        or not Meeting.objects.filter(Meeting.objects.carried_by(viewer), pk=meeting.pk).exists()
    ):
        return None
    seats = list(meeting.seats.seated().exclude(present=False))
    said = Counter(" ".join(seat.diet.split()).lower() for seat in seats if seat.diet.strip())
    return Diets(sum(seat.places for seat in seats), sorted(said.items()))
