"""When the database is gone, people read that the market is closed for a moment, whoever they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from accounts.models import Participant
from kennismarkt import launch
from tests.conftest import AsMember

pytestmark = pytest.mark.django_db


def lost(*_arguments: Any) -> None:
    """Answer as a database that went away."""
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.parametrize("address", ["/markt/", "/wijken/", "/account/login/", "/over/"])
def test_whoever_was_signed_in_reads_it(member: Participant, as_member: AsMember, address: str) -> None:
    client = as_member(member)
    client.raise_request_exception = False
    with connection.execute_wrapper(lost):
        response = client.get(address)
    assert (response.status_code, "We zijn er even niet" in response.content.decode()) == (503, True)


def test_a_visitor_reads_it_too(client: Client) -> None:
    client.raise_request_exception = False
    with connection.execute_wrapper(lost):
        found = [client.get(address).status_code for address in ("/markt/", "/over/", "/bestaat-niet/", "/healthz", "/readyz")]
    assert found == [503, 200, 404, 200, 503]


def test_proxy_says_it_when_the_pages_are_gone() -> None:
    settings = (launch.ROOT / "deploy" / "nginx.conf").read_text()
    assert "error_page 502 504 @away;" in settings
    assert "<h1>We zijn er even niet</h1>" in settings
