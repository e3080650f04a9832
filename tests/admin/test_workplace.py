"""The workplace: who gets in, what it starts with, registering people and appointing them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import appointing, joining
from accounts.models import Appointment, Duty, Participant, User
from kennismarkt.errors import Refused
from tests.admin.conftest import Neighbourhood, appointed
from tests.conftest import AsMember
from tests.factories import AppointmentFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

APPOINT = "/beheer/accounts/appointment/add/"
REGISTER = "/beheer/accounts/participant/add/"


def oma(area_id: int, **other: Any) -> dict[str, Any]:
    """Return what one fills in for somebody without e-mail."""
    return {"area": area_id, "display_name": "Mevrouw Jansen", "roles": ["resident"], "languages": ["nl"], "reads": "nl", **other}


def test_visitors_are_shown_the_way_in(client: Client) -> None:
    response = client.get("/beheer/", follow=True)
    assert response.redirect_chain[-1][0] == "/account/login/?next=/beheer/"


def test_ordinary_members_have_no_business_there(member: Participant, as_member: AsMember) -> None:
    for path in ("", "accounts/participant/", "accounts/participant/1/change/", "autocomplete/", "jsi18n/"):
        assert as_member(member).get(f"/beheer/{path}", follow=True).status_code == 403


def test_members_see_no_door_to_it_and_the_appointed_do(member: Participant, as_member: AsMember) -> None:
    assert 'href="/beheer/"' not in as_member(member).get("/account/instellingen/").content.decode()
    AppointmentFactory.create(participant=member)
    assert 'href="/beheer/"' in as_member(member).get("/account/instellingen/").content.decode()


def test_who_is_dismissed_is_out(here: Neighbourhood, coordinator: Client) -> None:
    Appointment.objects.all().delete()
    assert coordinator.get("/beheer/", follow=True).status_code == 403


def test_it_starts_with_what_needs_you_here(coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    response = coordinator.get("/beheer/")
    needed = {str(need.label): (need.count, need.url) for need in response.context["needs"]}
    assert needed["deelnemer zonder e-mail"] == (1, "/beheer/accounts/participant/?email=nee")
    listed = coordinator.get(needed["deelnemer zonder e-mail"][1])
    assert list(listed.context["cl"].result_list) == [here.offline]


def test_what_is_not_ones_duty_is_not_asked(moderator: Client, here: Neighbourhood) -> None:
    assert "deelnemer zonder e-mail" not in {str(need.label) for need in moderator.get("/beheer/").context["needs"]}


def test_owners_see_everything(owner: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    people = owner.get("/beheer/accounts/participant/").context["cl"].result_list
    assert {here.person, elsewhere.person} <= set(people)
    accounts = owner.get("/beheer/accounts/user/")
    assert accounts.status_code == 200
    page = owner.get(f"/beheer/accounts/user/{here.person.user_id}/change/").content.decode()
    assert here.person.user.email in page
    assert here.person.user.password not in page


@pytest.mark.parametrize("who", ["coordinator", "connector"])
def test_somebody_without_e_mail_is_registered(request: pytest.FixtureRequest, here: Neighbourhood, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.post(REGISTER, oma(here.area.pk)).status_code == 302
    made = Participant.objects.get(display_name="Mevrouw Jansen")
    assert (made.area, made.side, made.user.email, made.user.has_usable_password()) == (here.area, "informal", None, False)


def test_nobody_is_registered_elsewhere(connector: Client, elsewhere: Neighbourhood) -> None:
    assert connector.post(REGISTER, oma(elsewhere.area.pk)).status_code == 200
    assert not Participant.objects.filter(display_name="Mevrouw Jansen").exists()
    with pytest.raises(Refused):
        joining.register_for(
            display_name="X",
            area=elsewhere.area,
            roles=["resident"],
            side="informal",
            languages=["nl"],
            by=connector.holder.user,  # type: ignore[attr-defined]
        )


def test_moderators_register_nobody(moderator: Client, here: Neighbourhood) -> None:
    assert moderator.post(REGISTER, oma(here.area.pk)).status_code == 403


def test_a_connector_changes_who_cannot_do_it_themselves(connector: Client, here: Neighbourhood) -> None:
    counts = {f"{table}-{which}_FORMS": 0 for table in ("affiliation_set", "appointments") for which in ("TOTAL", "INITIAL")}
    filled = oma(here.area.pk, **counts)
    address = "/beheer/accounts/participant/{}/change/"
    assert connector.post(address.format(here.offline.pk), filled).status_code == 302
    assert connector.post(address.format(here.person.pk), filled).status_code == 403
    assert [
        person.display_name
        for person in (Participant.objects.get(pk=here.offline.pk), Participant.objects.get(pk=here.person.pk))
    ] == [
        "Mevrouw Jansen",
        "Hierbuur",
    ]


def test_a_side_without_a_role_is_refused_here_too(coordinator: Client, here: Neighbourhood) -> None:
    response = coordinator.post(REGISTER, oma(here.area.pk, side="formal"))
    assert "Kies de kant waar je ook een rol hebt." in response.content.decode()


def test_a_coordinator_appoints_and_dismisses(coordinator: Client, here: Neighbourhood) -> None:
    asked = {"participant": here.person.pk, "area": here.area.pk, "duty": "moderator"}
    assert coordinator.post(APPOINT, asked).status_code == 302
    made = Appointment.objects.get(participant=here.person)
    assert (made.area, made.duty) == (here.area, "moderator")
    assert coordinator.post(f"/beheer/accounts/appointment/{made.pk}/change/", asked).status_code == 403
    assert coordinator.post(f"/beheer/accounts/appointment/{made.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Appointment.objects.filter(participant=here.person).exists()


def test_nobody_appoints_themselves(coordinator: Client, here: Neighbourhood) -> None:
    asked = {"participant": coordinator.holder.pk, "area": here.area.pk, "duty": "moderator"}  # type: ignore[attr-defined]
    response = coordinator.post(APPOINT, asked)
    assert "Je kunt jezelf niet aanstellen." in response.content.decode()
    assert not Appointment.objects.filter(duty="moderator").exists()


def test_nobody_appoints_beyond_their_areas(here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    client = appointed(here.area, Duty.COORDINATOR)
    AppointmentFactory.create(participant=client.holder, area=elsewhere.area, duty=Duty.CONNECTOR)  # type: ignore[attr-defined]
    asked = {"participant": here.person.pk, "area": elsewhere.area.pk, "duty": "moderator"}
    assert client.post(APPOINT, asked).status_code == 200
    assert not Appointment.objects.filter(participant=here.person).exists()
    with pytest.raises(Refused):
        appointing.appoint(here.person, area=elsewhere.area, duty="moderator", by=client.holder.user)  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["moderator", "connector"])
def test_only_coordinators_appoint(request: pytest.FixtureRequest, here: Neighbourhood, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    asked = {"participant": here.person.pk, "area": here.area.pk, "duty": "moderator"}
    assert client.post(APPOINT, asked).status_code == 403
    with pytest.raises(Refused):
        appointing.appoint(here.person, area=here.area, duty="moderator", by=client.holder.user)  # type: ignore[attr-defined]


def test_owners_appoint_anywhere(owner: Client, elsewhere: Neighbourhood) -> None:
    asked = {"participant": elsewhere.offline.pk, "area": elsewhere.area.pk, "duty": "coordinator"}
    assert owner.post(APPOINT, asked).status_code == 302
    assert Appointment.objects.filter(participant=elsewhere.offline, duty="coordinator").count() == 1


def test_an_account_that_is_off_may_nothing(here: Neighbourhood) -> None:
    holder = AppointmentFactory.create(participant__area=here.area, duty=Duty.COORDINATOR).participant
    User.objects.filter(pk=holder.user_id).update(is_active=False)
    user = User.objects.get(pk=holder.user_id)
    assert (user.is_staff, user.areas_with(*Duty.values), user.may(here.area.pk, *Duty.values)) == (False, set(), False)


def test_public_pages_ask_about_appointments_with_the_account_only(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    with CaptureQueriesContext(connection) as asked:
        client.get("/account/instellingen/")
    about = [query["sql"] for query in asked if "accounts_appointment" in query["sql"]]
    assert len(about) == 1
    assert 'FROM "accounts_user"' in about[0]


def test_signing_out_and_passwords_go_where_everybody_goes(coordinator: Client) -> None:
    assert coordinator.get("/beheer/password_change/").url == "/account/password/change/"
    assert coordinator.get("/beheer/logout/", follow=False).url == "/account/logout/"


def test_accounts_without_participant_do_not_break_it(owner: Client) -> None:
    UserFactory.create()
    assert owner.get("/beheer/accounts/user/").status_code == 200
    assert ParticipantFactory.create().user.duties_held == frozenset()


@pytest.mark.parametrize("number", [":", "-1", "9" * 40])
def test_a_choice_that_cannot_exist_is_refused_in_words(coordinator: Client, number: str) -> None:
    address = "/beheer/accounts/appointment/add/"
    assert coordinator.get(address, {"participant": number}).status_code == 200
    assert "errorlist" in coordinator.post(address, {"participant": number, "duty": "coordinator"}).content.decode()
