"""Whom a meeting concerns: each part of meetings (seats, preparation groups, invitations) says whom it brings in.

concerned.way("groups", told=members_of_its_group, seen=meetings_one_prepares, kept=meetings_one_prepares)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Participant
    from meetings.gatherings import Meeting

Told = Callable[["Meeting"], "QuerySet[Participant]"]
Condition = Callable[["Participant"], Q]


class Way(NamedTuple):
    """A way to be concerned: who hears that a meeting moves, which one sees, which stand in one's calendar."""

    told: Told
    seen: Condition
    kept: Condition


ways: dict[str, Way] = {}


def way(name: str, *, told: Told, seen: Condition, kept: Condition | None = None) -> None:
    """Register a way to be concerned; what one sees stands in one's calendar too, unless `kept` says less."""
    ways[name] = Way(told, seen, kept or seen)


def people(meeting: Meeting) -> set[int]:
    """Numbers of everybody who is told when `meeting` moves or is cancelled, each once."""
    return {number for known in ways.values() for number in known.told(meeting).values_list("pk", flat=True)}


def seen_by(person: Participant) -> Q:
    """Condition that a meeting concerns `person`, now or before, so that they may see it."""
    return any_of([known.seen(person) for known in ways.values()])


def kept_by(person: Participant) -> Q:
    """Condition that a meeting stands in the calendar of `person`."""
    return any_of([known.kept(person) for known in ways.values()])


def any_of(conditions: list[Q]) -> Q:
    """Return that one of `conditions` holds; nothing holds for none."""
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found
