"""What is told after a card: that it is time to look back, and that a case will be erased; never what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.kinds import Told, Words
from partnership import keeping, reviewing
from partnership.cards import PartnershipCard
from partnership.cases import Case
from partnership.reviews import Review

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accounts.models import Participant

CARDS = gettext_lazy("Partnerschapskaarten")


def waiting_reviews(person: Participant, numbers: Collection[int]) -> Mapping[int, Review]:
    """Return the reviews that weren't held, of cards at which `person` sits."""
    return Review.objects.waiting().filter(card__in=PartnershipCard.objects.visible_to(person)).in_bulk(numbers)


def example_review(_person: Participant) -> Review:
    """Return a review to look at the mail with."""
    return Review(pk=1, card_id=1)


@kinds.told(
    reviewing.KIND,
    title=gettext_lazy("Tijd om terug te kijken op een kaart"),
    group=CARDS,
    things=waiting_reviews,
    example=example_review,
    screen=gettext_lazy("Tijd om samen terug te kijken."),
)
def review(told: Told) -> Words:
    """The day has come on which a table looks back."""
    return Words(
        _("Tijd om terug te kijken op een kaart"),
        _("Wat jullie van elkaar verwachtten en wat jullie gingen doen, komt terug op tafel. Zeg in een zin hoe het gaat."),
        link=reverse("card_reviews", args=[told.thing.card_id]),
        button=_("Kijk terug"),
    )


def ending_cases(person: Participant, numbers: Collection[int]) -> Mapping[int, Case]:
    """Return the cases that `person` sees and that will be erased."""
    return Case.objects.visible_to(person).exclude(warned_at=None).in_bulk(numbers)


def example_case(person: Participant) -> Case:
    """Return a case to look at the mail with."""
    return Case(pk=1, area=person.area)


@kinds.told(
    keeping.KIND,
    title=gettext_lazy("Een casus wordt binnenkort gewist"),
    group=CARDS,
    things=ending_cases,
    owed=True,
    example=example_case,
)
def case_ends(told: Told) -> Words:
    """A month from now a case is gone, unless somebody keeps it longer."""
    card = PartnershipCard.objects.visible_to(told.person).filter(case=told.thing.pk).first()
    text = _(
        "Over een maand wissen we een casus van jou, met de kaarten eromheen. Heb je hem nog nodig? Kies dan hoe lang hij nog blijft."
    )
    day = told.thing.warned_at and date_format(told.thing.warned_at + keeping.NOTICE, "j F Y")
    said = _("Op zijn vroegst op %(day)s.") % {"day": day} if day else ""
    link = reverse("keep_case", args=[card.pk]) if card is not None else ""
    return Words(
        _("Een casus wordt binnenkort gewist"), f"{text} {said}".strip(), link=link, button=_("Bekijk de casus") if link else ""
    )
