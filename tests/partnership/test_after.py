"""After a card: actions and what becomes of them, looking back, another group, paper, how long a case is kept."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import promising
from accounts.models import Commitment, CommitmentOrigin, Encounter, Harvest, Maker, Origin, Participant
from kennismarkt.errors import Refused
from neighbourhood.models import Area
from notifications import promises
from notifications.models import Notice
from partnership import casework, keeping, paperwork, reviewing, starting_over, undertaking, voicing
from partnership.actions import Action, AskedOf, with_commitments
from partnership.cards import Mode, PartnershipCard, Phase, Subject
from partnership.cases import Case
from partnership.models import Note, Review
from partnership.partners import Partner
from partnership.undertaking import Whom
from tests.conftest import AsMember
from tests.factories import AffiliationFactory, BlockFactory, OrganisationFactory, ParticipantFactory
from tests.partnership.tables import Table, agree, finish, lay

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(area: Area) -> Table:
    """A card on which everything is agreed."""
    made = lay(area)
    finish(made)
    return made


def act(table: Table, by: Partner, whom: Whom, text: str = "De sleutel van het buurthuis vragen") -> Action:
    """Put an action forward."""
    day = timezone.localdate() + timedelta(days=10)
    made = undertaking.put_forward(table.fresh(), by=by, text=text, whom=whom, due_on=day, once=uuid.uuid4())
    return again(made)


def again(action: Action) -> Action:
    """The action as it stands now."""
    return with_commitments(Action.objects.filter(pk=action.pk))[0]


def test_of_oneself_it_is_a_commitment_at_once(table: Table) -> None:
    action = act(table, table.host, Whom(AskedOf.ONESELF))
    commitment = Commitment.objects.open().get(person=table.host.participant)
    assert (commitment.about, commitment.origin, action.doer) == (action.pk, CommitmentOrigin.CARD, "Fatma Yildiz")


def test_of_somebody_else_it_counts_once_they_said_yes_and_who_asked_hears(table: Table) -> None:
    action = act(table, table.host, Whom(AskedOf.OTHER, partner=table.other))
    asked, bram = action.commitment, table.other.participant
    assert asked is not None
    assert bram is not None
    assert (asked.accepted_at, Notice.objects.get(recipient=bram, kind=promises.ASKED).about) == (None, asked.pk)
    with pytest.raises(Refused):
        promising.accept(asked, by=table.host.participant)  # type: ignore[arg-type]  # a participant
    promising.accept(asked, by=bram)
    assert Notice.objects.filter(recipient=table.host.participant, kind=promises.ANSWERED, about=asked.pk).count() == 1
    assert str(again(action).state) == "aangenomen"


def test_what_somebody_declines_another_takes_on(table: Table) -> None:
    action = act(table, table.host, Whom(AskedOf.OTHER, partner=table.other))
    promising.decline(action.commitment, by=table.other.participant, words="Ik ben er dan niet")  # type: ignore[arg-type]  # both are there
    undertaking.take_on(again(action), by=table.guest)
    assert again(action).guest == table.guest
    undertaking.close(again(action), by=table.guest, outcome="done", words="")
    assert (again(action).done, str(again(action).doer)) == (True, "Mo")


def test_an_organisation_is_asked_and_one_of_its_people_says_yes(table: Table, member: Participant) -> None:
    organisation = OrganisationFactory.create(area=table.card.area)
    AffiliationFactory.create(participant=member, organisation=organisation)
    action = act(table, table.host, Whom(AskedOf.OTHER, organisation=organisation))
    outsider = ParticipantFactory.create(area=table.card.area)
    asked = Commitment.objects.get(about=action.pk)
    assert [list(Commitment.objects.visible_to(each)) for each in (member, outsider, None)] == [[asked], [], []]
    promising.accept(asked, by=member)
    assert again(action).doer == member.display_name


def test_nobody_is_asked_across_a_block(table: Table) -> None:
    BlockFactory.create(blocker=table.other.participant, blocked=table.host.participant)
    with pytest.raises(Refused):
        act(table, table.host, Whom(AskedOf.OTHER, person=table.other.participant))
    assert Action.objects.count() == 0


def test_a_change_keeps_what_was_agreed_before(table: Table) -> None:
    action = act(table, table.host, Whom(AskedOf.ONESELF))
    fatma, first = table.host.participant, Commitment.objects.get(about=action.pk)
    assert fatma is not None
    new = promising.change(
        first, by=fatma, text="De sleutel zelf bijmaken", due_on=None, words="Het buurthuis is dicht", version=1
    )
    first.refresh_from_db()
    assert (first.outcome, first.outcome_words, again(action).words) == ("changed", "Het buurthuis is dicht", new.text)
    with pytest.raises(Refused):
        promising.close(new, by=fatma, outcome="dropped", words="  ")
    promising.close(new, by=fatma, outcome="done", words="")
    assert again(action).done


def test_actions_wait_for_step_five(area: Area) -> None:
    early = lay(area)
    agree(early, 1, "Iedereen telt mee")
    with pytest.raises(Refused):
        undertaking.put_forward(
            early.fresh(), by=early.host, text="Alvast iets", whom=Whom(AskedOf.TOGETHER), due_on=None, once=uuid.uuid4()
        )


def test_people_are_reminded_before_and_a_week_after(table: Table) -> None:
    act(table, table.host, Whom(AskedOf.ONESELF))
    day = timezone.localdate() + timedelta(days=10)
    moments = [day - timedelta(days=4), day - timedelta(days=3), day, day + timedelta(days=7), day + timedelta(days=8)]
    assert [promises.remind(moment) for moment in moments] == [0, 1, 0, 1, 0]


def test_a_finished_card_returns_after_six_and_twelve_weeks(table: Table) -> None:
    finished = timezone.localdate(table.fresh().finished_at)
    assert [review.due_on for review in Review.objects.filter(card=table.card)] == [
        finished + timedelta(weeks=6),
        finished + timedelta(weeks=12),
    ]
    assert (reviewing.tell_due(finished + timedelta(weeks=5)), reviewing.tell_due(finished + timedelta(weeks=6))) == (0, 2)
    assert reviewing.tell_due(finished + timedelta(weeks=7)) == 0
    assert reviewing.plan_missing() == 0


def test_people_say_how_it_goes_and_round_off(table: Table) -> None:
    expected = voicing.voice(table.fresh(), by=table.other, theme="openness", text="Zeg wat je denkt", once=uuid.uuid4())
    review = Review.objects.filter(card=table.card).first()
    assert review is not None
    with pytest.raises(Refused):
        reviewing.hold(review, by=table.host)
    once = uuid.uuid4()
    for _time in range(2):
        reviewing.say(review, by=table.guest, feeling="well", text="Dat lukt", once=once, expectation=expected)
    reviewing.hold(review, by=table.host)
    assert review.words.count() == 1
    with pytest.raises(Refused):
        reviewing.say(review, by=table.host, feeling="well", text="", once=uuid.uuid4())


def test_a_start_for_another_group_holds_no_name_and_lies_on_no_table(table: Table) -> None:
    new = starting_over.start_from(table.fresh(), by=table.other, title="Ook bij ons", mode=Mode.SHORT, once=uuid.uuid4())
    notes = Note.objects.filter(step__card=new)
    assert (notes.count(), notes.filter(shared_at__isnull=False).count(), notes.filter(named=True).count()) == (5, 0, 0)
    assert [name for name in ("Fatma", "Yildiz", "Bram", "Wit") for note in notes if name in note.text] == []
    assert [partner.participant for partner in new.partners.all()] == [table.other.participant]


def test_no_start_from_a_case_nor_by_a_guest(area: Area) -> None:
    case = casework.bring_in(by=ParticipantFactory.create(area=area), title="Een gezin", story="")
    around = lay(area, subject=Subject.CASE, case=case)
    for card, by in ((around.fresh(), around.host), (lay(area).fresh(), around.guest)):
        with pytest.raises(Refused):
            starting_over.start_from(card, by=by, title="Nieuw", mode=Mode.LONG, once=uuid.uuid4())
    assert PartnershipCard.objects.count() == 2


def test_paper_of_a_host_alone_is_agreed_in_order(area: Area, member: Participant) -> None:
    from partnership.gathering import open_card

    card = open_card(by=member, title="Van papier", subject=Subject.THEME, mode=Mode.LONG, once=uuid.uuid4())
    once, lines = uuid.uuid4(), {1: ["Vertrouwen", "Tijd nemen"], 2: ["Elkaar bellen"], 4: ["Een ruimte"]}
    host = card.host
    assert host is not None
    assert paperwork.enter(card, by=host, lines=lines, once=once) == [1, 2]
    assert paperwork.enter(card, by=host, lines=lines, once=once) == []
    phases = {number: step.phase for number, step in PartnershipCard.objects.get(pk=card.pk).course.items()}
    assert phases == {1: Phase.AGREED, 2: Phase.AGREED, 3: Phase.OWN, 4: Phase.AGREEMENT, 5: Phase.OWN}


def test_paper_with_others_at_the_table_waits_for_their_word(area: Area) -> None:
    full = lay(area)
    with pytest.raises(Refused):
        paperwork.enter(full.fresh(), by=full.other, lines={1: ["Vertrouwen"]}, once=uuid.uuid4())
    with pytest.raises(Refused):
        paperwork.enter(full.fresh(), by=full.host, lines={2: ["Zonder waarden"]}, once=uuid.uuid4())
    assert paperwork.enter(full.fresh(), by=full.host, lines={1: ["Vertrouwen"]}, once=uuid.uuid4()) == []
    assert full.fresh().course[1].phase == Phase.AGREEMENT


def test_a_case_is_erased_two_years_after_closing_and_never_without_notice(area: Area) -> None:
    owner = ParticipantFactory.create(area=area)
    case = casework.bring_in(by=owner, title="Een gezin zoekt rust", story="Kanariezwaluw")
    around = lay(area, subject=Subject.CASE, case=case)
    finish(around)
    act(around, around.host, Whom(AskedOf.ONESELF))
    with pytest.raises(Refused):
        keeping.close(case, by=ParticipantFactory.create(area=area))
    closed = keeping.close(case, by=owner).closed_at
    assert closed is not None
    two_years, month = timedelta(days=730), timedelta(days=30)
    assert (keeping.warn(closed + two_years - month - timedelta(days=1)), keeping.erase_due(closed + two_years)) == (0, 0)
    told = closed + two_years - timedelta(days=10)
    assert (keeping.warn(told), keeping.warn(told), keeping.erase_due(closed + two_years)) == (1, 0, 0)
    assert {notice.recipient for notice in Notice.objects.filter(kind=keeping.KIND)} == {
        owner,
        around.host.participant,
        around.other.participant,
    }
    assert keeping.erase_due(told + month) == 1
    assert (Case.objects.count(), PartnershipCard.objects.count(), Commitment.objects.count(), Note.objects.count()) == (
        0,
        0,
        0,
        0,
    )


def test_keeping_a_case_longer_takes_the_notice_back(area: Area) -> None:
    owner = ParticipantFactory.create(area=area)
    case = casework.bring_in(by=owner, title="Een gezin", story="")
    keeping.close(case, by=owner)
    later = timezone.now() + timedelta(days=720)
    keeping.warn(later)
    keeping.keep_for(case, years=3, by=owner)
    assert keeping.erase_due(later + timedelta(days=60)) == 0


PAGES = ("daarna", "acties", "terugkijken", "kaart.pdf", "kaart.txt", "kaart.json")


def test_who_sees_the_pages_of_a_card(table: Table, member: Participant, as_member: AsMember) -> None:
    guest = Client()
    session = guest.session
    session["guest"] = table.guest.guest_id
    session.save()
    clients = [as_member(table.host.participant), as_member(table.other.participant), guest, as_member(member), Client()]
    for page in PAGES:
        found = [client.get(f"/kaarten/{table.card.pk}/{page if '.' in page else page + '/'}").status_code for client in clients]
        assert (page, found) == (page, [200, 200, 200, 404, 302])


def test_the_whole_path_on_pages(table: Table, as_member: AsMember) -> None:
    client, where = as_member(table.host.participant), f"/kaarten/{table.card.pk}/"
    facts: dict[str, Any] = {"text": "Samen koken", "asked_of": "self", "due_on": "2027-01-05", "once": uuid.uuid4()}
    assert client.post(f"{where}acties/", facts).status_code == 302
    commitment = Commitment.objects.get(person=table.host.participant)
    assert commitment.due_on == date(2027, 1, 5)
    page = client.get("/afspraken/").content.decode()
    assert ("Samen koken" in page, f"{where}acties/" in page) == (True, True)
    assert client.post(f"/afspraken/{commitment.pk}/afsluiten/", {"outcome": "dropped"}).status_code == 422
    assert client.get(f"/afspraken/{commitment.pk}/anders/").status_code == 200
    assert client.post(f"/afspraken/{commitment.pk}/afsluiten/", {"outcome": "done"}).status_code == 302
    told = {"title": "We aten samen", "text": "Met zijn tienen", "happened_on": "2026-11-01", "once": uuid.uuid4()}
    assert client.post(f"{where}vieren/", told).status_code == 302
    harvest = Harvest.objects.get()
    assert [maker.person for maker in Maker.objects.named()] == [table.host.participant]
    other = as_member(table.other.participant)
    assert "Noem" in other.get("/oogst/").content.decode() or "noem mij erbij" in other.get("/oogst/").content.decode()
    assert other.post(f"/oogst/{harvest.pk}/noem-mij/", {"on": "on"}).status_code == 302
    assert other.post(f"/oogst/{harvest.pk}/terug/").status_code == 403
    assert client.post(f"/oogst/{harvest.pk}/terug/").status_code == 302
    assert list(Harvest.objects.visible_to(table.other.participant)) == []
    for address in ("opnieuw", "van-papier", "vieren"):
        assert client.get(f"{where}{address}/").status_code == 200


def test_nobody_elses_commitment_opens(table: Table, member: Participant, as_member: AsMember) -> None:
    act(table, table.host, Whom(AskedOf.ONESELF))
    number, client = Commitment.objects.get().pk, as_member(member)
    found = [client.post(f"/afspraken/{number}/{what}/").status_code for what in ("ja", "nee", "afsluiten", "anders", "terug")]
    assert found == [404] * 5


def test_met_people_can_be_asked_and_read_no_card(table: Table, member: Participant, as_member: AsMember) -> None:
    fatma = table.host.participant
    assert fatma is not None
    one, other = sorted((fatma, member), key=lambda person: person.pk)
    Encounter.objects.create(one=one, other=other, area=table.card.area, origin=Origin.CONVERSATION, across_the_line=False)
    facts = {"text": "Een taart bakken", "asked_of": "other", "person": member.pk, "once": uuid.uuid4()}
    assert as_member(fatma).post(f"/kaarten/{table.card.pk}/acties/", facts).status_code == 302
    page = as_member(member).get("/afspraken/").content.decode()
    assert ("Een taart bakken" in page, "Taal leren" in page, f"/kaarten/{table.card.pk}/" in page) == (True, False, False)
