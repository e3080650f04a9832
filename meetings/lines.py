"""The pulse as a line over the meetings, drawn as SVG with classes; colours and dashes stand in the CSS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from meetings.models import Question
from meetings.pulses import SCORES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.safestring import SafeString

    from meetings.pulsing import Beat

WIDTH, HEIGHT, EDGE, FOOT = 620, 260, 40, 36
# Fewer beats make no line.
FEWEST = 2
DOT = 6


def drawn(beats: list[Beat]) -> SafeString | str:
    """Draw the four lines; time runs as people read. Nothing while there are fewer than two meetings with figures."""
    telling = [beat for beat in beats if beat.at_least]
    if len(telling) < FEWEST:
        return ""
    return format_html(
        '<svg class="pulse__picture" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">{3}{4}{5}</svg>',
        WIDTH,
        HEIGHT,
        _("De polsslag over de bijeenkomsten. Dezelfde cijfers staan in de tabel."),
        rules(),
        feet(telling),
        format_html_join("", "{}", ((path(question, telling),) for question in Question.values)),
    )


def across(order: int, number: int) -> float:
    """Where the beat of this order stands, from the side where people begin to read."""
    step = EDGE + (WIDTH - 2 * EDGE) * order / max(number - 1, 1)
    return WIDTH - step if get_language_bidi() else step


def down(figure: float) -> float:
    """How far down a figure stands: the best on top."""
    return EDGE / 2 + (HEIGHT - FOOT - EDGE / 2) * (SCORES[-1] - figure) / (SCORES[-1] - SCORES[0])


def rules() -> SafeString:
    """Draw a rule for each score, with its number at the edge."""
    edge = WIDTH - EDGE / 4 if get_language_bidi() else EDGE / 4
    rule = '<line class="pulse__rule" x1="{0}" x2="{1}" y1="{2}" y2="{2}"></line><text class="pulse__score" x="{3}" y="{4}">{5}</text>'
    rows = ((EDGE * 0.7, WIDTH - EDGE * 0.7, down(score), edge, down(score) + 5, score) for score in SCORES)
    return format_html_join("", rule, rows)


def feet(beats: list[Beat]) -> SafeString:
    """Write under each beat which meeting it was."""
    places = ((across(order, len(beats)), HEIGHT - 8, order + 1) for order, _beat in enumerate(beats))
    return format_html_join("", '<text class="pulse__foot" x="{}" y="{}">{}</text>', places)


def path(question: str, beats: list[Beat]) -> SafeString:
    """Draw the line of one question, with a mark of its own shape at each beat."""
    points = list(points_of(question, beats))
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    marks = format_html_join("", "{}", ((mark(question, x, y),) for x, y in points))
    return format_html('<g class="pulse__line pulse__line--{}"><polyline points="{}"></polyline>{}</g>', question, line, marks)


def points_of(question: str, beats: list[Beat]) -> Iterator[tuple[float, float]]:
    """Yield where the figures of one question stand."""
    for order, beat in enumerate(beats):
        figure = beat.figures[question]
        if figure is not None:
            yield across(order, len(beats)), down(figure)


def mark(question: str, x: float, y: float) -> SafeString:
    """Draw the mark of a question: circle, square, triangle or diamond, so that it doesn't rest on colour alone."""
    if question == Question.TIME:
        return format_html('<circle cx="{}" cy="{}" r="{}"></circle>', round(x), round(y), DOT)
    if question == Question.PLACE:
        return format_html('<rect x="{0}" y="{1}" width="{2}" height="{2}"></rect>', round(x - DOT), round(y - DOT), 2 * DOT)
    corners = {
        Question.LEGITIMACY: [(0, -DOT - 2), (DOT + 1, DOT), (-DOT - 1, DOT)],
        Question.SAFETY: [(0, -DOT - 2), (DOT + 2, 0), (0, DOT + 2), (-DOT - 2, 0)],
    }[Question(question)]
    return format_html('<polygon points="{}"></polygon>', " ".join(f"{x + dx:.0f},{y + dy:.0f}" for dx, dy in corners))


def sample(question: str) -> SafeString:
    """Draw the line and mark of a question, small, for the key."""
    return format_html(
        '<svg class="pulse__sample pulse__line pulse__line--{}" viewBox="0 0 40 20" width="40" height="20" aria-hidden="true">'
        '<polyline points="0,10 40,10"></polyline>{}</svg>',
        question,
        mark(question, 20, 10),
    )
