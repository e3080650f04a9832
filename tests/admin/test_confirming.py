"""The workplace on where people work or help, and on how many of both sides met."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import meeting
from accounts.models import Encounter, Origin
from neighbourhood.models import Area
from tests.admin.conftest import Neighbourhood
from tests.factories import AffiliationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def test_what_waits_stands_first_at_work(
    coordinator: Client,
    moderator: Client,
    here: Neighbourhood,
    elsewhere: Neighbourhood,
) -> None:
    waiting = AffiliationFactory.create(participant__area=here.area, organisation=here.organisation, confirmed_at=None)
    AffiliationFactory.create(organisation=elsewhere.organisation, confirmed_at=None)
    label = "organisatie van iemand om te bevestigen"
    needed = {str(need.label): (need.count, need.url) for need in coordinator.get("/beheer/").context["needs"]}
    assert needed[label][0] == 1
    assert list(coordinator.get(needed[label][1]).context["cl"].result_list) == [waiting]
    assert label not in {str(need.label) for need in moderator.get("/beheer/").context["needs"]}
    address = f"/beheer/accounts/affiliation/{waiting.pk}/change/"
    assert moderator.get(address).status_code == 403
    assert coordinator.post(address, {"function": "kok", "confirmed": "on"}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.function, waiting.confirmed_at is not None) == ("kok", True)


def test_new_connections_are_counted_without_names(
    coordinator: Client,
    moderator: Client,
    here: Neighbourhood,
    elsewhere: Neighbourhood,
) -> None:
    def pair(area: Area, side: str) -> None:
        other = ParticipantFactory.create(roles=["manager"] if side == "formal" else ["resident"], side=side)
        meeting.meet(ParticipantFactory.create(display_name="Geheim"), other, area=area, origin=Origin.CONVERSATION)

    for area, side in ((here.area, "formal"), (here.area, "informal"), (elsewhere.area, "formal")):
        pair(area, side)
    pair(here.area, "formal")
    long_ago = Encounter.objects.latest("pk")
    Encounter.objects.filter(pk=long_ago.pk).update(met_at=timezone.now() - timedelta(days=200))
    response = coordinator.get("/beheer/")
    assert [fact.count for fact in response.context["facts"]] == [1, 1]
    assert "Geheim" not in response.content.decode()
    assert moderator.get("/beheer/").context["facts"] == []
