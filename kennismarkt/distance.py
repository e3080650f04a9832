"""Distances over the ground, in metres, without a map server."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS = 6_371_000.0
METRES_PER_DEGREE = 111_320.0


class Point(NamedTuple):
    """A spot on Earth in degrees."""

    latitude: float
    longitude: float

    def distance_to(self, other: Point) -> float:
        """Great-circle distance in metres (haversine)."""
        half_rise = radians(other.latitude - self.latitude) / 2
        half_turn = radians(other.longitude - self.longitude) / 2
        shrink = cos(radians(self.latitude)) * cos(radians(other.latitude))
        return 2 * EARTH_RADIUS * asin(sqrt(sin(half_rise) ** 2 + shrink * sin(half_turn) ** 2))

    def box(self, metres: float) -> tuple[float, float, float, float]:
        """South, west, north, east in degrees of a box that holds the circle of `metres` around this point."""
        rise = metres / METRES_PER_DEGREE
        turn = rise / max(cos(radians(self.latitude)), 0.01)
        return self.latitude - rise, self.longitude - turn, self.latitude + rise, self.longitude + turn
