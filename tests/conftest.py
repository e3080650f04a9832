"""What every test may ask for: an area, members and clients that are signed in as somebody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import Participant
from neighbourhood.models import Area
from tests.factories import AreaFactory, ParticipantFactory

AsMember = Callable[[Participant], Client]


@pytest.fixture(autouse=True)
def media_of_this_test(settings: Settings, tmp_path: Path) -> None:
    """Keep the photos of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


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

    def sign_in(participant: Participant) -> Client:
        client = Client()
        client.force_login(participant.user, backend="accounts.backends.ViewerBackend")
        return client

    return sign_in


@pytest.fixture
def shared_cache_cleared(db: None) -> None:
    """Forget what rate limits counted."""
    cache.clear()
