"""What cards tell people: an invitation, the next step, that the table waits for their word; never what a card is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.kinds import Told, Words
from partnership import spreading
from partnership.cards import PartnershipCard, Subject
from partnership.invitations import Invitation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accounts.models import Participant

CARDS = gettext_lazy("Partnerschapskaarten")


def own_cards(person: Participant, numbers: Collection[int]) -> Mapping[int, PartnershipCard]:
    """Return the cards at which `person` sits now."""
    return PartnershipCard.objects.visible_to(person).in_bulk(numbers)


def example_card(person: Participant) -> PartnershipCard:
    """Return a card to look at the mail with."""
    return PartnershipCard(pk=1, area=person.area, title="Taal leren begint thuis", subject=Subject.THEME)


def open_invitations(person: Participant, numbers: Collection[int]) -> Mapping[int, Invitation]:
    """Return what `person` was asked for and didn't answer."""
    return Invitation.objects.visible_to(person).waiting().in_bulk(numbers)


def example_invitation(person: Participant) -> Invitation:
    """Return an invitation to look at the mail with."""
    return Invitation(pk=1, card=example_card(person), person=person)


@kinds.told(
    spreading.INVITED,
    title=gettext_lazy("Iemand vraagt je aan een partnerschapskaart"),
    group=CARDS,
    things=open_invitations,
    example=example_invitation,
    screen=gettext_lazy("Iemand vraagt je mee te doen."),
)
def invited(told: Told) -> Words:
    """The host of a card asks somebody to take part."""
    return Words(
        _("Iemand vraagt je aan een partnerschapskaart"),
        _("Met een partnerschapskaart spreken jullie samen af hoe jullie samenwerken. Kijk wie het vraagt en of je wilt."),
        link=reverse("card_invitation", args=[told.thing.pk]),
        button=_("Bekijk de uitnodiging"),
    )


@kinds.told(
    spreading.NEXT_STEP,
    title=gettext_lazy("De volgende stap van een kaart is open"),
    group=CARDS,
    things=own_cards,
    example=example_card,
    screen=gettext_lazy("Een kaart van jou is een stap verder."),
)
def next_step(told: Told) -> Words:
    """A step was settled while somebody wasn't looking."""
    return Words(
        _("De volgende stap van je kaart is open"),
        _("De anderen hebben een stap afgesproken. Jij kunt nu op de volgende stap schrijven."),
        link=told.thing.get_absolute_url(),
        button=_("Naar de kaart"),
    )


@kinds.told(
    spreading.UNHEARD,
    title=gettext_lazy("Een kaart wacht op jouw woord"),
    group=CARDS,
    things=own_cards,
    example=example_card,
    screen=gettext_lazy("De anderen horen graag wat jij ervan vindt."),
)
def unheard(told: Told) -> Words:
    """The host asks somebody who said nothing yet."""
    return Words(
        _("De anderen horen graag wat jij ervan vindt"),
        _("Op een van je kaarten hebben we van jou nog niets gelezen. Eén zin is genoeg."),
        link=told.thing.get_absolute_url(),
        button=_("Naar de kaart"),
    )
