"""Who may follow conversations and inboxes live, answered for many people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from accounts.models import Affiliation, Block
from kennismarkt import live
from market.conversations import Conversation

if TYPE_CHECKING:
    from collections.abc import Iterable

Pairs = set[tuple[int, int]]


class Facts(NamedTuple):
    """What decides about many conversations: who acts for which organisation, and who is apart from whom."""

    affiliated: Pairs
    apart: Pairs


@live.follows("inbox")
def inbox_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Everybody follows their own inbox only."""
    return {(person, number) for person, number in pairs if number == str(person)}


@live.follows("conversation")
def conversation_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Who takes part in a conversation follows it for as long as it isn't closed: the rule of `visible_to` and `closed`."""
    wanted = {(person, int(number)) for person, number in pairs if number.isascii() and number.isdecimal()}
    conversations = Conversation.objects.in_bulk({number for _person, number in wanted if number < 2**63})
    facts = facts_about({person for person, _number in wanted}, conversations.values())
    return {
        (person, str(number))
        for person, number in wanted
        if number in conversations and follows(person, conversations[number], facts)
    }


def facts_about(people: set[int], conversations: Iterable[Conversation]) -> Facts:
    """Fetch what decides about `people` in `conversations`, in two queries."""
    owners = {each.owner_id for each in conversations}
    starters = {each.starter_id for each in conversations}
    acting = Affiliation.objects.confirmed().filter(participant__in=people | owners)
    blocks = Block.objects.filter(
        Q(blocker__in=starters, blocked__in=people | owners) | Q(blocker__in=people | owners, blocked__in=starters)
    )
    apart = set(blocks.values_list("blocker", "blocked"))
    return Facts(set(acting.values_list("participant", "organisation")), apart | {pair[::-1] for pair in apart})


def follows(person: int, conversation: Conversation, facts: Facts) -> bool:
    """Whether `person` takes part in `conversation` and nobody in it is kept apart by a block."""
    starter, owner, organisation = conversation.starter_id, conversation.owner_id, conversation.organisation_id
    if (starter, owner) in facts.apart or (starter, person) in facts.apart:
        return False
    if organisation is None:
        return person in (starter, owner)
    return person == starter or (person, organisation) in facts.affiliated
