"""A preparation group at work: its programme, what it needs, its conversation, the tables; and who must not see them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Duty, Participant, Role, Side
from kennismarkt.errors import Refused
from meetings import building_blocks, group_page, hints, mixing, programming
from meetings.models import BuildingBlock, GroupMessage, ItemKind, Meeting, PrepGroup, PrepMember, ProgrammeItem, TablePlace
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import AppointmentFactory, BlockFactory, EncounterFactory, ParticipantFactory
from tests.meetings.factories import LunchFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch(area: Area) -> Meeting:
    """A lunch meeting of two hours."""
    meeting: Meeting = LunchFactory.create(area=area)
    return meeting


@pytest.fixture
def group(lunch: Meeting) -> PrepGroup:
    """The agreed group that prepares it."""
    return PrepGroup.objects.create(meeting=lunch, agreed_at=timezone.now())


@pytest.fixture
def nora(group: PrepGroup) -> Participant:
    """A resident in the group."""
    return in_group(group, Side.INFORMAL, "Nora")


def in_group(group: PrepGroup, side: str, name: str) -> Participant:
    """Return somebody who prepares the meeting."""
    roles = [Role.RESIDENT if side == Side.INFORMAL else Role.PROFESSIONAL]
    person: Participant = ParticipantFactory.create(area=group.meeting.area, side=side, roles=roles, display_name=name)
    SeatFactory.create(meeting=group.meeting, participant=person)
    PrepMember.objects.create(group=group, participant=person, side=side)
    return person


def part(meeting: Meeting, by: Participant, kind: str = ItemKind.WELCOME, minutes: int = 10, **facts: Any) -> ProgrammeItem:
    """Return a part added to the programme."""
    facts.setdefault("title", str(ItemKind(kind).label))
    return programming.add(meeting, by=by, kind=kind, minutes=minutes, once=uuid.uuid4(), **facts)


def titles(meeting: Meeting) -> list[str]:
    """Return the titles in order."""
    return list(meeting.programme.values_list("title", flat=True))


def test_times_add_up(lunch: Meeting, nora: Participant) -> None:
    part(lunch, nora, minutes=15)
    part(lunch, nora, ItemKind.ROUND, minutes=30)
    begins = [timed.begins for timed in group_page.page_for(lunch, nora).items]
    assert [begin - lunch.starts_at for begin in begins] == [timedelta(0), timedelta(minutes=15)]
    assert hints.minutes_over(lunch, lunch.programme.all()) == 75


def test_the_same_form_sent_twice_adds_one_part(lunch: Meeting, nora: Participant) -> None:
    once = uuid.uuid4()
    for _time in range(2):
        programming.add(lunch, by=nora, kind=ItemKind.CASE, title="Casus", minutes=20, once=once)
    assert titles(lunch) == ["Casus"]


def test_order_by_buttons_and_by_dragging(lunch: Meeting, nora: Participant) -> None:
    items = [part(lunch, nora, title=title) for title in "ABC"]
    programming.move(items[2], by=nora, steps=-1)
    assert titles(lunch) == ["A", "C", "B"]
    programming.move(items[0], by=nora, steps=-1)
    assert titles(lunch) == ["A", "C", "B"]
    programming.reorder(lunch, by=nora, order=[items[1].pk, 0, items[1].pk])
    assert titles(lunch) == ["B", "A", "C"]


def test_change_that_comes_second_is_refused(lunch: Meeting, nora: Participant) -> None:
    item = part(lunch, nora)
    programming.change(item, by=nora, version=1, kind=ItemKind.LUNCH, title="Soep", minutes=30, carriers=[nora])
    assert list(item.carriers.all()) == [nora]
    with pytest.raises(Refused, match="net veranderd"):
        programming.change(item, by=nora, version=1, kind=ItemKind.LUNCH, title="Brood", minutes=30)
    assert titles(lunch) == ["Soep"]


def test_hints_and_never_walls(lunch: Meeting, nora: Participant, group: PrepGroup) -> None:
    joris = in_group(group, Side.FORMAL, "Joris")
    part(lunch, nora, ItemKind.WELCOME, minutes=30, carriers=[nora])
    said = group_page.page_for(lunch, nora).hints
    assert "Nog niemand van de formele kant draagt iets. Wie vraag je?" in said
    assert "Er zijn nog 90 minuten over." in said
    part(lunch, nora, ItemKind.THEORY, minutes=10, carriers=[joris])
    part(lunch, nora, ItemKind.NEXT_GROUP, minutes=10)
    part(lunch, nora, ItemKind.TAKE_HOME, minutes=70)
    assert group_page.page_for(lunch, nora).hints == []


def test_only_the_group_and_who_carries_the_meeting_change_it(lunch: Meeting, nora: Participant, member: Participant) -> None:
    SeatFactory.create(meeting=lunch, participant=member)
    item = part(lunch, nora)
    for act in (
        lambda: part(lunch, member),
        lambda: programming.move(item, by=member, steps=1),
        lambda: programming.remove(item, by=member),
        lambda: programming.need(lunch, by=member, words="Stiften"),
    ):
        with pytest.raises(Refused):
            act()
    assert titles(lunch) == ["welkom"]


def test_conversation_is_of_the_group_and_who_guides(lunch: Meeting, group: PrepGroup, nora: Participant) -> None:
    host, coordinator, coming = (ParticipantFactory.create(area=lunch.area) for _person in range(3))
    lunch.hosts.add(host)
    AppointmentFactory.create(participant=coordinator, duty=Duty.COORDINATOR)
    SeatFactory.create(meeting=lunch, participant=coming)
    programming.say(group, by=nora, text="Neem ik de soep mee?", sent_once=uuid.uuid4())
    readers = [viewer for viewer in (nora, host, coordinator, coming, None) if GroupMessage.objects.visible_to(viewer).exists()]
    assert readers == [nora, host]
    with pytest.raises(Refused):
        programming.say(group, by=coordinator, text="Ik ook?", sent_once=uuid.uuid4())


def test_who_left_the_group_reads_no_more(group: PrepGroup, nora: Participant) -> None:
    programming.say(group, by=nora, text="Dag!", sent_once=uuid.uuid4())
    PrepMember.objects.update(until=timezone.now())
    assert not GroupMessage.objects.visible_to(nora).exists()


def test_a_coordinator_of_the_area_does_not_read_it_on_the_page(group: PrepGroup, nora: Participant, as_member: AsMember) -> None:
    coordinator = ParticipantFactory.create(area=group.meeting.area)
    AppointmentFactory.create(participant=coordinator, duty=Duty.COORDINATOR)
    programming.say(group, by=nora, text="Vertrouwelijke soep", sent_once=uuid.uuid4())
    address = reverse("prep_group", args=[group.meeting_id])
    assert "Vertrouwelijke soep" in as_member(nora).get(address).content.decode()
    assert "Vertrouwelijke soep" not in as_member(coordinator).get(address).content.decode()


def test_building_blocks_come_with_the_site_and_stand_in_the_programme(
    lunch: Meeting, nora: Participant, as_member: AsMember
) -> None:
    assert building_blocks.load() == building_blocks.load() >= 12
    block = BuildingBlock.objects.earliest("slug")
    client = as_member(nora)
    page = client.get(reverse("building_blocks", args=[lunch.pk]))
    assert block.title in page.content.decode()
    sent = {"kind": "theory", "title": block.title, "minutes": 10, "block": block.pk, "once": uuid.uuid4()}
    assert client.post(reverse("add_item", args=[lunch.pk]), sent).status_code == 302
    assert lunch.programme.get().block == block


def test_who_could_carry_is_who_shows_that_they_come(lunch: Meeting, nora: Participant) -> None:
    shown, hidden, blocked = (ParticipantFactory.create(area=lunch.area) for _person in range(3))
    for person, shows in ((shown, True), (hidden, False), (blocked, True)):
        SeatFactory.create(meeting=lunch, participant=person, shown=shows)
    BlockFactory.create(blocker=blocked, blocked=nora)
    assert set(group_page.may_carry(lunch, nora)) == {nora, shown}


def test_page_takes_as_many_queries_for_much_as_for_little(
    lunch: Meeting, nora: Participant, as_member: AsMember, django_assert_max_num_queries: Any
) -> None:
    for _part in range(6):
        part(lunch, nora, carriers=[nora])
    client = as_member(nora)
    with django_assert_max_num_queries(32):
        client.get(reverse("prep_group", args=[lunch.pk]))


def test_tables_mix_sides_and_part_who_met(lunch: Meeting, nora: Participant) -> None:
    people = [nora]
    for number in range(7):
        side = Side.FORMAL if number % 2 == 0 else Side.INFORMAL
        roles = [Role.PROFESSIONAL if side == Side.FORMAL else Role.RESIDENT]
        people.append(ParticipantFactory.create(area=lunch.area, side=side, roles=roles))
        SeatFactory.create(meeting=lunch, participant=people[-1])
    EncounterFactory.create(one=people[0], other=people[1], area=lunch.area)
    found = mixing.mix(lunch, by=nora, tables=2)
    assert (found.meetings, found.proven) == (8, True)
    at = dict(TablePlace.objects.values_list("seat__participant", "table"))
    assert at[people[0].pk] != at[people[1].pk]


def test_who_only_comes_sees_their_own_table(lunch: Meeting, nora: Participant, member: Participant, as_member: AsMember) -> None:
    coming = ParticipantFactory.create(area=lunch.area, display_name="Tom")
    SeatFactory.create(meeting=lunch, participant=coming)
    mixing.mix(lunch, by=nora, tables=2)
    address = reverse("table_groups", args=[lunch.pk])
    page = as_member(coming).get(address).content.decode()
    assert ("Tom" in page, "Nora" in page) == (True, False)
    assert as_member(member).get(address).status_code == 404
