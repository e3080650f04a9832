"""Words of somebody in every table of cards, commitments and harvest: for looking whether an erasure finds them all."""

from __future__ import annotations

import uuid

from django.utils import timezone

from accounts.models import Commitment, CommitmentOrigin, Harvest, Maker, Participant
from partnership import casework, gathering
from partnership.models import (
    Action,
    Cluster,
    Draft,
    Expectation,
    Happening,
    Invitation,
    LookingBack,
    Mode,
    Note,
    NoteVersion,
    Partner,
    PartnershipCard,
    Proposal,
    ProposalVersion,
    Reading,
    Recognition,
    Remark,
    Reopening,
    Review,
    Stance,
    Subject,
)


def plant_at_a_card(person: Participant, other: Participant, *, word: str, name: str) -> None:
    """Let `person` leave `word` where their own words go, and their name where words of the group stay."""
    case = casework.bring_in(by=person, title=f"Rond {name}", story=f"{name} vertelt")
    facts = {"title": f"Kaart van {name}", "subject": Subject.CASE, "mode": Mode.LONG, "once": uuid.uuid4()}
    card = gathering.open_card(by=person, case=case, **facts)  # type: ignore[arg-type]  # by name
    me, them = card.partners.get(), gathering.seated(card, other)
    plant_notes(card, me, them, word, name)
    plant_agreements(card, me, them, name)
    Draft.objects.create(partner=me, place="note-1", fields={"text": word})
    Invitation.objects.create(card=card, person=person, by=them)
    Reading.objects.create(card=card, partner=me, how="page")
    Happening.objects.create(card=card, by=me, what="titled", words=f"woorden van {name}")
    plant_promises(card, me, them, word, name)


def plant_notes(card: PartnershipCard, me: Partner, them: Partner, word: str, name: str) -> None:
    """Leave notes and what goes with them, of both."""
    step = card.course[1]
    Cluster.objects.create(step=step, title=f"Bij {name}", made_once=uuid.uuid4())
    for writer, text in ((me, word), (them, f"Wat {name} zei")):
        note = Note.objects.create(step=step, writer=writer, text=text, written_once=uuid.uuid4(), shared_at=timezone.now())
        NoteVersion.objects.create(note=note, number=1, text=text, by=writer)
        for partner in (me, them):
            Remark.objects.create(
                note=note, partner=partner, kind="question", text=f"Bedoelt {name} dit?", said_once=uuid.uuid4()
            )
            Recognition.objects.create(note=note, partner=partner)


def plant_agreements(card: PartnershipCard, me: Partner, them: Partner, name: str) -> None:
    """Leave what a group agreed, and how it came to that."""
    step = card.course[1]
    for by in (me, them):
        proposal = Proposal.objects.create(step=step, by=by, text=f"{name} belt", win=f"Goed voor {name}", made_once=uuid.uuid4())
        ProposalVersion.objects.create(proposal=proposal, number=1, text=f"{name} belde", by=by)
        for partner in (me, them):
            Stance.objects.create(
                proposal=proposal, proposal_version=1, partner=partner, answer="remark", words=f"Als {name} kan"
            )
        Reopening.objects.create(step=step, by=by, reason=f"{name} vroeg het")


def plant_promises(card: PartnershipCard, me: Partner, them: Partner, word: str, name: str) -> None:
    """Leave expectations, a review, actions, commitments and a success."""
    review = Review.objects.create(card=card, due_on=timezone.localdate())
    for partner, text in ((me, word), (them, f"Dat {name} komt")):
        expected = Expectation.objects.create(card=card, partner=partner, theme="own", text=text, voiced_once=uuid.uuid4())
        LookingBack.objects.create(review=review, partner=partner, expectation=expected, feeling="well", text=text)
        Action.objects.create(card=card, by=partner, asked_of="other", text=f"{name} bellen", who=name, outcome_words=name)
    facts = {"area": card.area, "origin": CommitmentOrigin.CARD.value}
    Commitment.objects.create(person=me.participant, text=word, **facts)
    Commitment.objects.create(person=them.participant, asked_by=me.participant, text=f"{name} bellen", **facts)
    harvest = Harvest.objects.create(told_by=me.participant, title=f"{name} sprak", text=f"{name} straalde", **facts)
    Maker.objects.create(harvest=harvest, person=me.participant, named_at=timezone.now())
