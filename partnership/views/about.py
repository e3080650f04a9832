"""Around the card: expectations, the case, its history and who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from partnership import casework, log, seats, telling_back, voicing
from partnership.dialogue import ChangedMeanwhile
from partnership.expectations import QUESTIONS, Expectation, Theme
from partnership.forms import ExpectationForm
from partnership.forms_gathering import CaseForm
from partnership.log import How, Reading

if TYPE_CHECKING:
    from accounts.middleware import Request

OK, CONFLICT, UNREADABLE = 200, 409, 422
PER_PAGE = 100


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def card_expectations(request: Request, pk: int) -> HttpResponse:
    """Show what people expect of each other, by theme, and take another."""
    me = seats.seat(request, pk)
    form = ExpectationForm(request.POST or None)
    if form.is_valid():
        try:
            voicing.voice(me.card, by=me, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why.message))
        else:
            return redirect("card_expectations", pk)
    said = list(Expectation.objects.visible_to(me).standing().select_related("partner"))
    themes = [(theme, QUESTIONS[theme], [each for each in said if each.theme == theme]) for theme in Theme]
    context = {"card": me.card, "area": me.card.area, "me": me, "themes": themes, "form": form}
    return render(request, "partnership/expectations.html", context, status=UNREADABLE if form.is_bound else OK)


@access.guests
@require_POST
def expectation_back(request: Request, pk: int, number: int) -> HttpResponse:
    """Take one's own expectation back, or put it back."""
    me = seats.seat(request, pk)
    found = get_object_or_404(Expectation.objects.visible_to(me).select_related("card"), pk=number)
    if "undo" in request.POST:
        voicing.put_back(found, by=me)
    else:
        voicing.take_back(found, by=me)
    return redirect("card_expectations", pk)


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def card_case(request: Request, pk: int) -> HttpResponse:
    """Show the case that a card is around with who read what of it, and change its words."""
    me = seats.seat(request, pk)
    case = me.card.case
    if case is None:
        raise Http404
    form = CaseForm(request.POST or None, initial={"title": case.title, "story": case.story, "version": case.version})
    theirs, status = "", UNREADABLE if form.is_bound else OK
    if form.is_valid():
        try:
            casework.tell_anew(case, by=me, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            form, theirs = CaseForm(initial={**form.cleaned_data, "version": changed.version}), changed.theirs
            status = CONFLICT
        else:
            messages.success(request, _("Bewaard."))
            return redirect("card_case", pk)
    elif not form.is_bound:
        log.read(me.card, by=me, how=How.CASE)
    readings = log.readings_of_case(case).select_related("partner")[:PER_PAGE]
    context = {"card": me.card, "area": me.card.area, "case": case, "form": form, "theirs": theirs, "readings": readings}
    return render(request, "partnership/case.html", context, status=status)


@access.guests
@require_safe
def card_history(request: Request, pk: int) -> HttpResponse:
    """Show everything that happened and was written, as far as this partner may read it."""
    me = seats.seat(request, pk)
    log.read(me.card, by=me, how=How.HISTORY)
    page = Paginator(telling_back.moments(me), PER_PAGE).get_page(request.GET.get("bladzijde"))
    return render(request, "partnership/history.html", {"card": me.card, "area": me.card.area, "page": page})


@access.guests
@require_safe
def card_readings(request: Request, pk: int) -> HttpResponse:
    """Show who read the card, and when; open to all its partners."""
    me = seats.seat(request, pk)
    page = Paginator(Reading.objects.visible_to(me).select_related("partner"), PER_PAGE).get_page(request.GET.get("bladzijde"))
    return render(request, "partnership/readings.html", {"card": me.card, "area": me.card.area, "page": page})


for view in (card_expectations, card_case, card_history, card_readings):
    view.section = "cards"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
