"""Drawing oneself in a real browser: by mouse, finger and pen, taken back, kept over a reload, seen by another; and without."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

ADDRESS = "/account/zelfportret/"
Spot = tuple[float, float]


def zone(page: Page, name: str) -> Locator:
    """Return the field for the words of this zone."""
    return page.get_by_role("textbox", name=re.compile(f"^{name}:"))


def canvas_at(page: Page, *spots: Spot) -> list[Spot]:
    """Return where on the screen these spots of the canvas are (0 to 1 each way)."""
    canvas = page.locator("[data-canvas].figure--open")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in spots]


def draw(page: Page, *spots: Spot) -> None:
    """Draw a line with the mouse."""
    first, *others = canvas_at(page, *spots)
    page.mouse.move(*first)
    page.mouse.down()
    for spot in others:
        page.mouse.move(*spot, steps=5)
    page.mouse.up()


def pointed(page: Page, kind: str, moments: list[tuple[str, Spot, float]]) -> None:
    """Send the events of a pointer of this kind, each with how hard it is pressed."""
    spots = canvas_at(page, *(spot for _name, spot, _pressure in moments))
    for (name, _spot, pressure), (x, y) in zip(moments, spots, strict=True):
        facts = {
            "pointerId": 1,
            "pointerType": kind,
            "isPrimary": True,
            "button": 0,
            "clientX": x,
            "clientY": y,
            "pressure": pressure,
        }
        page.locator("[data-canvas]").dispatch_event(name, {**facts, "bubbles": True})


def strokes(page: Page) -> list[dict[str, Any]]:
    """Return what the form would send."""
    return list(json.loads(page.locator("[data-strokes]").input_value() or "[]"))


def lines(page: Page) -> int:
    """Return how many paths are drawn on the figure."""
    return page.locator("[data-lines] path").count()


def test_draw_with_the_mouse_undo_redo_erase_and_keep_it(visit: Visits) -> None:
    page = visit("bilal")
    page.goto(ADDRESS)
    page.get_by_role("radio", name="groen").check()
    page.get_by_role("radio", name="dik").check()
    draw(page, (0.4, 0.2), (0.5, 0.3), (0.6, 0.2))
    page.get_by_role("radio", name="rood").check()
    draw(page, (0.4, 0.6), (0.6, 0.6))
    assert [(each["colour"], each["width"]) for each in strokes(page)] == [("leaf", "thick"), ("informal", "thick")]
    expect(page.get_by_role("status").last).to_have_text("Getekend. Aantal lijnen: 2")
    page.get_by_role("button", name="Stap terug").click()
    assert (len(strokes(page)), lines(page)) == (1, 1)
    page.get_by_role("button", name="Stap vooruit").click()
    assert len(strokes(page)) == 2
    page.get_by_role("radio", name="gum").check()
    draw(page, (0.5, 0.55), (0.5, 0.65))
    assert [each["colour"] for each in strokes(page)] == ["leaf"]
    page.get_by_role("button", name="Stap terug").click()
    page.get_by_role("button", name="Alles weg").click()
    assert strokes(page) == []
    page.get_by_role("button", name="Stap terug").focus()
    page.keyboard.press("Control+z")
    assert len(strokes(page)) == 2
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Je zelfportret is bewaard.")).to_be_visible()

    other = visit("wim")
    other.goto(page.url)
    picture = other.get_by_role("img", name="Zo tekende Bilal R. zichzelf")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    drawn = other.request.get(str(picture.get_attribute("src"))).text()
    assert (drawn.count('class="leaf"'), drawn.count('class="informal"')) == (1, 1)


def test_a_finger_draws_and_a_pen_that_presses_harder_draws_wider(visit: Visits) -> None:
    page = visit("roy", width=390, has_touch=True)
    page.goto(ADDRESS)
    pointed(page, "touch", [("pointerdown", (0.4, 0.2), 1), ("pointermove", (0.5, 0.25), 1), ("pointerup", (0.5, 0.25), 0)])
    moves = [("pointermove", (0.3 + 0.05 * step, 0.8), step / 8) for step in range(1, 9)]
    pointed(page, "pen", [("pointerdown", (0.3, 0.8), 0.05), *moves, ("pointerup", (0.7, 0.8), 0)])
    finger, pen = strokes(page)
    assert {point[2] for point in finger["points"]} == {50}
    assert [point[2] for point in pen["points"]] == sorted(point[2] for point in pen["points"])
    assert len({path.get_attribute("stroke-width") for path in page.locator("[data-lines] path").all()}) > 3


def test_a_tap_of_a_finger_is_a_dot(visit: Visits) -> None:
    page = visit("roy", width=390, has_touch=True)
    page.goto(ADDRESS)
    expect(page.locator(".figure--open")).to_be_visible()
    page.locator("[data-canvas]").tap()
    expect(page.locator("[data-lines] > *")).to_have_count(1)
    assert [len(each["points"]) for each in strokes(page)] == [1]


def test_a_second_finger_does_not_spoil_the_line_of_the_first(visit: Visits) -> None:
    page = visit("roy", has_touch=True)
    page.goto(ADDRESS)
    pointed(page, "touch", [("pointerdown", (0.4, 0.2), 1), ("pointermove", (0.5, 0.25), 1)])
    page.locator("[data-canvas]").dispatch_event(
        "pointerdown", {"pointerId": 2, "pointerType": "touch", "isPrimary": False, "button": 0}
    )
    pointed(page, "touch", [("pointermove", (0.6, 0.3), 1), ("pointercancel", (0.6, 0.3), 0)])
    assert [len(each["points"]) for each in strokes(page)] == [3]


def test_what_was_not_saved_is_there_after_a_reload(visit: Visits) -> None:
    page = visit("ans")
    page.goto(ADDRESS)
    expect(page.locator(".figure--open")).to_be_visible()
    zone(page, "Hart").fill("Mijn man, en wat hij mij leerde.")
    draw(page, (0.4, 0.5), (0.6, 0.6))
    before = strokes(page)
    page.reload()
    expect(zone(page, "Hart")).to_have_value("Mijn man, en wat hij mij leerde.")
    assert (strokes(page), lines(page)) == (before, 1)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Mijn man, en wat hij mij leerde.")).to_be_visible()
    page.goto(ADDRESS)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('portrait'))") == []


def test_a_full_drawing_says_so_and_stays_within_bounds(visit: Visits) -> None:
    page = visit("carla")
    page.goto(ADDRESS)
    many = [{"colour": "ink", "width": "thin", "points": [[4 * step, 4 * step, 50] for step in range(200)]}] * 20
    page.locator("[data-strokes]").evaluate(
        "(field, value) => { field.value = value; field.dispatchEvent(new Event('input', {bubbles: true})) }", json.dumps(many)
    )
    page.reload()
    draw(page, (0.1, 0.9), (0.9, 0.9))
    expect(page.locator("[data-status]")).to_contain_text("Je tekening is vol")
    assert len(strokes(page)) == 20


def test_by_keyboard_words_are_enough_and_nothing_holds_one_up(visit: Visits) -> None:
    page = visit("zohra")
    page.goto(ADDRESS)
    zone(page, "Hoofd").focus()
    for words in ("Ik leer elke dag een woord.", "De thee, en wie hem drinkt.", "Rust."):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Sla het tekenen over")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Foto van een tekening")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Bewaar")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De thee, en wie hem drinkt.")).to_be_visible()


def test_tools_work_by_keyboard(visit: Visits) -> None:
    page = visit("mo")
    page.goto(ADDRESS)
    draw(page, (0.4, 0.5), (0.6, 0.6))
    page.get_by_role("radio", name="zwart").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="blauw")).to_be_checked()
    page.get_by_role("button", name="Stap terug").focus()
    page.keyboard.press("Enter")
    assert strokes(page) == []


def test_the_room_left_is_counted(visit: Visits) -> None:
    page = visit("mo")
    page.goto(ADDRESS)
    zone(page, "Buik").fill("a" * 290)
    expect(page.get_by_text("Over: 10 tekens")).to_have_attribute("aria-live", "polite")


def test_without_javascript_there_are_words_and_a_drawing_stays(visit: Visits) -> None:
    page = visit("kwame", java_script_enabled=False)
    page.goto(ADDRESS)
    before = strokes(page)
    assert lines(page) > 5
    expect(page.get_by_role("radio", name="groen")).to_be_hidden()
    zone(page, "Buik").fill("Geduld, sinds kort.")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Geduld, sinds kort.")).to_be_visible()
    page.goto(ADDRESS)
    assert strokes(page) == before


def test_two_screens_at_once_show_both(visit: Visits) -> None:
    phone, desk = visit("henny", width=390), visit("henny")
    for page in (phone, desk):
        page.goto(ADDRESS)
    zone(phone, "Hoofd").fill("Van de telefoon.")
    phone.get_by_role("button", name="Bewaar").click()
    expect(phone.get_by_text("Van de telefoon.")).to_be_visible()
    zone(desk, "Hoofd").fill("Van de computer.")
    draw(desk, (0.4, 0.5), (0.6, 0.6))
    desk.get_by_role("button", name="Bewaar").click()
    expect(desk.get_by_role("region", name=re.compile("ergens anders gewijzigd"))).to_contain_text("Van de telefoon.")
    expect(zone(desk, "Hoofd")).to_have_value("Van de computer.")
    assert len(strokes(desk)) == 1
    desk.get_by_role("button", name="Bewaar").click()
    expect(desk.get_by_text("Van de computer.")).to_be_visible()
