"""Which database to use on one machine: that of DATABASE_URL, else an embedded server of our own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from kennismarkt import embedded
from kennismarkt.embedded import Unusable, last_line

OLDEST_SERVER = 150000

__all__ = ["Unusable", "checked", "database", "throwaway"]


@contextmanager
def database(data: Path) -> Iterator[str]:
    """Yield the address of the database to use; the embedded server keeps its files in `data`.

    Raises `Unusable` when it can't be reached, is too old, or can't be started.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield checked(given)
        return
    with embedded.server(data) as url:
        yield url


@contextmanager
def throwaway() -> Iterator[str]:
    """Yield the address of a database for tests: that of DATABASE_URL, else of a server that is gone afterwards."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield checked(given)
        return
    with embedded.throwaway() as url:
        yield url


def checked(url: str) -> str:
    """Return `url` when a Postgres of version 15 or newer answers there (`Unusable` otherwise)."""
    try:
        with psycopg.connect(url, connect_timeout=5) as server:
            version = server.info.server_version
    except (psycopg.Error, UnicodeError) as error:
        raise Unusable(
            f"The database of DATABASE_URL can't be reached ({reason(error)}): start it, or correct DATABASE_URL."
        ) from error
    if version < OLDEST_SERVER:
        raise Unusable(f"The database of DATABASE_URL is Postgres {version // 10000}: version 15 or newer is needed.")
    return url


def reason(error: Exception) -> str:
    """Return in one line why a connection failed, without the question that the driver adds."""
    lines = [line for line in str(error).splitlines() if "Is the server running" not in line]
    return last_line("\n".join(lines)).removeprefix("connection failed: ")
