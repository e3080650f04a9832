"""What the market shows by the dozen: tickets, and boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template

from kennismarkt import quick

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from market.filters import Group
    from market.tickets import Ticket

register = template.Library()


@register.simple_tag(name="tickets")
def drawn(listings: Sequence[Ticket], level: int = 3) -> SafeString:
    """Draw the tickets, with headings of that level."""
    return quick.rendered("tickets.html", listings=listings, level=level)


@register.simple_tag(name="ticket")
def drawn_alone(listing: Ticket, level: int = 3) -> SafeString:
    """Draw one ticket."""
    return quick.rendered("tickets.html", listings=[listing], level=level)


@register.simple_tag
def choices(group: Group) -> SafeString:
    """Draw the boxes of a filter."""
    return quick.rendered("choices.html", group=group)
