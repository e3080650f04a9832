"""The time that a trajectory asks of a participant, computed from its plan (source: appendix I, "Urenbelasting")."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.gatherings import Meeting
from meetings.kinds import MeetingKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetings.trajectories import Trajectory


class Line(NamedTuple):
    """One thing that is asked: how long, and whether one may leave it."""

    words: str
    hours: float
    optional: bool = False

    @property
    def shown(self) -> str:
        """Hours in words."""
        return in_hours(self.hours)


class Asked(NamedTuple):
    """Everything that is asked."""

    lines: list[Line]

    @property
    def total(self) -> str:
        """All of it together, for who does everything."""
        return in_hours(sum(line.hours for line in self.lines))

    @property
    def least(self) -> str:
        """What is asked of everybody."""
        return in_hours(sum(line.hours for line in self.lines if not line.optional))


def in_hours(hours: float) -> str:
    """Return a number of hours in words: "1,5 uur"."""
    rounded = round(float(hours), 2)
    return _("%(hours)s uur") % {"hours": number_format(int(rounded) if rounded.is_integer() else rounded)}


def meetings_asked(trajectory: Trajectory) -> list[Meeting]:
    """Return every meeting that goes on, whoever may see it: hours tell nothing of when or where."""
    return list(Meeting.objects.held().filter(trajectory=trajectory).order_by("starts_at", "pk"))


def asked(trajectory: Trajectory) -> Asked:
    """Return what a trajectory asks of one participant; one query."""
    meetings = meetings_asked(trajectory)
    lunches = of_kind(meetings, MeetingKind.LUNCH)
    lines = []
    if lunches:
        words = ngettext("%(number)d bijeenkomst", "%(number)d bijeenkomsten", len(lunches)) % {"number": len(lunches)}
        lines.append(Line(words, sum(meeting.hours for meeting in lunches)))
    lines += once(of_kind(meetings, MeetingKind.PREPARATION), _("één keer voorbereiden"), optional=True)
    if trajectory.writing_minutes:
        lines.append(Line(_("meeschrijven"), trajectory.writing_minutes / 60, optional=True))
    lines += once(of_kind(meetings, MeetingKind.GUIDE), _("handreiking voorbereiden"), optional=True)
    lines += once(of_kind(meetings, MeetingKind.CLOSING), _("uitreiking"), optional=False)
    return Asked(lines)


def of_kind(meetings: Sequence[Meeting], kind: MeetingKind) -> list[Meeting]:
    """Return those of one kind."""
    return [meeting for meeting in meetings if meeting.kind == kind]


def once(meetings: Sequence[Meeting], words: str, *, optional: bool) -> list[Line]:
    """Return one line for something that somebody does once: as long as the longest of them; nothing where there are none."""
    return [Line(words, max(meeting.hours for meeting in meetings), optional=optional)] if meetings else []
