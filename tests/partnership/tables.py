"""A card with people around it, as tests need it: opened, talked about and settled through the verbs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from accounts.models import Participant, Role, Side
from neighbourhood.models import Area
from partnership import agreement, dialogue, gathering
from partnership.cards import Mode, PartnershipCard, StepNumber, Subject
from partnership.cases import Case
from partnership.partners import Partner
from partnership.proposals import Answer, Proposal
from tests.factories import ParticipantFactory


@dataclass
class Table:
    """A card, its host, another participant and a guest."""

    card: PartnershipCard
    host: Partner
    other: Partner
    guest: Partner

    @property
    def partners(self) -> list[Partner]:
        """Everybody at it."""
        return [self.host, self.other, self.guest]

    def fresh(self) -> PartnershipCard:
        """The card as it stands now."""
        return PartnershipCard.objects.get(pk=self.card.pk)


def lay(area: Area, *, subject: str = Subject.THEME, case: Case | None = None) -> Table:
    """Open a card and let people sit down at it."""
    person: Participant = ParticipantFactory.create(area=area, display_name="Fatma Yildiz")
    formal: Participant = ParticipantFactory.create(
        area=area, display_name="Bram de Wit", roles=[Role.PROFESSIONAL], side=Side.FORMAL
    )
    card = gathering.open_card(
        by=person, title="Taal leren begint thuis", subject=subject, mode=Mode.LONG, once=uuid.uuid4(), case=case
    )
    host = card.host
    assert host is not None
    code = gathering.open_code(card, by=host)
    other = gathering.join(code, by=formal)
    guest, _secret = gathering.new_guest()
    seated = gathering.join_as_guest(code, name="Mo", side=Side.INFORMAL, guest=guest)
    return Table(PartnershipCard.objects.get(pk=card.pk), host, other, seated)


def write(table: Table, number: int, *texts: str) -> None:
    """Let host, other and guest write, in that order."""
    for partner, text in zip(table.partners, texts, strict=False):
        dialogue.write(table.fresh(), number, by=partner, text=text, named=True, once=uuid.uuid4())


def agree(table: Table, number: int, *texts: str) -> list[Proposal]:
    """Bring a step from its own pictures to what all agree on."""
    card = table.fresh()
    if not card.course[number].revealed:
        write(table, number, f"briefje bij stap {number}")
        agreement.reveal(table.fresh(), number, by=table.host)
    agreement.to_agreement(table.fresh(), number, by=table.host)
    made = [
        agreement.propose(table.fresh(), number, by=table.host, text=text, beside=False, win="", once=uuid.uuid4())
        for text in texts
    ]
    for proposal in made:
        for partner in table.partners:
            agreement.answer(proposal, by=partner, answer=Answer.AGREE, words="", version=1)
    agreement.settle(table.fresh(), number, by=table.host)
    return made


def finish(table: Table) -> None:
    """Agree on all five steps."""
    for number in StepNumber.values:
        agree(table, number, f"Afspraak van stap {number} met Fatma en Bram de Wit")
