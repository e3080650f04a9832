"""Notices in a real browser: the bell counts live, and a push shows what it says and opens the site."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Participant
from notifications import circulars, telling
from notifications.models import Circular
from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

SHOWN = "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((each) => [each.title, each.body, each.data.url])"


def woken(page: Page, site: str, said: dict[str, str]) -> list[list[str]]:
    """Give the browser a push as its maker's service would; return what it shows."""
    session = page.context.new_cdp_session(page)
    found: list[dict[str, str]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    facts = {"origin": site, "registrationId": found[0]["registrationId"], "data": json.dumps(said)}
    session.send("ServiceWorker.deliverPushMessage", facts)
    page.wait_for_timeout(700)
    shown: list[list[str]] = page.evaluate(SHOWN)
    return shown


def test_the_bell_counts_live_and_a_push_is_shown(visit: Visits, site: str, django_db_blocker: DjangoDbBlocker) -> None:
    page = visit("yara")
    page.context.grant_permissions(["notifications"], origin=site)
    page.goto("/voor-jou/")
    expect(page.locator("#unread-notices")).to_have_text("")
    page.wait_for_timeout(600)
    with django_db_blocker.unblock():
        circular = Circular.objects.latest("pk")
        telling.notify(circulars.KIND, [Participant.objects.get(user__email="yara@example.org")], about=circular.pk)
    expect(page.locator("#unread-notices .count")).to_contain_text("1")

    page.evaluate(
        "async () => { await navigator.serviceWorker.register('/seintje.js', { scope: '/' }); await navigator.serviceWorker.ready }"
    )
    said = {"title": settings.SITE_NAME, "body": "Je hebt een bericht.", "url": "/voor-jou/"}
    assert woken(page, site, said) == [[settings.SITE_NAME, "Je hebt een bericht.", "/voor-jou/"]]
