"""Asking, accepting, declining and closing a commitment: the verbs that cards and meetings share.

What the app of its origin does with an answer (tell who asked, tell open pages) it registers as a `Source`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.commitments import Commitment, Outcome, sources
from accounts.models import Block
from kennismarkt.errors import Refused
from kennismarkt.forms import readable

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Participant
    from neighbourhood.models import Area, Organisation

UNREADABLE = 422
GONE = 404
LONGEST = 500
LONGEST_WHY = 300


def ask(
    person: Participant,
    *,
    text: str,
    due_on: date | None,
    origin: str,
    area: Area,
    by: Participant | None,
    about: int | None = None,
) -> Commitment:
    """Ask `person` to do something; who asks it of themselves has accepted it at once.

    `Refused` across a block: nobody hears who made it.
    """
    if by is not None and by.pk != person.pk and Block.objects.between(by, person).exists():
        raise Refused(_("Deze persoon kun je nu niet vragen."), status=GONE)
    accepted = timezone.now() if by is not None and by.pk == person.pk else None
    asked_by = None if accepted else by
    return made(
        person=person, text=text, due_on=due_on, origin=origin, area=area, about=about, asked_by=asked_by, accepted_at=accepted
    )


def ask_organisation(
    organisation: Organisation,
    *,
    text: str,
    due_on: date | None,
    origin: str,
    area: Area,
    by: Participant | None,
    about: int | None = None,
) -> Commitment:
    """Ask an organisation to do something; whoever may act for it can accept, and then it is theirs."""
    return made(organisation=organisation, text=text, due_on=due_on, origin=origin, area=area, about=about, asked_by=by)


def made(*, text: str, **facts: Any) -> Commitment:
    """Make a commitment (`Refused` without words, or with too many)."""
    return Commitment.objects.create(text=worded(text, LONGEST), **facts)


@transaction.atomic
def accept(commitment: Commitment, *, by: Participant) -> Commitment:
    """Take it on (`Refused` for somebody else's, or once it was answered)."""
    current = unanswered(commitment, by)
    current.person, current.accepted_at = by, timezone.now()
    return moved(current, "person", "accepted_at")


@transaction.atomic
def decline(commitment: Commitment, *, by: Participant, words: str = "") -> Commitment:
    """Say no, with a word why if one likes (`Refused` as `accept`)."""
    current = unanswered(commitment, by)
    current.person, current.declined_at, current.outcome_words = by, timezone.now(), worded(words, LONGEST_WHY, needed=False)
    return moved(current, "person", "declined_at", "outcome_words")


@transaction.atomic
def close(commitment: Commitment, *, by: Participant, outcome: str, words: str) -> Commitment:
    """Close it as done, changed or dropped; the last two with a word why. `Refused` when it isn't open or isn't one's own."""
    said = worded(words, LONGEST_WHY, needed=outcome != Outcome.DONE)
    current = opened(commitment, by)
    current.closed_at, current.outcome, current.outcome_words = timezone.now(), Outcome(outcome), said
    return moved(current, "closed_at", "outcome", "outcome_words")


@transaction.atomic
def change(commitment: Commitment, *, by: Participant, text: str, due_on: date | None, words: str, version: int) -> Commitment:
    """Agree on something else instead, with a word why; return what one will do now. What was agreed before stays to read.

    `Refused` as `close`, and when it was changed since the form was opened.
    """
    if opened(commitment, by).version != version:
        raise Refused(_("Deze afspraak is net veranderd. Kijk eerst hoe hij nu is."))
    before = close(commitment, by=by, outcome=Outcome.CHANGED, words=words)
    facts = {name: getattr(before, name) for name in ("person", "organisation", "asked_by", "origin", "area", "about")}
    return made(text=text, due_on=due_on, accepted_at=timezone.now(), version=before.version, **facts)


@transaction.atomic
def reopen(commitment: Commitment, *, by: Participant) -> Commitment:
    """Undo a closing as done or dropped (`Refused` for others, and for what was replaced by something else)."""
    current = locked(commitment, by)
    if current.closed_at is None or current.outcome == Outcome.CHANGED:
        raise Refused(_("Deze afspraak kun je niet meer openen."))
    current.closed_at, current.outcome, current.outcome_words = None, "", ""
    return moved(current, "closed_at", "outcome", "outcome_words")


def moved(commitment: Commitment, *fields: str) -> Commitment:
    """Keep what changed, and tell the app that it comes from."""
    commitment.version += 1
    commitment.save(update_fields=[*fields, "version"])
    if commitment.origin in sources:
        sources[commitment.origin].moved(commitment)
    return commitment


def unanswered(commitment: Commitment, by: Participant) -> Commitment:
    """Return the commitment, locked, when `by` may still answer it (`Refused` otherwise)."""
    current = locked(commitment, by)
    if current.accepted_at is not None or current.declined_at is not None or current.closed_at is not None:
        raise Refused(_("Dit is al beantwoord."))
    return current


def opened(commitment: Commitment, by: Participant) -> Commitment:
    """Return the commitment, locked, when `by` took it on and it is open (`Refused` otherwise)."""
    current = locked(commitment, by)
    if current.accepted_at is None or current.closed_at is not None:
        raise Refused(_("Deze afspraak staat niet (meer) open."))
    return current


def locked(commitment: Commitment, by: Participant) -> Commitment:
    """Return the commitment of `by`, locked (`Refused` for somebody else's)."""
    found = Commitment.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=commitment.pk).first()
    if found is None:
        raise Refused(_("Deze afspraak is er niet (meer)."), status=GONE)
    return found


def worded(text: str, longest: int, *, needed: bool = True) -> str:
    """Return `text` without space around it (`Refused` when it is too long, or nothing is left of words that are needed)."""
    words = " ".join(readable(text).split())
    if needed and not words:
        raise Refused(_("Schrijf er een paar woorden bij."), status=UNREADABLE)
    if len(words) > longest:
        raise Refused(_("Dat is te lang. Maak het korter."), status=UNREADABLE)
    return words
