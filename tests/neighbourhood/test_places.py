"""Areas, organisations and places: what the database itself refuses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from kennismarkt.distance import Point
from neighbourhood.models import Area, Place
from tests.factories import AreaFactory, OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 4.8), (52.3, 181), (-90.5, 0)])
def test_a_place_lies_on_earth(latitude: float, longitude: float) -> None:
    with pytest.raises(IntegrityError):
        PlaceFactory.create(latitude=latitude, longitude=longitude)


def test_a_time_zone_is_one_that_exists() -> None:
    area = AreaFactory.build(time_zone="Europe/Osdorp")
    with pytest.raises(ValidationError) as refused:
        area.full_clean()
    assert list(refused.value.message_dict) == ["time_zone"]


def test_an_address_is_used_once_per_area() -> None:
    first = OrganisationFactory.create(slug="huis")
    OrganisationFactory.create(slug="huis")
    with pytest.raises(IntegrityError):
        OrganisationFactory.create(area=first.area, slug="huis")


def test_places_of_areas_come_by_name() -> None:
    area = AreaFactory.create()
    PlaceFactory.create(area=area, name="Zaal")
    PlaceFactory.create(area=area, name="Atelier")
    PlaceFactory.create(name="Elders")
    assert [place.name for place in Place.objects.in_areas([area])] == ["Atelier", "Zaal"]


def test_areas_near_a_point() -> None:
    near = AreaFactory.create(latitude=52.36, longitude=4.80)
    AreaFactory.create(latitude=51.44, longitude=5.47)
    assert list(Area.objects.near(Point(52.358, 4.801), metres=1000)) == [near]


def test_pages_have_addresses_that_say_where(area: Area) -> None:
    organisation = OrganisationFactory.create(area=area, slug="huis")
    assert area.get_absolute_url() == "/wijk/osdorpplein/"
    assert organisation.get_absolute_url() == "/wijk/osdorpplein/organisaties/huis/"
