"""Who is looking: the participant behind a request, and whether they may go to work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.addresses import picture_url
from kennismarkt.access import WORKPLACE, rule_of

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


class SecondFactorMiddleware:
    """Keeps the workplace for sessions in which a second factor was used; the one place that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the door is held in `process_view`, when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Let in, or lead to setting up or using the second factor; who has no business there is for the workplace itself."""
        if rule_of(view) != WORKPLACE or not (request.user.is_authenticated and request.user.is_staff):
            return None
        from accounts import factors, proving  # they need the apps loaded

        if factors.used_in(request):
            return None
        return redirect(proving.way_to_prove(request) if factors.held_by(request.user) else "mfa_index")
