"""Two areas, with a coordinator, moderator and connector of the first, and things in both."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import Duty, Participant
from neighbourhood.models import Area, Organisation, Place
from tests.conftest import signed_in
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    AreaFactory,
    OrganisationFactory,
    ParticipantFactory,
    PlaceFactory,
    UserFactory,
)


@dataclass
class Neighbourhood:
    """One area and what lies in it."""

    area: Area
    organisation: Organisation
    place: Place
    person: Participant
    offline: Participant


def neighbourhood(name: str) -> Neighbourhood:
    """Return an area called `name`, in which every name says so."""
    area = AreaFactory.create(name=f"{name}plein", slug=f"{name.lower()}plein")
    organisation = OrganisationFactory.create(area=area, name=f"{name}huis", slug=f"{name.lower()}huis")
    person = ParticipantFactory.create(area=area, display_name=f"{name}buur")
    AffiliationFactory.create(participant=person, organisation=organisation)
    return Neighbourhood(
        area=area,
        organisation=organisation,
        place=PlaceFactory.create(area=area, organisation=organisation, name=f"{name}zaal", slug=f"{name.lower()}zaal"),
        person=person,
        offline=ParticipantFactory.create(area=area, display_name=f"{name}oma", user=UserFactory.create(email=None)),
    )


@pytest.fixture
def here(db: None) -> Neighbourhood:
    """The area one is appointed to."""
    return neighbourhood("Hier")


@pytest.fixture
def elsewhere(db: None) -> Neighbourhood:
    """An area that is none of one's business."""
    there = neighbourhood("Elders")
    AppointmentFactory.create(participant=there.person, duty=Duty.COORDINATOR)
    return there


def appointed(area: Area, duty: str) -> Client:
    """Return a client, signed in as somebody who holds `duty` in `area`."""
    holder = ParticipantFactory.create(area=area, display_name=f"Hier {duty}")
    AppointmentFactory.create(participant=holder, area=area, duty=duty)
    client = signed_in(holder)
    client.holder = holder  # type: ignore[attr-defined]  # who it is, for the tests that need to know
    return client


@pytest.fixture
def coordinator(here: Neighbourhood) -> Client:
    """Somebody who coordinates `here`."""
    return appointed(here.area, Duty.COORDINATOR)


@pytest.fixture
def moderator(here: Neighbourhood) -> Client:
    """Somebody who moderates `here`."""
    return appointed(here.area, Duty.MODERATOR)


@pytest.fixture
def connector(here: Neighbourhood) -> Client:
    """Somebody who connects people in `here`."""
    return appointed(here.area, Duty.CONNECTOR)


@pytest.fixture
def owner(db: None) -> Client:
    """Somebody who owns the installation."""
    return signed_in(UserFactory.create(is_superuser=True))
