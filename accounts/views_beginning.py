"""The first steps: going on where one left, the self-portrait as one of them, and leaving it at that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import beginning, portraying, standing_in
from accounts.forms_portrait import PortraitForm
from accounts.models import SelfPortrait, Step
from kennismarkt import access

if TYPE_CHECKING:
    from accounts.middleware import Request

CONFLICT = 409
UNREADABLE = 422


@access.members
@standing_in.also_for_another
@require_safe
def go_on(request: Request) -> HttpResponse:
    """Lead to the step that is next; home when there is none."""
    here = beginning.under_way(request.member)
    return redirect(beginning.PLACES[Step(here.step)] if here is not None else "home")


@access.members
@standing_in.also_for_another
@require_http_methods(["GET", "HEAD", "POST"])
def portrait(request: Request) -> HttpResponse:
    """Make a self-portrait as the second step, or skip it."""
    there = SelfPortrait.objects.filter(participant=request.member).first()
    if request.method != "POST":
        return step_page(request, PortraitForm(portrait=there))
    if "skip" in request.POST:
        beginning.portrayed(request.member, skipped=True)
        return redirect("go_on_beginning")
    return portrayed(request, PortraitForm(request.POST, request.FILES, portrait=there))


def portrayed(request: Request, form: PortraitForm) -> HttpResponse:
    """Save what was sent and go on, or show what is wrong or was saved elsewhere meanwhile."""
    if not form.is_valid():
        return step_page(request, form, status=UNREADABLE)
    try:
        portraying.portray(request.member, **form.written)
    except portraying.ChangedMeanwhile as meanwhile:
        form.against(meanwhile.theirs)
        return step_page(request, form, theirs=meanwhile.theirs, photo_lost=bool(form.cleaned_data["photo"]), status=CONFLICT)
    return redirect("go_on_beginning")


def step_page(request: Request, form: PortraitForm, *, status: int = 200, **context: object) -> HttpResponse:
    """Show the second step."""
    return render(request, "accounts/begin_portrait.html", {"form": form, "portrait": form.portrait, **context}, status=status)


@access.members
@standing_in.also_for_another
@require_POST
def dismiss(request: Request) -> HttpResponse:
    """Leave it at this."""
    beginning.dismiss(request.member)
    messages.success(request, _("Goed. Je vindt alles ook zonder deze stappen."))
    return redirect("home")
