"""Passkeys in a real browser, with an authenticator that the browser makes up: register, sign in, prove, rename, remove."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(visit: Visits, who: str = "", **options: object) -> Page:
    """Return a page on localhost (passkeys belong to a name, not to a number) whose browser has an authenticator."""
    visit.site = visit.site.replace("127.0.0.1", "localhost")
    page = visit(who, **options)  # type: ignore[arg-type]
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def make_passkey(page: Page, name: str) -> None:
    """Make a passkey and keep its recovery codes."""
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Maak een passkey").click()
    page.get_by_label("Hoe noem je deze passkey?").fill(name)
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("heading", name="Je herstelcodes")).to_be_visible()
    assert page.locator(".secrets li").count() == 10


def sign_out(page: Page) -> None:
    """Sign out and open the way in."""
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    page.goto("/account/login/?next=/account/instellingen/")


def test_a_passkey_is_made_and_signs_in_by_itself(visit: Visits) -> None:
    page = with_authenticator(visit, "kwame")
    make_passkey(page, "Telefoon van Kwame")
    with page.expect_download() as download:
        page.get_by_role("link", name="Bewaar als tekst").click()
    assert download.value.suggested_filename == "kennismarkt-herstelcodes.txt"
    sign_out(page)
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page).to_have_url(re.compile(r"\d/account/instellingen/$"))
    page.goto("/account/2fa/")
    expect(page.get_by_text("Telefoon van Kwame", exact=True)).to_be_visible()
    page.get_by_role("link", name="Andere naam").click()
    page.get_by_label("Hoe noem je deze passkey?").fill("Oude telefoon")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Oude telefoon", exact=True)).to_be_visible()
    page.get_by_role("link", name="Haal weg").click()
    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_role("heading", name="Inloggen in twee stappen")).to_be_visible()
    expect(page.get_by_text("Oude telefoon", exact=True)).to_have_count(0)
    sign_out(page)
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("Dat klopte niet. Probeer het nog eens.")).to_be_visible()


def test_a_passkey_is_the_second_step_and_opens_the_workplace(visit: Visits) -> None:
    page = with_authenticator(visit, "ilse")
    make_passkey(page, "Laptop")
    sign_out(page)
    page.get_by_label("Je e-mailadres").fill("ilse@example.org")
    page.get_by_text("Liever met een wachtwoord?").click()
    page.get_by_label("Je wachtwoord").fill("voorbeeld-kennismarkt")
    page.get_by_role("button", name="Log in met je wachtwoord").click()
    expect(page.get_by_role("heading", name="Nog één stap")).to_be_visible()
    page.get_by_role("button", name="Ga verder met je passkey").click()
    expect(page).to_have_url(re.compile(r"\d/account/instellingen/$"))
    page.goto("/account/2fa/webauthn/reauthenticate/?next=/account/sessions/")
    page.get_by_role("button", name="Ga verder met je passkey").click()
    expect(page.get_by_role("heading", name="Waar je bent ingelogd")).to_be_visible()
    page.goto("/beheer/")
    expect(page.get_by_role("heading", name="Wat heeft mij nodig?")).to_be_visible()


def test_who_refuses_is_told_so_and_may_try_again(visit: Visits) -> None:
    page = visit()
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))")
    page.goto("/account/login/")
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("Dat lukte niet. Probeer het nog eens.")).to_be_visible()
    expect(page.get_by_role("button", name="Log in met een passkey")).to_be_enabled()


def test_without_javascript_passkeys_say_what_they_need_and_codes_work(visit: Visits) -> None:
    page = visit("roy", java_script_enabled=False)
    page.goto("/account/2fa/webauthn/add/")
    expect(page.get_by_text("Voor een passkey moet JavaScript aanstaan.")).to_be_visible()
    assert page.locator("main").get_by_role("button").count() == 0
    page.goto("/account/2fa/totp/activate/")
    expect(page.get_by_role("img", name=re.compile("QR-code"))).to_be_visible()
    expect(page.get_by_label("De code die je app nu laat zien")).to_be_visible()
