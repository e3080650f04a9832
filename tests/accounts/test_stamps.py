"""Stamps: given or proposed, with a reason; the person may hide or decline; nobody is ranked by them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import meeting, stamping
from accounts.models import Audience, Duty, Encounter, Origin, Participant, Side, Stamp, StampKind
from kennismarkt.errors import Refused
from tests.conftest import AsMember
from tests.factories import AppointmentFactory, AreaFactory, BlockFactory, EncounterFactory, ParticipantFactory, StampFactory

pytestmark = pytest.mark.django_db

SETTINGS = "/account/instellingen/"


@pytest.fixture
def coordinator(member: Participant) -> Participant:
    """Who coordinates the area of `member`."""
    return AppointmentFactory.create(participant__area=member.area, duty=Duty.COORDINATOR).participant


def others(number: int, person: Participant, side: str = Side.FORMAL) -> list[Participant]:
    """Return people of the other side."""
    role = "professional" if side == Side.FORMAL else "resident"
    return [ParticipantFactory.create(area=person.area, side=side, roles=[role]) for _ in range(number)]


def meet(person: Participant, people: list[Participant]) -> None:
    """Let `person` meet everybody."""
    for each in people:
        meeting.meet(person, each, area=person.area, origin=Origin.CONVERSATION)


def test_five_encounters_across_the_line_make_a_proposal(member: Participant) -> None:
    formal = others(5, member)
    meet(member, formal[:4])
    assert not Stamp.objects.exists()
    meet(member, formal[4:])
    stamp = Stamp.objects.proposed().get()
    assert (stamp.participant, stamp.kind) == (member, StampKind.NETWERKER)
    assert stamp.why == "Ontmoette vijf mensen van de andere kant: formeel en informeel."
    assert not Stamp.objects.standing().exists()


def test_encounters_on_one_side_do_not_count_and_nobody_counts_twice(member: Participant) -> None:
    meet(member, others(6, member, Side.INFORMAL))
    formal = others(3, member)
    meet(member, formal)
    meet(member, formal)
    assert not Stamp.objects.exists()


def test_looking_around_finds_what_was_missed_once(member: Participant) -> None:
    for each in others(5, member):
        one, other = sorted((member, each), key=lambda person: person.pk)
        EncounterFactory.create(one=one, other=other, area=member.area)
    assert (stamping.look_around(), stamping.look_around()) == (1, 0)
    assert Stamp.objects.proposed().get().participant == member


def test_looking_around_takes_as_many_queries_for_many(member: Participant) -> None:
    counts = []
    for _time in range(2):
        meet(member, others(3, member))
        with CaptureQueriesContext(connection) as asked:
            stamping.look_around()
        counts.append(len(asked))
    assert (counts[0] == counts[1], Encounter.objects.count()) == (True, 6)


@pytest.mark.parametrize("field", ["declined_at", "passed_at", "given_at"])
def test_what_was_decided_is_not_proposed_again(member: Participant, field: str) -> None:
    meet(member, others(5, member))
    Stamp.objects.update(**{field: "2026-01-01T12:00:00Z"})
    meet(member, others(1, member))
    stamping.look_around()
    assert (Stamp.objects.count(), Stamp.objects.proposed().count()) == (1, 0)


def test_another_app_registers_a_rule_in_three_lines(member: Participant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamping, "rules", [])

    @stamping.rule(StampKind.SAMENSPELER, "Was bij alles.")
    def always_there(people: QuerySet[Participant]) -> QuerySet[Participant]:
        return people.filter(pk=member.pk)

    ParticipantFactory.create()
    assert [(stamp.participant, stamp.kind, stamp.reason) for stamp in stamping.consider(member)] == [
        (member, StampKind.SAMENSPELER, "Was bij alles.")
    ]


def test_a_coordinator_gives_one_with_a_reason(member: Participant, coordinator: Participant, as_member: AsMember) -> None:
    stamping.give(member, kind=StampKind.SAMENSPELER, reason="Hielp bij elke lunch.", by=coordinator)
    page = as_member(member).get(SETTINGS).content.decode()
    assert "Hielp bij elke lunch." in page
    with pytest.raises(Refused, match="al"):
        stamping.give(member, kind=StampKind.SAMENSPELER, reason="Nog eens.", by=coordinator)


def test_who_may_not_give(member: Participant, coordinator: Participant) -> None:
    elsewhere = AppointmentFactory.create(participant__area=AreaFactory.create(), duty=Duty.COORDINATOR).participant
    here = [
        AppointmentFactory.create(participant__area=member.area, duty=duty).participant
        for duty in (Duty.MODERATOR, Duty.CONNECTOR)
    ]
    for by in (member, elsewhere, *here, ParticipantFactory.create(area=member.area)):
        with pytest.raises(Refused):
            stamping.give(member, kind=StampKind.NETWERKER, reason="Zomaar.", by=by)
    with pytest.raises(Refused, match="jezelf"):
        stamping.give(coordinator, kind=StampKind.NETWERKER, reason="Zomaar.", by=coordinator)
    assert not Stamp.objects.exists()


def test_a_proposal_is_accepted_or_passed_over_once(member: Participant, coordinator: Participant) -> None:
    stamp = StampFactory.create(participant=member, given_at=None)
    stamping.pass_over(stamp, by=coordinator)
    with pytest.raises(Refused, match="besloten"):
        stamping.accept(stamp, by=coordinator)
    stamping.give(member, kind=stamp.kind, reason="Toch wel.", by=coordinator)
    assert Stamp.objects.standing().get().reason == "Toch wel."
    stamping.take_back(stamp, by=coordinator)
    assert not Stamp.objects.standing().exists()


def test_a_proposal_is_for_coordinators_only(member: Participant, as_member: AsMember) -> None:
    StampFactory.create(participant=member, given_at=None, reason="Alleen voor coördinatoren.")
    assert "Alleen voor coördinatoren." not in as_member(member).get(SETTINGS).content.decode()
    assert not Stamp.objects.visible_to(member).exists()


def test_a_person_declines_and_thinks_again(member: Participant, coordinator: Participant, as_member: AsMember) -> None:
    stamp, client = StampFactory.create(participant=member), as_member(member)
    client.post(f"/account/stempels/{stamp.pk}/afwijzen/")
    assert not Stamp.objects.standing().exists()
    with pytest.raises(Refused, match="afgewezen"):
        stamping.give(member, kind=stamp.kind, reason="Toch.", by=coordinator)
    client.post(f"/account/stempels/{stamp.pk}/toch/")
    assert Stamp.objects.standing().get() == stamp


def test_a_person_hides_one_and_shows_it_again(member: Participant, as_member: AsMember) -> None:
    stamp, client = StampFactory.create(participant=member), as_member(member)
    neighbour = ParticipantFactory.create(area=member.area)
    reader, address = as_member(neighbour), member.get_absolute_url()
    assert "samenspeler" in reader.get(address).content.decode()
    client.post(f"/account/stempels/{stamp.pk}/verbergen/")
    assert "samenspeler" not in reader.get(address).content.decode()
    assert "alleen jij ziet dit" in client.get(SETTINGS).content.decode()
    client.post(f"/account/stempels/{stamp.pk}/tonen/")
    assert "samenspeler" in reader.get(address).content.decode()


@pytest.mark.parametrize("act", ["verbergen", "tonen", "afwijzen", "toch"])
def test_nobody_decides_about_anothers(member: Participant, as_member: AsMember, act: str) -> None:
    stamp = StampFactory.create(participant=member)
    assert as_member(ParticipantFactory.create()).post(f"/account/stempels/{stamp.pk}/{act}/").status_code == 404
    with pytest.raises(Refused):
        stamping.hide(stamp, by=ParticipantFactory.create())
    assert Stamp.objects.standing().get().hidden_at is None


def test_a_proposal_cannot_be_declined_before_it_is_given(member: Participant, as_member: AsMember) -> None:
    stamp = StampFactory.create(participant=member, given_at=None)
    assert as_member(member).post(f"/account/stempels/{stamp.pk}/afwijzen/").status_code == 404


def test_who_sees_a_stamp(member: Participant, area: object) -> None:
    StampFactory.create(participant=member)
    neighbour, blocked, met = (ParticipantFactory.create(area=area) for _ in range(3))
    BlockFactory.create(blocker=member, blocked=blocked)
    EncounterFactory.create(one=member, other=met, area=area)
    seen = {}
    for audience in Audience:
        Participant.objects.filter(pk=member.pk).update(stamps_for=audience)
        seen[audience] = [Stamp.objects.visible_to(viewer).exists() for viewer in (None, neighbour, blocked, met, member)]
    assert seen == {
        Audience.EVERYONE: [True, True, False, True, True],
        Audience.MEMBERS: [False, True, False, True, True],
        Audience.MET: [False, False, False, True, True],
        Audience.NOBODY: [False, False, False, False, True],
    }


def test_no_page_counts_or_sorts_by_stamps(member: Participant, as_member: AsMember, client: Client) -> None:
    StampFactory.create(participant=member)
    StampFactory.create(participant=member, kind=StampKind.NETWERKER)
    page = as_member(ParticipantFactory.create(area=member.area)).get(member.get_absolute_url())
    assert [stamp.label for stamp in page.context["stamps"]] == ["netwerker", "samenspeler"]
    assert "2 stempels" not in page.content.decode()
    assert "stempel" not in client.get(f"/wijk/{member.area.slug}/markt/").content.decode()
