"""What every page knows about who is looking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def viewer(request: HttpRequest) -> dict[str, Any]:
    """Return the participant who is signed in and the area the page belongs to by default."""
    participant = getattr(request, "viewer", None)
    return {"viewer": participant, "area": participant.area if participant else None}
