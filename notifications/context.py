"""What every page shows of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def notices(request: HttpRequest) -> dict[str, Any]:
    """Return how many notices somebody hasn't looked at, as it came with the account."""
    return {"unread_notices": getattr(getattr(request, "user", None), "unread_notices", 0)}
