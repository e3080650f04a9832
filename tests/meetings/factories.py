"""Factories of meetings: each builds one believable thing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from meetings.models import Meeting, MeetingKind, PrepWish, Seat, SeatState, Trajectory
from neighbourhood.models import Side
from tests.factories import AreaFactory, ParticipantFactory, PlaceFactory

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class TrajectoryFactory(DjangoModelFactory):
    """An announced trajectory for about twenty."""

    class Meta:
        model = Trajectory

    area = factory.SubFactory(AreaFactory)
    name = factory.Sequence(lambda n: f"Samenspel {n}")
    slug = factory.Sequence(lambda n: f"samenspel-{n}")
    goals = factory.LazyFunction(lambda: ["Elkaar leren kennen", "Samen een handreiking schrijven"])
    announced_at = LONG_AGO


class MeetingFactory(DjangoModelFactory):
    """An announced activity next week, for members, with twenty seats."""

    class Meta:
        model = Meeting

    area = factory.SubFactory(AreaFactory)
    place = factory.SubFactory(PlaceFactory, area=factory.SelfAttribute("..area"))
    kind = MeetingKind.ACTIVITY
    title = factory.Sequence(lambda n: f"Koffie en kennis {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now().replace(microsecond=0) + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=2))
    announced_at = LONG_AGO


class LunchFactory(MeetingFactory):
    """A lunch meeting of a trajectory."""

    trajectory = factory.SubFactory(TrajectoryFactory, area=factory.SelfAttribute("..area"))
    kind = MeetingKind.LUNCH
    number = factory.Sequence(lambda n: n % 30000 + 1)
    lunch = True


class SeatFactory(DjangoModelFactory):
    """Somebody who comes, by their own sign-up, on the side from which they take part."""

    class Meta:
        model = Seat

    meeting = factory.SubFactory(MeetingFactory)
    participant = factory.SubFactory(ParticipantFactory, area=factory.SelfAttribute("..meeting.area"))
    side = factory.LazyAttribute(lambda seat: seat.participant.side if seat.participant else Side.INFORMAL)
    state = SeatState.SEATED


class PreparationFactory(MeetingFactory):
    """The session in which a lunch meeting is prepared, three days before it."""

    trajectory = factory.SelfAttribute("prepares.trajectory")
    area = factory.SelfAttribute("prepares.area")
    kind = MeetingKind.PREPARATION
    number = factory.SelfAttribute("prepares.number")
    prepares = factory.SubFactory(LunchFactory)
    starts_at = factory.LazyAttribute(lambda meeting: meeting.prepares.starts_at - timedelta(days=3))


class PrepWishFactory(DjangoModelFactory):
    """Somebody who comes wishes to prepare."""

    class Meta:
        model = PrepWish

    meeting = factory.SubFactory(LunchFactory)
    participant = factory.SubFactory(ParticipantFactory, area=factory.SelfAttribute("..meeting.area"))
    side = factory.SelfAttribute("participant.side")
