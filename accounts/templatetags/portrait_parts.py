"""Parts of the self-portrait's pages: the figure with its lines, in the colours of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts import drawing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.drawing import Stroke

register = template.Library()


@register.simple_tag
def figure_outline() -> SafeString:
    """Return the outline of the figure."""
    return mark_safe(drawing.figure())  # noqa: S308 (a constant)


@register.simple_tag
def figure_lines(strokes: Iterable[Stroke]) -> SafeString:
    """Return the lines of a drawing."""
    return mark_safe("".join(drawing.lines(strokes)))  # noqa: S308 (`drawing` builds from numbers and its own names only)
