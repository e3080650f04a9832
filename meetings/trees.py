"""Drawing growth: a tree per meeting, its crown made of the shapes of the people, its trunk thicker the more there are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.growth import Grown

# Each shape stands at this angle from the one before, so that a crown fills evenly, as a sunflower does.
GOLDEN = math.pi * (3 - math.sqrt(5))
SHAPE, GAP = 10, 8.2
# More shapes than this are not told apart; one then stands for several people.
MOST_SHAPES = 90
TALLEST = 200


class Shape(NamedTuple):
    """One person (or several) in the crown."""

    side: str
    x: float
    y: float


class Tree(NamedTuple):
    """A drawn tree: its box, trunk and crown; and what it shows."""

    grown: Grown
    width: int
    height: int
    trunk: float
    top: float
    middle: float
    shapes: list[Shape]
    # How many people one shape stands for.
    each: int


def trees(grown: Iterable[Grown]) -> list[Tree]:
    """Return a tree per meeting."""
    return [tree(each) for each in grown]


def tree(grown: Grown) -> Tree:
    """Draw one tree; with nobody it is a stick."""
    each = max(1, math.ceil(grown.people / MOST_SHAPES))
    sides = mixed(math.ceil(grown.informal / each), math.ceil(grown.formal / each))
    radius = GAP * math.sqrt(len(sides)) if sides else 0
    trunk = 4 + min(grown.people, 60) / 8
    stem = 44 + min(grown.people, 60) * 0.9
    width = math.ceil(2 * radius + 2 * SHAPE)
    height = min(TALLEST, math.ceil(radius * 1.8 + stem + SHAPE))
    middle, centre = width / 2, radius + SHAPE / 2 + 1
    shapes = [
        Shape(
            side,
            round(middle + GAP * math.sqrt(number + 0.5) * math.cos(number * GOLDEN), 1),
            round(centre + 0.92 * GAP * math.sqrt(number + 0.5) * math.sin(number * GOLDEN), 1),
        )
        for number, side in enumerate(sides)
    ]
    return Tree(grown, width, height, round(trunk, 1), round(centre, 1), middle, shapes, each)


def mixed(informal: int, formal: int) -> list[str]:
    """Return the sides spread through each other as evenly as can be."""
    total = informal + formal
    sides, taken = [], 0
    for number in range(1, total + 1):
        wanted = round(number * informal / total)
        sides.append("informal" if wanted > taken else "formal")
        taken += wanted > taken
    return sides
