"""Putting a preparation group together: who may, what is proposed, changed, agreed; and who must not see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Participant, Role, Side
from kennismarkt import live
from kennismarkt.errors import Refused
from meetings import preparation
from meetings.models import Meeting, PickList, PrepGroup, PrepMember, PrepPick, PrepWish
from neighbourhood.models import Area
from notifications.models import Notice
from tests.conftest import AsMember
from tests.factories import BlockFactory, ParticipantFactory
from tests.meetings.factories import LunchFactory, PreparationFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch(area: Area) -> Meeting:
    """The next lunch meeting, with its preparation."""
    meeting = LunchFactory.create(area=area, number=1, title="De kaart op tafel")
    PreparationFactory.create(prepares=meeting)
    return meeting


@pytest.fixture
def host(lunch: Meeting) -> Participant:
    """Who receives the people."""
    person = ParticipantFactory.create(area=lunch.area, display_name="Ilse")
    lunch.hosts.add(person)
    return person


def comer(meeting: Meeting, side: str = Side.INFORMAL, name: str = "", **facts: Any) -> Participant:
    """Return somebody who comes to the meeting and wishes to prepare it."""
    roles = [Role.RESIDENT if side == Side.INFORMAL else Role.PROFESSIONAL]
    more = {"display_name": name} if name else {}
    person: Participant = ParticipantFactory.create(area=meeting.area, side=side, roles=roles, **more)
    SeatFactory.create(meeting=meeting, participant=person)
    preparation.wish(meeting, by=person, **facts)
    return person


def table(meeting: Meeting, where: str = PickList.TABLE) -> set[int]:
    """Return who lies on a list."""
    return set(PrepPick.objects.filter(group__meeting=meeting, list=where).values_list("participant", flat=True))


def test_wish_stands_on_the_list_and_can_be_taken_back(lunch: Meeting) -> None:
    person = comer(lunch, language="tr")
    preparation.wish(lunch, by=person, can_come=False)
    assert list(PrepWish.objects.values_list("participant", "can_come", "language")) == [(person.pk, False, "")]
    preparation.wish_no_more(lunch, by=person)
    assert not PrepWish.objects.exists()


def test_who_does_not_come_cannot_wish(lunch: Meeting, member: Participant) -> None:
    with pytest.raises(Refused):
        preparation.wish(lunch, by=member)


def test_wish_for_later_meetings_too(lunch: Meeting) -> None:
    later = LunchFactory.create(
        trajectory=lunch.trajectory, area=lunch.area, number=2, starts_at=lunch.starts_at + timedelta(days=14)
    )
    person = comer(lunch, later_too=True)
    assert set(PrepWish.objects.filter(participant=person).values_list("meeting", flat=True)) == {lunch.pk, later.pk}


def test_proposal_lies_on_the_table_with_a_runner_up(lunch: Meeting, host: Participant) -> None:
    people = [comer(lunch, side) for side in (Side.INFORMAL, Side.INFORMAL, Side.FORMAL, Side.FORMAL)]
    proposal = preparation.propose(lunch, by=host)
    assert proposal.best.cost.uneven == 0
    assert table(lunch) == table(lunch, PickList.BEST) != table(lunch, PickList.RUNNER_UP)
    assert table(lunch) <= {person.pk for person in people}
    assert PrepGroup.objects.get(meeting=lunch).proven


def test_who_had_a_turn_waits_and_who_cannot_come_is_left_out(lunch: Meeting, host: Participant) -> None:
    people = [comer(lunch, side) for side in (Side.INFORMAL, Side.INFORMAL, Side.INFORMAL, Side.FORMAL, Side.FORMAL)]
    away = comer(lunch, Side.INFORMAL, can_come=False)
    earlier = LunchFactory.create(trajectory__area=lunch.area, area=lunch.area, starts_at=lunch.starts_at - timedelta(days=300))
    group = PrepGroup.objects.create(meeting=earlier, agreed_at=earlier.starts_at)
    PrepMember.objects.create(group=group, participant=people[0], side=people[0].side)
    preparation.propose(lunch, by=host)
    assert not {people[0].pk, away.pk} & table(lunch)


def test_only_who_leads_puts_it_together(lunch: Meeting) -> None:
    person = comer(lunch)
    for act in (preparation.propose, lambda meeting, by: preparation.agree(meeting, by=by, version=1)):
        with pytest.raises(Refused) as refused:
            act(lunch, by=person)
        assert refused.value.status == 403


def test_nobody_on_the_list_is_said(lunch: Meeting, host: Participant) -> None:
    with pytest.raises(Refused, match="nog niemand"):
        preparation.propose(lunch, by=host)


def proposed(lunch: Meeting, host: Participant, number: int = 5) -> tuple[list[Participant], int]:
    """Return people who wish, with a proposal on the table, and its version."""
    people = [comer(lunch, Side.FORMAL if each % 2 else Side.INFORMAL, f"Buur {'ABCDEFG'[each]}") for each in range(number)]
    preparation.propose(lunch, by=host)
    return people, PrepGroup.objects.get(meeting=lunch).version


def test_change_by_hand_is_never_refused_but_for_what_was_not_seen(lunch: Meeting, host: Participant) -> None:
    people, version = proposed(lunch, host)
    out = min(table(lunch))
    into = next(person.pk for person in people if person.pk not in table(lunch))
    preparation.swap(lunch, by=host, version=version, out=out, into=into)
    assert into in table(lunch)
    assert out not in table(lunch)
    with pytest.raises(Refused, match="net veranderd"):
        preparation.swap(lunch, by=host, version=version, out=into)


def test_agreeing_makes_members_and_tells_them(lunch: Meeting, host: Participant) -> None:
    _people, version = proposed(lunch, host)
    chosen = table(lunch)
    preparation.agree(lunch, by=host, version=version)
    assert set(PrepMember.objects.current().values_list("participant", flat=True)) == chosen
    assert set(Notice.objects.filter(kind=preparation.COMPOSED).values_list("recipient", flat=True)) == chosen
    with pytest.raises(Refused, match="al afgesproken"):
        preparation.propose(lunch, by=host)


def test_substitute_keeps_the_balance_and_history(lunch: Meeting, host: Participant) -> None:
    _people, version = proposed(lunch, host)
    preparation.agree(lunch, by=host, version=version)
    leaving = PrepMember.objects.select_related("participant", "group__meeting").earliest("pk")
    instead = preparation.step_out(leaving, by=leaving.participant)
    assert instead is not None
    assert instead.instead_of == leaving
    sides = list(PrepMember.objects.current().values_list("side", flat=True))
    assert abs(sides.count(Side.INFORMAL) - sides.count(Side.FORMAL)) == 1
    assert PrepMember.objects.count() == 4


def test_all_groups_are_planned_ahead_at_once(lunch: Meeting, host: Participant) -> None:
    later = LunchFactory.create(
        trajectory=lunch.trajectory, area=lunch.area, number=2, starts_at=lunch.starts_at + timedelta(days=14)
    )
    later.hosts.add(host)
    for each in range(6):
        comer(lunch, Side.FORMAL if each % 2 else Side.INFORMAL, later_too=True)
    preparation.plan_ahead(lunch, by=host)
    assert table(lunch) & table(later) == set()
    assert (len(table(lunch)), len(table(later))) == (3, 3)


def test_outsiders_and_blocked_people_do_not_see_who_wishes(lunch: Meeting, member: Participant, as_member: AsMember) -> None:
    seen, blocker, viewer = comer(lunch, name="Nora"), comer(lunch, name="Zora"), comer(lunch, name="Tom")
    BlockFactory.create(blocker=blocker, blocked=viewer)
    assert set(PrepWish.objects.visible_to(viewer).values_list("participant", flat=True)) == {seen.pk, viewer.pk}
    assert not PrepWish.objects.visible_to(member).exists()
    assert not PrepWish.objects.visible_to(None).exists()
    address = reverse("compose_group", args=[lunch.pk])
    assert as_member(member).get(address).status_code == 404
    page = as_member(viewer).get(address).content.decode()
    assert "Nora" in page
    assert "Zora" not in page


def test_a_blocked_member_of_the_proposal_is_not_named(lunch: Meeting, host: Participant, as_member: AsMember) -> None:
    blocker, viewer = comer(lunch, name="Zora"), comer(lunch, Side.FORMAL, name="Tom")
    comer(lunch, name="Nora")
    BlockFactory.create(blocker=blocker, blocked=viewer)
    preparation.propose(lunch, by=host)
    page = as_member(viewer).get(reverse("compose_group", args=[lunch.pk])).content.decode()
    assert "Tom was nog niet aan de beurt" in page or "Tom is de enige" in page
    assert "Zora" not in page


def test_members_of_a_group_are_seen_by_who_takes_part_only(lunch: Meeting, host: Participant, member: Participant) -> None:
    people, version = proposed(lunch, host)
    preparation.agree(lunch, by=host, version=version)
    assert PrepMember.objects.visible_to(people[0]).count() == 3
    assert not PrepMember.objects.visible_to(member).exists()
    assert not PrepMember.objects.visible_to(None).exists()


def test_live_channel_is_for_who_takes_part(lunch: Meeting, member: Participant) -> None:
    person = comer(lunch)
    rule = live.rules[preparation.TOPIC]
    pairs = [(person.pk, str(lunch.pk)), (member.pk, str(lunch.pk)), (person.pk, "x"), (person.pk, "9" * 30)]
    assert rule(pairs) == {(person.pk, str(lunch.pk))}


def test_page_explains_each_choice_and_offers_others(lunch: Meeting, host: Participant, as_member: AsMember) -> None:
    proposed(lunch, host)
    client = as_member(host)
    address = reverse("compose_group", args=[lunch.pk])
    page = client.get(f"{address}?anders={min(table(lunch))}").content.decode()
    assert page.count("was nog niet aan de beurt") >= 3
    assert "In plaats van" in page
    assert "De balans blijft goed." in page
    screen = client.get(f"{address}?scherm=on").content.decode()
    assert "room--screen" in screen


def test_page_takes_as_many_queries_for_many_as_for_few(
    lunch: Meeting, host: Participant, as_member: AsMember, django_assert_max_num_queries: Any
) -> None:
    proposed(lunch, host, number=7)
    client = as_member(host)
    with django_assert_max_num_queries(26):
        client.get(reverse("compose_group", args=[lunch.pk]))


def test_forms_of_the_page_do_what_they_say(lunch: Meeting, host: Participant, as_member: AsMember) -> None:
    proposed(lunch, host)
    client = as_member(host)
    PrepGroup.objects.all().delete()
    assert client.post(reverse("propose_group", args=[lunch.pk])).status_code == 302
    group = PrepGroup.objects.get()
    second = table(lunch, PickList.RUNNER_UP)
    client.post(reverse("take_runner_up", args=[lunch.pk]), {"version": group.version})
    assert set(group.picks.filter(list=PickList.TABLE).values_list("participant", flat=True)) == second
    group.refresh_from_db()
    client.post(reverse("agree_group", args=[lunch.pk]), {"version": group.version})
    assert PrepMember.objects.count() == 3
    assert client.post(reverse("swap_in_group", args=[lunch.pk]), {"version": "x"}).status_code == 302
