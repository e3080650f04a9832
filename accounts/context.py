"""What every page knows about who is looking."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

LANGUAGE_COOKIE: dict[str, Any] = {
    "max_age": settings.LANGUAGE_COOKIE_AGE,
    "secure": settings.LANGUAGE_COOKIE_SECURE,
    "httponly": settings.LANGUAGE_COOKIE_HTTPONLY,
    "samesite": settings.LANGUAGE_COOKIE_SAMESITE,
}


def viewer(request: HttpRequest) -> dict[str, Any]:
    """Return who is looking, their area, who stands in for them, and whether the workplace opens."""
    participant = getattr(request, "viewer", None)
    user = getattr(request, "user", None)
    standing = getattr(request, "standing", None)
    return {
        "viewer": participant,
        "area": participant.area if participant else None,
        "standing": standing,
        "has_duties": bool(user and user.is_authenticated and user.is_staff and standing is None),
    }
