"""Settings: production refuses to start half-configured, and is clean when configured."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client

from kennismarkt.launch import ROOT
from kennismarkt.requestlog import JsonFormatter

GOOD = {"SECRET_KEY": "k3nn1s-m4rkt-0sd0rp-pl31n-bl0mm3tj3-s4m3nsp3l-p4rtn3r-k44rt", "ALLOWED_HOSTS": "kennismarkt.example.org"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a management command with production settings."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert (done.returncode, "no issues" in done.stdout + done.stderr) == (0, True)


@pytest.mark.parametrize(
    "wrong",
    [{"SECRET_KEY": ""}, {"SECRET_KEY": "short"}, {"SECRET_KEY": "example-" * 10}, {"ALLOWED_HOSTS": ""}],
)
def test_production_refuses_to_start_half_configured(wrong: dict[str, str]) -> None:
    done = manage("check", **{**GOOD, **wrong})
    assert (done.returncode != 0, "ImproperlyConfigured" in done.stderr) == (True, True)


@pytest.mark.django_db
def test_healthz_and_readyz(client: Client) -> None:
    assert client.get("/healthz").content == b"kennismarkt ok\n"
    assert client.get("/readyz").json() == {"database": "ok", "migrations": "ok", "worker": "missing", "oldest_job": 0}


@pytest.mark.django_db
def test_request_log_tells_the_route_and_nobodys_words(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("kennismarkt").propagate = True
    with caplog.at_level(logging.INFO, "kennismarkt.requests"):
        client.get("/markt/", {"q": "schuldhulp", "email": "iemand@example.org"})
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert (line["method"], line["route"], line["status"]) == ("GET", "markt/", 200)
    assert "schuldhulp" not in json.dumps(line)
    assert "iemand" not in json.dumps(line)


@pytest.mark.django_db
def test_every_page_has_the_strict_policy(client: Client) -> None:
    policy = client.get("/markt/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "default-src 'self'" in policy
