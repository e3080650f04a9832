"""The history of a card: everything that was written, said and done, by whom and when, as far as its reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from partnership.expectations import Expectation
from partnership.history import Happening
from partnership.notes import NoteVersion, Remark
from partnership.proposals import ProposalVersion, Reopening, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from partnership.partners import Partner


class Moment(NamedTuple):
    """Something that somebody wrote, said or did."""

    at: datetime
    by: str
    side: str
    step: int | None
    what: str
    words: str


def moments(me: Partner) -> list[Moment]:
    """Return all moments of the card of `me`, newest first."""
    told = [*notes(me), *remarks(me), *proposals(me), *stances(me), *reopenings(me), *happenings(me), *expectations(me)]
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def notes(me: Partner) -> Iterator[Moment]:
    """Yield every text of a note; of who wrote without a name, no name."""
    for each in NoteVersion.objects.visible_to(me).select_related("note__step", "by"):
        named = each.note.named or each.by_id == me.pk
        if not each.taken:
            what = _("had ook andere woorden voor een briefje")
        else:
            what = _("schreef een briefje") if each.number == 1 else _("veranderde een briefje")
        who = each.by.called if named else _("zonder naam")
        yield Moment(each.at, who, each.by.side, each.note.step.number, what, each.text)


def remarks(me: Partner) -> Iterator[Moment]:
    """Yield questions and additions."""
    for each in Remark.objects.visible_to(me).select_related("note__step", "partner"):
        what = _("vroeg iets bij een briefje") if each.kind == "question" else _("vulde een briefje aan")
        yield Moment(each.said_at, each.partner.called, each.partner.side, each.note.step.number, what, each.text)


def proposals(me: Partner) -> Iterator[Moment]:
    """Yield every text of a proposal."""
    for each in ProposalVersion.objects.visible_to(me).select_related("proposal__step", "by"):
        if not each.taken:
            what = _("had ook andere woorden voor een voorstel")
        else:
            what = _("deed een voorstel") if each.number == 1 else _("veranderde een voorstel")
        yield Moment(each.at, each.by.called, each.by.side, each.proposal.step.number, what, each.text)


def stances(me: Partner) -> Iterator[Moment]:
    """Yield what was said to proposals, also before they changed or the step was opened again."""
    for each in Stance.objects.visible_to(me).select_related("proposal__step", "partner"):
        what = _("zei: %(answer)s") % {"answer": each.get_answer_display()}
        words = each.words or each.proposal.text
        yield Moment(each.said_at, each.partner.called, each.partner.side, each.proposal.step.number, what, words)


def reopenings(me: Partner) -> Iterator[Moment]:
    """Yield why steps were opened again."""
    for each in Reopening.objects.filter(step__card=me.card_id).select_related("step", "by"):
        yield Moment(each.at, each.by.called, each.by.side, each.step.number, _("vroeg om de stap weer te openen"), each.reason)


def happenings(me: Partner) -> Iterator[Moment]:
    """Yield what was done besides; what is about a note without a name names nobody."""
    for each in Happening.objects.visible_to(me).select_related("step", "by", "note"):
        hidden = each.note is not None and not each.note.named and each.by_id == each.note.writer_id and each.by_id != me.pk
        who = _("zonder naam") if hidden else each.by.called
        step = each.step.number if each.step else None
        yield Moment(each.at, who, each.by.side, step, each.get_what_display(), each.words)


def expectations(me: Partner) -> Iterator[Moment]:
    """Yield what was expected, also what is no longer."""
    for each in Expectation.objects.visible_to(me).select_related("partner"):
        yield Moment(each.voiced_at, each.partner.called, each.partner.side, None, _("sprak een verwachting uit"), each.text)
