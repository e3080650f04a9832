"""Drawings as data: strokes of a pen on a figure, read from outside within bounds, and drawn as SVG from numbers only.

The canvas is 1000 wide and 1330 high, whatever the screen. `static/js/drawing.js` draws lines by the same rules.
"""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDE, HIGH, PRESSED = 1000, 1330, 100
MOST_STROKES = 250
MOST_POINTS_EACH = 600
MOST_POINTS = 4000
MOST_BYTES = 120_000
# Points that lie closer together than this add nothing that can be seen, unless the pen was pressed otherwise.
NEAR, NEAR_WHEN_SMALL, PRESSED_OTHERWISE = 4, 16, 17


class Pen(NamedTuple):
    """A colour of the design, in light and in dark (`static/css/tokens.css`; a test holds them the same)."""

    light: str
    dark: str


PENS = {
    "ink": Pen("#241f1b", "#f3ece2"),
    "formal": Pen("#0c5868", "#7cc6d1"),
    "informal": Pen("#af4228", "#f2a188"),
    "together": Pen("#5a2a5f", "#d3a5d6"),
    "leaf": Pen("#3c6638", "#a4cb98"),
}
GROUND = Pen("#fcefd6", "#443618")
WIDTHS = {"thin": 9, "middle": 15, "thick": 27}
USUAL_PRESSURE = 50

# Head, shoulders and arms: between them the three zones head, heart and belly.
FIGURE = (
    "M505 141C370 141 290 230 290 350C290 480 380 561 500 561C625 561 712 470 712 342C712 215 630 141 505 141Z",
    "M447 566C445 610 420 635 362 645C200 680 140 760 127 950L109 1265",
    "M553 566C555 610 585 635 640 645C800 685 865 770 873 950L893 1265",
    "M310 906L285 1265",
    "M697 906L719 1265",
)
FIGURE_WIDTH = 12
# What shows of a drawing where it is as small as a thumbnail: the head and the heart, in lines thick enough to see.
CLOSE = "70 75 860 860"
THICKER, THINNEST_WHEN_SMALL = 1.7, 28

COLOURS = "".join(f".{name}{{stroke:{pen.light}}}" for name, pen in PENS.items())
COLOURS_IN_THE_DARK = "".join(f".{name}{{stroke:{pen.dark}}}" for name, pen in PENS.items())
STYLE = (
    f".ground{{fill:{GROUND.light}}}{COLOURS}"
    f"@media (prefers-color-scheme:dark){{.ground{{fill:{GROUND.dark}}}{COLOURS_IN_THE_DARK}}}"
)


class Stroke(TypedDict):
    """One line of a pen: points as x, y and pressure (0 to 100)."""

    colour: str
    width: str
    points: list[list[int]]


def read(raw: str) -> list[Stroke]:
    """Return the strokes in `raw` (JSON), without points that nobody would see.

    Raises `ValidationError` for anything but strokes within the bounds above.
    """
    if len(raw) > MOST_BYTES:
        raise ValidationError(full())
    try:
        sent = json.loads(raw or "[]")
    except (ValueError, RecursionError) as error:
        raise ValidationError(unreadable()) from error
    return checked(sent)


def checked(sent: Any) -> list[Stroke]:
    """Return `sent` as strokes; `ValidationError` when it is anything else, or too much."""
    if not isinstance(sent, list):
        raise ValidationError(unreadable())
    if len(sent) > MOST_STROKES:
        raise ValidationError(full())
    strokes = [stroke(each) for each in sent]
    if sum(len(each["points"]) for each in strokes) > MOST_POINTS:
        raise ValidationError(full())
    return strokes


def stroke(sent: Any) -> Stroke:
    """Return `sent` as one stroke; `ValidationError` when it is anything else, or too long."""
    if not isinstance(sent, dict) or sent.keys() != {"colour", "width", "points"}:
        raise ValidationError(unreadable())
    colour, width, points = sent["colour"], sent["width"], sent["points"]
    known = isinstance(colour, str) and colour in PENS and isinstance(width, str) and width in WIDTHS
    if not known or not isinstance(points, list) or not points or not all(on_canvas(each) for each in points):
        raise ValidationError(unreadable())
    if len(points) > MOST_POINTS_EACH:
        raise ValidationError(full())
    return {"colour": colour, "width": width, "points": thinned(points, NEAR)}


