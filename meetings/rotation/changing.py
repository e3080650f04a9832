"""What a change by hand does to a group: never refused, always told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetings.rotation.costing import Cost, cost_of
from meetings.rotation.people import FORMAL, INFORMAL, Past, Person, beyond_even, on_side

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True)
class Change:
    """A group as proposed and as changed."""

    before: tuple[Person, ...]
    after: tuple[Person, ...]
    past: Past

    @property
    def cost(self) -> Cost:
        """What the changed group costs more than the proposed one; less where it is below zero."""
        was, now = cost_of([self.before], self.past), cost_of([self.after], self.past)
        return Cost(*(new - old for new, old in zip(now, was, strict=True)))

    @property
    def sides(self) -> tuple[int, int]:
        """How many informal and formal people there are now."""
        return len(on_side(self.after, INFORMAL)), len(on_side(self.after, FORMAL))

    @property
    def uneven(self) -> bool:
        """Whether the sides are further apart than one."""
        return beyond_even(self.after) > 0


def change(before: Collection[Person], after: Collection[Person], past: Past | None = None) -> Change:
    """Return what it does when a group becomes another one."""
    return Change(tuple(before), tuple(after), past or Past())
