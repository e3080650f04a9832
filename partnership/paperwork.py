"""Typing over what a group wrote on paper: every line a proposal, agreed as the rules of the site say."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt import live
from kennismarkt.errors import Refused
from partnership import agreement
from partnership.cards import CardStep, PartnershipCard, Phase, StepNumber
from partnership.dialogue import careful, sayable
from partnership.gathering import host_only, locked
from partnership.notes import Note
from partnership.partners import Partner
from partnership.proposals import LONGEST_PROPOSAL, Answer, Proposal, ProposalVersion, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

MOST_LINES = 20
UNREADABLE = 422


@transaction.atomic
def enter(card: PartnershipCard, *, by: Partner, lines: Mapping[int, Sequence[str]], once: UUID) -> list[int]:
    """Put the lines of each step forward as proposals to which the host agrees; return the steps that are agreed by that.

    Where the host is alone at the card that settles them, in order; where others sit at it they are asked, step by step, like
    for any proposal. `Refused` for who isn't host, for a step on which somebody wrote or that is agreed, and without values.
    """
    card = locked(card)
    host_only(card, by)
    if Proposal.objects.filter(by=by, made_once=mark(once, *first_line(lines))).exists():
        return []
    wanted = {number: [sayable(line, LONGEST_PROPOSAL) for line in some] for number, some in lines.items() if some}
    careful(card, *(line for some in wanted.values() for line in some))
    refuse_skipping(card, wanted)
    for number, some in wanted.items():
        put_down(untouched(card, number), some, by=by, once=once)
    live.tell("card", card.pk)
    return settle_in_order(card, by)


def first_line(lines: Mapping[int, Sequence[str]]) -> tuple[int, int]:
    """Return which line marks a form as sent (`Refused` when nothing was written, or too much)."""
    written = sorted(number for number, some in lines.items() if some)
    if not written:
        raise Refused(_("Schrijf eerst een paar woorden."), status=UNREADABLE)
    if max(len(some) for some in lines.values()) > MOST_LINES:
        raise Refused(_("Dat zijn te veel regels voor één stap. Neem de belangrijkste over."), status=UNREADABLE)
    return written[0], 0


def mark(once: UUID, number: int, order: int) -> UUID:
    """Return what tells a line that was sent twice."""
    return uuid.uuid5(once, f"{number}.{order}")


def refuse_skipping(card: PartnershipCard, wanted: Mapping[int, Sequence[str]]) -> None:
    """Refuse later steps without values: those come first, on paper too (source: appendix III)."""
    if card.course[StepNumber.VALUES].phase != Phase.AGREED and StepNumber.VALUES not in wanted:
        raise Refused(_("Vul eerst de waarden in. Die komen vóór de rest."), status=UNREADABLE)


def untouched(card: PartnershipCard, number: int) -> CardStep:
    """Return the step (`Refused` when it is agreed, or something was written on it here)."""
    step = card.course[number]
    written = Note.objects.standing().filter(step=step).exists() or Proposal.objects.standing().filter(step=step).exists()
    if step.phase == Phase.AGREED or written:
        raise Refused(_("Op stap %(number)d staat al iets. Doe daar verder op de kaart zelf.") % {"number": number})
    return step


def put_down(step: CardStep, lines: Sequence[str], *, by: Partner, once: UUID) -> None:
    """Make proposals of the lines, with the word of the host."""
    made = Proposal.objects.bulk_create(
        Proposal(step=step, by=by, text=line, made_once=mark(once, step.number, order)) for order, line in enumerate(lines)
    )
    ProposalVersion.objects.bulk_create(ProposalVersion(proposal=each, number=1, text=each.text, by=by) for each in made)
    Stance.objects.bulk_create(
        Stance(proposal=each, proposal_version=1, round=step.round, partner=by, answer=Answer.AGREE) for each in made
    )
    CardStep.objects.filter(pk=step.pk).update(phase=Phase.AGREEMENT, moved_at=timezone.now())


def settle_in_order(card: PartnershipCard, by: Partner) -> list[int]:
    """Settle what everybody agrees to, the first step first; return which steps those are."""
    settled = []
    for number in StepNumber.values:
        now = locked(card)
        step = now.course[number]
        together = [now.course[each] for each in now.taken_together(number)]
        if step.open and step.phase == Phase.AGREEMENT and all(agreement.agreed(each) for each in together):
            agreement.settle(now, number, by=by)
            settled.append(number)
    return settled
