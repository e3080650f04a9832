"""The card itself: one page, whose parts a browser fetches again when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import standing_in
from kennismarkt import access
from kennismarkt.errors import Refused
from partnership import drafts, laid, log, presence, seats
from partnership.board import Board
from partnership.cards import Phase
from partnership.forms import CardQuery, DraftForm, HereForm, NoteForm, ProposalForm
from partnership.log import How
from partnership.notes import Note

if TYPE_CHECKING:
    from accounts.middleware import Request
    from partnership.partners import Partner

OK, UNREADABLE = 200, 422
PARTS = {"bord": "card.html#board", "mensen": "card.html#people", "telling": "_written.html"}


@access.guests
@require_safe
def card(request: Request, pk: int) -> HttpResponse:
    """Show a card; for a browser that heard of a change only the part that it asks for."""
    me = seats.seat(request, pk)
    asked = CardQuery(request.GET).understood
    presence.look(me)
    if not asked["deel"]:
        seats.read_page(me)
    return shown(request, me, asked["stap"], part=asked["deel"], choosing=asked["kies"], reread=asked["briefjes"])


def shown(request: Request, me: Partner, number: int | None = None, *, status: int = OK, **more: Any) -> HttpResponse:
    """Show the card of `me` with step `number` open, or the part of it that is asked for."""
    board = Board(me, number)
    template = PARTS.get(more.pop("part", ""), "card.html")
    context = {"board": board, "card": board.card, "me": me, "area": board.card.area, **forms_of(board), **more}
    return render(request, f"partnership/{template}", context, status=status)


def forms_of(board: Board) -> dict[str, Any]:
    """Return the empty forms of the step that lies open, begun with what this partner was writing there."""
    kept = board.me.drafts_by_place  # type: ignore[attr-defined]  # `seats.lay_out` gives it
    if board.phase in (Phase.OWN, Phase.CONVERSATION):
        return {"note_form": NoteForm(draft=kept.get(f"note-{board.shown}"))}
    return {"proposal_form": ProposalForm(draft=kept.get(f"proposal-{board.shown}"), prefix=None)}


def answered(request: Request, pk: int, number: int | None, *, anchor: str = "") -> HttpResponse:
    """Answer what was sent: a browser that asked for a part gets the card as it is now, another is led to it."""
    if request.htmx:
        return shown(request, seats.seat(request, pk), number, part="bord")
    address = reverse("card", args=[pk]) + (f"?stap={number}" if number else "")
    return redirect(f"{address}#{anchor}" if anchor else address)


def refused(request: Request, me: Partner, number: int, why: Refused, **more: Any) -> HttpResponse:
    """Give back what could not be taken, with why."""
    part = "bord" if request.htmx else ""
    return shown(request, me, number, status=why.status, part=part, refusal=str(why.message), **more)


@access.guests
@require_safe
def note_part(request: Request, pk: int, number: int) -> HttpResponse:
    """Show one note of the card, for a browser that heard that it changed (404 when there is nothing to see any more)."""
    me = seats.seat(request, pk)
    found = laid.told_about(me, Note.objects.visible_to(me).standing().filter(pk=number))
    row = found.values_list("step__number", *laid.NOTE_FIELDS).first()
    if row is None:
        raise Http404
    board = Board(me, row[0])
    note = laid.laid_note(me, board.everybody, *row[1:])
    return render(request, "partnership/_note_alone.html", {"board": board, "note": note, "card": me.card, "me": me})


@access.guests
@standing_in.many_small_acts
@require_POST
def here(request: Request, pk: int) -> HttpResponse:
    """Remember that somebody looks at the card, where they write, or that they closed it."""
    me = seats.seat(request, pk)
    form = HereForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=UNREADABLE)
    if form.cleaned_data["gone"]:
        presence.go(me)
    else:
        presence.write_at(me, form.cleaned_data["step"])
    return HttpResponse(status=204)


@access.guests
@standing_in.many_small_acts
@require_POST
def keep_draft(request: Request, pk: int) -> HttpResponse:
    """Keep what somebody is writing, for a dead phone."""
    me = seats.seat(request, pk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=UNREADABLE)
    words = {name: text for name, text in form.cleaned_data.items() if name != "place"}
    drafts.keep(me, form.cleaned_data["place"], words)
    return HttpResponse(status=204)


@access.guests
@require_safe
def screen(request: Request, pk: int) -> HttpResponse:
    """Show the card large and calm, for a wall: only what lies on the table."""
    me = seats.seat(request, pk)
    asked = CardQuery(request.GET).understood
    if not asked["deel"]:
        log.read(me.card, by=me, how=How.PROJECTOR)
    board = Board(me, asked["stap"], wall=True)
    part = "#board" if asked["deel"] else ""
    context = {"board": board, "card": board.card, "area": board.card.area, "on_the_wall": True}
    return render(request, f"partnership/screen.html{part}", context)


for view in (card, screen):
    view.section = "cards"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