def on_canvas(point: Any) -> bool:
    """Whether `point` is x, y and pressure, each a whole number within its range."""
    if not isinstance(point, list) or len(point) != len((WIDE, HIGH, PRESSED)):
        return False
    # A boolean passes for a number in Python; here it doesn't.
    return all(type(value) is int and 0 <= value <= most for value, most in zip(point, (WIDE, HIGH, PRESSED), strict=True))


def thinned(points: list[list[int]], near: int) -> list[list[int]]:
    """Return `points` without those that lie within `near` of the one before; the first and the last stay."""
    kept = points[:1]
    for point in points[1:-1]:
        x, y, pressure = (abs(value - before) for value, before in zip(point, kept[-1], strict=True))
        if x + y >= near or pressure >= PRESSED_OTHERWISE:
            kept.append(point)
    return kept + points[1:][-1:]


def full() -> Any:
    """Return the words for a drawing that is too large."""
    return _("Je tekening is te groot om te bewaren. Gum een paar lijnen uit.")


def unreadable() -> Any:
    """Return the words for what is no drawing of ours."""
    return _("Deze tekening kunnen we niet lezen. Teken opnieuw, of gebruik alleen woorden.")


def svg_of(strokes: Iterable[Stroke], *, small: bool = False) -> str:
    """Return the figure with `strokes` as an SVG picture in the colours of the reader's scheme; `small` shows it close."""
    view = CLOSE if small else f"0 0 {WIDE} {HIGH}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f'<style>{STYLE}</style><path class="ground" d="M0 0H{WIDE}V{HIGH}H0Z"/>{figure(small=small)}{"".join(lines(strokes, small=small))}</svg>'
    )


def figure(*, small: bool = False) -> str:
    """Return the outline of the figure, as a path."""
    return f'<path class="ink" stroke-width="{width_of(FIGURE_WIDTH, small=small):.1f}" d="{"".join(FIGURE)}"/>'


def lines(strokes: Iterable[Stroke], *, small: bool = False) -> Iterator[str]:
    """Yield `strokes` as paths: built from numbers and from names of our own, never from what somebody sent."""
    for each in strokes:
        points = thinned(each["points"], NEAR_WHEN_SMALL if small else NEAR)
        colour = next(name for name in PENS if name == each["colour"])
        for thickness, path in parts(points):
            width = width_of(WIDTHS[each["width"]] * thickness, small=small)
            yield f'<path class="{colour}" stroke-width="{width:.1f}" d="{path}"/>'


def width_of(width: float, *, small: bool) -> float:
    """Return how wide to draw a line of `width`."""
    return max(width * THICKER, THINNEST_WHEN_SMALL) if small else width


def parts(points: list[list[int]]) -> Iterator[tuple[float, str]]:
    """Yield the parts of a smooth line that are equally thick, each with its thickness and path.

    The line runs from middle to middle between points, with each point as the bend between two middles.
    """
    (x, y, pressure), *_others = points
    if len(points) <= 2:
        yield thickness_of(pressure), f"M{x} {y}L{points[-1][0]} {points[-1][1]}"
        return
    start = (x, y)
    for thickness, bends in groupby(zip(points[1:-1], ends(points), strict=True), key=lambda bend: thickness_of(bend[0][2])):
        path = f"M{start[0]} {start[1]}"
        for (x, y, _pressure), end in bends:
            path += f"Q{x} {y} {end[0]} {end[1]}"
            start = end
        yield thickness, path


def ends(points: list[list[int]]) -> list[tuple[int, int]]:
    """Return where each bend of the line ends: half way to the next point, the last one at the last point."""
    middles = [((x + to_x) // 2, (y + to_y) // 2) for (x, y, _p), (to_x, to_y, _q) in pairwise(points[1:-1])]
    return [*middles, (points[-1][0], points[-1][1])]


def thickness_of(pressure: int) -> float:
    """Return how thick a line is where the pen was pressed that hard: six steps, from 0.6 to 1.6 times its width."""
    return 0.6 + 0.2 * min(pressure // PRESSED_OTHERWISE, 5)
