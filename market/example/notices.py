"""Things to look at the mails of the market with; none of them is in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Participant
from market.conversations import Conversation
from market.listings import Listing
from market.moderation import Hiding, Reason, Report
from notifications.kinds import Words

if TYPE_CHECKING:
    from collections.abc import Iterable


def listing(person: Participant) -> Listing:
    """Return a listing of `person`."""
    until = datetime(2026, 12, 1, tzinfo=UTC)
    return Listing(pk=1, area=person.area, owner=person, title="Fietsles op zaterdagochtend", expires_at=until)


def conversation(person: Participant) -> Conversation:
    """Return a conversation that somebody began about it."""
    starter = Participant(pk=2, display_name="Yara", area=person.area)
    return Conversation(pk=1, listing=listing(person), subject="Fietsles op zaterdagochtend", starter=starter, owner=person)


def hiding(person: Participant) -> Hiding:
    """Return why a moderator hid it."""
    return Hiding(pk=1, area=person.area, listing=listing(person), reason=Reason.PRIVATE, explanation="Er staat een adres in.")


def report(person: Participant) -> Report:
    """Return what somebody reported."""
    return Report(pk=1, area=person.area, listing=listing(person), reason=Reason.SCAM)


def matches(person: Participant) -> Iterable[Words]:
    """Return what a saved search found."""
    titles = ("Taalmaatje gezocht op dinsdag", "Samen lezen in de bibliotheek")
    yield Words(_("Bewaarde zoekvragen"), quotes=titles, link=f"/wijk/{person.area.slug}/markt/?q=taal", button=_("Bekijk ze"))


def news(person: Participant) -> Iterable[Words]:
    """Return a week on the market."""
    market = f"/wijk/{person.area.slug}/markt/"
    yield Words(
        _("Nieuw aanbod"), quotes=("Soep koken voor twintig mensen", "مساعدة في الرسائل"), link=market, button=_("Bekijk ze")
    )
    yield Words(_("Nieuwe vragen"), quotes=("Wie helpt met een fietsband?",), link=market, button=_("Bekijk ze"))
