"""Whether this process runs and whether it can do its work, for those who watch over it."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kennismarkt import access


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
    """Say whether the database answers and every migration has run (503 when not)."""
    state = {"database": "ok", "migrations": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            state["migrations"] = "waiting"
    except DatabaseError:
        state = {"database": "unreachable", "migrations": "unknown"}
    ready = set(state.values()) == {"ok"}
    return JsonResponse(state, status=200 if ready else 503)
