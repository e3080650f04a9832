"""The queue in the workplace: the owners see what failed and why, and try again; nobody else comes in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app

from kennismarkt import jobqueue
from kennismarkt.models import Job

pytestmark = pytest.mark.django_db

QUEUE = "/beheer/kennismarkt/job/"


@pytest.fixture
def failed() -> Job:
    """A job that was given up."""
    number = app.tasks["market.jobs.tidy"].defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [number])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [number])
    jobqueue.remember(number, "OSError\n  market/publishing.py:200 purge")
    return Job.objects.get(pk=number)


def test_owners_see_what_failed_and_why(owner: Client, failed: Job) -> None:
    needed = {str(need.label): need.url for need in owner.get("/beheer/").context["needs"]}
    page = owner.get(needed["mislukte taak"])
    assert list(page.context["cl"].result_list) == [failed]
    assert "<summary>OSError</summary>" in page.content.decode()


def test_owners_try_again(owner: Client, failed: Job) -> None:
    chosen = {"action": "try_again", "_selected_action": [failed.pk]}
    assert "1 taak wacht weer." in owner.post(QUEUE, chosen, follow=True).content.decode()
    assert Job.objects.get(pk=failed.pk).status == "todo"
    assert "Deze taak wacht al" in owner.post(QUEUE, chosen, follow=True).content.decode()


def test_nobody_else_comes_in(coordinator: Client, moderator: Client, failed: Job) -> None:
    for client in (coordinator, moderator):
        assert client.get(QUEUE).status_code == 403
        assert "mislukte taak" not in client.get("/beheer/").content.decode()


def test_nobody_adds_changes_or_deletes_jobs(owner: Client, failed: Job) -> None:
    for page in ("add/", f"{failed.pk}/delete/"):
        assert owner.get(QUEUE + page).status_code == 403
