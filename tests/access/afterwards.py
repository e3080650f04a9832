"""The addresses of what comes after a card, and of commitments and harvest, for the table of doors."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Commitment, CommitmentOrigin, Harvest, Maker, Participant
from partnership.models import Action, AskedOf, PartnershipCard, Review
from tests.access.cards import MEMBERS, OPEN, seated

AFTER_DOORS: dict[str, tuple[str, tuple[int, ...]]] = {
    "commitments": ("GET", MEMBERS),
    "harvests": ("GET", MEMBERS),
    "blank_card": ("GET", OPEN),
    "accept_commitment": ("POST", seated(302)),
    "decline_commitment": ("POST", seated(302)),
    # Without a word how it went, and nothing to open again.
    "close_commitment": ("POST", seated(422)),
    "reopen_commitment": ("POST", seated(409)),
    "change_commitment": ("GET", seated(200)),
    # Everybody sees the success; only who made it is named, only who told it takes it back.
    **dict.fromkeys(("name_me", "take_back_harvest"), ("POST", (302, 403, 302, 403, 403, 403))),
    **dict.fromkeys(("card_along", "card_pdf", "card_text", "card_json", "card_from_paper"), ("GET", seated(200))),
    **dict.fromkeys(("card_actions", "card_reviews", "start_over", "celebrate"), ("GET", seated(200))),
    # This card is around no case.
    "keep_case": ("GET", seated(404)),
    **dict.fromkeys(("take_on_action", "withdraw_action", "drop_review"), ("POST", seated(302))),
    **dict.fromkeys(("close_action", "look_back"), ("POST", seated(422))),
    # Nobody said anything yet.
    "hold_review": ("POST", seated(409)),
}


def after_arguments(owner: Participant, card: int) -> dict[str, list[object]]:
    """Ask something of `owner`, let them tell a success, put an action and a day on their card; return what addresses need."""
    area = owner.area
    facts = {"origin": CommitmentOrigin.CARD.value, "area": area}
    commitment = Commitment.objects.create(person=owner, text="De sleutel halen", **facts)
    harvest = Harvest.objects.create(told_by=owner, title="We aten samen", **facts)
    Maker.objects.create(harvest=harvest, person=owner)
    found = PartnershipCard.objects.get(pk=card)
    action = Action.objects.create(card=found, by=found.partners.get(), asked_of=AskedOf.TOGETHER, text="Samen koken")
    review = Review.objects.create(card=found, due_on=timezone.localdate() + timedelta(weeks=6))
    numbers = {
        **dict.fromkeys(("take_on_action", "withdraw_action", "close_action"), action.pk),
        **dict.fromkeys(("look_back", "hold_review", "drop_review"), review.pk),
    }
    arguments: dict[str, list[object]] = {"commitments": [], "harvests": [], "blank_card": []}
    for name in AFTER_DOORS.keys() - arguments.keys():
        if name.endswith("_commitment"):
            arguments[name] = [commitment.pk]
        elif name in ("name_me", "take_back_harvest"):
            arguments[name] = [harvest.pk]
        else:
            arguments[name] = [card, *([numbers[name]] if name in numbers else [])]
    return arguments
