"""Taking what one group agreed as a start for another: their words, without names, never those around a case."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kennismarkt import inventory
from kennismarkt.errors import Refused
from partnership.actions import Action
from partnership.cards import PartnershipCard, Phase, Subject
from partnership.gathering import open_card
from partnership.notes import LONGEST_NOTE, Note, NoteVersion
from partnership.partners import Partner
from partnership.proposals import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

FORBIDDEN = 403


def start_from(card: PartnershipCard, *, by: Partner, title: str, mode: str, once: UUID) -> PartnershipCard:
    """Open a card whose host has what `card` agreed as notes of their own, nobody's names in them.

    They lay them on the table with those of the others, or change them, or take them back: the new group starts with its own
    picture like any. `Refused` for guests, and around a case: those words are of the people it is about.
    """
    if by.participant is None:
        raise Refused(_("Alleen wie een account heeft, kan een kaart beginnen."), status=FORBIDDEN)
    if card.confidential:
        raise Refused(_("Een kaart rond een casus kun je niet kopiëren. De woorden zijn van de mensen om wie het gaat."))
    with transaction.atomic():
        new = open_card(by=by.participant, title=title, subject=subject_of(card), mode=mode, once=once)
        if new.host is not None and not Note.objects.filter(writer=new.host).exists():
            lay_ready(new, new.host, list(agreed_words(card, by)))
        return new


def subject_of(card: PartnershipCard) -> str:
    """Return what the new card is around: an offer or request belongs to its owner, so that becomes a theme."""
    return Subject.THEME if card.subject == Subject.LISTING else card.subject


def agreed_words(card: PartnershipCard, by: Partner) -> Iterator[tuple[int, str]]:
    """Yield step and words of everything that was agreed, without the names of anybody at the table or asked by it."""
    names = names_around(card)
    agreed = Proposal.objects.visible_to(by).standing().filter(step__card=card, step__phase=Phase.AGREED)
    for number, text in agreed.order_by("step__number", "pk").values_list("step__number", "text"):
        yield number, inventory.without_names(text, names)[:LONGEST_NOTE]


def names_around(card: PartnershipCard) -> list[str]:
    """Return every name by which somebody could be known from the words of `card`, the longest first."""
    partners = card.partners.values_list("name", "participant__display_name")
    said = [name for pair in partners for name in pair]
    said += Action.objects.filter(card=card).exclude(who="").values_list("who", flat=True)
    return sorted({name for each in said for name in inventory.names_in(each)}, key=len, reverse=True)


def lay_ready(card: PartnershipCard, host: Partner, words: list[tuple[int, str]]) -> None:
    """Write notes of the host, nameless and not on the table yet."""
    notes = Note.objects.bulk_create(
        Note(step=card.course[number], writer=host, text=text, named=False, written_once=uuid.uuid4()) for number, text in words
    )
    NoteVersion.objects.bulk_create(NoteVersion(note=note, number=1, text=note.text, by=host) for note in notes)
