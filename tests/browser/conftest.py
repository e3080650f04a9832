"""A real browser on a real site: one process of pages and live streams, on the database of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from kennismarkt.launch import ROOT
from market.example.loading import load
from tests.conftest import record_of
from tests.serving import database_url, unused_port

WATCH = "document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber))"
# What a browser says of answers that a test asks for on purpose.
EXPECTED = ("the server responded with a status of 4",)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Serve the example neighbourhood for the tests of one module; yield the address."""
    with django_db_blocker.unblock():
        call_command("compile", verbosity=0)
        load()
        cache.clear()
        port = unused_port()
        environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.test"}
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asgi",
            "kennismarkt.asgi:application",
            "--no-ws",
            "--log-level",
            "warning",
        ]
        served = subprocess.Popen([*command, "--host", "127.0.0.1", "--port", str(port)], cwd=ROOT, env=environment)
        address = f"http://127.0.0.1:{port}"
        try:
            until_it_answers(f"{address}/readyz")
            yield address
        finally:
            served.terminate()
            served.wait(10)
            call_command("flush", verbosity=0, interactive=False)


def until_it_answers(address: str) -> None:
    """Wait until the site answers, half a minute at most."""
    for _time in range(150):
        with suppress(OSError), urllib.request.urlopen(address, timeout=3):
            return
        time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def session_of(email: str) -> str:
    """Return the key of a new session of an example account."""
    user = User.objects.get(email=email)
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "accounts.backends.ViewerBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            **record_of(user, lately=True),
        }
    )
    session.save()
    return str(session.session_key)


@dataclass
class Visits:
    """Opens pages as somebody, and remembers what the browser complained about."""

    browser: Browser
    site: str
    blocker: DjangoDbBlocker
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(self, who: str = "", *, width: int = 1280, height: int = 900, **options: object) -> Page:
        """Return a fresh page, signed in as `who` of the example."""
        context = self.browser.new_context(
            base_url=self.site, viewport={"width": width, "height": height}, locale=str(options.pop("locale", "nl-NL")), **options
        )  # type: ignore[arg-type]
        self.contexts.append(context)
        context.set_default_timeout(15_000)
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH)
        if who:
            with self.blocker.unblock():
                key = session_of(f"{who}@example.org")
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.site}])
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def close(self) -> list[str]:
        """Close everything and return what was complained about."""
        for context in self.contexts:
            context.close()
        return [words for words in self.complaints if not any(part in words for part in EXPECTED)]


@pytest.fixture
def visit(browser: Browser, site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Visits]:
    """Open pages as somebody; at the end no page may have complained (console, errors, security policy)."""
    visits = Visits(browser, site, django_db_blocker)
    yield visits
    assert visits.close() == []
