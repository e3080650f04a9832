"""The card as one partner sees it: its five steps, of which one lies open, and who sits around it. A handful of queries."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from accounts.addresses import picture_url
from accounts.models import Erasure, SelfPortrait
from partnership import laid, prompts
from partnership.cards import Mode, PartnershipCard, Phase, StepNumber
from partnership.notes import Note, words_by_side
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant
    from partnership.cards import CardStep
    from partnership.laid import LaidNote, LaidProposal

HUNDRED = 100
# Names in one hint at most; with more to go round, nobody should feel pointed at.
MOST_NAMED = 3


@dataclass
class StepView:
    """One step, as far as it shows."""

    step: CardStep
    name: str
    question: str
    state: str
    shown: bool
    after: int
    proposals: list[LaidProposal] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Which of the five."""
        return self.step.number

    @property
    def phase(self) -> str:
        """Where it stands."""
        return self.step.phase


class Written(NamedTuple):
    """How many notes somebody has at a step, while nobody reads them."""

    partner: Partner
    number: int


class Balance(NamedTuple):
    """How words divide over the sides, in percent."""

    informal: int
    formal: int


class Board:
    """A card for one partner; `shown` is the number of the step that lies open.

    For the wall (`wall`) it holds what lies on the table, and nothing that is this partner's alone.
    """

    def __init__(self, me: Partner, shown: int | None = None, *, wall: bool = False) -> None:
        """Begin with the partner's seat, as `partnership.seats` fetched it."""
        self.me = me
        self.wall = wall
        self.card: PartnershipCard = me.card
        self.shown = shown if shown in self.card.course else current_step(self.card)

    @property
    def step(self) -> CardStep:
        """The step that lies open."""
        return self.card.course[self.shown]

    @cached_property
    def once(self) -> uuid.UUID:
        """A fresh number, for a form that is taken once."""
        return uuid.uuid4()

    @property
    def hosting(self) -> bool:
        """Whether this partner looks after the course."""
        return self.card.host_id == self.me.pk

    @cached_property
    def everybody(self) -> dict[int, Partner]:
        """Everybody who ever sat here, by number: words keep their writer."""
        return {partner.pk: partner for partner in with_faces(self.card, self.me.participant)}

    @property
    def people(self) -> list[Partner]:
        """Who takes part now, in the order in which they came."""
        return [partner for partner in self.everybody.values() if partner.left_at is None]

    @property
    def present(self) -> list[Partner]:
        """Who looks now; whoever asks does."""
        return [partner for partner in self.people if partner.present or partner.pk == self.me.pk]

    @property
    def away(self) -> list[Partner]:
        """Who looks later."""
        return [partner for partner in self.people if partner.away]

    @property
    def missing_side(self) -> str:
        """The side on which nobody sits; empty when both do."""
        sides = {partner.side for partner in self.people}
        return next((side for side in ("informal", "formal") if side not in sides), "")

    @property
    def deserted(self) -> bool:
        """Whether nobody looks after the course any more."""
        host = self.everybody.get(self.card.host_id or 0)
        return host is None or host.left_at is not None

    @cached_property
    def proposals(self) -> dict[int, list[LaidProposal]]:
        """Proposals by step, each with what was said to it."""
        return laid.proposals(self.me, self.everybody)

    @cached_property
    def steps(self) -> list[StepView]:
        """The five steps in their own order; on screen they go from right to left."""
        return [self.view(step) for step in self.card.course.values()]

    def view(self, step: CardStep) -> StepView:
        """Return how `step` shows."""
        number = StepNumber(step.number)
        shown = step.number == self.shown
        state = state_of(step, shown=shown)
        after = 1 if self.card.mode == Mode.SHORT else step.number - 1
        question = str(prompts.QUESTIONS[number])
        return StepView(step, str(number.label), question, state, shown, after, self.proposals.get(step.number, []))

    @property
    def opened(self) -> StepView:
        """The step that lies open, as it shows."""
        return self.steps[self.shown - 1]

    @property
    def together(self) -> list[int]:
        """The steps that move with the one that lies open."""
        return self.card.taken_together(self.shown)

    @cached_property
    def notes(self) -> list[LaidNote]:
        """What this partner may read at the step that lies open; for the wall, what everybody may."""
        found = laid.notes(self.me, self.step, self.everybody)
        return [note for note in found if note.shared] if self.wall else found

    @property
    def clusters(self) -> list[laid.LaidCluster]:
        """The notes by what was laid together; the loose ones last, without a title."""
        return laid.clusters(self.notes)

    @cached_property
    def written(self) -> list[Written]:
        """Who has written how many notes at the step that lies open, while they are closed."""
        counted = Note.objects.standing().filter(step=self.step).order_by().values_list("writer").annotate(Count("pk"))
        numbers = dict(counted)
        return [Written(partner, numbers[partner.pk]) for partner in self.people if partner.pk in numbers]

    @cached_property
    def unheard(self) -> list[Partner]:
        """Whose word is waited for at the step that lies open, and who said nothing there."""
        if self.phase == Phase.OWN:
            heard = {each.partner.pk for each in self.written}
        elif self.phase == Phase.CONVERSATION:
            heard = {note.writer.pk for note in self.notes} | {said.partner.pk for note in self.notes for said in note.remarks}
        else:
            heard = self.answered
        waited = [partner for partner in self.people if not partner.away]
        return [] if self.phase == Phase.AGREED else [partner for partner in waited if partner.pk not in heard]

    @property
    def answered(self) -> set[int]:
        """Numbers of those who said something to each proposal of the step that lies open."""
        said = Counter(pk for proposal in self.opened.proposals for pk in proposal.said)
        return {pk for pk, number in said.items() if number == len(self.opened.proposals)}

    @property
    def gently(self) -> list[Partner]:
        """Whom the host is told about: once somebody was heard, and not too many names at once."""
        some_heard = len(self.unheard) < len([partner for partner in self.people if not partner.away])
        others = [partner for partner in self.unheard if partner.pk != self.me.pk]
        return others[:MOST_NAMED] if some_heard and self.hosting else []

    @property
    def i_am_unheard(self) -> bool:
        """Whether the table waits for this partner, once others were heard."""
        mine = any(partner.pk == self.me.pk for partner in self.unheard)
        return mine and len(self.unheard) < len(self.people)

    @property
    def to_ask(self) -> str:
        """What one can ask who said nothing."""
        return str(prompts.TO_ASK[self.shown])

    @property
    def prompts(self) -> Iterable[Any]:
        """Questions that help to write."""
        return prompts.PROMPTS[self.shown]

    @property
    def phase(self) -> str:
        """Where the step that lies open stands."""
        return self.step.phase

    @property
    def balance(self) -> Balance | None:
        """How words on the table divide; None before there are any."""
        shared = [note for note in self.notes if note.shared] if self.step.revealed else []
        counted = words_by_side(shared)
        whole = sum(counted.values())
        if not whole:
            return None
        informal = round(HUNDRED * counted["informal"] / whole)
        return Balance(informal, HUNDRED - informal)

    @property
    def settleable(self) -> bool:
        """Whether the step that lies open, with those taken together, can be settled now."""
        deciding = {partner.pk for partner in self.people if not partner.away}
        return all(laid.settled(self.proposals.get(number, []), deciding) for number in self.together)

    @property
    def writers(self) -> list[Partner]:
        """Who writes at the step that lies open now, but for this partner."""
        return [each for each in self.people if each.writing and each.writing_step == self.shown and each.pk != self.me.pk]

    @property
    def minutes_left(self) -> int | None:
        """Minutes until the time is over, rounded up; None without a timer."""
        ends = self.card.timer_ends_at
        return None if ends is None else max(0, -int((timezone.now() - ends).total_seconds() // 60))

    @property
    def progress(self) -> int:
        """How far the card is, in percent of its length: a step counts for a fifth, its phases for parts of that."""
        parts = {Phase.OWN: 0, Phase.CONVERSATION: 1, Phase.AGREEMENT: 2, Phase.AGREED: 3}
        done = sum(parts[Phase(step.phase)] for step in self.card.course.values() if step.open)
        return HUNDRED * done // (3 * len(self.card.course))


def current_step(card: PartnershipCard) -> int:
    """Number of the first step that is open and not settled; the last one when all are."""
    waiting = (step.number for step in card.course.values() if step.open and step.phase != Phase.AGREED)
    return next(waiting, max(card.course))


def state_of(step: CardStep, *, shown: bool) -> str:
    """Return how a step shows: later (closed), done, current (lies open) or open."""
    if not step.open:
        return "later"
    if step.phase == Phase.AGREED:
        return "done"
    return "current" if shown else "open"


def with_faces(card: PartnershipCard, viewer: Participant | None) -> list[Partner]:
    """Return everybody who ever sat at `card`, with their drawing where `viewer` may see it; who is leaving has no name."""
    people = Partner.objects.filter(card=card).annotate(
        picture=SelfPortrait.objects.version_for(viewer, "participant"),
        leaving=Exists(Erasure.objects.filter(participant=OuterRef("participant"))),
    )
    found = list(people)
    for partner in found:
        partner.portrait_url = picture_url(partner.participant_id or 0, partner.picture)  # type: ignore[attr-defined]  # annotated
        if partner.leaving:  # type: ignore[attr-defined]  # annotated
            partner.name = ""
    return found
