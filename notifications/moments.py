"""When somebody is told: by the clock of their area, also on the days that it is set forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from notifications.choices import Cadence

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DIGEST_AT = time(8)
MONDAY = 0
DAY = timedelta(days=1)
LENGTH = {Cadence.DAILY: 1, Cadence.WEEKLY: 7}


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment of a clock time; one that is skipped in spring comes an hour later, of two in autumn the first."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def latest_digest(cadence: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Return when the latest digest should have gone out by `now`: at eight, weekly ones on Monday."""
    local = now.astimezone(zone)
    day = local.date() if local.time() >= DIGEST_AT else local.date() - DAY
    if cadence == Cadence.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return instant(day, DIGEST_AT, zone)


def digest_before(cadence: str, zone: ZoneInfo, moment: datetime) -> datetime:
    """Return when the digest before the one of `moment` went out, by the same clock time."""
    day = moment.astimezone(zone).date() - timedelta(days=LENGTH[Cadence(cadence)])
    return instant(day, DIGEST_AT, zone)


def after_quiet(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> datetime:
    """Return `moment`, or the end of the quiet hours it falls in; from and until the same is never quiet."""
    local = moment.astimezone(zone)
    now = local.time().replace(tzinfo=None)
    if quiet_from <= quiet_until:
        quiet, ends = quiet_from <= now < quiet_until, local.date()
    else:
        quiet = now >= quiet_from or now < quiet_until
        ends = local.date() + DAY if now >= quiet_from else local.date()
    return max(moment, instant(ends, quiet_until, zone)) if quiet else moment
