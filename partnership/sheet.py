"""A card as it leaves the site: on paper, as text, as data.

Everything comes from what its reader may see, and of notes only what lies on the table: what somebody keeps to themselves goes
on no paper, their own neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models import Erasure
from partnership.actions import Action, with_commitments
from partnership.cards import CardStep, PartnershipCard, Phase, StepNumber
from partnership.expectations import Expectation
from partnership.notes import Note
from partnership.prompts import QUESTIONS
from partnership.proposals import Answer, Proposal, Stance
from partnership.reviews import Review

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from partnership.partners import Partner


@dataclass(frozen=True)
class Said:
    """What somebody said to a proposal besides plain agreement."""

    name: str
    label: StrOrPromise
    words: str


@dataclass
class Statement:
    """A proposal, and how it stands."""

    text: str
    win: str
    beside: bool
    agree: int = 0
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Pile:
    """Notes that lie together, under words when somebody gave them some."""

    title: str
    notes: list[Note]


@dataclass
class Column:
    """One step."""

    step: CardStep
    statements: list[Statement] = field(default_factory=list)
    piles: list[Pile] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Which step."""
        return self.step.number

    @property
    def name(self) -> StrOrPromise:
        """What it is called."""
        return StepNumber(self.step.number).label

    @property
    def question(self) -> StrOrPromise:
        """What it asks."""
        return QUESTIONS[self.step.number]

    @property
    def phase(self) -> StrOrPromise:
        """How far it is, in words."""
        return Phase(self.step.phase).label

    @property
    def agreed(self) -> bool:
        """Whether it is settled."""
        return self.step.phase == Phase.AGREED


@dataclass(frozen=True)
class Sheet:
    """Everything that goes on paper."""

    card: PartnershipCard
    made_at: datetime
    partners: list[Partner]
    columns: list[Column]
    expectations: list[Expectation]
    actions: list[Action]
    reviews: list[Review]


def sheet(card: PartnershipCard, *, reader: Partner) -> Sheet:
    """Return `card` as `reader` may take it along; the same number of queries however much stands on it."""
    leaving = leaving_from(card)
    statements, piles = statements_of(reader, leaving), piles_of(reader, leaving)
    columns = [
        Column(step, statements.get(step.pk, []), [] if step.phase == Phase.AGREED else piles.get(step.pk, []))
        for _number, step in sorted(card.course.items())
    ]
    return Sheet(
        card=card,
        made_at=timezone.now(),
        partners=[called(each, leaving) for each in card.partners.around()],
        columns=columns,
        expectations=expectations_of(reader, leaving),
        actions=with_commitments(Action.objects.visible_to(reader).standing()),
        reviews=list(Review.objects.visible_to(reader).waiting()),
    )


def leaving_from(card: PartnershipCard) -> set[int]:
    """Return the numbers of partners who asked to be forgotten: others see them no more by name."""
    return set(card.partners.filter(participant__in=Erasure.objects.values("participant")).values_list("pk", flat=True))


def called(partner: Partner, leaving: set[int]) -> Partner:
    """Return `partner`, without a name when they are leaving."""
    if partner.pk in leaving:
        partner.name = ""
    return partner


def expectations_of(reader: Partner, leaving: set[int]) -> list[Expectation]:
    """Return what people expect of each other."""
    found = list(Expectation.objects.visible_to(reader).standing().select_related("partner"))
    for each in found:
        called(each.partner, leaving)
    return found


def statements_of(reader: Partner, leaving: set[int]) -> dict[int, list[Statement]]:
    """Return the proposals by number of their step, with what counts of what was said to them."""
    found = list(Proposal.objects.visible_to(reader).standing())
    by_number = {each.pk: Statement(each.text, each.win, each.beside) for each in found}
    for stance in Stance.objects.visible_to(reader).counting().select_related("partner"):
        statement = by_number[stance.proposal_id]
        statement.agree += stance.answer != Answer.NOT_YET
        if stance.words:
            statement.said.append(Said(called(stance.partner, leaving).called, Answer(stance.answer).label, stance.words))
    steps: dict[int, list[Statement]] = {}
    for each in found:
        steps.setdefault(each.step_id, []).append(by_number[each.pk])
    return steps


def piles_of(reader: Partner, leaving: set[int]) -> dict[int, list[Pile]]:
    """Return the notes on the table by number of their step, those that lie together together."""
    notes = Note.objects.visible_to(reader).on_the_table().select_related("writer", "cluster")
    piles: dict[tuple[int, int | None], Pile] = {}
    for note in notes.order_by("cluster", "pk"):
        called(note.writer, leaving)
        title = note.cluster.title if note.cluster else ""
        piles.setdefault((note.step_id, note.cluster_id), Pile(title, [])).notes.append(note)
    steps: dict[int, list[Pile]] = {}
    for (step, _cluster), pile in piles.items():
        steps.setdefault(step, []).append(pile)
    return steps


def data(told: Sheet) -> dict[str, Any]:
    """Return the sheet as plain data, for JSON; names are those that people chose at this card."""
    return {
        "card": told.card.pk,
        "title": told.card.title,
        "subject": told.card.subject,
        "mode": told.card.mode,
        "opened_at": told.card.opened_at.isoformat(),
        "finished_at": told.card.finished_at.isoformat() if told.card.finished_at else None,
        "made_at": told.made_at.isoformat(),
        "partners": [{"name": partner.called, "side": partner.side} for partner in told.partners],
        "expectations": [
            {"theme": each.theme, "text": each.text, "name": each.partner.called, "side": each.partner.side}
            for each in told.expectations
        ],
        "steps": [step_data(column) for column in told.columns],
        "actions": [action_data(action) for action in told.actions],
        "reviews": [review.due_on.isoformat() for review in told.reviews],
    }


def step_data(column: Column) -> dict[str, Any]:
    """Return one step as plain data."""
    return {
        "number": column.number,
        "name": str(column.name),
        "phase": column.step.phase,
        "proposals": [statement_data(each) for each in column.statements],
        "notes": [
            {"together": pile.title, "text": note.text, "name": note.name if note.named else None, "side": note.side}
            for pile in column.piles
            for note in pile.notes
        ],
    }


def statement_data(statement: Statement) -> dict[str, Any]:
    """Return one proposal as plain data."""
    return {
        "text": statement.text,
        "beside": statement.beside,
        "win": statement.win,
        "agree": statement.agree,
        "said": [{"name": said.name, "answer": str(said.label), "words": said.words} for said in statement.said],
    }


def action_data(action: Action) -> dict[str, Any]:
    """Return one action as plain data."""
    return {
        "asked_of": action.asked_of,
        "text": action.words,
        "who": str(action.doer),
        "due_on": str(action.due) if action.due else None,
        "state": str(action.state),
        "words": action.said,
    }


def blank() -> Sequence[Column]:
    """Return the columns of an empty card, to write on."""
    return [Column(CardStep(number=number)) for number in StepNumber.values]
