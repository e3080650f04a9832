"""What a card shows by the dozen, and the bars above its steps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kennismarkt import quick
from partnership.cards import Phase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.utils.safestring import SafeString

    from partnership.board import Board
    from partnership.laid import LaidNote

register = template.Library()

PHASES = (Phase.OWN, Phase.CONVERSATION, Phase.AGREEMENT)
ICONS = {Phase.OWN: "pencil", Phase.CONVERSATION: "messages-square", Phase.AGREEMENT: "circle-check"}


@register.simple_tag
def card_notes(
    board: Board, notes: Iterable[LaidNote], *, choosing: bool = False, wall: bool = False, chosen: Collection[str] = ()
) -> SafeString:
    """Draw notes, inside the form whose buttons they hold."""
    words = {
        "recognise": _("ik herken dit"),
        "change": _("wijzig"),
        "more": _("reageer"),
        "this": _("dit briefje"),
        "choose": _("hoort erbij"),
    }
    talking = board.phase == Phase.CONVERSATION and board.step.open and not wall
    facts = {"choosing": choosing, "chosen": set(map(int, filter(str.isdecimal, map(str, chosen)))), "wall": wall}
    address = f"/kaarten/{board.card.pk}/"
    return quick.rendered("notes.html", notes=list(notes), words=words, talking=talking, base=address, **facts)


@register.filter
def phases(board: Board) -> list[SimpleNamespace]:
    """Return the three phases of the step that lies open, as the bar shows them."""
    here = PHASES.index(Phase(board.phase)) if board.phase != Phase.AGREED else len(PHASES)
    states = ["done" if at < here else "current" if at == here else "later" for at in range(len(PHASES))]
    return [
        SimpleNamespace(name=phase.label, state=state, icon=ICONS[phase]) for phase, state in zip(PHASES, states, strict=True)
    ]


@register.simple_tag
def card_line(percentage: int) -> SafeString:
    """Draw the line along which the card is filled, from right to left; as far as it is filled in the colour of together."""
    done = min(max(percentage, 0), 100)
    return format_html(
        '<svg class="card__line" aria-hidden="true" height="14" width="100%">'
        '<rect class="card__line-whole" y="5" width="100%" height="4" rx="2"></rect>'
        '<rect class="card__line-done" x="{}%" y="5" width="{}%" height="4" rx="2"></rect></svg>',
        100 - done,
        done,
    )


@register.simple_tag
def card_note(board: Board, note: LaidNote) -> SafeString:
    """Draw one note."""
    return card_notes(board, [note])
