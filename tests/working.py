"""Doing the jobs that wait, for tests that run within one transaction, which a worker of its own can't look into."""

from __future__ import annotations

from datetime import timedelta

from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as Found
from procrastinate.jobs import Status

from kennismarkt.models import Job
from notifications import sending
from notifications.choices import State
from notifications.models import Delivery


def do_waiting_jobs() -> list[str]:
    """Do what waits and is due, also what that brings about; return the names. What goes wrong reaches the test."""
    manager, done = app.job_manager, []
    worker = async_to_sync(manager.register_worker)()
    while job := next_job(worker):
        # Django's connection leaves JSON to the models.
        app.tasks[job.task_name](**Job.objects.get(pk=job.id).args)
        async_to_sync(manager.finish_job)(job=job, status=Status.SUCCEEDED, delete_job=True)
        done.append(job.task_name)
    async_to_sync(manager.unregister_worker)(worker)
    return done


def next_job(worker: int) -> Found | None:
    """Take the next job. The database's own clock stands still in a transaction, so what came due since is told to it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE scheduled_at <= clock_timestamp()")
    return async_to_sync(app.job_manager.fetch_job)(queues=None, worker_id=worker)


def send_outbox() -> None:
    """Send what waits to be sent, also at an hour at which people want quiet."""
    Delivery.objects.filter(state=State.WAITING).update(due_at=timezone.now() - timedelta(minutes=1))
    sending.send_due()
