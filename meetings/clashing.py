"""What is the matter with the dates of a plan: the place is taken, somebody has something else, a closed day, a wrong order.

Warnings, not walls: who plans sees them and decides.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.closed import ClosedDays
from meetings.gatherings import Meeting
from meetings.kinds import MeetingKind
from meetings.seats import Seat, SeatState
from meetings.trajectories import Trajectory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accounts.models import Participant
    from meetings.proposing import Row
    from neighbourhood.models import Area

Warnings = dict[str, list[str]]


class Slot(NamedTuple):
    """When and where something is."""

    key: str
    starts_at: datetime
    ends_at: datetime
    place: int | None

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether both go on at some moment."""
        return self.starts_at < ends_at and starts_at < self.ends_at


def warnings(
    rows: Iterable[Row], *, area: Area, people: Collection[Participant], viewer: Participant, apart_from: Collection[int] = ()
) -> Warnings:
    """Return per row what `viewer` should know before saving. Of meetings they may not see, only that there is one."""
    zone = ZoneInfo(area.time_zone)
    taken = [row for row in rows if row.taken]
    slots = [Slot(row.key, row.begins(zone), row.finishes(zone), row.place.pk if row.place else None) for row in taken]
    found: Warnings = defaultdict(list)
    on_closed_days(taken, area, found)
    in_order(taken, slots, found)
    among_themselves(slots, {row.key: row.title for row in taken}, found)
    if slots:
        with_others(slots, people, viewer, apart_from, found)
    return dict(found)


def on_closed_days(rows: list[Row], area: Area, found: Warnings) -> None:
    """Warn of holidays, days that the area closed, and days that are over."""
    closed, today = ClosedDays(area), timezone.now().astimezone(ZoneInfo(area.time_zone)).date()
    for row in rows:
        why = closed.why(row.day)
        if why:
            found[row.key].append(_("Dan is het %(why)s.") % {"why": why})
        if row.day < today:
            found[row.key].append(_("Deze dag is al geweest."))


def in_order(rows: list[Row], slots: list[Slot], found: Warnings) -> None:
    """Warn of what comes too late or too early: a preparation after its meeting, a closing before the last lunch."""
    begins = {slot.key: slot.starts_at for slot in slots}
    lunches = [begins[row.key] for row in rows if row.kind == MeetingKind.LUNCH]
    for row in rows:
        start = begins[row.key]
        lunch = begins.get(f"{MeetingKind.LUNCH}-{row.number}")
        if row.kind == MeetingKind.PREPARATION and lunch is not None and start >= lunch:
            found[row.key].append(_("De voorbereiding komt nu na de bijeenkomst."))
        if row.kind == MeetingKind.PREPARATORY and lunches and start >= min(lunches):
            found[row.key].append(_("Dit komt nu na de eerste lunchbijeenkomst."))
        if row.kind == MeetingKind.CLOSING and lunches and start <= max(lunches):
            found[row.key].append(_("Dit komt nu voor de laatste lunchbijeenkomst."))


def among_themselves(slots: list[Slot], titles: dict[str, str], found: Warnings) -> None:
    """Warn of meetings of this plan that go on at the same time."""
    for number, one in enumerate(slots):
        for other in slots[number + 1 :]:
            if one.overlaps(other.starts_at, other.ends_at):
                found[one.key].append(_("Valt samen met “%(title)s” uit dit plan.") % {"title": titles[other.key]})


def with_others(
    slots: list[Slot], people: Collection[Participant], viewer: Participant, apart_from: Collection[int], found: Warnings
) -> None:
    """Warn of other meetings at the place or of these people; six queries, however many there are."""
    first, last = min(slot.starts_at for slot in slots), max(slot.ends_at for slot in slots)
    around = Meeting.objects.held().filter(starts_at__lt=last, ends_at__gt=first).exclude(pk__in=apart_from)
    busy = occupied({person.pk for person in people})
    places = {slot.place for slot in slots if slot.place}
    others = around.filter(Q(place__in=places) | Q(pk__in=busy.meetings) | Q(trajectory__in=busy.trajectories))
    others = others.select_related("place")
    seen = set(Meeting.objects.visible_to(viewer).filter(pk__in=others.values("pk")).values_list("pk", flat=True))
    names = {person.pk: person.display_name for person in people}
    for other in others:
        title = f"“{other.title}”" if other.pk in seen else _("iets anders")
        who = [names[number] for number in names if number in busy.who(other)]
        for slot in slots:
            if slot.overlaps(other.starts_at, other.ends_at):
                found[slot.key].extend(said(slot, other, title, who))


def said(slot: Slot, other: Meeting, title: str, who: list[str]) -> Iterable[str]:
    """Yield what clashes, in words."""
    if other.place is not None and other.place_id == slot.place:
        yield _("In %(place)s is dan %(title)s.") % {"place": other.place.name, "title": title}
    for name in who:
        yield _("%(name)s heeft dan %(title)s.") % {"name": name, "title": title}


class Occupied(NamedTuple):
    """Which meetings and trajectories these people are at."""

    meetings: dict[int, set[int]]
    trajectories: dict[int, set[int]]

    def who(self, meeting: Meeting) -> set[int]:
        """Numbers of the people who are at `meeting`."""
        return self.meetings.get(meeting.pk, set()) | self.trajectories.get(meeting.trajectory_id or 0, set())


def occupied(people: set[int]) -> Occupied:
    """Return where these people are: as host, in a seat, carrying a trajectory."""
    meetings: dict[int, set[int]] = defaultdict(set)
    trajectories: dict[int, set[int]] = defaultdict(set)
    hosted = Meeting.hosts.through.objects.filter(participant__in=people).values_list("meeting", "participant")
    seated = Seat.objects.filter(participant__in=people, state=SeatState.SEATED).values_list("meeting", "participant")
    for meeting, person in [*hosted, *seated]:
        meetings[meeting].add(person)
    for through in (Trajectory.coordinators.through, Trajectory.facilitators.through):
        for trajectory, person in through.objects.filter(participant__in=people).values_list("trajectory", "participant"):
            trajectories[trajectory].add(person)
    return Occupied(dict(meetings), dict(trajectories))
