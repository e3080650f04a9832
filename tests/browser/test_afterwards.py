"""What comes after a meeting, in a browser: looking back on a phone, and every page with axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from pytest_django.plugin import DjangoDbBlocker

from meetings.example.loading import load
from meetings.models import Meeting, MeetingKind, SideStream, Trajectory
from tests.browser.conftest import Visits
from tests.browser.test_accessibility import LOOKS, judged

pytestmark = pytest.mark.browser

Addresses = list[tuple[str, str]]


@pytest.fixture(scope="module")
def addresses(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Addresses]:
    """The pages of the example's running trajectory, each with who opens it."""
    with django_db_blocker.unblock():
        load()
        trajectory = Trajectory.objects.get(slug="samen-sterk")
        lunch = Meeting.objects.filter(trajectory=trajectory, kind=MeetingKind.LUNCH, settled_at__isnull=False).latest(
            "starts_at"
        )
        stream = SideStream.objects.get(title="Repareren met thee")
        finished = Trajectory.objects.get(slug="samenspel-2015")
        # Found anew for each run: numbers are the database's.
        yield [
            ("wim", f"/bijeenkomsten/{lunch.pk}/meenemen/"),
            ("wim", f"/bijeenkomsten/{lunch.pk}/verslag/"),
            ("ilse", f"/bijeenkomsten/{lunch.pk}/verslag/schrijven/"),
            ("yara", "/mijn/meegenomen/"),
            ("ilse", f"/trajecten/{finished.pk}/terugblik/"),
            ("", f"/trajecten/{trajectory.pk}/terugblik/"),
            ("ilse", f"/trajecten/{trajectory.pk}/verder/"),
            ("wim", "/zijstromen/"),
            ("wim", "/zijstromen/beginnen/"),
            ("wim", f"/zijstromen/{stream.pk}/"),
        ]


@pytest.mark.parametrize("look", [*LOOKS, "phone"])
def test_pages_of_afterwards_are_for_everybody(visit: Visits, addresses: Addresses, look: str) -> None:
    found = {}
    for who, address in addresses:
        page = visit(who, **(LOOKS.get(look) or {"width": 360, "height": 740}))
        page.goto(address)
        found[address] = judged(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_looking_back_on_a_phone(visit: Visits, addresses: Addresses) -> None:
    page = visit("wim", width=360, height=740)
    page.goto(addresses[0][1])
    page.get_by_label("Hart: wat raakte je?").fill("Dat Kwame mijn radio meteen openmaakte.")
    page.get_by_label("hart: mogen anderen dit lezen?").select_option("named")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status")).to_contain_text("Bewaard")
    page.goto(addresses[5][1])
    expect(page.get_by_text("Dat Kwame mijn radio meteen openmaakte.")).to_be_visible()
    page.goto("/mijn/meegenomen/")
    page.get_by_label(re.compile("hart")).first.select_option("no")
    page.get_by_role("button", name=re.compile("Bewaar")).first.click()
    page.goto(addresses[5][1])
    expect(page.get_by_text("Dat Kwame mijn radio meteen openmaakte.")).to_have_count(0)
