"""The cards of the example, and what coordinators see of cards in the workplace."""

from __future__ import annotations

import pytest

from accounts.models import Commitment, Duty, Harvest
from market.example.loading import load
from notifications.models import Delivery
from partnership.models import Note, PartnershipCard, Phase
from tests.conftest import AsMember
from tests.factories import AppointmentFactory, ParticipantFactory
from tests.partnership.conftest import Table

pytestmark = pytest.mark.django_db
LIST = "/beheer/partnership/partnershipcard/"


def test_three_cards_and_nothing_twice_and_nobody_mailed() -> None:
    counted = []
    for _time in range(2):
        load()
        counted.append(
            (PartnershipCard.objects.count(), Note.objects.count(), Commitment.objects.count(), Harvest.objects.count())
        )
    assert counted[0] == counted[1]
    assert counted[0][0] == 3
    assert Delivery.objects.count() == 0
    phases = {card.subject: [step.phase for step in card.steps.all()] for card in PartnershipCard.objects.all()}
    assert phases["theme"][:3] == [Phase.AGREED, Phase.CONVERSATION, Phase.OWN]
    assert (set(phases["project"]), set(phases["case"])) == ({Phase.AGREED}, {Phase.OWN})
    assert PartnershipCard.objects.get(subject="project").reviews.count() == 2


def test_coordinators_see_sides_and_steps_and_no_word(table: Table) -> None:
    page = table.clients["coordinator"].get(LIST)
    text = page.content.decode()
    assert (page.status_code, f">{table.card.pk}<" in text) == (200, True)
    assert [word for word in (table.card.title, table.host.name, table.joris.name, table.guest.name) if word in text] == []
    assert table.clients["coordinator"].get(f"{LIST}{table.card.pk}/change/").status_code == 404


def test_the_list_ends_at_the_border_and_is_not_for_moderators(table: Table, as_member: AsMember) -> None:
    elsewhere = ParticipantFactory.create()
    AppointmentFactory.create(participant=elsewhere, duty=Duty.COORDINATOR)
    assert f">{table.card.pk}<" not in as_member(elsewhere).get(LIST).content.decode()
    assert table.clients["moderator"].get(LIST).status_code == 403
