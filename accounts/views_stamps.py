"""What somebody does with the stamps that they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import stamping, standing_in
from accounts.models import Stamp
from kennismarkt import access

if TYPE_CHECKING:
    from accounts.middleware import Request


def own(request: Request, pk: int) -> Stamp:
    """Return a stamp that the viewer was given (404 for anybody else's)."""
    return get_object_or_404(Stamp.objects.given_to(request.member), pk=pk)


@access.members
@standing_in.also_for_another
@require_POST
def hide(request: Request, pk: int) -> HttpResponse:
    """Keep it to oneself."""
    stamping.hide(own(request, pk), by=request.member)
    return done(request, _("Anderen zien dit stempel niet meer."))


@access.members
@standing_in.also_for_another
@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    """Let others see it again."""
    stamping.show(own(request, pk), by=request.member)
    return done(request, _("Anderen zien dit stempel weer."))


@access.members
@standing_in.also_for_another
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Not want it."""
    stamping.decline(own(request, pk), by=request.member)
    return done(request, _("Goed. Je krijgt dit stempel niet meer."))


@access.members
@standing_in.also_for_another
@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """Want it after all."""
    stamping.take(own(request, pk), by=request.member)
    return done(request, _("Het stempel is weer van jou."))


def done(request: Request, words: str) -> HttpResponse:
    """Say what happened, where one's stamps are."""
    messages.success(request, words)
    return redirect("settings")
