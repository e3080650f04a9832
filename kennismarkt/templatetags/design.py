"""Parts of the design that every page uses by the dozen; plain string work, so that they cost next to nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kennismarkt import assets

if TYPE_CHECKING:
    from django.forms import BoundField, Form

register = template.Library()

SPRITE = "icons/sprite.svg"
# Icons that point somewhere turn round where people read from right to left.
TURNING = frozenset({"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out", "log-in", "send", "undo-2"})


class Portrayed(Protocol):
    """Whoever has a portrait."""

    portrait_variety: int


@lru_cache(maxsize=256)
def symbol(name: str, classes: str) -> SafeString:
    """Return a symbol of the sprite, hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static(SPRITE),
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a Lucide icon of the sprite."""
    return symbol(name, "icon icon--turns" if name in TURNING else "icon")


@register.simple_tag
def side_marker(side: str) -> SafeString:
    """Draw the shape of a side; the word must stand beside it."""
    return symbol(f"side-{side}", f"side side--{side}")


@register.simple_tag
def portrait(person: Portrayed) -> SafeString:
    """Draw the stand-in for somebody's portrait."""
    return symbol(f"portrait-{person.portrait_variety}", "portrait")


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark: two shapes that overlap."""
    return symbol("mark", "brand__mark")


@register.simple_tag
def stylesheets() -> SafeString:
    """Link the stylesheet, or each component's in development."""
    names = assets.stylesheets() if settings.STYLESHEETS_SEPARATE else [assets.BUNDLE]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(f"css/{name}"),) for name in names))


@register.filter
def summed_errors(form: Form) -> list[tuple[BoundField | None, str]]:
    """Return every error of `form` with the field it is about, in the order of the fields."""
    errors: list[tuple[BoundField | None, str]] = [(None, str(error)) for error in form.non_field_errors()]
    for field in form:
        errors += [(field, str(error)) for error in field.errors]
    return errors


@register.filter
def is_single_check(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands beside it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset
