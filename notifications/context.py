"""What every page shows of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from notifications.models import Notice


def notices(request: HttpRequest) -> dict[str, Any]:
    """Return how many notices somebody hasn't looked at."""
    viewer = getattr(request, "viewer", None)
    return {"unread_notices": Notice.objects.visible_to(viewer).unread().count() if viewer is not None else 0}
