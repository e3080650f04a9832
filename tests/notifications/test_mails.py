"""Each mail in each language, looked at in a browser as a page: for everybody, in light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser

from notifications.kinds import kinds
from tests.browser.test_accessibility import judged

pytestmark = pytest.mark.browser
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every mail, written down."""
    written = tmp_path_factory.mktemp("mails")
    call_command("mail_preview", written, verbosity=0)
    return written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_mail_in_words_and_as_a_page(folder: Path, language: str) -> None:
    names = {path.name for path in (folder / language).iterdir()}
    ours = {f"{name}.{ending}" for name in [*kinds, "digest.daily", "digest.weekly"] for ending in ("html", "txt")}
    assert {name for name in names if not name.startswith(("account.", "mfa."))} == ours
    assert {"account.login_code.txt", "account.letter_code.txt", "mfa.totp_activated.txt"} < names
    for path in (folder / language).glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "{%" not in text
        assert "&#x27;" not in text
        assert len(text.splitlines()[0]) < 80


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_for_everybody(folder: Path, browser: Browser, language: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two
    page, found = context.new_page(), {}
    for path in sorted((folder / language).glob("*.html")):
        page.goto(path.as_uri())
        found[path.name] = judged(page)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    context.close()
    assert {name: words for name, words in found.items() if words} == {}
