"""Moving and cancelling meetings: the plan changes, how it was is kept, and everyone concerned is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import concerned
from meetings.changes import ChangeKind, MeetingChange
from meetings.gatherings import Meeting
from meetings.planning import coordinate
from notifications import telling

if TYPE_CHECKING:
    from neighbourhood.models import Place

MOVED, REPLANNED, CANCELLED = "meetings.moved", "meetings.replanned", "meetings.cancelled"

# What else must happen when a plan changes: guests without an account are mailed, say. In the transaction of the change.
After = Callable[[Sequence[MeetingChange]], None]
after: list[After] = []


def afterwards(hook: After) -> After:
    """Register what must happen after meetings moved or were cancelled."""
    after.append(hook)
    return hook


@dataclass(frozen=True)
class Move:
    """Where a meeting goes: `version` is the one that the coordinator saw."""

    meeting: int
    starts_at: datetime
    ends_at: datetime
    place: Place | None
    version: int


@transaction.atomic
def move(moves: Iterable[Move], *, by: Participant, reason: str = "") -> list[MeetingChange]:
    """Move meetings, all or none, and tell everyone concerned once; return what changed, without what stayed as it was.

    Raises `PermissionDenied` for who doesn't coordinate the area, `Refused` for a meeting that is over, cancelled or was
    changed by somebody else meanwhile.
    """
    wanted = {each.meeting: each for each in moves}
    meetings = locked(wanted, by)
    changes = [changed for meeting in meetings if (changed := put(meeting, wanted[meeting.pk], by=by, reason=reason)) is not None]
    tell(changes, by=by)
    return changes


def locked(wanted: Iterable[int], by: Participant) -> list[Meeting]:
    """Return the meetings of these numbers, held until the end of the transaction, in one order against deadlocks."""
    numbers = sorted(wanted)
    found = list(Meeting.objects.filter(pk__in=numbers).select_related("area").select_for_update(of=("self",)).order_by("pk"))
    if len(found) != len(numbers):
        raise Refused(_("Deze bijeenkomst is er niet meer."))
    for area in {meeting.area_id for meeting in found}:
        coordinate(area, by)
    return found


def put(meeting: Meeting, move: Move, *, by: Participant, reason: str) -> MeetingChange | None:
    """Move one meeting; None when that changes nothing."""
    place = move.place.pk if move.place else None
    if (meeting.starts_at, meeting.ends_at, meeting.place_id) == (move.starts_at, move.ends_at, place):
        return None
    movable(meeting, move.version)
    if move.ends_at <= move.starts_at:
        raise Refused(_("Een bijeenkomst eindigt nadat zij begint."))
    if move.place is not None and move.place.area_id != meeting.area_id:
        raise Refused(_("Kies een plek in deze wijk."))
    change = kept(meeting, ChangeKind.MOVED, by=by, reason=reason)
    # Seats are kept until as long before the meeting as they were.
    until = meeting.kept_until + (move.starts_at - meeting.starts_at) if meeting.kept_until else None
    facts = {"starts_at": move.starts_at, "ends_at": move.ends_at, "place": move.place, "kept_until": until}
    Meeting.objects.filter(pk=meeting.pk).update(**facts, sequence=F("sequence") + 1, version=F("version") + 1)
    meeting.refresh_from_db()
    return change


def movable(meeting: Meeting, version: int) -> None:
    """Refuse to change what is cancelled, over, or was changed by somebody else since it was looked at."""
    if meeting.cancelled:
        raise Refused(_("“%(title)s” is al afgezegd.") % {"title": meeting.title})
    if meeting.over:
        raise Refused(_("“%(title)s” is al geweest.") % {"title": meeting.title})
    if meeting.version != version:
        raise Refused(_("Iemand anders veranderde “%(title)s” intussen. Kijk eerst hoe het nu staat.") % {"title": meeting.title})


def kept(meeting: Meeting, kind: ChangeKind, *, by: Participant, reason: str) -> MeetingChange:
    """Write down how a meeting stood until now."""
    return MeetingChange.objects.create(
        meeting=meeting,
        kind=kind,
        was_starts_at=meeting.starts_at,
        was_ends_at=meeting.ends_at,
        was_place_id=meeting.place_id,
        reason=reason.strip(),
        by=by,
    )


@transaction.atomic
def cancel(meeting: Meeting, *, by: Participant, reason: str, version: int) -> MeetingChange:
    """Cancel a meeting, and with it the sessions that prepare it; tell everyone concerned once."""
    preparing = Meeting.objects.held().filter(prepares=meeting.pk, ends_at__gt=timezone.now()).values_list("pk", flat=True)
    together = locked([meeting.pk, *preparing], by)
    current = next(each for each in together if each.pk == meeting.pk)
    movable(current, version)
    changes = {each.pk: kept(each, ChangeKind.CANCELLED, by=by, reason=reason) for each in together}
    Meeting.objects.filter(pk__in=changes).update(
        cancelled_at=timezone.now(),
        cancelled_because=reason.strip(),
        sequence=F("sequence") + 1,
        version=F("version") + 1,
    )
    for change in changes.values():
        change.meeting.refresh_from_db()
    tell_cancelled(changes[meeting.pk], [each for pk, each in changes.items() if pk != meeting.pk], by=by)
    return changes[meeting.pk]


def told_of(changes: Iterable[MeetingChange]) -> dict[int, set[int]]:
    """Return, of changes, whom each concerns; what nobody knows of yet is still between who plans."""
    return {
        change.pk: concerned.people(change.meeting) if change.meeting.announced_at is not None else set() for change in changes
    }


def tell(changes: list[MeetingChange], *, by: Participant) -> None:
    """Tell each person once: of the meeting that moved, or of all that moved for them in one notice."""
    whom = told_of(changes)
    mine: dict[int, list[MeetingChange]] = defaultdict(list)
    for change in changes:
        for person in whom[change.pk]:
            mine[person].append(change)
    notices: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for person, theirs in mine.items():
        notices[tuple(change.pk for change in theirs)].append(person)
    by_number = {change.pk: change for change in changes}
    for numbers, people in notices.items():
        first = by_number[numbers[0]].meeting
        if len(numbers) == 1:
            notify(MOVED, people, about=first.pk, by=by)
        else:
            notify(REPLANNED, people, about=numbers[-1], by=by, note=" ".join(map(str, numbers)))
    for hook in after:
        hook(changes)


def tell_cancelled(change: MeetingChange, sessions: list[MeetingChange], *, by: Participant) -> None:
    """Tell who is concerned of the meeting; of its sessions only who doesn't hear of the meeting itself."""
    whom = told_of([change, *sessions])
    heard = whom[change.pk]
    notify(CANCELLED, heard, about=change.meeting_id, by=by)
    for session in sessions:
        notify(CANCELLED, whom[session.pk] - heard, about=session.meeting_id, by=by)
        heard = heard | whom[session.pk]
    for hook in after:
        hook([change, *sessions])


def notify(kind: str, people: Iterable[int], *, about: int, by: Participant, note: str = "") -> None:
    """Tell people of these numbers."""
    numbers = list(people)
    if numbers:
        telling.notify(kind, Participant.objects.filter(pk__in=numbers), about=about, by=by, note=note)
