"""Coming to a meeting, as neighbours do it: sign up by phone, and say at the door that one is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.plugin import DjangoDbBlocker

from meetings import attending
from meetings.models import Meeting, Seat
from neighbourhood.models import Area
from tests.browser.conftest import Visits
from tests.browser.test_accessibility import LOOKS, judged
from tests.meetings.factories import MeetingFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(site: str, django_db_blocker: DjangoDbBlocker) -> Meeting:
    """A lunch that begins in half an hour, so that its door is open and answers are taken."""
    with django_db_blocker.unblock():
        area, soon = Area.objects.get(slug="osdorpplein"), timezone.now() + timedelta(minutes=30)
        return MeetingFactory.create(area=area, title="Soep en plannen", lunch=True, starts_at=soon)


def test_sign_up_by_phone_and_sign_in_at_the_door(visit: Visits, meeting: Meeting, django_db_blocker: DjangoDbBlocker) -> None:
    page = visit("yara", width=360, height=740)
    page.goto(f"/bijeenkomsten/{meeting.pk}/aanmelden/")
    assert judged(page) == []
    page.get_by_role("button", name="Ik kom", exact=True).click()
    expect(page.get_by_role("heading", name="Je komt", exact=True)).to_be_visible()
    assert judged(page) == []
    with django_db_blocker.unblock():
        address = reverse("sign_in_at_door", args=[meeting.pk, attending.code(meeting)])
    page.goto(address)
    page.get_by_role("button", name="Ik ben er").click()
    expect(page.get_by_role("heading", name="Welkom, je staat op de lijst")).to_be_visible()
    with django_db_blocker.unblock():
        assert Seat.objects.get(meeting=meeting).present is True


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_around_it_are_for_everybody(visit: Visits, meeting: Meeting, look: str) -> None:
    page = visit("ilse", **LOOKS[look])
    for part in ("aanmelden/", "uitnodigen/", "deur/", "deur/lijst/", "deur/naamkaartjes/"):
        page.goto(f"/bijeenkomsten/{meeting.pk}/{part}")
        assert judged(page) == [], part
    page.goto(f"/beheer/meetings/seat/?bijeenkomst={meeting.pk}")
    assert judged(page) == []
