"""When something is, in words, by the clock of its area: "donderdag 3 december, 12.00 – 14.00"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo


def day(moment: date) -> str:
    """Return a day in words; with the year where that isn't this year."""
    pattern = "l j F" if moment.year == timezone.now().year else "l j F Y"
    return date_format(moment, pattern)


def clock(moment: datetime) -> str:
    """Return the time of a local moment, as the language writes it."""
    return date_format(moment, "H.i" if (get_language() or "nl").startswith("nl") else "H:i")


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return the times from and until; with the second day where that is another."""
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if first.date() != last.date():
        return f"{clock(first)} – {day(last.date())} {clock(last)}"
    return f"{clock(first)} – {clock(last)}"


def when(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return day and times."""
    return pgettext("dag en tijd", "%(day)s, %(span)s") % {
        "day": day(starts_at.astimezone(zone).date()),
        "span": span(starts_at, ends_at, zone),
    }
