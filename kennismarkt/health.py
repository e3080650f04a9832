"""Whether this process runs and whether it can do its work, for those who watch over it."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kennismarkt import access, jobqueue


@access.everyone
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return HttpResponse("kennismarkt ok\n", content_type="text/plain")


@access.everyone
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers and every migration has run (503 when not), and how the jobs are.

    Pages don't wait for jobs, so a missing worker or an old job (`oldest_job`, seconds) is told without a 503.
    """
    state: dict[str, str | int] = {"database": "ok", "migrations": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            state["migrations"] = "waiting"
        else:
            state |= state_of_jobs()
    except DatabaseError:
        state = {"database": "unreachable", "migrations": "unknown"}
    ready = state["database"] == state["migrations"] == "ok"
    return JsonResponse(state, status=200 if ready else 503)


def state_of_jobs() -> dict[str, str | int]:
    """Return whether a worker is at work, and the age in seconds of the oldest job that could have been done."""
    return {
        "worker": "ok" if jobqueue.at_work() else "missing",
        "oldest_job": int(jobqueue.oldest_wait().total_seconds()),
    }
