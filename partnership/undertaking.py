"""Actions of a card: putting them forward, taking them on, saying how it went; celebrating what worked.

What somebody with an account takes on is a `Commitment` and stands on their page; how it goes there, the card shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import commitments, promising
from accounts.models import Commitment, CommitmentOrigin, Outcome, Participant
from kennismarkt import live
from kennismarkt.errors import Refused
from kennismarkt.forms import readable
from notifications import promises
from partnership.actions import LONGEST_ACTION, LONGEST_WHO, Action, AskedOf, with_commitments
from partnership.cards import PartnershipCard, Phase, StepNumber
from partnership.dialogue import careful, sayable, step_for
from partnership.gathering import at_the_table, host_only, locked
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from neighbourhood.models import Organisation

UNREADABLE = 422
GONE = 404
PART = "actions"


@dataclass(frozen=True)
class Whom:
    """Of whom something is asked; of another, one of the four says of whom."""

    asked_of: str
    partner: Partner | None = None
    person: Participant | None = None
    organisation: Organisation | None = None
    who: str = ""


def put_forward(card: PartnershipCard, *, by: Partner, text: str, whom: Whom, due_on: date | None, once: UUID) -> Action:
    """Say what is going to be done, by whom, by when; the same form sent twice says it once.

    Whom one asks reads the words of this action and nothing else of the card. `Refused` before step 5 is talked about.
    """
    words = sayable(text, LONGEST_ACTION)
    with transaction.atomic():
        card = locked(card)
        earlier = Action.objects.filter(by=by, made_once=once).first()
        if earlier is not None:
            return earlier
        careful(card, words, whom.who)
        step_for(card, StepNumber.ACTIONS, by, Phase.AGREEMENT, Phase.AGREED)
        action = Action.objects.create(
            card=card,
            by=by,
            asked_of=AskedOf(whom.asked_of),
            text=words,
            due_on=due_on,
            who=named(whom),
            guest=guest_who_does_it(whom, by),
            made_once=once,
        )
        ask(action, whom)
        live.tell("card", card.pk, part=PART)
        return action


def named(whom: Whom) -> str:
    """Return who isn't on the site (`Refused` when another is asked and nobody is named)."""
    if whom.asked_of != AskedOf.OTHER or whom.partner or whom.person or whom.organisation:
        return ""
    name = " ".join(readable(whom.who).split())
    if not name:
        raise Refused(_("Kies wie je vraagt, of schrijf op wie het is."), status=UNREADABLE)
    return name[:LONGEST_WHO]


def guest_who_does_it(whom: Whom, by: Partner) -> Partner | None:
    """Return the guest whom it is asked of: they have no page for commitments."""
    asked = by if whom.asked_of == AskedOf.ONESELF else whom.partner
    return asked if asked is not None and asked.participant_id is None else None


def ask(action: Action, whom: Whom) -> None:
    """Ask who has an account, or an organisation; of oneself it is a promise at once."""
    person = person_asked(action, whom)
    if person is not None:
        promise_of(action, person, by=action.by.participant)
    elif whom.asked_of == AskedOf.OTHER and whom.organisation is not None:
        facts = {"origin": CommitmentOrigin.CARD.value, "area": action.card.area, "about": action.pk}
        made = promising.ask_organisation(
            whom.organisation, text=action.text, due_on=action.due_on, by=action.by.participant, **facts
        )
        promises.tell_asked(made)


def person_asked(action: Action, whom: Whom) -> Participant | None:
    """Return whom of the people with an account it is asked of."""
    if whom.asked_of == AskedOf.ONESELF:
        return action.by.participant
    if whom.asked_of == AskedOf.TOGETHER:
        return None
    return whom.partner.participant if whom.partner is not None else whom.person


def promise_of(action: Action, person: Participant, *, by: Participant | None) -> Commitment:
    """Ask `person`; who asks it of themselves has taken it on."""
    facts = {"origin": CommitmentOrigin.CARD.value, "area": action.card.area, "about": action.pk}
    made = promising.ask(person, text=action.text, due_on=action.due_on, by=by, **facts)
    if made.accepted_at is None:
        promises.tell_asked(made)
    return made


def current(action: Action, by: Partner) -> Action:
    """Return the action as it stands now, its card locked (`Refused` for who isn't at the table, and for what was taken back)."""
    card = locked(action.card)
    at_the_table(card, by)
    found = with_commitments(Action.objects.visible_to(by).standing().filter(pk=action.pk))
    if not found:
        raise Refused(_("Deze actie is er niet meer."), status=GONE)
    return found[0]


@transaction.atomic
def take_on(action: Action, *, by: Partner) -> Action:
    """Take on what nobody does yet; a guest does so by name, somebody with an account as a commitment of theirs."""
    now = current(action, by)
    if not now.free:
        raise Refused(_("Iemand anders doet dit al."))
    if by.participant is None:
        Action.objects.filter(pk=now.pk).update(guest=by)
    else:
        promise_of(now, by.participant, by=by.participant)
    live.tell("card", now.card_id, part=PART)
    return now


@transaction.atomic
def withdraw(action: Action, *, by: Partner) -> None:
    """Take an action back; who put it forward or the host. What was asked about it and not answered goes with it."""
    now = current(action, by)
    if now.by_id != by.pk:
        host_only(now.card, by)
    if now.commitment is not None and now.commitment.accepted_at is not None:
        raise Refused(_("Iemand heeft dit al op zich genomen. Die kan het loslaten, met een woord erbij."))
    Commitment.objects.filter(pk__in=[each.pk for each in now.promised]).asked().delete()
    Action.objects.filter(pk=now.pk).update(withdrawn_at=timezone.now())
    live.tell("card", now.card_id, part=PART)


@transaction.atomic
def close(action: Action, *, by: Partner, outcome: str, words: str) -> None:
    """Say how it went with what is of all together, of a guest or of somebody who isn't on the site; any partner may.

    `Refused` for what somebody took on as a commitment: that is theirs to close.
    """
    said = promising.worded(words, promising.LONGEST_WHY, needed=outcome != Outcome.DONE)
    now = current(action, by)
    careful(now.card, said)
    if now.over or (now.commitment is not None and now.commitment.declined_at is None):
        raise Refused(_("Wie dit op zich nam, zegt zelf hoe het liep."))
    Action.objects.filter(pk=now.pk).update(closed_at=timezone.now(), outcome=Outcome(outcome), outcome_words=said)
    live.tell("card", now.card_id, part=PART)


def links(viewer: Participant, found: Collection[Commitment]) -> dict[int, str]:
    """Return, of commitments from cards, where `viewer` reads the card; nothing for who isn't at its table."""
    mine = PartnershipCard.objects.visible_to(viewer)
    cards = dict(Action.objects.filter(pk__in=[each.about for each in found], card__in=mine).values_list("pk", "card"))
    return {each.pk: reverse("card_actions", args=[cards[each.about]]) for each in found if each.about in cards}


def moved(commitment: Commitment) -> None:
    """Let the table see how a commitment stands, and tell who asked for it."""
    cards = Action.objects.filter(pk=commitment.about).values_list("card", flat=True)
    live.tell("card", *cards, part=PART)
    if commitment.closed_at is None and commitment.asked_by_id is not None:
        promises.tell_answered(commitment)


commitments.come_from(CommitmentOrigin.CARD, commitments.Source(links, moved))
