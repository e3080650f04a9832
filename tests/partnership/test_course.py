"""A card from start to agreement, step by step, without a browser; and that no request skips anything."""

from __future__ import annotations

from typing import Any

import pytest

from partnership import agreement, dialogue, gathering
from partnership.models import Mode, Note, PartnershipCard, Phase, Stance
from tests.partnership.conftest import Table, once

pytestmark = pytest.mark.django_db


def take(table: Table, number: int, *, together: tuple[int, ...] = ()) -> None:
    """Take a step through its three phases, by the pages; the steps `together` move along."""
    for who in ("host", "joris", "guest"):
        assert table.post(who, f"stap/{number}/schrijven/", text=f"Iets van {who} bij {number}", named="on").status_code == 302
    assert table.post("host", f"stap/{number}/verder/", to="reveal").status_code == 302
    assert table.post("host", f"stap/{number}/verder/", to="agreement").status_code == 302
    for each in (number, *together):
        assert table.post("joris", f"stap/{each}/voorstellen/", text=f"Afspraak {each}").status_code == 302
        made = table.now.steps.get(number=each).proposals.get(withdrawn_at=None)
        for who in ("host", "joris", "guest"):
            answer = {"answer": "agree", "version": made.version}
            assert table.post(who, f"voorstel/{made.pk}/antwoord/", **answer).status_code == 302
    assert table.post("host", f"stap/{number}/verder/", to="settle").status_code == 302


def test_a_card_is_taken_step_by_step(table: Table) -> None:
    for number in range(1, 6):
        take(table, number)
    assert table.now.finished_at is not None
    page = table.get("guest").content.decode()
    assert all(f"Afspraak {number}" in page for number in range(1, 6))


def test_with_little_time_the_last_four_go_together(table: Table) -> None:
    table.post("host", "manier/", mode=Mode.SHORT)
    take(table, 1)
    for who in ("host", "joris"):
        assert table.post(who, "stap/4/schrijven/", text="Tijd van mijn baas").status_code == 302
    take(table, 2, together=(3, 4, 5))
    assert table.now.finished_at is not None


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("stap/2/schrijven/", {"text": "Alvast iets"}),
        ("stap/5/schrijven/", {"text": "Alvast iets"}),
        ("stap/2/verder/", {"to": "reveal"}),
        ("stap/1/verder/", {"to": "settle"}),
        ("stap/1/verder/", {"to": "agreement"}),
        ("stap/1/voorstellen/", {"text": "Alvast een voorstel"}),
        ("stap/3/voorstellen/", {"text": "Alvast een voorstel"}),
        ("stap/1/heropenen/", {"reason": "Zomaar"}),
        ("stap/9/schrijven/", {"text": "Een zesde stap"}),
    ],
)
def test_no_request_skips_a_step_or_a_phase(table: Table, path: str, data: dict[str, Any]) -> None:
    assert table.post("host", path, **data).status_code in (404, 409, 422)
    assert not Note.objects.exists()
    assert {step.phase for step in table.now.steps.all()} == {Phase.OWN}


@pytest.mark.parametrize("who", ["joris", "guest"])
def test_only_the_host_moves_the_card(table: Table, who: str) -> None:
    table.post("host", "stap/1/schrijven/", text="Iets")
    assert table.post(who, "stap/1/verder/", to="reveal").status_code == 403
    assert table.now.course[1].phase == Phase.OWN


def test_not_yet_holds_the_step_until_it_is_heard(table: Table) -> None:
    proposal = proposed(table)
    for partner, said, words in (
        (table.host, "agree", ""),
        (table.joris, "remark", "Graag kort"),
        (table.guest, "not_yet", "Rust"),
    ):
        agreement.answer(proposal, by=partner, answer=said, words=words, version=1)
    assert table.post("host", "stap/1/verder/", to="settle").status_code == 409
    assert "Rust" in table.get("joris").content.decode()
    agreement.answer(proposal, by=table.guest, answer="agree", words="", version=1)
    assert table.post("host", "stap/1/verder/", to="settle").status_code == 302
    assert Stance.objects.filter(partner=table.guest).count() == 2, "what was said first stays in the history"


def proposed(table: Table) -> Any:
    """Bring step 1 to agreement with one proposal."""
    dialogue.write(table.now, 1, by=table.joris, text="Rustig aan", named=True, once=once())
    agreement.reveal(table.now, 1, by=table.host)
    agreement.to_agreement(table.now, 1, by=table.host)
    return agreement.propose(table.now, 1, by=table.joris, text="We doen rustig aan", beside=False, win="", once=once())


def test_other_words_ask_everybody_anew(table: Table) -> None:
    proposal = proposed(table)
    for partner in (table.host, table.joris, table.guest):
        agreement.answer(proposal, by=partner, answer="agree", words="", version=1)
    agreement.reword(proposal, by=table.guest, text="We doen heel rustig aan", beside=False, win="", version=1)
    assert table.post("host", "stap/1/verder/", to="settle").status_code == 409
    late = table.post("joris", f"voorstel/{proposal.pk}/antwoord/", answer="agree", version=1)
    assert late.status_code == 409, "nobody agrees to words that they didn't see"


def test_a_step_opens_again_with_a_reason_and_closes_what_came_after(table: Table) -> None:
    for number in (1, 2):
        take(table, number)
    assert table.now.course[3].open
    assert table.post("guest", "stap/1/heropenen/", reason="Er is iets veranderd").status_code == 302
    assert [table.now.course[number].open for number in range(1, 6)] == [True, False, False, False, False]
    table.post("host", "stap/1/verder/", to="agreement")
    assert table.post("host", "stap/1/verder/", to="settle").status_code == 409, "everybody is asked anew"
    history = table.get("joris", "geschiedenis/").content.decode()
    assert "Er is iets veranderd" in history


def test_values_may_stand_beside_each_other_with_a_win(table: Table) -> None:
    proposed(table)
    assert table.post("guest", "stap/1/voorstellen/", text="Snel en rustig", beside="on").status_code == 422
    assert (
        table.post("guest", "stap/1/voorstellen/", text="Snel en rustig", beside="on", win="Ieder op eigen dag").status_code
        == 302
    )
    assert "mag naast elkaar bestaan" in table.get("joris").content.decode()


def test_mode_stays_once_the_four_are_talked_about(table: Table) -> None:
    take(table, 1)
    dialogue.write(table.now, 2, by=table.joris, text="Bellen", named=True, once=once())
    agreement.reveal(table.now, 2, by=table.host)
    assert table.post("host", "manier/", mode=Mode.SHORT).status_code == 409
    assert PartnershipCard.objects.get().mode == Mode.LONG


def test_who_looks_later_is_not_waited_for(table: Table) -> None:
    proposal = proposed(table)
    for partner in (table.host, table.joris):
        agreement.answer(proposal, by=partner, answer="agree", words="", version=1)
    assert table.post("host", "stap/1/verder/", to="settle").status_code == 409
    gathering.look_later(table.guest, away=True, by=table.host)
    assert table.post("host", "stap/1/verder/", to="settle").status_code == 302
