"""The harvest of an area: what worked, told by who made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import celebrating, standing_in
from accounts.forms_commitments import NameForm
from accounts.harvests import Harvest, Maker
from kennismarkt import access

if TYPE_CHECKING:
    from accounts.middleware import Request

SHOWN = 20


def seen(request: Request, pk: int) -> Harvest:
    """Return a success that the viewer sees (404 for others)."""
    return get_object_or_404(Harvest.objects.visible_to(request.member), pk=pk)


@access.members
@standing_in.also_for_another
@require_safe
def harvests(request: Request) -> HttpResponse:
    """Show what worked in one's own area, the latest first."""
    named = Maker.objects.visible_to(request.member).select_related("person")
    mine = Maker.objects.filter(person=request.member)
    told = (
        Harvest.objects.visible_to(request.member)
        .filter(area=request.member.area_id)
        .prefetch_related(Prefetch("makers", named, to_attr="named"), Prefetch("makers", mine, to_attr="mine"))
    )
    page = Paginator(told, SHOWN).get_page(request.GET.get("blad"))
    return render(request, "accounts/harvests.html", {"page": page})


@access.members
@standing_in.also_for_another
@require_POST
def name_me(request: Request, pk: int) -> HttpResponse:
    """Let oneself be named with it, or no longer."""
    form = NameForm(request.POST)
    on = form.is_valid() and form.cleaned_data["on"]
    celebrating.name_me(seen(request, pk), by=request.member, on=on)
    messages.success(request, _("Je naam staat erbij.") if on else _("Je naam staat er niet bij."))
    return redirect("harvests")


@access.members
@standing_in.also_for_another
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Take back a success that one told."""
    celebrating.take_back(seen(request, pk), by=request.member)
    messages.success(request, _("Teruggenomen. Anderen zien het niet meer."))
    return redirect("harvests")
