"""What happens soon in an area, for its front page: each app tells what it has, as far as who looks may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple


class Soon(NamedTuple):
    """Something that happens at a moment."""

    title: str
    url: str
    when: str
    where: str
    starts_at: datetime


# For a viewer (or nobody), an area and a number: at most so many, the soonest first.
Finder = Callable[[Any, Any, int], Iterable[Soon]]
finders: list[Finder] = []


def tells(finder: Finder) -> Finder:
    """Register a function that tells what happens soon."""
    finders.append(finder)
    return finder


def soonest(viewer: Any, area: Any, limit: int) -> list[Soon]:
    """Return the soonest of what every app has."""
    found = [each for finder in finders for each in finder(viewer, area, limit)]
    return sorted(found, key=lambda each: each.starts_at)[:limit]
