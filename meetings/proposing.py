"""Proposing the dates of a plan: from a frame or a series, past holidays and closed days, in the clock of the area."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from meetings.closed import ClosedDays
from meetings.kinds import MeetingKind
from notifications import moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meetings.framing import Frame, FrameMeeting
    from neighbourhood.models import Area, Place

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
SATURDAY = 5
# How far is looked for a day that is open.
TRIES = 12
# Hours of half a day are enough: nobody meets past midnight, and the last minute of a day ends it.
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Row:
    """One meeting of a plan. `key` tells its kind and which it is ("lunch-2"); `taken` whether it goes ahead."""

    key: str
    title: str
    day: date
    starts: time
    ends: time
    place: Place | None = None
    taken: bool = True
    # Days that were passed over, each with why.
    passed: list[tuple[date, str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What kind of meeting this is."""
        return self.key.partition("-")[0]

    @property
    def number(self) -> int:
        """Which of its kind this is."""
        return int(self.key.partition("-")[2])

    def begins(self, zone: ZoneInfo) -> datetime:
        """The moment at which it begins."""
        return moments.instant(self.day, self.starts, zone)

    def finishes(self, zone: ZoneInfo) -> datetime:
        """The moment at which it ends."""
        return moments.instant(self.day, self.ends, zone)


@dataclass(frozen=True)
class Wishes:
    """What a coordinator wishes: from when, how often, at what time, where, how many."""

    first: date
    interval_weeks: int
    starts: time
    ends: time
    place: Place | None
    lunches: int
    preparatory: int


def first_day(today: date, weekday: int) -> date:
    """Return the day to suggest: that weekday, in six weeks or a little more, after the preparatory meetings."""
    earliest = today + 6 * WEEK
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


def after(starts: time, minutes: int) -> time:
    """Return the clock time so many minutes later, on the same day."""
    ends = datetime.combine(date.min, starts) + timedelta(minutes=minutes)
    return ends.time() if ends.date() == date.min else LAST_MINUTE


def propose(frame: Frame, area: Area, wishes: Wishes, *, language: str = "nl") -> list[Row]:
    """Return every meeting of a trajectory with a date on which the area is open, in the order of their dates."""
    closed = ClosedDays(area, language)
    meetings = list(frame.meetings.all())
    lunches = list(lunch_rows(meetings, wishes, closed))
    first, last = lunches[0].day, lunches[-1].day
    rows = [*lunches, *preparations(frame, meetings, lunches, closed)]
    counts: dict[str, int] = {}
    for meeting in meetings:
        if meeting.kind == MeetingKind.LUNCH:
            continue
        counts[meeting.kind] = counts.get(meeting.kind, 0) + 1
        if meeting.kind == MeetingKind.PREPARATORY and counts[meeting.kind] > wishes.preparatory:
            continue
        rows.append(aside(meeting, counts[meeting.kind], first, last, wishes, closed))
    return sorted(rows, key=lambda row: (row.day, row.starts))


def lunch_rows(meetings: list[FrameMeeting], wishes: Wishes, closed: ClosedDays) -> Iterator[Row]:
    """Yield the lunch meetings: each on the first open day, an interval after the one before."""
    titles = lunch_titles([meeting.title for meeting in meetings if meeting.kind == MeetingKind.LUNCH], wishes.lunches)
    for number, (title, day, passed) in enumerate(dated(titles, wishes.first, wishes.interval_weeks, closed), 1):
        key = f"{MeetingKind.LUNCH}-{number}"
        yield Row(key, title, day, wishes.starts, wishes.ends, wishes.place, passed=passed)


def lunch_titles(titles: list[str], number: int) -> list[str]:
    """Return so many titles; what comes beyond the frame is counted, and the last of the frame stays the last."""
    titles = titles or [_("Lunchbijeenkomst")]
    beyond = [_("Lunchbijeenkomst %(number)d") % {"number": each} for each in range(len(titles), number)]
    return [*titles[: min(len(titles), number) - 1], *beyond, titles[-1]]


