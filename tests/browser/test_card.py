"""One card in three browsers, from start to agreement with little time: a host, a professional, and a guest on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser


def begun(page: Page) -> str:
    """Begin a card with little time, open its code, and return the letters."""
    page.goto("/kaarten/begin/")
    page.get_by_label("Een thema").check()
    page.get_by_label("Hoe noemen jullie de kaart?").fill("Samen eten op dinsdag")
    page.get_by_label("Weinig tijd").check()
    page.get_by_role("button", name="Leg de kaart op tafel").click()
    page.get_by_role("link", name="Wie doen er mee?").click()
    page.get_by_role("button", name="Open een code").click()
    letters = page.locator(".table-code__letters").inner_text().replace(" ", "")
    page.get_by_role("link", name="Terug naar de kaart").click()
    return letters


def written(page: Page, text: str) -> None:
    """Write a note on the step that lies open."""
    page.get_by_label("Schrijf iets op").fill(text)
    page.get_by_role("button", name="Leg neer").click()


def settled(host: Page, others: list[Page], number: int, words: str) -> None:
    """Propose something at a step, and have everybody agree."""
    for page in (host, *others):
        page.goto(re.sub(r"\?.*", "", page.url) + f"?stap={number}")
    host.get_by_label("Ons voorstel").fill(words)
    host.get_by_role("button", name="Stel voor").click()
    for page in (host, *others):
        expect(page.locator(".proposal", has_text=words)).to_be_visible()
        page.locator(".proposal", has_text=words).get_by_role("button", name="Akkoord", exact=True).click()
    expect(host.get_by_text("alle 3 akkoord")).to_be_visible()


def test_three_browsers_fill_a_card_together(visit: Visits) -> None:
    host, joris, phone = visit("samira"), visit("joris"), visit(width=390)
    letters = begun(host)
    joris.goto(f"/kaarten/mee/{letters}/")
    joris.get_by_role("button", name="Ga zitten").click()
    phone.goto(f"/kaarten/mee/{letters}/")
    phone.get_by_label("Hoe noemen we je?").fill("Hatice")
    phone.get_by_label("Informeel").check()
    phone.get_by_role("button", name="Ga zitten").click()
    others = [joris, phone]

    written(host, "Niemand eet alleen")
    written(joris, "Weten wie er komt")
    expect(phone.get_by_text("2 van 3 hebben geschreven")).to_be_visible()
    expect(phone.get_by_text("Weten wie er komt")).to_have_count(0)
    host.get_by_role("button", name="Leg alles op tafel").click()
    for page in others:
        expect(page.get_by_text("Niemand eet alleen")).to_be_visible()
    phone.locator(".note", has_text="Weten wie er komt").get_by_role("button", name="ik herken dit").click()
    expect(host.locator(".note", has_text="Weten wie er komt").get_by_text("1", exact=True)).to_be_visible()

    phone.context.set_offline(True)
    written(phone, "Ook voor de buurvrouw")
    expect(phone.get_by_text("Nog niet verstuurd")).to_be_visible()
    phone.context.set_offline(False)
    expect(host.get_by_text("Ook voor de buurvrouw")).to_have_count(1)
    visit.complaints.clear()  # the browser says of what failed without a connection that it did

    host.get_by_role("button", name="Naar akkoord").click()
    settled(host, others, 1, "Wie komt, zegt het")
    host.get_by_role("button", name="Leg de afspraak vast").click()
    expect(host.get_by_role("heading", name=re.compile("Relaties"))).to_be_visible()

    written(host, "Bellen mag altijd")
    host.get_by_role("button", name="Leg alles op tafel").click()
    host.get_by_role("button", name="Naar akkoord").click()
    for number in (2, 3, 4, 5):
        settled(host, others, number, f"Afspraak bij stap {number}")
    host.get_by_role("button", name="Leg de afspraak vast").click()
    for page in (host, *others):
        page.reload()
    expect(joris.get_by_text("afgesproken op").first).to_be_visible()
