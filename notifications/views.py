"""Pages of notices: the inbox, what one chose, stopping mail, and the browser's own part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from notifications import choosing, pushing, telling, unsubscribing, wording
from notifications.forms import PageForm, PreferencesForm, PushForm
from notifications.kinds import choosable
from notifications.models import Notice

if TYPE_CHECKING:
    from accounts.middleware import Request
    from notifications.unsubscribing import Stop

LISTED = 30
UNREADABLE = 422


@access.members
@require_safe
def notices(request: Request) -> HttpResponse:
    """Show what there is for somebody, and remember that they looked."""
    mine = Notice.objects.visible_to(request.member)
    after = PageForm(request.GET).understood["na"]
    older = mine.filter(pk__lt=int(after)) if after else mine
    found = list(older.order_by("-pk")[: LISTED + 1])
    lines = wording.lines(found[:LISTED], reader=request.member)
    if any(notice.read_at is None for notice in found):
        telling.read_all(by=request.member)
    more = found[LISTED - 1].pk if len(found) > LISTED else ""
    # The bell came with the account, before they looked.
    return render(request, "notifications/notices.html", {"lines": lines, "more": more, "unread_notices": 0})


@access.members
@require_safe
@never_cache
def unread(request: Request) -> HttpResponse:
    """Show how much is new, beside the bell."""
    number = Notice.objects.visible_to(request.member).unread().count()
    return render(request, "notifications/_unread.html", {"number": number})


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Show and change what somebody is told outside the site."""
    form = PreferencesForm(request.POST or None, person=request.member)
    if form.is_valid():
        choosing.choose(by=request.member, reach=form.reach, choices=form.choices)
        messages.success(request, _("Bewaard."))
        return redirect("notice_preferences")
    context = {"form": form, "push_key": settings.VAPID_PUBLIC_KEY, "devices": request.member.push_subscriptions.count()}
    return render(request, "notifications/preferences.html", context, status=UNREADABLE if form.is_bound else 200)


@access.everyone
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Ask whether to stop this mail, and stop it on POST; looking alone changes nothing, since mail scanners look."""
    asked = unsubscribing.read(token)
    if asked is None:
        raise Http404
    if request.method == "POST":
        unsubscribing.stop(asked)
    return render(request, "notifications/unsubscribe.html", {**about(asked), "done": request.method == "POST"})


def about(asked: Stop) -> dict[str, object]:
    """Return what a page about stopping mail says."""
    titles = {kind.name: kind.title for kind in choosable()}
    everything = asked.topic == unsubscribing.EVERYTHING
    return {
        "title": titles.get(asked.topic, _("deze overzichten")),
        "everything": everything,
        "all_link": unsubscribing.link(asked.person, unsubscribing.EVERYTHING),
    }


@access.members
@require_POST
def push_on(request: Request) -> HttpResponse:
    """Let a browser be woken."""
    form = PushForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Deze browser kennen we niet. Meldingen op dit apparaat kunnen hier niet."), status=UNREADABLE)
    pushing.switch_on(by=request.member, **form.cleaned_data)
    messages.success(request, _("Dit apparaat laat het je weten als er iets is."))
    return redirect("notice_preferences")


@access.members
@require_POST
def push_off(request: Request) -> HttpResponse:
    """Wake no browser of theirs any more."""
    pushing.switch_off(by=request.member)
    messages.success(request, _("Geen van je apparaten krijgt nog een seintje."))
    return redirect("notice_preferences")


@access.everyone
@require_safe
def service_worker(request: Request) -> HttpResponseBase:
    """Give the browser's own part; it must come from the root to reach the whole site."""
    path = finders.find("js/service-worker.js")
    return FileResponse(open(str(path), "rb"), content_type="text/javascript")  # noqa: PTH123 (the answer closes it)
