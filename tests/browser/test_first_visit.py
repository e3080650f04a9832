"""What a first visit brings along, as a browser asks for it."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

PAGE_BUDGET = 100_000
FONT_BUDGET = 60_000
PAGES = [
    "/wijk/osdorpplein/",
    "/wijk/osdorpplein/markt/",
    "/wijk/osdorpplein/markt/?q=taallesen",
    "/markt/",
    "/account/signup/",
    "/wijk/osdorpplein/organisaties/huiskamer-van-de-buurt/",
    "first listing",
]


def brought(visit: Visits, address: str, **options: object) -> dict[str, bytes]:
    """Return what the browser fetched for a page: the last part of each address, and the body."""
    page, answers = visit(**options), list[Response]()
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (the library wants a function of Python)
    page.goto(address, wait_until="networkidle")
    return {answer.url.rpartition("/")[2]: answer.body() for answer in answers if answer.ok}


def fonts(bodies: dict[str, bytes]) -> int:
    """Return how many bytes of fonts there are."""
    return sum(len(body) for name, body in bodies.items() if name.endswith(".woff2"))


@pytest.mark.parametrize("address", PAGES)
def test_first_visit_fits_the_budgets(visit: Visits, address: str) -> None:
    if address == "first listing":
        page = visit()
        page.goto("/wijk/osdorpplein/markt/")
        address = str(page.locator(".ticket__title a").first.get_attribute("href"))
    bodies = brought(visit, address)
    rest = {name: len(gzip.compress(body)) for name, body in bodies.items() if not name.endswith(".woff2")}
    assert (0 < fonts(bodies) < FONT_BUDGET, sum(rest.values()) < PAGE_BUDGET) == (True, True), rest


def test_arabic_pages_bring_their_font(visit: Visits) -> None:
    assert "noto-arabic.woff2" in brought(visit, "/wijk/osdorpplein/markt/", locale="ar")
