"""Putting a group together: on the projector and on the phones of the room; and all groups ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from meetings import composing_page, preparation
from meetings.forms_groups import OtherForm, SwapForm, VersionForm, WishForm
from meetings.models import Meeting
from meetings.prep_groups import composed_with
from meetings.working import must_compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.middleware import Request

UNREADABLE = 422


def found(request: Request, pk: int) -> Meeting:
    """Return the meeting whose group this viewer helps to put together (404 otherwise)."""
    return get_object_or_404(composed_with(request.member).select_related("area", "place", "trajectory"), pk=pk)


@access.members
@never_cache
@require_safe
def compose(request: Request, pk: int) -> HttpResponse:
    """Show who wishes, what lies on the table and why; a page that looks again gets that part."""
    return shown(request, found(request, pk))


def shown(request: Request, meeting: Meeting, form: WishForm | None = None, status: int = 200) -> HttpResponse:
    """Show the page, with a form that was sent before when it could not be understood."""
    asked = OtherForm(request.GET).understood
    page = composing_page.page_for(meeting, request.member, other=asked["anders"], screen=bool(asked["scherm"]))
    mine = page.mine
    initial = {"can_come": mine.can_come, "language": mine.language} if mine else {}
    context = {"page": page, "form": form or WishForm(initial=initial), "area": meeting.area}
    part = "#room" if request.htmx else ""
    return render(request, f"meetings/groups/compose.html{part}", context, status=status)


@access.members
@require_POST
def wish(request: Request, pk: int) -> HttpResponse:
    """Say that one would like to prepare."""
    meeting = found(request, pk)
    form = WishForm(request.POST)
    if not form.is_valid():
        return shown(request, meeting, form, UNREADABLE)
    preparation.wish(meeting, by=request.member, **form.cleaned_data)
    messages.success(request, _("Fijn! Je staat op de lijst."))
    return redirect("compose_group", pk)


@access.members
@require_POST
def wish_no_more(request: Request, pk: int) -> HttpResponse:
    """Take the wish back."""
    preparation.wish_no_more(found(request, pk), by=request.member)
    messages.success(request, _("Je staat niet meer op de lijst."))
    return redirect("compose_group", pk)


def acted(request: Request, pk: int, act: Callable[[Meeting], object]) -> HttpResponse:
    """Do something to the group and show the page, with why when it was refused."""
    meeting = found(request, pk)
    must_compose(meeting, request.member)
    try:
        act(meeting)
    except Refused as refused:
        messages.error(request, str(refused.message))
    screen = "?scherm=on" if "scherm" in request.GET else ""
    return redirect(f"{request.path.rsplit('/', 2)[0]}/samenstellen/{screen}")


@access.members
@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    """Let the solver propose."""
    return acted(request, pk, lambda meeting: preparation.propose(meeting, by=request.member))


@access.members
@require_POST
def swap(request: Request, pk: int) -> HttpResponse:
    """Change the group by hand."""
    form = SwapForm(request.POST)
    if not form.is_valid():
        return acted(request, pk, lambda _meeting: refuse())
    return acted(request, pk, lambda meeting: preparation.swap(meeting, by=request.member, **form.cleaned_data))


@access.members
@require_POST
def take_runner_up(request: Request, pk: int) -> HttpResponse:
    """Put the runner-up on the table."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        return acted(request, pk, lambda _meeting: refuse())
    return acted(request, pk, lambda meeting: preparation.take_runner_up(meeting, by=request.member, **form.cleaned_data))


@access.members
@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    """Agree on the group."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        return acted(request, pk, lambda _meeting: refuse())
    return acted(request, pk, lambda meeting: preparation.agree(meeting, by=request.member, **form.cleaned_data))


def refuse() -> None:
    """Refuse what can't be understood."""
    raise Refused(_("Dat is niet gelukt. Kijk nog eens naar het groepje."), status=UNREADABLE)


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan_ahead(request: Request, pk: int) -> HttpResponse:
    """Plan all groups ahead, and show what lies on each table."""
    meeting = found(request, pk)
    must_compose(meeting, request.member)
    if request.method == "POST":
        preparation.plan_ahead(meeting, by=request.member)
        messages.success(request, _("De groepjes liggen klaar. Spreek ze af als iedereen het goed vindt."))
        return redirect("plan_groups_ahead", pk)
    coming = [meeting, *preparation.following(meeting)]
    pages = [composing_page.page_for(each, request.member) for each in coming]
    return render(request, "meetings/groups/ahead.html", {"meeting": meeting, "pages": pages, "area": meeting.area})
