"""Two hundred people at once for twenty seats; RACES=20 runs it twenty times."""

from __future__ import annotations

import os

import pytest

from tests.meetings.racing import race


@pytest.mark.django_db(transaction=True)
def test_twenty_sit_and_the_rest_wait_in_order() -> None:
    for _time in range(int(os.environ.get("RACES", "1"))):
        found = race(people=200, seats=20)
        assert found[:4] == (20, 180, list(range(1, 21)), True)
