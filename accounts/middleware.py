"""Who is looking: the participant behind a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase

from accounts.addresses import picture_url

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import Participant


class Request(HttpRequest):
    """A request as our views get it: `member` where `access.members` has seen to it that there is a viewer."""

    viewer: Participant | None
    member: Participant
    htmx: HtmxDetails


class ViewerMiddleware:
    """Tells every view who is looking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Set `viewer` and `member`."""
        viewer = getattr(request.user, "participant", None) if request.user.is_authenticated else None
        if viewer is not None:
            viewer.portrait_url = picture_url(viewer.pk, getattr(request.user, "picture_version", None))
        request.viewer = viewer
        request.member = viewer  # type: ignore[assignment]  # `access.members` lets nobody in without
        return self.get_response(request)
