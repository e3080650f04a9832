"""Parts of a listing's page that are drawn or computed: the small map, the icon of its way, words for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe

from market.listings import Way
from market.tickets import WAY_ICONS

if TYPE_CHECKING:
    from kennismarkt.distance import Point
    from market.listings import Listing

register = template.Library()

# Signs that could end the script element or the string in it; JSON reads the escapes back as the same text.
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

MAP_SIZE = 240
MAP_RING = 250
MAP_MARGIN = 1.35


class Spot(NamedTuple):
    """A point on the small map, in its own units."""

    x: float
    y: float


@register.filter
def way_icon_name(way: str) -> str:
    """Return the name of the icon that stands for a way of exchanging."""
    return WAY_ICONS[Way(way)]


@register.filter
def json_ld(described: dict[str, Any]) -> SafeString:
    """Return `described` as a JSON-LD block; it is data, so the content security policy lets it be."""
    text = json.dumps(described, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped in the line above)


@register.inclusion_tag("market/_place_map.html")
def place_map(listing: Listing) -> dict[str, Any]:
    """Draw where a listing's place lies from the middle of its area: rings of 250 m, north up."""
    if listing.place is None:
        return {}
    centre, point = listing.area.point, listing.place.point
    metres = centre.distance_to(point)
    reach = max(metres * MAP_MARGIN, 2 * MAP_RING)
    rings = [round(ring / reach * MAP_SIZE / 2, 1) for ring in range(MAP_RING, int(reach) + 1, max(MAP_RING, int(reach / 4)))]
    return {
        "place": listing.place,
        "area": listing.area,
        "metres": round(metres, -1),
        "half": MAP_SIZE // 2,
        "size": MAP_SIZE,
        "rings": rings,
        "spot": spot(centre, point, metres, reach),
    }


def spot(centre: Point, point: Point, metres: float, reach: float) -> Spot:
    """Return where `point` comes on a map around `centre` that shows `reach` metres each way."""
    north = type(point)(point.latitude, centre.longitude)
    up = centre.distance_to(north) * (1 if point.latitude > centre.latitude else -1)
    across = max(metres**2 - up**2, 0) ** 0.5 * (1 if point.longitude > centre.longitude else -1)
    scale = MAP_SIZE / 2 / reach
    return Spot(round(MAP_SIZE / 2 + across * scale, 1), round(MAP_SIZE / 2 - up * scale, 1))
