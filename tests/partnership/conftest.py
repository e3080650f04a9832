"""A table: a host, a partner of the other side, a guest; and who must not see what is said there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from accounts.models import Duty, Side
from kennismarkt import live
from partnership import gathering
from partnership.models import Mode, Partner, PartnershipCard, Subject
from tests.conftest import signed_in
from tests.factories import AppointmentFactory, ParticipantFactory

if TYPE_CHECKING:
    from accounts.models import Participant
    from neighbourhood.models import Area


def once() -> uuid.UUID:
    """Return a fresh number for a form that is taken once."""
    return uuid.uuid4()


@dataclass
class Table:
    """A card with three at it, and a client for everybody."""

    card: PartnershipCard
    host: Partner
    joris: Partner
    guest: Partner
    clients: dict[str, Client]
    outsiders: dict[str, Participant]

    def get(self, who: str, path: str = "", **query: Any) -> Any:
        """Open a page of the card as somebody."""
        return self.clients[who].get(f"/kaarten/{self.card.pk}/{path}", query)

    def post(self, who: str, path: str, **data: Any) -> Any:
        """Send a form of the card as somebody, as the page would with a fresh number."""
        return self.clients[who].post(f"/kaarten/{self.card.pk}/{path}", {"once": str(once()), **data})

    @property
    def now(self) -> PartnershipCard:
        """The card as it stands now."""
        return PartnershipCard.objects.get(pk=self.card.pk)


def opened(by: Participant, **facts: Any) -> PartnershipCard:
    """Open a card around a theme."""
    given = {"title": "Taal leren begint thuis", "subject": Subject.THEME, "mode": Mode.LONG, "once": once(), **facts}
    return gathering.open_card(by=by, **given)


def as_guest(partner: Partner) -> Client:
    """Return the browser of a guest."""
    client = Client()
    session = client.session
    session[live.GUEST] = partner.guest_id
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


@pytest.fixture
def table(area: Area) -> Table:
    """Samira hosts; Joris, a professional, and Hatice, a guest, sit with her."""
    samira = ParticipantFactory.create(area=area, display_name="Samira B.")
    joris = ParticipantFactory.create(area=area, display_name="Joris T.", roles=["professional"], side=Side.FORMAL)
    card = opened(samira)
    host = card.partners.get()
    code = gathering.open_code(card, by=host)
    second = gathering.join(code, by=joris)
    third = gathering.join_as_guest(code, name="Hatice", side=Side.INFORMAL, guest=gathering.new_guest()[0])
    outsiders = {"outsider": ParticipantFactory.create(area=area)}
    for duty in (Duty.COORDINATOR, Duty.MODERATOR):
        outsiders[duty] = AppointmentFactory.create(participant__area=area, duty=duty).participant
    clients = {"host": signed_in(samira), "joris": signed_in(joris), "guest": as_guest(third), "visitor": Client()}
    clients |= {name: signed_in(person) for name, person in outsiders.items()}
    return Table(card, host, second, third, clients, outsiders)
