"""Who may open which page: every view declares its rule, and a view without one does not start.

The rule says who comes in at the door. What somebody sees inside is the business of the querysets
(`visible_to(viewer)`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver

from kennismarkt import live

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

EVERYONE = "everyone"
MEMBERS = "members"
GUESTS = "guests"
WORKPLACE = "workplace"

# Views of libraries, by the package they come from: each guards itself behind this door.
BORROWED = {
    "allauth.": EVERYONE,
    "django.contrib.sitemaps.": EVERYONE,
    "django.views.": EVERYONE,
    "django.contrib.admin.": WORKPLACE,
    "taggit.": WORKPLACE,
    "django.contrib.auth.admin": WORKPLACE,
    "django.contrib.contenttypes.": WORKPLACE,
}


def everyone(view: View) -> View:
    """Open this view to everybody, signed in or not."""
    view.access_rule = EVERYONE  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return view


def members(view: View) -> View:
    """Open this view to participants; others are shown the way to sign in."""
    view.access_rule = MEMBERS  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return view


def guests(view: View) -> View:
    """Open this view to participants, and to guests without an account who sit at some table; others are shown the way in."""
    view.access_rule = GUESTS  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return view


def workplace(view: View) -> View:
    """Leave this view to the admin, which opens by appointment."""
    view.access_rule = WORKPLACE  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return view


def at_any_time(view: View) -> View:
    """Keep this view open while somebody is asked something first: texts to agree to, one's own data, the way out."""
    view.open_at_any_time = True  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return view


def open_at_any_time(view: Callable[..., Any]) -> bool:
    """Whether `view` stays open then: it says so, or it is one of allauth's, about the account itself."""
    origin = getattr(getattr(view, "view_class", view), "__module__", "")
    return bool(getattr(view, "open_at_any_time", False)) or origin.startswith("allauth.")


def rule_of(view: Callable[..., Any]) -> str | None:
    """Return the rule that `view` declared or that its package has; None when there is none."""
    declared = getattr(view, "access_rule", None)
    if declared is not None:
        return str(declared)
    origin = getattr(getattr(view, "view_class", view), "__module__", "")
    return next((rule for package, rule in BORROWED.items() if origin.startswith(package)), None)


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site: its route and its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


@register("access")
def every_view_has_a_rule(**_: object) -> list[CheckMessage]:
    """Refuse to start with a view that doesn't say who may open it."""
    return [
        Error(
            f"The view at '{route}' declares no access rule.",
            hint="Decorate it with @access.everyone, @access.guests or @access.members.",
            id="kennismarkt.E001",
        )
        for route, pattern in patterns()
        if rule_of(pattern.callback) is None
    ]


class AccessMiddleware:
    """Asks each view for its rule and holds the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the door is held in `process_view`, when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Let in, or answer with the way to sign in (`ImproperlyConfigured` for a view without a rule)."""
        rule = rule_of(view)
        if rule is None:
            raise ImproperlyConfigured(f"{view} declares no access rule.")
        if rule not in {MEMBERS, GUESTS} or getattr(request, "viewer", None) is not None:
            return None
        return None if rule == GUESTS and is_guest(request) else show_the_way_in(request)


def is_guest(request: HttpRequest) -> bool:
    """Whether this session, which nobody signed in to, is that of a guest."""
    return live.GUEST in request.session and not request.user.is_authenticated


def show_the_way_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to sign in, and an account without a participant to introduce itself."""
    if request.user.is_authenticated:
        return redirect("introduce_yourself")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login("/").url})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
