"""Rights in the workplace end at the border of an area: in lists, counts, filters, choices and addresses."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Affiliation, Appointment, Duty, Participant
from kennismarkt.workplace import CONNECTOR, COORDINATOR, EVERY_DUTY, MODERATOR, AreaAdmin
from neighbourhood.models import Area, Organisation, Place
from tests.admin.conftest import Neighbourhood, appointed
from tests.factories import OrganisationFactory, ParticipantFactory, PlaceFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "neighbourhood/area": "area",
    "neighbourhood/organisation": "organisation",
    "neighbourhood/place": "place",
    "accounts/participant": "person",
}


def place_in(area: Area, organisation: Organisation | None = None, **other: Any) -> dict[str, Any]:
    """Return what one fills in for a place."""
    return {
        "area": area.pk,
        "name": "Nieuwe zaal",
        "slug": "nieuwe-zaal",
        "address": "Straat 1",
        "organisation": organisation.pk if organisation else "",
        "latitude": "52.36",
        "longitude": "4.8",
        **other,
    }


def test_duties_are_called_here_as_they_are_stored() -> None:
    assert set(EVERY_DUTY) == {COORDINATOR, MODERATOR, CONNECTOR} == set(Duty.values)


def test_every_page_declares_known_duties() -> None:
    pages = [page for page in admin.site._registry.values() if isinstance(page, AreaAdmin)]
    named = {duty for page in pages for duties in page.duties.values() for duty in duties}
    assert named <= set(Duty.values)
    assert {page.model for page in pages} >= {Area, Organisation, Place, Participant, Appointment}


@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_lists_show_and_count_ones_own_area(
    coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood, path: str, name: str
) -> None:
    response = coordinator.get(f"/beheer/{path}/")
    shown = {str(thing) for thing in response.context["cl"].result_list}
    assert str(getattr(here, name)) in shown
    assert response.context["cl"].full_result_count == len(shown)
    assert "Elders" not in response.content.decode()


@pytest.mark.parametrize(("path", "name"), LISTS.items())
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_addresses_of_elsewhere_lead_nowhere(
    coordinator: Client, elsewhere: Neighbourhood, path: str, name: str, page: str
) -> None:
    pk = getattr(elsewhere, name).pk
    theirs, nothing = (coordinator.get(f"/beheer/{path}/{number}/{page}/") for number in (pk, 10**9))
    assert theirs.status_code in {302, 403}
    assert theirs.status_code == nothing.status_code
    assert "Elders" not in theirs.content.decode()
    assert coordinator.post(f"/beheer/{path}/{pk}/{page}/", {"post": "yes"}).status_code in {302, 403, 405}
    assert type(getattr(elsewhere, name)).objects.filter(pk=pk).exists()


def test_asking_for_elsewhere_in_a_filter_shows_nothing_of_it(
    coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood
) -> None:
    response = coordinator.get(f"/beheer/neighbourhood/place/?area__id__exact={elsewhere.area.pk}")
    assert list(response.context["cl"].result_list) == [here.place]
    second = Area.objects.create(name="Ooikplein", slug="ooik", latitude=52, longitude=4)
    Appointment.objects.create(participant=coordinator.holder, area=second, duty=Duty.COORDINATOR)  # type: ignore[attr-defined]
    response = coordinator.get(f"/beheer/neighbourhood/place/?area__id__exact={elsewhere.area.pk}")
    assert list(response.context["cl"].result_list) == []
    assert coordinator.get("/beheer/accounts/participant/?user__email__startswith=b").status_code in {302, 400}
    assert coordinator.get("/beheer/accounts/participant/?user__password__startswith=a").status_code in {302, 400}


def test_filters_name_ones_own_areas(here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    client = appointed(here.area, Duty.COORDINATOR)
    third = Area.objects.create(name="Ooikplein", slug="ooik", latitude=52, longitude=4)
    Appointment.objects.create(participant=client.holder, area=third, duty=Duty.COORDINATOR)  # type: ignore[attr-defined]
    page = client.get("/beheer/neighbourhood/place/").content.decode()
    assert "Hierplein" in page
    assert "Ooikplein" in page
    assert "Elders" not in page


def test_search_stays_within(coordinator: Client, elsewhere: Neighbourhood) -> None:
    response = coordinator.get("/beheer/neighbourhood/organisation/?q=Elders")
    assert list(response.context["cl"].result_list) == []


@pytest.mark.parametrize(
    ("model", "field", "name"),
    [
        ("place", "organisation", "Hierhuis"),
        ("appointment", "participant", "Hierbuur"),
        ("affiliation", "organisation", "Hierhuis"),
    ],
)
def test_completion_offers_ones_own(
    coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood, model: str, field: str, name: str
) -> None:
    app = "neighbourhood" if model == "place" else "accounts"
    asked = {"app_label": app, "model_name": model, "field_name": field}
    found = [row["text"] for row in coordinator.get("/beheer/autocomplete/", asked).json()["results"]]
    assert name in found
    assert not [text for text in found if "Elders" in text]
    assert coordinator.get("/beheer/autocomplete/", {**asked, "term": "Elders"}).json()["results"] == []


def test_choices_offer_ones_own_area(coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    form = coordinator.get("/beheer/neighbourhood/place/add/").context["adminform"].form
    assert list(form.fields["area"].queryset) == [here.area]
    assert list(form.fields["organisation"].queryset) == [here.organisation]
    assert form["area"].value() == here.area.pk


def test_a_place_is_added_at_home_and_not_elsewhere(coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    address = "/beheer/neighbourhood/place/add/"
    assert coordinator.post(address, place_in(elsewhere.area)).status_code == 200
    assert coordinator.post(address, place_in(here.area, elsewhere.organisation)).status_code == 200
    assert coordinator.post(address, place_in(here.area, here.organisation)).status_code == 302
    assert [place.area for place in Place.objects.filter(name="Nieuwe zaal")] == [here.area]


def test_nothing_moves_to_another_area(here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    client = appointed(here.area, Duty.COORDINATOR)
    Appointment.objects.create(participant=client.holder, area=elsewhere.area, duty=Duty.COORDINATOR)  # type: ignore[attr-defined]
    client.post(f"/beheer/neighbourhood/place/{here.place.pk}/change/", place_in(elsewhere.area))
    here.place.refresh_from_db()
    assert (here.place.name, here.place.area) == ("Nieuwe zaal", here.area)


def test_who_coordinates_here_and_moderates_there_writes_here_only(here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    client = appointed(here.area, Duty.COORDINATOR)
    Appointment.objects.create(participant=client.holder, area=elsewhere.area, duty=Duty.MODERATOR)  # type: ignore[attr-defined]
    assert client.get(f"/beheer/neighbourhood/place/{elsewhere.place.pk}/change/").status_code == 200
    for page in ("change", "delete"):
        address = f"/beheer/neighbourhood/place/{elsewhere.place.pk}/{page}/"
        assert client.post(address, place_in(elsewhere.area, post="yes")).status_code == 403
    form = client.get("/beheer/neighbourhood/place/add/").context["adminform"].form
    assert list(form.fields["area"].queryset) == [here.area]
    assert client.post("/beheer/neighbourhood/place/add/", place_in(elsewhere.area)).status_code == 200
    assert not Place.objects.filter(name="Nieuwe zaal").exists()


def test_an_affiliation_with_elsewhere_is_refused(coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    address = f"/beheer/accounts/participant/{here.offline.pk}/change/"
    page = coordinator.get(address).context
    prefix = next(formset.formset.prefix for formset in page["inline_admin_formsets"])
    filled = {
        "display_name": "Oma",
        "roles": ["resident"],
        "languages": ["nl"],
        "reads": "nl",
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "0",
        "appointments-TOTAL_FORMS": "0",
        "appointments-INITIAL_FORMS": "0",
    }
    assert coordinator.post(address, {**filled, f"{prefix}-0-organisation": elsewhere.organisation.pk}).status_code == 200
    assert not Affiliation.objects.filter(participant=here.offline).exists()
    assert coordinator.post(address, {**filled, f"{prefix}-0-organisation": here.organisation.pk}).status_code == 302
    assert Affiliation.objects.get(participant=here.offline).organisation == here.organisation


@pytest.mark.parametrize("who", ["moderator", "connector"])
def test_who_does_not_coordinate_reads_and_does_not_write(request: pytest.FixtureRequest, here: Neighbourhood, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    for path, name in LISTS.items():
        assert client.get(f"/beheer/{path}/").status_code == 200
        assert client.get(f"/beheer/{path}/{getattr(here, name).pk}/change/").status_code == 200
        assert client.post(f"/beheer/{path}/{getattr(here, name).pk}/change/", {}).status_code == 403
        assert client.post(f"/beheer/{path}/{getattr(here, name).pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/beheer/neighbourhood/place/add/").status_code == 403
    assert client.get("/beheer/accounts/appointment/").status_code == 403


@pytest.mark.parametrize("path", ["auth/group", "account/emailaddress", "taggit/tag", "accounts/user", "admin/logentry"])
def test_pages_of_libraries_are_not_there(coordinator: Client, path: str) -> None:
    assert coordinator.get(f"/beheer/{path}/").status_code in {403, 404}


@pytest.mark.parametrize("path", LISTS)
def test_a_longer_list_takes_no_more_queries(coordinator: Client, here: Neighbourhood, path: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            coordinator.get(f"/beheer/{path}/")
        return len(asked)

    before = queries()
    for _ in range(8):
        PlaceFactory.create(area=here.area, organisation=OrganisationFactory.create(area=here.area))
        ParticipantFactory.create(area=here.area)
    assert queries() == before


@pytest.mark.parametrize(
    "path",
    [
        "accounts/participant/?q=%00",
        "accounts/participant/?email=%00&side__exact=%00&area__id__exact=x&p=-1&o=9.9&all=",
        "accounts/participant/%00/change/",
        "accounts/participant/x/change/",
        "neighbourhood/place/?area__id__exact=99999999999999999999999",
        "autocomplete/?app_label=accounts&model_name=appointment&field_name=participant&term=%00",
        "autocomplete/?app_label=accounts&model_name=participant&field_name=user",
        "autocomplete/?app_label=auth&model_name=user&field_name=groups",
    ],
)
def test_strange_questions_are_answered(coordinator: Client, elsewhere: Neighbourhood, path: str) -> None:
    response = coordinator.get(f"/beheer/{path}")
    assert response.status_code in {200, 302, 400, 403, 404}
    assert "Elders" not in response.content.decode()


def test_a_filter_with_too_many_choices_stays_away(owner: Client, here: Neighbourhood) -> None:
    Area.objects.bulk_create(Area(name=f"Plein {n}", slug=f"plein-{n}", latitude=52, longitude=4) for n in range(70))
    page = owner.get("/beheer/neighbourhood/place/")
    assert [spec.title for spec in page.context["cl"].filter_specs] == []
    assert list(owner.get("/beheer/neighbourhood/place/?q=Hierplein").context["cl"].result_list) == [here.place]


def test_saving_keeps_what_one_may_not_choose(coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    Place.objects.filter(pk=here.place.pk).update(organisation=elsewhere.organisation)
    address = f"/beheer/neighbourhood/place/{here.place.pk}/change/"
    assert coordinator.post(address, place_in(here.area, elsewhere.organisation)).status_code == 302
    here.place.refresh_from_db()
    assert (here.place.name, here.place.organisation) == ("Nieuwe zaal", elsewhere.organisation)


def test_what_somebody_does_elsewhere_is_not_shown_and_not_lost(
    coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood
) -> None:
    Affiliation.objects.create(participant=here.person, organisation=elsewhere.organisation)
    Appointment.objects.create(participant=here.person, area=elsewhere.area, duty=Duty.MODERATOR)
    address = f"/beheer/accounts/participant/{here.person.pk}/change/"
    page = coordinator.get(address)
    assert "Elders" not in page.content.decode()
    tables = {table.formset.prefix: table.formset for table in page.context["inline_admin_formsets"]}
    filled = {"display_name": "Nieuw", "roles": ["resident"], "languages": ["nl"], "reads": "nl"}
    for prefix, table in tables.items():
        filled |= {f"{prefix}-TOTAL_FORMS": table.initial_form_count(), f"{prefix}-INITIAL_FORMS": table.initial_form_count()}
    row = Affiliation.objects.get(participant=here.person, organisation=here.organisation)
    filled |= {"affiliation_set-0-id": row.pk, "affiliation_set-0-organisation": here.organisation.pk}
    filled["affiliation_set-0-participant"] = here.person.pk
    assert coordinator.post(address, filled).status_code == 302
    assert here.person.affiliations.count() == 2
