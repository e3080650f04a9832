"""Jobs: put in the queue by the transaction that causes them, done at least once, taken over, tried again."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.tasks import Task

from kennismarkt import jobqueue, jobs
from kennismarkt.errors import Refused, trace
from kennismarkt.launch import ROOT
from kennismarkt.models import Job, JobFailure
from kennismarkt.requestlog import JobFormatter
from neighbourhood.models import Area
from tests.conftest import RunJobs
from tests.factories import AreaFactory

SECRET = "samira@example.org"


def rename(*, area: int) -> None:
    """Give an area another name."""
    Area.objects.filter(pk=area).update(name="Hernoemd")


def fail(*, area: int) -> None:
    """Fail with an address in the words."""
    raise ValueError(SECRET)


def pass_on(*, area: int) -> None:
    """Put another job in the queue, and fail afterwards."""
    with transaction.atomic():
        app.tasks[name_of("rename")].defer(area=area)
        raise LookupError


def name_of(work: str) -> str:
    """Return the name of a job of this module."""
    return f"{__name__}.{work}"


@pytest.fixture(autouse=True)
def jobs_of_this_module() -> Iterator[None]:
    """Let the queue know the jobs above for the time of a test."""
    made = [jobs.job(work) for work in (rename, fail, pass_on)]
    yield
    for task in made:
        del app.tasks[task.name]


@pytest.fixture
def renaming() -> Task[..., None, ...]:
    """The job that gives an area another name."""
    return app.tasks[name_of("rename")]


def times() -> Iterator[int]:
    """Yield the state of patience, for ten seconds."""
    for turn in range(200):
        yield turn
        time.sleep(0.05)


@pytest.mark.django_db
def test_a_job_is_done_once_and_is_gone(area: Area, renaming: Task[..., None, ...], run_jobs: RunJobs) -> None:
    renaming.defer(area=area.pk)
    assert run_jobs() == [name_of("rename")]
    assert (Area.objects.get().name, Job.objects.count(), run_jobs()) == ("Hernoemd", 0, [])


@pytest.mark.django_db(transaction=True)
def test_it_is_gone_with_the_transaction_that_caused_it(renaming: Task[..., None, ...]) -> None:
    def cause() -> None:
        with transaction.atomic():
            renaming.defer(area=1)
            assert Job.objects.count() == 1
            raise LookupError

    with pytest.raises(LookupError):
        cause()
    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_waits(renaming: Task[..., None, ...]) -> None:
    area = AreaFactory.create()
    renaming.defer(area=area.pk)
    jobqueue.work(wait=False)
    assert (Area.objects.get().name, Job.objects.count()) == ("Hernoemd", 0)


@pytest.mark.django_db(transaction=True)
def test_in_a_worker_too_jobs_belong_to_the_transaction() -> None:
    app.tasks[name_of("pass_on")].defer(area=1)
    jobqueue.work(wait=False)
    assert [job.task_name for job in Job.objects.all()] == [name_of("pass_on")]


@pytest.mark.django_db(transaction=True)
def test_what_fails_waits_longer_each_time_and_keeps_the_reason_without_the_words() -> None:
    app.tasks[name_of("fail")].defer(area=1)
    jobqueue.work(wait=False)
    job = Job.objects.get()
    assert (job.status, job.attempts) == ("todo", 1)
    assert timedelta(seconds=0) < job.scheduled_at - timezone.now() < timedelta(seconds=5)
    kept = JobFailure.objects.get().reason
    assert kept.startswith("ValueError\n  tests/jobs/test_queue.py:")
    assert SECRET not in kept


@pytest.mark.django_db
def test_after_eight_times_it_is_given_up() -> None:
    decide = jobs.Backoff(jobqueue.MOST_TRIES).get_retry_decision
    job = next(iter(app.job_manager.list_jobs(id=app.tasks[name_of("fail")].defer(area=1))))
    waits = [decide(exception=ValueError(), job=job.evolve(attempts=tried)) for tried in range(9)]
    assert [wait is None for wait in waits] == [False] * 8 + [True]
    assert decide(exception=Refused("nee"), job=job) is None


def test_only_numbers_travel() -> None:
    def tell(*, words: str) -> None:
        """Say something."""

    with pytest.raises(TypeError, match="only numbers travel"):
        jobs.job(tell)


def test_no_job_of_the_site_takes_words() -> None:
    ours = [task for task in app.tasks.values() if task.func.__module__.split(".")[0] in {"kennismarkt", "market"}]
    assert {"kennismarkt.jobs.rescue", "kennismarkt.jobs.forget", "market.jobs.tidy"} <= {task.name for task in ours}


@pytest.mark.django_db
def test_the_jobs_of_a_killed_worker_are_taken_over(renaming: Task[..., None, ...], run_jobs: RunJobs, area: Area) -> None:
    number = renaming.defer(area=area.pk)
    held(number, silent_for=timedelta(seconds=31))
    assert jobqueue.rescue() == 1
    assert run_jobs() == [name_of("rename")]


@pytest.mark.django_db
def test_the_jobs_of_a_living_worker_are_left_alone(renaming: Task[..., None, ...]) -> None:
    held(renaming.defer(area=1), silent_for=timedelta(seconds=5))
    assert (jobqueue.rescue(), Job.objects.get().status) == (0, "doing")


@pytest.mark.django_db
def test_a_job_that_ends_every_worker_is_given_up(renaming: Task[..., None, ...]) -> None:
    held(renaming.defer(area=1), silent_for=timedelta(minutes=1), attempts=jobqueue.MOST_TRIES)
    jobqueue.rescue()
    assert (Job.objects.get().status, JobFailure.objects.get().reason) == ("failed", jobqueue.KILLED)


def held(number: int, *, silent_for: timedelta, attempts: int = 0) -> None:
    """Let a worker hold a job that was last heard of so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [timezone.now() - silent_for]
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
            [worker, attempts, number],
        )


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_gives_signs_of_life_and_ends_when_asked() -> None:
    command = [sys.executable, "manage.py", "work"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": address_of_this_database()}) as worker:
        assert any(jobqueue.at_work() for _ in times())
        # By the clock: what wasn't done in the last day is made up for.
        assert any(not Job.objects.exists() and periodic_jobs_were_put_there() for _ in times())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    assert not ProcrastinateWorker.objects.exists()


def address_of_this_database() -> str:
    """Return the address of the database that this test uses."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def periodic_jobs_were_put_there() -> bool:
    """Whether the worker looked at the clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers")
        return bool(cursor.fetchone()[0] >= 3)


@pytest.mark.django_db
def test_readyz_tells_how_long_the_oldest_job_waits(client: Client, renaming: Task[..., None, ...]) -> None:
    renaming.configure(schedule_at=timezone.now() + timedelta(hours=1)).defer(area=1)
    assert client.get("/readyz").json()["oldest_job"] == 0
    renaming.configure(schedule_at=timezone.now() - timedelta(seconds=90)).defer(area=2)
    renaming.defer(area=3)
    assert client.get("/readyz").json()["oldest_job"] == 90


@pytest.mark.django_db
def test_failures_are_forgotten_after_a_month_and_sessions_when_they_ended(client: Client) -> None:
    JobFailure.objects.create(job=1, reason="ValueError", at=timezone.now() - timedelta(days=31))
    JobFailure.objects.create(job=2, reason="ValueError", at=timezone.now())
    jobqueue.forget()
    assert [failure.job for failure in JobFailure.objects.all()] == [2]


@pytest.mark.django_db
def test_tidying_by_hand_and_by_the_clock_are_one(run_jobs: RunJobs) -> None:
    app.tasks["market.jobs.tidy"].defer(timestamp=0)
    assert run_jobs() == ["market.jobs.tidy"]
    call_command("tidy", verbosity=0)


def test_the_log_tells_where_and_not_what() -> None:
    try:
        fail(area=1)
    except ValueError as error:
        told = trace(error)
        record = logging.LogRecord("procrastinate", logging.ERROR, "", 0, "Job 1", None, (ValueError, error, error.__traceback__))
    assert told.splitlines()[0] == "ValueError"
    assert told == json.loads(JobFormatter().format(record))["error"]
    assert SECRET not in told
