"""The main job, as neighbours do it: search, answer, reply live; with and without JavaScript, wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser


def test_search_answer_and_reply_live(visit: Visits) -> None:
    asker, owner = visit("kwame"), visit("zohra", width=390)
    asker.goto("/wijk/osdorpplein/")
    asker.get_by_role("combobox", name="Waar zoek je naar?").fill("taallesen")
    asker.get_by_role("button", name="Zoeken").click()
    asker.get_by_role("link", name="Taallessen voor vrouwen, met kinderoppas").click()
    asker.get_by_label("Je bericht").fill("Mag mijn zus ook komen?")
    asker.get_by_role("button", name="Reageer").click()
    expect(asker.locator("#messages").get_by_text("Mag mijn zus ook komen?")).to_be_visible()
    asker.wait_for_timeout(600)

    owner.goto("/gesprekken/")
    owner.get_by_role("link", name="Taallessen voor vrouwen, met kinderoppas").click()
    expect(owner.locator("#messages").get_by_text("Mag mijn zus ook komen?")).to_be_visible()
    owner.wait_for_timeout(600)
    owner.get_by_label("Je bericht").fill("Heel graag! Dinsdag om half tien.")
    owner.get_by_role("button", name="Verstuur").click()
    expect(asker.locator("#messages").get_by_text("Heel graag! Dinsdag om half tien.")).to_be_visible()

    asker.get_by_label("Je bericht").fill("Tot dinsdag.")
    asker.get_by_role("button", name="Verstuur").click()
    expect(owner.locator("#messages").get_by_text("Tot dinsdag.")).to_be_visible()


def test_a_double_click_sends_once(visit: Visits) -> None:
    page = visit("mo")
    page.goto("/wijk/osdorpplein/markt/?q=schaken")
    page.get_by_role("link", name="Leer schaken").click()
    page.get_by_label("Je bericht").fill("Ik kom graag een keer spelen.")
    page.get_by_role("button", name="Reageer").dblclick()
    expect(page).to_have_url(re.compile(r"/gesprekken/\d+/"))
    expect(page.locator("#messages").get_by_text("Ik kom graag een keer spelen.")).to_have_count(1)


def test_all_of_it_without_javascript(visit: Visits) -> None:
    asker, owner = visit("bilal", java_script_enabled=False), visit("roy", java_script_enabled=False)
    asker.goto("/wijk/osdorpplein/markt/?q=zingen&wat=offer")
    asker.get_by_role("link", name="Zanggroep zonder auditie").click()
    asker.get_by_label("Je bericht").fill("Ik breng een trommel mee.")
    asker.get_by_role("button", name="Reageer").click()
    owner.goto("/gesprekken/")
    owner.get_by_role("link", name="Zanggroep zonder auditie").first.click()
    owner.get_by_label("Je bericht").fill("Trommel is welkom.")
    owner.get_by_role("button", name="Verstuur").click()
    asker.reload()
    expect(asker.locator("#messages").get_by_text("Trommel is welkom.")).to_be_visible()


def test_filters_without_javascript(visit: Visits) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/wijk/osdorpplein/markt/")
    page.get_by_role("checkbox", name=re.compile("ontwikkelen", re.IGNORECASE)).check()
    page.get_by_role("button", name="Pas toe").click()
    assert "hoe=develop" in page.url
    assert page.locator(".ticket").count() == 9


def test_filters_swap_in_place_and_back_goes_back(visit: Visits) -> None:
    page = visit()
    page.goto("/wijk/osdorpplein/markt/")
    number = page.locator("#number")
    before = number.inner_text()
    page.get_by_role("checkbox", name=re.compile("ruilen", re.IGNORECASE)).check()
    expect(number).not_to_have_text(before)
    expect(page).to_have_url(re.compile("hoe=swap"))
    swaps = page.locator("#count-hoe-swap").inner_text()
    expect(number).to_contain_text(swaps)
    assert int(page.locator("#count-wat-offer").inner_text()) + int(page.locator("#count-wat-request").inner_text()) == int(swaps)
    page.go_back()
    expect(number).to_have_text(before)


@pytest.mark.parametrize("scripts", [True, False])
def test_order_is_chosen_beside_the_number_and_keeps_the_filters(visit: Visits, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    page.goto("/wijk/osdorpplein/markt/?q=taal&wat=offer")
    page.locator("summary", has_text="Past het best").click()
    page.get_by_role("link", name="Nieuwste eerst").click()
    assert page.url.endswith("?q=taal&wat=offer&volgorde=nieuw")
    page.get_by_role("checkbox", name=re.compile("leren", re.IGNORECASE)).check()
    if not scripts:
        page.get_by_role("button", name="Pas toe").click()
    expect(page).to_have_url(re.compile("hoe=learn.*volgorde=nieuw|volgorde=nieuw.*hoe=learn"))
    expect(page.locator("summary", has_text="Nieuwste eerst")).to_be_visible()


def test_suggestions_by_keyboard(visit: Visits) -> None:
    page = visit()
    page.goto("/wijk/osdorpplein/")
    field = page.get_by_role("combobox", name="Waar zoek je naar?")
    field.press_sequentially("fietsl")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox", include_hidden=True)).to_be_hidden()
    field.press("s")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Fietsles voor wie het nooit leerde")).to_be_visible()


def test_place_on_a_phone_with_a_draft_that_survives(visit: Visits) -> None:
    page = visit("wim", width=360)
    page.goto("/markt/plaatsen/?kind=offer")
    page.get_by_label("Delen: zonder iets terug").check()
    page.get_by_label("Titel").fill("Appeltaart bakken op zondag")
    page.get_by_label("Vertel erover").fill("Ik leer je de beste van de galerij.")
    expect(page.locator("#preview .ticket")).to_contain_text("Appeltaart bakken op zondag")
    page.goto("/markt/plaatsen/")
    expect(page.get_by_label("Titel")).to_have_value("Appeltaart bakken op zondag")
    page.get_by_role("button", name="Zet op de markt").click()
    expect(page.get_by_role("heading", name="Appeltaart bakken op zondag")).to_be_visible()
    page.get_by_role("button", name="Haal weg").click()
    page.get_by_role("button", name="Toch niet weghalen").click()
    expect(page.get_by_text("Het is er weer.")).to_be_visible()


def test_error_summary_leads_to_the_field(visit: Visits) -> None:
    page = visit("els")
    page.goto("/markt/plaatsen/")
    page.get_by_role("button", name="Zet op de markt").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("link", name="Kies aanbod of vraag.")).to_be_visible()


def test_lost_connection_is_said(visit: Visits) -> None:
    page = visit("yara")
    page.goto("/gesprekken/")
    page.get_by_role("link", name="Fietsles voor wie het nooit leerde").click()
    page.route("**/live/**", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("De verbinding is weg.")).to_be_visible()
    visit.complaints.clear()  # the browser says of the stream that it failed, as it should here


def test_language_is_chosen_by_its_own_name(visit: Visits) -> None:
    page = visit()
    page.goto("/wijk/osdorpplein/")
    page.locator("summary", has_text="NL").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="What are you looking for, or what can you share?")).to_be_visible()
    page.locator("summary", has_text="EN").click()
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
