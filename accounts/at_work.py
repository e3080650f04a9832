"""Who is at work: every desk of the workplace asks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import Participant


def worker(request: HttpRequest) -> Participant:
    """Return who is at work (`PermissionDenied` for an account that is nobody in a neighbourhood)."""
    viewer: Participant | None = getattr(request, "viewer", None)
    if viewer is None:
        raise PermissionDenied
    return viewer
