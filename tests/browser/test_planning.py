"""A coordinator plans a whole trajectory in the workplace, in a browser, and people see it once it is announced."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser


def test_a_coordinator_plans_and_announces_a_trajectory(visit: Visits) -> None:
    page = visit("ilse", java_script_enabled=False)
    page.goto("/beheer/meetings/trajectory/add/")
    page.get_by_label("Naam").fill("Samen sterk")
    page.locator("#id_first").fill("2027-02-04")
    page.locator("#id_place").select_option(index=1)
    page.get_by_role("button", name="Stel data voor").click()
    assert page.locator(".plan__row").count() == 12
    page.locator('[name$="-day"]').nth(3).fill("2027-02-05")
    page.get_by_role("button", name="Kijk de data na").click()
    assert page.locator('[name$="-day"]').nth(3).input_value() == "2027-02-05"
    page.locator('button[value="save"]').click()
    page.get_by_role("button", name="Kondig het aan").click()
    visitor = visit()
    visitor.goto("/wijk/osdorpplein/bijeenkomsten/")
    visitor.get_by_role("link", name="Samen sterk").first.click()
    assert visitor.locator(".timeline__item").count() == 5
    assert visitor.locator(".timeline__item--next").count() == 1
