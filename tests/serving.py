"""What a test needs to serve the site from another process, on the database of the tests."""

from __future__ import annotations

import socket
from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """Return the address of the tests' database, for another process; over a socket or a port."""
    facts = connection.get_connection_params()
    name, user, host = facts["dbname"], facts.get("user", ""), facts.get("host", "")
    if str(host).startswith("/"):
        return f"postgres://{user}@/{name}?host={host}" + (f"&port={facts['port']}" if facts.get("port") else "")
    password = f":{quote(str(facts['password']))}" if facts.get("password") else ""
    return f"postgres://{user}{password}@{host or '127.0.0.1'}:{facts.get('port') or 5432}/{name}"


def unused_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
