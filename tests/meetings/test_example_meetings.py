"""The example meetings: there once, whatever happens, and shaped like the guide of 2016."""

from __future__ import annotations

import pytest

from accounts.models import Commitment, Participant
from market.example.loading import load as load_neighbourhood
from meetings import agreements, network, pulsing
from meetings.anchorings import anchored, not_anchored
from meetings.example.loading import load
from meetings.models import Meeting, Reflection, Seat, SideStream, Trajectory

pytestmark = pytest.mark.django_db


def test_the_example_is_loaded_once_and_holds_together() -> None:
    load_neighbourhood()
    load()
    counts = [model.objects.count() for model in (Trajectory, Meeting, Seat, Reflection, SideStream, Commitment)]
    load()
    assert [model.objects.count() for model in (Trajectory, Meeting, Seat, Reflection, SideStream, Commitment)] == counts
    finished, running = Trajectory.objects.order_by("pk")
    assert (list(anchored(Trajectory.objects.all())), list(not_anchored(Trajectory.objects.all()))) == ([finished], [running])
    ilse = Participant.objects.get(user__email="ilse@example.org")
    assert [moment.people for moment in network.over_time(finished, viewer=ilse)] == [7, 20, 24, 27, 29, 35]
    assert [beat.at_least for beat in pulsing.line(finished.meetings.all(), viewer=ilse)] == [10, 10, 20, 20]
    third = running.meetings.get(title="De kaart op tafel", kind="lunch")
    assert agreements.agenda(third, viewer=ilse).count() == 2
