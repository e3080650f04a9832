"""The queue of jobs: the worker that empties it, what became of killed workers and failed jobs, how long it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.jobs import Status

from kennismarkt.errors import Refused, trace
from kennismarkt.models import Job, JobFailure

if TYPE_CHECKING:
    from procrastinate.job_context import JobContext
    from procrastinate.worker import Worker

MOST_TRIES = 8
HEARTBEAT = 5.0
# After this silence a worker counts as gone.
SILENCE = timedelta(seconds=30)
DAY = timedelta(days=1)
KEPT = 30 * DAY
AT_A_TIME = 4
KILLED = "the worker ended in the middle of it, each time"


def work(*, wait: bool = True, stops_on_signals: bool = True) -> None:
    """Do the jobs until asked to stop, or with `wait` off what waits now and nothing by the clock."""
    worker_app(by_the_clock=wait).run_worker(
        wait=wait,
        concurrency=AT_A_TIME,
        delete_jobs="successful",
        install_signal_handlers=stops_on_signals,
        listen_notify=wait,
        update_heartbeat_interval=HEARTBEAT,
        stalled_worker_timeout=SILENCE.total_seconds(),
        shutdown_graceful_timeout=5,
        task_middleware=[*(app.worker_defaults.get("task_middleware") or []), remembering_failure],
    )


def worker_app(*, by_the_clock: bool) -> App:
    """Return an app with connections of a worker for the queue itself.

    The jobs stay with Django's app: what they put in the queue goes through Django's connection, in their transaction.
    """
    own = App(
        connector=PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=AT_A_TIME),
        worker_defaults=app.worker_defaults,
        periodic_defaults={"max_delay": DAY.total_seconds()},
    )
    own.tasks = app.tasks
    if by_the_clock:
        own.periodic_registry = app.periodic_registry
    return own


def remembering_failure(run: Callable[[], Any], context: JobContext, _worker: Worker) -> Any:
    """Run a job, and keep the reason when it fails, for who looks after the queue."""
    try:
        return run()
    except Exception as error:
        # Without a database there is nowhere to keep it; the log has it too.
        with suppress(DatabaseError):
            remember(context.job.id or 0, trace(error))
        raise


def remember(number: int, reason: str) -> None:
    """Keep the latest reason why a job failed."""
    JobFailure.objects.update_or_create(job=number, defaults={"reason": reason, "at": timezone.now()})


def rescue() -> int:
    """Put back what killed workers left half done, and give up what outlived too many; return how many."""
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=timezone.now() - SILENCE)
    stalled = list(Job.objects.filter(silent, status=Status.DOING.value))
    for job in stalled:
        if job.attempts < MOST_TRIES:
            app.job_manager.retry_job_by_id(job.pk, timezone.now())
        else:
            remember(job.pk, KILLED)
            finish = async_to_sync(app.job_manager.finish_job_by_id_async)
            finish(job_id=job.pk, status=Status.FAILED, delete_job=False)
    return len(stalled)


def retry(job: Job) -> None:
    """Put a failed job back (`Refused` when it didn't fail, or somebody else did so already)."""
    if not Job.objects.filter(pk=job.pk, status=Status.FAILED.value).exists():
        raise Refused(_("Deze taak wacht al of is al gedaan."))
    app.job_manager.retry_job_by_id(job.pk, timezone.now())


def forget() -> None:
    """Forget failed jobs after a month, their reasons, and sessions that ended."""
    hours = int(KEPT / timedelta(hours=1))
    erase = async_to_sync(app.job_manager.delete_old_jobs)
    erase(nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True)
    JobFailure.objects.filter(at__lt=timezone.now() - KEPT).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def due(now: datetime | None = None) -> QuerySet[Job]:
    """Return the jobs that could be done now and aren't yet."""
    waiting: QuerySet[Job] = Job.objects.filter(status=Status.TODO.value)
    return waiting.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=now or timezone.now()))


def oldest_wait() -> timedelta:
    """Return how long the job that waits longest could have been done already; nothing when none waits."""
    now = timezone.now()
    since = due(now).annotate(since=Coalesce("scheduled_at", Max("procrastinateevent__at"))).aggregate(oldest=Min("since"))
    return max(now - (since["oldest"] or now), timedelta())


def at_work(now: datetime | None = None) -> bool:
    """Whether a worker gave a sign of life lately."""
    heard = ProcrastinateWorker.objects.filter(last_heartbeat__gt=(now or timezone.now()) - SILENCE)
    return bool(heard.exists())


def failures() -> QuerySet[Job]:
    """Return the jobs that were given up."""
    return Job.objects.filter(status=Status.FAILED.value)


def with_moments(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Add to each job since when it is as it is."""
    return jobs.annotate(since=Coalesce(Max("procrastinateevent__at"), F("scheduled_at")))
