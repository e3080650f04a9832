"""What every test may ask for: an area, members and clients that are signed in as somebody."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Participant, User
from neighbourhood.models import Area
from tests.factories import AreaFactory, ParticipantFactory, second_factor_of
from tests.working import do_waiting_jobs

AsMember = Callable[..., Client]
RunJobs = Callable[[], list[str]]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def signed_in(person: Participant | User, *, second_factor: bool = True, lately: bool = False) -> Client:
    """Return a client that is signed in as `person`; the one way for tests to be somebody.

    Who works in the workplace comes with a second factor, used in this session, unless `second_factor` says no.
    `lately` is for pages that ask again who one is: signed in just now.
    """
    user = User.objects.get(pk=person.user_id if isinstance(person, Participant) else person.pk)
    client = Client()
    client.force_login(user, backend="accounts.backends.ViewerBackend")
    session = client.session
    session.update(record_of(user, second_factor=second_factor, lately=lately))
    session.save()
    return client


def record_of(user: User, *, second_factor: bool = True, lately: bool = False) -> dict[str, Any]:
    """Return what the session of somebody holds about how they signed in, as allauth keeps it."""
    moment = time.time() if lately else time.time() - 3600
    used: list[dict[str, Any]] = [{"method": "code", "at": moment}]
    if second_factor and user.is_staff:
        used.append({"method": "mfa", "type": "totp", "id": second_factor_of(user).pk, "at": moment})
    return {AUTHENTICATION_METHODS_SESSION_KEY: used, "account_authentication_methods_user": str(user.pk)}


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The tests' own database, always.

    The plugin makes one only when a test is marked for it; browser tests, run by themselves, would fill and empty the
    database of DATABASE_URL instead.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock(), suppress(OperationalError):
        # A session that still closes keeps its database; the next run takes it away.
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def media_of_this_test(settings: Settings, tmp_path: Path) -> None:
    """Keep the photos of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def queue_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the queue after a test that commits: Django clears away its own tables only."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames:
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def area(db: None) -> Area:
    """An area around the Osdorpplein."""
    return AreaFactory.create(name="rond het Osdorpplein", slug="osdorpplein")


@pytest.fixture
def member(area: Area) -> Participant:
    """Somebody who lives in `area`."""
    return ParticipantFactory.create(area=area, display_name="Samira B.")


@pytest.fixture
def as_member(db: None) -> AsMember:
    """Return a client that is signed in as the given participant."""
    return signed_in


@pytest.fixture
def run_jobs(db: None) -> RunJobs:
    """Return a function that does what waits now, in the transaction of the test, and returns the names of what it did."""
    return do_waiting_jobs


@pytest.fixture
def shared_cache_cleared(db: None) -> None:
    """Forget what rate limits counted."""
    cache.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, from CHROMIUM; without one these tests are an error, never skipped.

    For one module at a time: while it runs an event loop runs too, and tests of jobs start their own.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        yield chromium
        chromium.close()
