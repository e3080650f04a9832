"""Parts of the pages of preparation groups: pieces of theory as they are to be read."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STRONG, STRESSED = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"\*(.+?)\*")
POINT = "- "


@register.filter
def in_markdown(text: str) -> SafeString:
    """Return `text` with its paragraphs, lists and emphasis: as much of Markdown as the pieces of theory use."""
    blocks = [block.strip() for block in escape(text).split("\n\n")]
    return mark_safe("\n".join(shaped(block) for block in blocks if block))  # noqa: S308 (escaped before anything is added)


def shaped(block: str) -> str:
    """Return one paragraph or list."""
    words = STRESSED.sub(r"<em>\1</em>", STRONG.sub(r"<strong>\1</strong>", block))
    if not block.startswith(POINT):
        return f"<p>{words}</p>"
    points = "".join(f"<li>{line.removeprefix(POINT)}</li>" for line in words.split("\n"))
    return f"<ul>{points}</ul>"
