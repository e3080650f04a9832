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
TURNING = frozenset(
    {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out", "log-in", "send", "undo-2", "redo-2"}
)


# Seats that somebody has taken are drawn in the shape of that person's side.
TAKEN = frozenset({"formal", "informal", "together"})
WHOLE = 100


class Portrayed(Protocol):
    """Whoever has a portrait: a stand-in, and perhaps the address of their own drawing (`portrait_url`)."""

    @property
    def portrait_variety(self) -> int:
        """Number of the stand-in."""


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
def portrait(person: Portrayed, alt: str = "") -> SafeString:
    """Show the drawing that somebody made of themselves, or else a stand-in; `alt` where no name stands beside it."""
    address = getattr(person, "portrait_url", "")
    if address:
        return format_html('<img class="portrait" src="{}" alt="{}" width="48" height="48" loading="lazy">', address, alt)
    return symbol(f"portrait-{person.portrait_variety}", "portrait")


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark: two shapes that overlap."""
    return symbol("mark", "brand__mark")


@register.simple_tag
def seat(kind: str) -> SafeString:
    """Draw a seat: taken (formal, informal), kept for a side (kept-formal, kept-informal) or free."""
    return symbol(f"side-{kind}" if kind in TAKEN else f"seat-{kind}", "seat")


@register.simple_tag
def pin(side: str) -> SafeString:
    """Draw a pin for a map in the shape of a side; the name must stand beside it."""
    return symbol(f"pin-{side}", f"pin pin--{side}")


@register.simple_tag
def drawing(name: str) -> SafeString:
    """Draw one of the large drawings, as where there is nothing yet."""
    return symbol(f"drawing-{name}", "drawing")


@register.filter
def balance_bar(percentage: int) -> SafeString:
    """Draw how a whole divides: the informal share in percent, the formal one as the rest."""
    share = min(max(int(percentage), 0), WHOLE)
    return format_html(
        '<svg class="balance__bar" aria-hidden="true" width="190" height="16">'
        '<rect class="balance__informal" width="{}%" height="16" rx="8"></rect>'
        '<rect class="balance__formal" x="{}%" width="{}%" height="16" rx="4"></rect></svg>',
        max(share - 1, 0),
        min(share + 1, WHOLE),
        max(WHOLE - share - 1, 0),
    )


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
