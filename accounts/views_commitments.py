"""What somebody will do: what is asked of them, what they took on, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import promising, standing_in
from accounts.commitments import Commitment, Outcome, links_for
from accounts.forms_commitments import ChangeForm, CloseForm, DeclineForm
from kennismarkt import access
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from accounts.middleware import Request

UNREADABLE = 422
CLOSED_SHOWN = 30
OPEN_SHOWN = 200


def own(request: Request, pk: int) -> Commitment:
    """Return a commitment of the viewer, or one that an organisation of theirs was asked (404 for anybody else's)."""
    return get_object_or_404(Commitment.objects.visible_to(request.member), pk=pk)


@access.members
@standing_in.also_for_another
@require_safe
def commitments(request: Request) -> HttpResponse:
    """Show what is asked of somebody, what they took on, and what is behind them."""
    return page(request)


def page(request: Request, status: int = 200, **more: Any) -> HttpResponse:
    """Show the commitments, with what is wrong with a form beside the one it is about."""
    mine = Commitment.objects.visible_to(request.member).select_related("asked_by", "organisation")
    lists = {
        "asked": list(mine.asked()[:OPEN_SHOWN]),
        "open": list(mine.open()[:OPEN_SHOWN]),
        "closed": list(mine.closed()[:CLOSED_SHOWN]),
    }
    links = links_for(request.member, [each for some in lists.values() for each in some])
    told = {name: [(each, links.get(each.pk, "")) for each in some] for name, some in lists.items()}
    return render(request, "accounts/commitments.html", {**told, **more}, status=status)


def done(request: Request, verb: Callable[[], object], words: str, about: Commitment) -> HttpResponse:
    """Do it and say so, or show what is wrong at the commitment."""
    try:
        verb()
    except Refused as refused:
        return page(request, refused.status, wrong=about.pk, words=str(refused.message))
    messages.success(request, words)
    return redirect("commitments")


def said(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")


@access.members
@standing_in.also_for_another
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Take on what one was asked."""
    about = own(request, pk)
    return done(request, lambda: promising.accept(about, by=request.member), _("Mooi. Het staat bij je afspraken."), about)


@access.members
@standing_in.also_for_another
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Say no."""
    about, form = own(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, UNREADABLE, wrong=about.pk, words=said(form))
    verb = promising.decline
    return done(request, lambda: verb(about, by=request.member, **form.cleaned_data), _("Goed. Wie het vroeg, hoort het."), about)


@access.members
@standing_in.also_for_another
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Say that it was done, or let it go."""
    about, form = own(request, pk), CloseForm(request.POST)
    if not form.is_valid():
        return page(request, UNREADABLE, wrong=about.pk, words=said(form))
    words = _("Gedaan. Goed gewerkt.") if form.cleaned_data["outcome"] == Outcome.DONE else _("Losgelaten.")
    return done(request, lambda: promising.close(about, by=request.member, **form.cleaned_data), words, about)


@access.members
@standing_in.also_for_another
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Undo that it was closed."""
    about = own(request, pk)
    return done(request, lambda: promising.reopen(about, by=request.member), _("De afspraak staat weer open."), about)


@access.members
@standing_in.also_for_another
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Agree on something else instead."""
    about = own(request, pk)
    facts = {name: getattr(about, name) for name in ("text", "due_on", "version")}
    form, status = ChangeForm(request.POST or None, initial=facts), 200
    if form.is_valid():
        try:
            promising.change(about, by=request.member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.message))
            status = refused.status
        else:
            messages.success(request, _("Zo staat het nu bij je afspraken."))
            return redirect("commitments")
    elif form.is_bound:
        status = UNREADABLE
    return render(request, "accounts/commitment_change.html", {"form": form, "commitment": about}, status=status)
