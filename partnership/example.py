"""Cards of the example: the same each time, nothing twice, through the verbs. Nobody is told; nobody is mailed."""

from __future__ import annotations

import tomllib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import celebrating
from accounts.models import CommitmentOrigin, Participant
from partnership import agreement, casework, dialogue, gathering, undertaking, voicing
from partnership.cards import PartnershipCard, Phase, Subject
from partnership.partners import Partner
from partnership.proposals import Answer, Proposal
from partnership.undertaking import Whom

NAMES = uuid.UUID("9f2b5a0e-6a0f-4e0b-9a3c-41c2f7f3b6d2")
FILE = Path(__file__).parent / "example.toml"


def mark(*parts: object) -> uuid.UUID:
    """Return the number by which something of the example is made once."""
    return uuid.uuid5(NAMES, ".".join(map(str, parts)))


def load(people: dict[str, Participant], _now: datetime) -> None:
    """Load the cards that aren't there yet."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["card"]
    there = set(
        PartnershipCard.objects.filter(opened_once__in=[mark(row["key"]) for row in rows]).values_list("opened_once", flat=True)
    )
    for row in rows:
        if mark(row["key"]) not in there:
            with transaction.atomic():
                Telling(row, people).tell()


class Telling:
    """Lets one card of the example come about."""

    def __init__(self, row: dict[str, Any], people: dict[str, Participant]) -> None:
        """Open the card and let its people sit down, looking at it, so that nobody is sent a notice."""
        self.row, self.people = row, people
        host = people[row["people"][0]]
        case = None
        if row["subject"] == Subject.CASE:
            case = casework.bring_in(by=host, title=row["title"], story=row["story"])
        facts = {name: row[name] for name in ("title", "subject", "mode")}
        self.card = gathering.open_card(by=host, once=mark(row["key"]), case=case, **facts)
        for slug in row["people"][1:]:
            gathering.seated(self.card, people[slug])
        self.card.partners.update(seen_at=timezone.now())
        self.seats = {slug: Partner.objects.get(card=self.card, participant=people[slug]) for slug in row["people"]}

    @property
    def host(self) -> Partner:
        """Who looks after the course."""
        return self.seats[self.row["people"][0]]

    def fresh(self) -> PartnershipCard:
        """The card as it stands now."""
        return PartnershipCard.objects.get(pk=self.card.pk)

    def tell(self) -> None:
        """Let everything happen in order."""
        for who, theme, text in self.row.get("expect", []):
            voicing.voice(self.fresh(), by=self.seats[who], theme=theme, text=text, once=mark(self.row["key"], text))
        steps = self.row["step"]
        together = [step for step in steps if self.row["mode"] == "short" and step["number"] > 1]
        for step in [step for step in steps if step not in together]:
            self.course([step])
        if together:
            self.course(together)
        for who, asked_of, text in self.row.get("actions", []):
            once = mark(self.row["key"], text)
            undertaking.put_forward(self.fresh(), by=self.seats[who], text=text, whom=Whom(asked_of), due_on=None, once=once)
        if "harvest" in self.row:
            self.celebrate(*self.row["harvest"])

    def course(self, steps: list[dict[str, Any]]) -> None:
        """Take steps, one or those that go together, as far as they are."""
        first, phase = steps[0]["number"], steps[0]["phase"]
        for step in steps:
            for who, text in step["notes"]:
                once = mark(self.row["key"], step["number"], text)
                dialogue.write(self.fresh(), step["number"], by=self.seats[who], text=text, named=True, once=once)
        if phase == Phase.OWN:
            return
        agreement.reveal(self.fresh(), first, by=self.host)
        if phase == Phase.CONVERSATION:
            return
        agreement.to_agreement(self.fresh(), first, by=self.host)
        for step in steps:
            for text, win in [*([text, ""] for text in step["agreed"]), *step.get("beside", [])]:
                self.agree(step["number"], text, win)
        agreement.settle(self.fresh(), first, by=self.host)

    def agree(self, number: int, text: str, win: str) -> Proposal:
        """Let everybody agree to shared words."""
        once = mark(self.row["key"], number, text)
        made = agreement.propose(self.fresh(), number, by=self.host, text=text, beside=bool(win), win=win, once=once)
        for partner in self.seats.values():
            agreement.answer(made, by=partner, answer=Answer.AGREE, words="", version=made.version)
        return made

    def celebrate(self, who: str, title: str, text: str) -> None:
        """Tell a success."""
        celebrating.celebrate(
            title,
            text=text,
            happened_on=timezone.localdate(),
            origin=CommitmentOrigin.CARD,
            area=self.card.area,
            by=self.people[who],
            with_people=[self.people[slug] for slug in self.row["people"]],
            once=mark(self.row["key"], title),
        )
