"""Looking back on a card: on set days expectations and actions return to the table (domain: Partnership card)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt import live
from kennismarkt.errors import Refused
from notifications import telling
from partnership.cards import PartnershipCard
from partnership.dialogue import careful
from partnership.expectations import Expectation
from partnership.gathering import at_the_table, locked
from partnership.partners import Partner
from partnership.reviews import LONGEST_WORD, USUAL, Feeling, LookingBack, Review

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

KIND = "partnership.review"
UNREADABLE = 422
GONE = 404
PART = "reviews"
MOST_REVIEWS = 12


def plan(card: PartnershipCard) -> list[Review]:
    """Set the usual days, six and twelve weeks after a card is finished, unless days were set before."""
    if card.finished_at is None or card.reviews.exists():
        return []
    finished = timezone.localdate(card.finished_at)
    return Review.objects.bulk_create(Review(card=card, due_on=finished + after) for after in USUAL)


def plan_missing() -> int:
    """Set the usual days for finished cards that have none; return for how many."""
    found = PartnershipCard.objects.filter(finished_at__isnull=False, reviews=None)
    return len([card for card in found if plan(card)])


def set_day(card: PartnershipCard, *, by: Partner, due_on: date) -> Review:
    """Set another day to look back; any partner may. A day that is set already stays as it is."""
    if due_on < timezone.localdate():
        raise Refused(_("Kies een dag die nog komt."), status=UNREADABLE)
    with transaction.atomic():
        card = locked(card)
        at_the_table(card, by)
        if card.reviews.waiting().count() >= MOST_REVIEWS:
            raise Refused(_("Er staan al genoeg dagen. Haal er eerst een weg."))
        review, _made = Review.objects.get_or_create(card=card, due_on=due_on, dropped_at=None)
        live.tell("card", card.pk, part=PART)
        return review


def drop(review: Review, *, by: Partner) -> None:
    """Not look back on that day after all; any partner may, as long as nothing was said."""
    with transaction.atomic():
        now = waiting(review, by)
        if now.words.exists():
            raise Refused(_("Op deze dag is al iets gezegd. Rond hem af."))
        Review.objects.filter(pk=now.pk).update(dropped_at=timezone.now())
        live.tell("card", now.card_id, part=PART)


def say(
    review: Review, *, by: Partner, feeling: str, text: str, once: UUID, expectation: Expectation | None = None
) -> LookingBack:
    """Say how it goes with an expectation, or with the whole; the same form sent twice says it once."""
    words = " ".join(text.split())
    if len(words) > LONGEST_WORD:
        raise Refused(_("Dat is te lang. Maak het korter."), status=UNREADABLE)
    with transaction.atomic():
        now = waiting(review, by)
        earlier = LookingBack.objects.filter(partner=by, said_once=once).first()
        if earlier is not None:
            return earlier
        careful(now.card, words)
        if expectation is not None and expectation.card_id != now.card_id:
            raise Refused(_("Deze verwachting hoort bij een andere kaart."), status=GONE)
        said = LookingBack.objects.create(
            review=now, partner=by, expectation=expectation, feeling=Feeling(feeling), text=words, said_once=once
        )
        live.tell("card", now.card_id, part=PART)
        return said


def hold(review: Review, *, by: Partner) -> None:
    """Round off a review; any partner may, once somebody said something."""
    with transaction.atomic():
        now = waiting(review, by)
        if not now.words.exists():
            raise Refused(_("Zeg eerst hoe het gaat. Eén woord van één van jullie is genoeg."))
        Review.objects.filter(pk=now.pk).update(held_at=timezone.now())
        live.tell("card", now.card_id, part=PART)


def waiting(review: Review, by: Partner) -> Review:
    """Return the review as it stands now, its card locked (`Refused` for others, and for one that is over)."""
    card = locked(review.card)
    at_the_table(card, by)
    found = Review.objects.visible_to(by).waiting().filter(pk=review.pk).first()
    if found is None:
        raise Refused(_("Deze terugblik is al afgerond."), status=GONE)
    return found


def tell_due(today: date | None = None) -> int:
    """Tell the partners of cards whose day has come; return how many notices that made."""
    day, told = today or timezone.localdate(), 0
    for number in Review.objects.to_tell(day).values_list("pk", flat=True):
        with transaction.atomic():
            review = Review.objects.to_tell(day).select_for_update(of=("self",), skip_locked=True).filter(pk=number).first()
            if review is not None:
                Review.objects.filter(pk=number).update(told_on=day)
                told += telling.notify(KIND, people_of(review.card_id), about=number)
    return told


def people_of(*cards: int) -> list[Participant]:
    """Return the participants who sit at one of these cards now."""
    return list(Participant.objects.filter(partnerships__in=Partner.objects.around().filter(card__in=cards)).distinct())
