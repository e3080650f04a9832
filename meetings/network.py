"""The network of a trajectory: who met whom, meeting after meeting, as a picture without names and as numbers.

Everybody has a place on a circle that stays the same: informal people (round) on one half, formal people (square) on the other,
so that threads between the sides cross the middle. The picture is drawn here, as SVG with classes; colours stand in the CSS.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from meetings import presence
from meetings.models import Meeting, MeetingKind, Seat
from neighbourhood.models import Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from accounts.models import Participant
    from meetings.models import Trajectory

Pair = tuple[int, int]
Point = tuple[float, float]

COUNTED = (MeetingKind.PREPARATORY, MeetingKind.LUNCH, MeetingKind.CLOSING)
# A picture of fewer would show who they are.
FEWEST = 5
SIZE, RADIUS, SHAPE = 260, 112, 13


@dataclass(frozen=True)
class Moment:
    """One meeting in the network: who was there, which pairs met for the first time, and all pairs so far."""

    meeting: Meeting
    present: dict[int, str]
    fresh: frozenset[Pair]
    before: frozenset[Pair]
    sides: dict[int, str]

    @property
    def people(self) -> int:
        """How many people with an account were there."""
        return len(self.present)

    @property
    def informal(self) -> int:
        """How many of them took part from the informal side."""
        return sum(side == Side.INFORMAL for side in self.present.values())

    @property
    def formal(self) -> int:
        """How many of them took part from the formal side."""
        return self.people - self.informal

    @property
    def across(self) -> int:
        """How many new pairs are of both sides."""
        return sum(self.sides[one] != self.sides[other] for one, other in self.fresh)

    @property
    def ties(self) -> int:
        """How many pairs have met so far."""
        return len(self.before) + len(self.fresh)

    @property
    def picture(self) -> SafeString | str:
        """The network after this meeting, drawn; empty while too few people came."""
        return drawn(self) if len(self.sides) >= FEWEST else ""


def over_time(trajectory: Trajectory, *, viewer: Participant | None) -> list[Moment]:
    """Return the network of a trajectory, meeting after meeting; for its group and who carries it, else nothing.

    Guests without an account don't count: they can't be told apart.
    """
    if viewer is None:
        return []
    settled = Meeting.objects.held().filter(trajectory=trajectory, kind__in=COUNTED, settled_at__isnull=False)
    meetings = list(settled.filter(presence.shared_with(viewer, "pk")).select_related("area").order_by("starts_at", "pk"))
    seats = Seat.objects.filter(meeting__in=[each.pk for each in meetings], present=True, participant__isnull=False)
    present: dict[int, dict[int, str]] = {}
    for meeting, person, side in seats.order_by("participant").values_list("meeting", "participant", "side"):
        present.setdefault(meeting, {})[person or 0] = side
    return moments(meetings, present)


def moments(meetings: Iterable[Meeting], present: dict[int, dict[int, str]]) -> list[Moment]:
    """Return the network after each of `meetings`; `present` tells, by meeting, who was there and from which side."""
    before: frozenset[Pair] = frozenset()
    sides: dict[int, str] = {}
    found = []
    for meeting in meetings:
        there = present.get(meeting.pk, {})
        sides = {**there, **sides}
        fresh = frozenset(combinations(sorted(there), 2)) - before
        found.append(Moment(meeting, there, fresh, before, sides))
        before |= fresh
    return found


def places(sides: dict[int, str]) -> dict[int, Point]:
    """Return where everybody stands: informal people on the half where reading begins, formal people on the other."""
    found: dict[int, Point] = {}
    for side, start in ((Side.INFORMAL, pi / 2), (Side.FORMAL, -pi / 2)):
        numbers = [number for number, own in sides.items() if own == side]
        for order, number in enumerate(numbers):
            angle = start + pi * (order + 0.5) / max(len(numbers), 1)
            found[number] = (SIZE / 2 + RADIUS * cos(angle), SIZE / 2 + RADIUS * sin(angle))
    return found


def drawn(moment: Moment) -> SafeString:
    """Draw one moment: earlier threads faint, new ones strong; who wasn't there this time in outline."""
    where = places(moment.sides)
    summary = _("Na deze bijeenkomst: %(people)d mensen, %(ties)d keer twee mensen die elkaar ontmoetten.") % {
        "people": len(moment.sides),
        "ties": moment.ties,
    }
    return format_html(
        '<svg class="network__picture" viewBox="0 0 {0} {0}" width="{0}" height="{0}" role="img" aria-label="{1}">{2}{3}{4}</svg>',
        SIZE,
        summary,
        threads(moment.before, where, "network__thread"),
        threads(moment.fresh, where, "network__thread network__thread--new"),
        format_html_join("", "{}", ((shape(where[number], moment, number),) for number in moment.sides)),
    )


def threads(pairs: Iterable[Pair], where: dict[int, Point], classes: str) -> SafeString | str:
    """Draw a thread for each pair, as one path."""
    lines = "".join("M{:.0f} {:.0f}L{:.0f} {:.0f}".format(*where[one], *where[other]) for one, other in sorted(pairs))
    return format_html('<path class="{}" d="{}"></path>', classes, lines) if lines else ""


def shape(place: Point, moment: Moment, number: int) -> SafeString:
    """Draw somebody: a circle for informal, a rounded square for formal; filled when they were there."""
    side = moment.sides[number]
    away = "" if number in moment.present else " network__person--away"
    if side == Side.INFORMAL:
        circle = '<circle class="network__person network__person--informal{}" cx="{}" cy="{}" r="{}"></circle>'
        return format_html(circle, away, round(place[0]), round(place[1]), SHAPE / 2 + 0.5)
    corner = (round(place[0] - SHAPE / 2), round(place[1] - SHAPE / 2))
    return format_html(
        '<rect class="network__person network__person--formal{0}" x="{1}" y="{2}" width="{3}" height="{3}" rx="3"></rect>',
        away,
        *corner,
        SHAPE,
    )
