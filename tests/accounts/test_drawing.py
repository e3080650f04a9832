"""Drawings: what is read, what is refused, and that nothing but numbers comes out."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings as site
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as some

from accounts import drawing
from accounts.drawing import PENS, WIDTHS, Stroke, read, svg_of

POINT = [500, 700, 50]
LINE = {"colour": "leaf", "width": "middle", "points": [POINT, [520, 720, 50], [560, 700, 50]]}
# What an SVG of ours may be made of, and nothing else.
PICTURE = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="[\d ]+" fill="none" stroke-linecap="round" stroke-linejoin="round">'
    r"<style>[^<]*</style>"
    r'(<path class="[a-z]+"( stroke-width="[\d.]+")? d="[MLQCHVZ\d ]+"/>)+</svg>'
)
OURS = some.lists(
    some.fixed_dictionaries(
        {
            "colour": some.sampled_from(list(PENS)),
            "width": some.sampled_from(list(WIDTHS)),
            "points": some.lists(
                some.tuples(some.integers(0, 1000), some.integers(0, 1330), some.integers(0, 100)).map(list),
                min_size=1,
                max_size=40,
            ),
        }
    ),
    max_size=12,
)
ANYTHING = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=20)
    | some.sampled_from(["leaf", "thin", "<svg>"]),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from(["colour", "width", "points", "x"]) | some.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def refusal(sent: Any) -> str:
    """Return the words with which `sent` is refused."""
    with pytest.raises(ValidationError) as refused:
        read(sent if isinstance(sent, str) else json.dumps(sent))
    return str(refused.value.message)


def widths(picture: str) -> list[str]:
    """Return how wide the lines of a picture are, the figure's outline aside."""
    return re.findall(r'stroke-width="([\d.]+)"', picture)[1:]


def test_a_drawing_is_read_and_drawn_on_the_figure() -> None:
    strokes = read(json.dumps([LINE]))
    assert strokes == [LINE]
    assert '<path class="leaf" stroke-width="15.0" d="M500 700Q520 720 560 700"/></svg>' in svg_of(strokes)


def test_nothing_is_a_drawing_too() -> None:
    assert read("") == read("[]") == []
    assert PICTURE.fullmatch(svg_of([]))


def test_a_tap_is_a_dot_and_two_points_are_a_straight_line() -> None:
    dot: Stroke = {"colour": "ink", "width": "thin", "points": [POINT]}
    line: Stroke = {"colour": "ink", "width": "thin", "points": [POINT, [600, 700, 50]]}
    assert svg_of([dot]).endswith('d="M500 700L500 700"/></svg>')
    assert svg_of([line]).endswith('d="M500 700L600 700"/></svg>')


def test_pressure_makes_a_line_wider_and_it_stays_one_line() -> None:
    pressed: Stroke = {
        "colour": "ink",
        "width": "middle",
        "points": [[0, 0, 0], [100, 0, 0], [200, 0, 50], [300, 0, 99], [400, 0, 99]],
    }
    assert widths(svg_of([pressed])) == ["9.0", "15.0", "24.0"]
    starts, stops = re.findall(r'd="M([\d ]+)Q', svg_of([pressed])), re.findall(r'Q[\d ]+? (\d+ \d+)"', svg_of([pressed]))
    assert starts[1:] == stops[:-1]


def test_a_small_picture_shows_the_head_and_the_heart_in_thicker_lines() -> None:
    assert widths(svg_of([{**LINE, "width": "thin"}], small=True)) == ["28.0"]  # type: ignore[typeddict-item]  # spread of a sample
    assert 'viewBox="70 75 860 860"' in svg_of([], small=True)


def test_points_that_nobody_would_see_are_left_out() -> None:
    crowd = [[500, 700, 50], [501, 700, 50], [502, 701, 50], [503, 701, 90], [504, 701, 90]]
    assert read(json.dumps([{**LINE, "points": crowd}]))[0]["points"] == [crowd[0], crowd[3], crowd[4]]


@pytest.mark.parametrize(
    "sent",
    [
        "<svg onload=alert(1)>",
        "{",
        "[" * 50_000,
        "9" * 5000,
        '{"colour": "leaf"}',
        "null",
        "true",
        [1],
        [[]],
        [{**LINE, "colour": 'leaf" onload="x'}],
        [{**LINE, "colour": ["leaf"]}],
        [{**LINE, "width": {"thin": 1}}],
        [{**LINE, "width": 3}],
        [{**LINE, "href": "https://example.org"}],
        [{"colour": "leaf", "width": "thin"}],
        [{**LINE, "points": []}],
        [{**LINE, "points": "M0 0"}],
        [{**LINE, "points": [[1, 2]]}],
        [{**LINE, "points": [[1, 2, 3, 4]]}],
        [{**LINE, "points": [[-1, 2, 3]]}],
        [{**LINE, "points": [[1001, 2, 3]]}],
        [{**LINE, "points": [[1, 1331, 3]]}],
        [{**LINE, "points": [[1, 2, 101]]}],
        [{**LINE, "points": [[1.5, 2, 3]]}],
        [{**LINE, "points": [[True, 2, 3]]}],
        [{**LINE, "points": [["1", 2, 3]]}],
        '[{"colour": "leaf", "width": "thin", "points": [[NaN, Infinity, 1e400]]}]',
    ],
)
def test_anything_else_is_refused(sent: Any) -> None:
    assert refusal(sent) == "Deze tekening kunnen we niet lezen. Teken opnieuw, of gebruik alleen woorden."


@pytest.mark.parametrize(
    "sent",
    [
        [LINE] * (drawing.MOST_STROKES + 1),
        [{**LINE, "points": [[n, 0, 50] for n in range(drawing.MOST_POINTS_EACH + 1)]}],
        [{**LINE, "points": [[5 * (n % 200), n, 50] for n in range(500)]}] * 9,
        " " * (drawing.MOST_BYTES + 1),
    ],
)
def test_too_much_is_refused(sent: Any) -> None:
    assert refusal(sent) == "Je tekening is te groot om te bewaren. Gum een paar lijnen uit."


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ANYTHING)
def test_whatever_is_sent_is_refused_or_safe(sent: Any) -> None:
    try:
        strokes = read(json.dumps(sent))
    except ValidationError:
        return
    assert PICTURE.fullmatch(svg_of(strokes))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(OURS, some.booleans())
def test_every_drawing_comes_out_as_numbers(strokes: list[Stroke], small: bool) -> None:
    kept = read(json.dumps(strokes))
    assert read(json.dumps(kept)) == kept
    picture = svg_of(kept, small=small)
    assert PICTURE.fullmatch(picture)
    ET.fromstring(picture)


def test_pens_are_the_colours_of_the_design() -> None:
    tokens = (site.ROOT / "static" / "css" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", half)) for half in tokens)
    pens = {**PENS, "sun-tint": drawing.GROUND}
    assert {name: (pen.light, pen.dark) for name, pen in pens.items()} == {name: (light[name], dark[name]) for name in pens}


def test_browser_and_server_hold_the_same_bounds() -> None:
    module = (site.ROOT / "static" / "js" / "drawing.js").read_text()
    assert f"[WIDE, HIGH, USUAL] = [{drawing.WIDE}, {drawing.HIGH}, {drawing.USUAL_PRESSURE}]" in module
    most = f"strokes: {drawing.MOST_STROKES}, each: {drawing.MOST_POINTS_EACH}, points: {drawing.MOST_POINTS}"
    assert f"MOST = {{ {most} }}" in module
    assert "WIDTHS = { " + ", ".join(f"{name}: {width}" for name, width in WIDTHS.items()) + " }" in module