def dated(
    titles: list[str], first: date, interval_weeks: int, closed: ClosedDays
) -> Iterator[tuple[str, date, list[tuple[date, str]]]]:
    """Yield each title with its day, which is the weekday of the first; a closed day is passed over by a week."""
    day = first
    for title in titles:
        found, passed = closed.first_open(weekly(day))
        day = found or day
        yield title, day, passed
        day += interval_weeks * WEEK


def weekly(day: date) -> Iterable[date]:
    """Return this day and those of the weeks after."""
    return (day + number * WEEK for number in range(TRIES))


def workdays(day: date, step: timedelta) -> Iterable[date]:
    """Return this day and those before or after, without weekends."""
    days = (day + number * step for number in range(2 * TRIES))
    return (each for each in days if each.weekday() < SATURDAY)


def preparations(frame: Frame, meetings: list[FrameMeeting], lunches: list[Row], closed: ClosedDays) -> Iterator[Row]:
    """Yield the preparation session before each lunch meeting, some days earlier; on a closed day, earlier still."""
    minutes = next((each.preparation_minutes for each in meetings if each.preparation_minutes), None)
    if minutes is None:
        return
    for lunch in lunches:
        wanted = lunch.day - timedelta(days=frame.preparation_days)
        day, passed = closed.first_open(workdays(wanted, -DAY))
        title = _("Voorbereiden: %(title)s") % {"title": lunch.title}
        ends = after(frame.preparation_at, minutes)
        key = f"{MeetingKind.PREPARATION}-{lunch.number}"
        yield Row(key, title[:120], day or wanted, frame.preparation_at, ends, lunch.place, passed=passed)


def aside(meeting: FrameMeeting, number: int, first: date, last: date, wishes: Wishes, closed: ClosedDays) -> Row:
    """Return a meeting before the first lunch meeting or after the last, on the first open workday from its day on.

    The closing stays on the weekday of the lunch meetings: people have kept that free.
    """
    before = meeting.kind == MeetingKind.PREPARATORY
    wanted = first - timedelta(days=meeting.days_apart) if before else last + timedelta(days=meeting.days_apart)
    days = weekly(wanted) if meeting.kind == MeetingKind.CLOSING else workdays(wanted, DAY)
    day, passed = closed.first_open(days)
    ends = after(meeting.starts, meeting.minutes)
    key = f"{meeting.kind}-{number}"
    # A second preparatory meeting is only for what the first left open.
    taken = not (before and meeting.optional)
    return Row(key, meeting.title, day or wanted, meeting.starts, ends, wishes.place, taken=taken, passed=passed)


def propose_series(kind: str, title: str, times: int, wishes: Wishes, area: Area, *, language: str = "nl") -> list[Row]:
    """Return a meeting that stands alone, or as many as `times`, each on an open day."""
    found = dated([title] * times, wishes.first, wishes.interval_weeks, ClosedDays(area, language))
    return [
        Row(f"{kind}-{number}", each, day, wishes.starts, wishes.ends, wishes.place, passed=passed)
        for number, (each, day, passed) in enumerate(found, 1)
    ]


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that go ahead in the order of their dates, numbered per kind; preparations as what they prepare."""
    taken = sorted((row for row in rows if row.taken), key=lambda row: (row.day, row.starts))
    counts: dict[str, int] = {}
    renamed: dict[str, int] = {}
    for row in taken:
        if row.kind != MeetingKind.PREPARATION:
            counts[row.kind] = counts.get(row.kind, 0) + 1
            renamed[row.key] = counts[row.kind]
    lunches = {row.number: renamed[row.key] for row in taken if row.kind == MeetingKind.LUNCH}
    found = []
    for row in taken:
        number = lunches.get(row.number) if row.kind == MeetingKind.PREPARATION else renamed[row.key]
        # A session without its lunch meeting prepares nothing.
        if number is not None:
            found.append(replace(row, key=f"{row.kind}-{number}"))
    return found
