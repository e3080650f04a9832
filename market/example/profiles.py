"""What the people of the example tell of themselves, where they work or help, and whom they met."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from accounts import meeting, profiling
from accounts.models import Affiliation, Audience, ContactWay, Origin, Participant

if TYPE_CHECKING:
    from market.models import Conversation
    from neighbourhood.models import Organisation, Place

SINCE = date(2024, 9, 1)


def load_profiles(
    tables: dict[str, list[dict[str, Any]]],
    organisations: dict[str, Organisation],
    places: dict[str, Place],
    people: dict[str, Participant],
) -> None:
    """Fill in the profiles of who hasn't changed theirs yet."""
    for row in tables["profile"]:
        if people[row["slug"]].version == 1:
            describe(people[row["slug"]], row, organisations, places)
    for row in tables["waiting"]:
        Affiliation.objects.get_or_create(
            participant=people[row["slug"]],
            organisation=organisations[row["organisation"]],
            defaults={"function": row["function"], "since": SINCE},
        )


def describe(person: Participant, row: dict[str, Any], organisations: dict[str, Organisation], places: dict[str, Place]) -> None:
    """Write down what a row tells of `person`, and who sees it."""
    profiling.bring(
        person,
        about=person.about,
        can=row["can"],
        wants_to_learn=row["learn"],
        availability=row.get("when", ""),
        contact_way=row.get("way", ContactWay.MESSAGE),
        contact_note=row.get("note", ""),
        near=places.get(row.get("near", "")),
        version=person.version,
    )
    audiences = {f"{field}_for": audience for audience in Audience.values for field in row.get(audience, [])}
    profiling.show(person, version=person.version + 1, **audiences)
    for slug, function in row.get("functions", {}).items():
        mine = Affiliation.objects.filter(participant=person, organisation=organisations[slug])
        mine.update(function=function, since=SINCE, keeps_entry=slug in row.get("keeps", []))


def let_meet(conversation: Conversation) -> None:
    """Remember that the two of a conversation have met, once both said something."""
    said = set(conversation.messages.values_list("author", flat=True))
    if {conversation.starter_id, conversation.owner_id} <= said:
        meeting.meet(conversation.starter, conversation.owner, area=conversation.area, origin=Origin.CONVERSATION)
