"""How much room there is: chairs that are taken, free, or kept for the side that is short of its share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Chair, Meeting
from neighbourhood.models import Side

if TYPE_CHECKING:
    from datetime import datetime

WHOLE = 100


def other(side: str) -> Side:
    """Return the side across."""
    return Side.FORMAL if side == Side.INFORMAL else Side.INFORMAL


@dataclass(frozen=True)
class Room:
    """The chairs of a meeting at one moment; `keeping` until the coordinator no longer wants chairs kept."""

    capacity: int
    taken: dict[str, int]
    wished: dict[str, int]
    keeping: bool

    @property
    def all_taken(self) -> int:
        """How many chairs are taken, also those above a capacity that was lowered."""
        return sum(self.taken.values())

    @property
    def free(self) -> int:
        """How many chairs are free, kept ones included."""
        return max(0, self.capacity - self.all_taken)

    def kept_for(self, side: str) -> int:
        """How many of the free chairs are kept for `side`."""
        return min(self.free, max(0, self.wished[side] - self.taken[side])) if self.keeping else 0

    def free_for(self, side: str) -> int:
        """How many chairs somebody of `side` can take now."""
        return self.free - self.kept_for(other(side))

    def after(self, side: str, places: int) -> Room:
        """Return the room once somebody of `side` took `places`."""
        return replace(self, taken={**self.taken, side: self.taken[side] + places})

    @property
    def shapes(self) -> list[str]:
        """One kind per chair, for drawing them: taken, kept for a side, free."""
        taken = [side.value for side in Side for _chair in range(self.taken[side])]
        kept = [f"kept-{side.value}" for side in Side for _chair in range(self.kept_for(side))]
        return [*taken, *kept[: self.free], *["free"] * (self.free - len(kept))]

    @property
    def words(self) -> str:
        """What there is left, in words: how many chairs, and for whom they are kept."""
        if not self.free:
            return _("alle plekken zijn bezet")
        left = ngettext("nog %(number)d plek", "nog %(number)d plekken", self.free) % {"number": self.free}
        kept = [(side, self.kept_for(side)) for side in Side if self.kept_for(side)]
        if not kept:
            return left
        words = ", ".join(_("%(number)d voor %(side)s") % {"number": number, "side": side.label} for side, number in kept)
        return _("%(left)s, waarvan %(kept)s") % {"left": left, "kept": words}


def room_of(meeting: Meeting, now: datetime | None = None) -> Room:
    """Return how much room `meeting` has at this moment."""
    return rooms_of([meeting], now)[meeting.pk]


def rooms_of(meetings: Iterable[Meeting], now: datetime | None = None) -> dict[int, Room]:
    """Return how much room each of `meetings` has, by number; one query."""
    found, moment = list(meetings), now or timezone.now()
    taken = {meeting.pk: dict.fromkeys(Side.values, 0) for meeting in found}
    counted = Chair.objects.filter(meeting__in=taken).order_by().values_list("meeting", "seat__side").annotate(Count("pk"))
    for number, side, chairs in counted:
        taken[number][side] = chairs
    return {meeting.pk: Room(meeting.capacity, taken[meeting.pk], wished(meeting), keeps(meeting, moment)) for meeting in found}


def wished(meeting: Meeting) -> dict[str, int]:
    """Return how many chairs each side should have; a half goes to the informal side, which comes less easily."""
    informal = (meeting.capacity * meeting.informal_share + WHOLE // 2) // WHOLE
    return {Side.INFORMAL.value: informal, Side.FORMAL.value: meeting.capacity - informal}


def keeps(meeting: Meeting, now: datetime) -> bool:
    """Whether chairs are still kept for the side that is short."""
    return meeting.kept_until is not None and now < meeting.kept_until
