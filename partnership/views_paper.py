"""A card that leaves the site: on paper, as text, as data; an empty one to write on; and what stood on paper typed over."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kennismarkt import access, pace, printing
from kennismarkt.errors import Refused
from partnership import log, paperwork, seats
from partnership.cards import Phase
from partnership.forms_afterwards import PaperForm, PaperQuery
from partnership.gathering import host_only
from partnership.log import How, Reading
from partnership.sheet import Sheet, blank, data, sheet

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


def taken(request: Request, pk: int, how: How) -> Sheet:
    """Return the card as its reader may take it along, written down in the log that the table reads (404 for outsiders)."""
    reader = seats.seat(request, pk)
    if how == How.PDF:
        pace.keep_pace(Reading.objects.filter(partner=reader, how=How.PDF), "read_at", "prints")
    log.read(reader.card, by=reader, how=how)
    return sheet(reader.card, reader=reader)


def named(pk: int, ending: str) -> str:
    """Return the name of a file: a number only, since names of files are seen by many."""
    return f"partnerschapskaart-{pk}.{ending}"


@access.guests
@require_safe
def card_pdf(request: Request, pk: int) -> HttpResponse:
    """Answer with the card on paper."""
    # Before anything else, so that nothing is written down where no PDF can be made.
    printing.maker()
    context = {"told": taken(request, pk, How.PDF), "size": PaperQuery(request.GET).size}
    return printing.answer("partnership/paper/card.html", context, filename=named(pk, "pdf"))


@access.guests
@require_safe
def card_text(request: Request, pk: int) -> HttpResponse:
    """Answer with the card as plain text."""
    text = render_to_string("partnership/paper/card.txt", {"told": taken(request, pk, How.TEXT)})
    return printing.as_file(text, kind="text/plain; charset=utf-8", filename=named(pk, "txt"))


@access.guests
@require_safe
def card_json(request: Request, pk: int) -> HttpResponse:
    """Answer with the card as data."""
    text = json.dumps(data(taken(request, pk, How.JSON)), ensure_ascii=False, indent=2)
    return printing.as_file(text, kind="application/json", filename=named(pk, "json"), saved=True)


@access.everyone
@require_safe
def blank_card(request: HttpRequest) -> HttpResponse:
    """Answer with an empty card to print and write on."""
    made = blank_pdf(get_language() or "nl", PaperQuery(request.GET).size)
    return printing.as_file(made, kind="application/pdf", filename="lege-partnerschapskaart.pdf")


@lru_cache(maxsize=16)
def blank_pdf(_language: str, size: str) -> bytes:
    """Return an empty card in the language of now; made once for each language and size."""
    return printing.pdf("partnership/paper/blank.html", {"columns": blank(), "size": size})


@access.guests
@require_safe
def along(request: Request, pk: int) -> HttpResponse:
    """Show what one can do with a card afterwards."""
    partner = seats.seat(request, pk)
    return render(request, "partnership/along.html", {"card": partner.card, "partner": partner})


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def from_paper(request: Request, pk: int) -> HttpResponse:
    """Type over what a group wrote on paper; the host does."""
    partner = seats.seat(request, pk)
    host_only(partner.card, partner)
    numbers = [number for number, step in sorted(partner.card.course.items()) if step.phase == Phase.OWN]
    form, status = PaperForm(request.POST or None, numbers=numbers), 200
    if form.is_valid():
        try:
            settled = paperwork.enter(partner.card, by=partner, lines=form.lines(), once=form.cleaned_data["once"])
        except Refused as refused:
            form.add_error(None, str(refused.message))
            status = refused.status
        else:
            messages.success(request, typed_over(len(settled)))
            return redirect("card_along", pk)
    elif form.is_bound:
        status = UNREADABLE
    return render(request, "partnership/from_paper.html", {"card": partner.card, "form": form}, status=status)


def typed_over(settled: int) -> str:
    """Say what became of what was typed over."""
    if not settled:
        return _("Overgenomen. De anderen aan tafel zeggen nog of het klopt.")
    words = ngettext("Overgenomen. %(number)d stap is afgesproken.", "Overgenomen. %(number)d stappen zijn afgesproken.", settled)
    return words % {"number": settled}
