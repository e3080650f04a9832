"""What is said of things done for somebody at a card (see `accounts.standing_in`)."""

from django.utils.translation import gettext_lazy as _

from accounts import standing_in

AT_A_CARD = _("iets gedaan op een partnerschapskaart")

standing_in.acts.update(
    {
        "begin_card": _("een partnerschapskaart begonnen"),
        "join_card": _("aan een partnerschapskaart gaan zitten"),
        "leave_card": _("van een partnerschapskaart weggegaan"),
        "card_invitation": _("een uitnodiging voor een partnerschapskaart beantwoord"),
        **dict.fromkeys(
            (
                "write_note",
                "rewrite_note",
                "note_back",
                "say_to_note",
                "remark_back",
                "put_note",
                "card_notes",
                "retitle_cluster",
                "move_step",
                "reopen_step",
                "propose",
                "proposal",
                "proposal_back",
                "answer_proposal",
                "card_expectations",
                "card_code",
                "card_mode",
                "card_timer",
                "card_case",
            ),
            AT_A_CARD,
        ),
    }
)
