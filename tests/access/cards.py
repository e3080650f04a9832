"""The addresses of partnership cards for the table of doors, and the card that they are about."""

from __future__ import annotations

import uuid

from accounts.models import Participant
from partnership import dialogue, gathering, inviting, voicing
from partnership.models import Cluster, Mode, Proposal, Subject

MEMBERS = (302, 200, 200, 200, 200, 200)
OPEN = (200,) * 6


def seated(status: int) -> tuple[int, ...]:
    """Return who is let in to what is for who sits at the card: the owner of everything, and nobody else."""
    return (302, 404, status, 404, 404, 404)


CARD_DOORS: dict[str, tuple[str, tuple[int, ...]]] = {
    "cards": ("GET", MEMBERS),
    "begin_card": ("GET", MEMBERS),
    "enter_code": ("GET", OPEN),
    # While the host has the code open, whoever has it may ask to sit down.
    "join_card": ("GET", OPEN),
    "guest_link": ("GET", (404,) * 6),
    "card_invitation": ("GET", (302, 404, 404, 200, 404, 404)),
    **dict.fromkeys(
        ("card", "card_screen", "card_note", "note_part", "card_people", "card_qr", "card_expectations", "card_history"),
        ("GET", seated(200)),
    ),
    **dict.fromkeys(("card_readings", "reopen_step", "retitle_cluster", "proposal"), ("GET", seated(200))),
    # This card is around no case.
    "card_case": ("GET", seated(404)),
    "card_here": ("POST", seated(204)),
    **dict.fromkeys(
        ("card_draft", "write_note", "card_notes", "move_step", "propose", "rewrite_note", "say_to_note", "answer_proposal"),
        ("POST", seated(422)),
    ),
    "note_back": ("POST", seated(200)),
    "remark_back": ("POST", seated(404)),
    # Not in this phase; nobody sends themselves away.
    **dict.fromkeys(("put_note", "proposal_back", "send_away"), ("POST", seated(409))),
    **dict.fromkeys(
        ("card_code", "leave_card", "card_mode", "card_timer", "invite_to_card", "uninvite", "hand_over_card", "look_later"),
        ("POST", seated(302)),
    ),
    **dict.fromkeys(("ask_for_word", "expectation_back"), ("POST", seated(302))),
}


def card_arguments(owner: Participant, party: Participant, member: Participant) -> dict[str, list[object]]:
    """Put a card of `owner` on the table with one of everything, ask `party` for it, and return what the addresses need."""
    facts = {"title": "Taal leren begint thuis", "subject": Subject.THEME, "mode": Mode.LONG, "once": uuid.uuid4()}
    card = gathering.open_card(by=owner, **facts)  # type: ignore[arg-type]  # by name
    host = card.partners.get()
    code = gathering.open_code(card, by=host)
    note = dialogue.write(card, 1, by=host, text="Rust", named=True, once=uuid.uuid4())
    cluster = Cluster.objects.create(step=note.step, title="Tijd", made_once=uuid.uuid4())
    proposal = Proposal.objects.create(step=note.step, by=host, text="Rustig aan", made_once=uuid.uuid4())
    expectation = voicing.voice(card, by=host, theme="openness", text="Zeg het gewoon", once=uuid.uuid4())
    invitation = inviting.invite(card, party, by=host)
    numbers = {
        **dict.fromkeys(("write_note", "card_notes", "move_step", "reopen_step", "propose"), 1),
        **dict.fromkeys(("card_note", "note_part", "rewrite_note", "note_back", "say_to_note", "put_note"), note.pk),
        **dict.fromkeys(("proposal", "proposal_back", "answer_proposal"), proposal.pk),
        **dict.fromkeys(("hand_over_card", "send_away", "look_later", "ask_for_word"), host.pk),
        "retitle_cluster": cluster.pk,
        "remark_back": 1,
        "expectation_back": expectation.pk,
        "invite_to_card": member.pk,
        "uninvite": invitation.pk,
    }
    about_card = {name: [card.pk, *([numbers[name]] if name in numbers else [])] for name in CARD_DOORS}
    apart: dict[str, list[object]] = {"join_card": [code], "guest_link": ["onzin"], "card_invitation": [invitation.pk]}
    return {**about_card, "cards": [], "begin_card": [], "enter_code": [], **apart}
