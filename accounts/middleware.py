"""Who is looking: the participant behind a request, who stands in for whom, and whether they may go to work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import standing_in
from accounts.addresses import picture_url
from kennismarkt import access
from kennismarkt.access import open_at_any_time

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import ActFor, Participant

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORBIDDEN, CONFLICT = 403, 409
# Of what libraries bring, all that who stands in for somebody may open.
LEAVING = frozenset({"account_logout"})
# Pages about oneself: who stands in for somebody opens only those of ours that say so.
OF_ONESELF = ("allauth.", "accounts.")


class Request(HttpRequest):
    """A request as our views get it: `member` where `access.members` has seen to it that there is a viewer."""

    viewer: Participant | None
    member: Participant
    standing: standing_in.Standing | None
    htmx: HtmxDetails


class ViewerMiddleware:
    """Tells every view who is looking: who signed in, or the person for whom they act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Set `viewer`, `member` and `standing`."""
        own = getattr(request.user, "participant", None) if request.user.is_authenticated else None
        if own is not None:
            own.portrait_url = picture_url(own.pk, getattr(request.user, "picture_version", None))
        request.standing = standing_in.standing_of(request, own)
        request.viewer = request.standing.person if request.standing else own
        request.member = request.viewer  # type: ignore[assignment]  # `access.members` lets nobody in without
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
        if access.rule_of(view) != access.WORKPLACE or not (request.user.is_authenticated and request.user.is_staff):
            return None
        from accounts import factors, proving  # they need the apps loaded

        if factors.used_in(request):
            return None
        return redirect(proving.way_to_prove(request) if factors.held_by(request.user) else "mfa_index")


class GateMiddleware:
    """Leads members to what they are asked first: whether they stay, when they are leaving; else what changed in the rules.

    For the rules only whole pages are held up: nothing that somebody sends, or that a page fetches while they write, so that
    no words get lost. It costs no query: `ViewerBackend` fetches along what it needs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the gate is held in `process_view`, when the view is known."""
        return self.get_response(request)

    def process_view(self, request: Request, view: Callable[..., Any], _args: object, _kwargs: object) -> HttpResponseBase | None:
        """Let through, or lead to the question."""
        if request.viewer is None or request.standing is not None or open_at_any_time(view):
            return None
        part_of_page = "HX-Request" in request.headers
        if request.viewer.leaving:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("stay")}) if part_of_page else redirect("stay")
        if part_of_page or request.method not in {"GET", "HEAD"}:
            return None
        from accounts import consents  # needs the apps loaded

        if not consents.asked_of(request.viewer.user):
            return None
        return redirect(f"{reverse('agree')}?{urlencode({'next': request.get_full_path()})}")


class StandingInMiddleware:
    """Writes down what is done for somebody else, and keeps closed what is for people themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Answer, and write down how it ended."""
        response = self.get_response(request)
        act: ActFor | None = getattr(request, "act", None)
        if act is not None:
            standing_in.come_to(act, response)
        return response

    def process_view(
        self, request: Request, view: Callable[..., Any], _args: object, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Write an act down before it is done, so that nothing is done unwritten."""
        if request.standing is None:
            return self.ended(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not opens(view, name):
            words = _("Je handelt nu voor iemand anders. Stop daar eerst mee, dan kan dit weer.")
            return render(request, "refused.html", {"message": words}, status=FORBIDDEN)
        if request.method not in SAFE and not getattr(view, "own_act", False) and name not in LEAVING:
            small = getattr(view, "many_small_acts", False)
            number = kwargs.get("pk")
            request.act = standing_in.write_down(  # type: ignore[attr-defined]  # for `__call__` only
                request.standing, route=name, number=number if isinstance(number, int) else None, once_in_a_while=small
            )
        return None

    def ended(self, request: Request) -> HttpResponseBase | None:
        """Say that acting for somebody came to an end by itself; what was meant for that person isn't done."""
        if standing_in.KEY not in request.session:
            return None
        standing_in.stop(request)
        words = _("Je handelt niet meer voor een ander: dat is gestopt. Je bent weer gewoon jezelf.")
        if request.method in SAFE:
            messages.warning(request, words)
            return None
        return render(request, "refused.html", {"message": words}, status=CONFLICT)


def opens(view: Callable[..., Any], name: str) -> bool:
    """Whether `view` opens to who stands in for somebody: not the workplace, nor ways to sign in, nor pages about oneself."""
    if access.rule_of(view) == access.WORKPLACE:
        return False
    origin = getattr(getattr(view, "view_class", view), "__module__", "")
    return getattr(view, "also_for_another", False) or name in LEAVING or not origin.startswith(OF_ONESELF)
