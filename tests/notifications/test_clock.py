"""The clock of an area: quiet hours and digests, also on the days that it is set forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.choices import Cadence
from notifications.moments import after_quiet, digest_before, instant, latest_digest

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NIGHT, MORNING = time(22), time(7)


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2027, 3, 27), time(8), "2027-03-27T07:00"),
        (date(2027, 3, 28), time(8), "2027-03-28T06:00"),
        (date(2027, 3, 28), time(2, 30), "2027-03-28T01:30"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        (date(2026, 10, 25), time(8), "2026-10-25T07:00"),
    ],
)
def test_clock_times_are_moments_also_when_the_clock_is_changed(day: date, at: time, moment: str) -> None:
    assert instant(day, at, AMSTERDAM) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("change", [date(2027, 3, 28), date(2026, 10, 25)])
def test_every_day_has_one_digest_at_eight(change: date) -> None:
    start = instant(change - timedelta(days=1), time(), AMSTERDAM)
    found = {latest_digest(Cadence.DAILY, AMSTERDAM, start + timedelta(minutes=15 * step)) for step in range(4 * 72)}
    local = sorted(moment.astimezone(AMSTERDAM) for moment in found)
    assert [(each.date() - change).days for each in local] == [-2, -1, 0, 1]
    assert {each.time() for each in local} == {time(8)}
    assert [digest_before(Cadence.DAILY, AMSTERDAM, each) for each in local[1:]] == local[:-1]


def test_the_weekly_one_is_on_monday() -> None:
    for minutes, day in ((-1, 19), (0, 26)):
        moment = datetime(2026, 10, 26, 7, tzinfo=UTC) + timedelta(minutes=minutes)
        assert latest_digest(Cadence.WEEKLY, AMSTERDAM, moment).astimezone(AMSTERDAM).date() == date(2026, 10, day)
    monday = latest_digest(Cadence.WEEKLY, AMSTERDAM, datetime(2026, 10, 28, tzinfo=UTC))
    assert digest_before(Cadence.WEEKLY, AMSTERDAM, monday).astimezone(AMSTERDAM).isoformat() == "2026-10-19T08:00:00+02:00"


@pytest.mark.parametrize(
    ("at", "until"),
    [("21:59", "21:59"), ("22:00", "+07:00"), ("23:30", "+07:00"), ("03:00", "07:00"), ("07:00", "07:00"), ("12:00", "12:00")],
)
def test_quiet_hours_over_midnight(at: str, until: str) -> None:
    day = date(2026, 11, 25)
    moment = instant(day, time.fromisoformat(at), AMSTERDAM)
    expected = instant(day + timedelta(days=until.startswith("+")), time.fromisoformat(until.lstrip("+")), AMSTERDAM)
    assert after_quiet(moment, AMSTERDAM, NIGHT, MORNING) == expected


def test_quiet_hours_of_an_afternoon_and_none_at_all() -> None:
    moment = datetime(2026, 11, 25, 13, tzinfo=UTC)
    assert after_quiet(moment, AMSTERDAM, time(13), time(15)) == moment + timedelta(hours=1)
    assert after_quiet(moment, AMSTERDAM, time(14), time(14)) == moment


@pytest.mark.parametrize("change", [date(2027, 3, 28), date(2026, 10, 25)])
def test_quiet_hours_end_at_seven_on_the_day_of_a_change(change: date) -> None:
    evening = instant(change - timedelta(days=1), time(23), AMSTERDAM)
    assert after_quiet(evening, AMSTERDAM, NIGHT, MORNING).astimezone(AMSTERDAM).time() == MORNING
