"""What preparation groups tell: you are in it, and somebody said something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import preparation, programming
from meetings.models import Meeting
from meetings.working import membered
from notifications import kinds
from notifications.kinds import Told, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accounts.models import Participant

MEETINGS = gettext_lazy("Bijeenkomsten")


def prepared_by(person: Participant, numbers: Collection[int]) -> Mapping[int, Meeting]:
    """Return the meetings that go on and that `person` prepares."""
    return Meeting.objects.held().filter(membered(person)).in_bulk(numbers)


def example(_person: Participant) -> Meeting:
    """Return a meeting to look at the mail with."""
    return Meeting(pk=1, title=_("De kaart op tafel"))


@kinds.told(
    preparation.COMPOSED,
    title=gettext_lazy("Je zit in een voorbereidingsgroepje"),
    group=MEETINGS,
    things=prepared_by,
    example=example,
    screen=gettext_lazy("Je zit in een voorbereidingsgroepje."),
)
def composed(told: Told) -> Words:
    """Somebody is in the group that prepares a meeting."""
    return Words(
        _("Je zit in een voorbereidingsgroepje"),
        _("Samen maken jullie het programma van de volgende bijeenkomst. Kun je toch niet? Laat je dan vervangen."),
        quotes=(told.thing.title,),
        link=reverse("prep_group", args=[told.thing.pk]),
        button=_("Naar je groepje"),
    )


@kinds.told(
    programming.SAID,
    title=gettext_lazy("Nieuwe berichten in je voorbereidingsgroepje"),
    group=MEETINGS,
    things=prepared_by,
    example=example,
    screen=gettext_lazy("Er is een bericht in je voorbereidingsgroepje."),
)
def said(told: Told) -> Words:
    """Somebody said something in the group."""
    return Words(
        _("Er is een bericht in je voorbereidingsgroepje"),
        quotes=(told.thing.title,),
        link=f"{reverse('prep_group', args=[told.thing.pk])}#gesprek",
        button=_("Lees het bericht"),
    )
