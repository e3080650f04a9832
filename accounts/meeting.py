"""Having met: the one verb that everything which brings people together calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import stamping
from accounts.encounters import Encounter, Origin

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from accounts.people import Participant
    from neighbourhood.models import Area


def meet(one: Participant, other: Participant, *, area: Area, origin: Origin) -> Encounter | None:
    """Remember that two people have met in `area`; return the encounter when it is their first, else None."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    if first.pk == second.pk:
        return None
    encounter, new = Encounter.objects.get_or_create(
        one=first,
        other=second,
        defaults={"area": area, "origin": origin, "across_the_line": first.side != second.side},
    )
    if new and encounter.across_the_line:
        stamping.consider(first, second)
    return encounter if new else None


def meet_all(
    people: Collection[Participant],
    *,
    area: Area,
    origin: Origin,
    newcomers: Collection[int] = (),
    met_at: datetime | None = None,
) -> int:
    """Remember that all of these people have met each other; return how many pairs it is the first time for.

    With `newcomers` (their numbers), only that those met the others: the rest met before. A few queries, however many people.
    """
    by_number = {person.pk: person for person in people}
    numbers = sorted(by_number)
    pairs = {(one, other) for at, one in enumerate(numbers) for other in numbers[at + 1 :]}
    if newcomers:
        pairs = {pair for pair in pairs if not set(newcomers).isdisjoint(pair)}
    known = Encounter.objects.filter(one__in=numbers, other__in=numbers).values_list("one", "other")
    fresh = [
        Encounter(
            one=by_number[one],
            other=by_number[other],
            area=area,
            origin=origin,
            met_at=met_at or timezone.now(),
            across_the_line=by_number[one].side != by_number[other].side,
        )
        for one, other in sorted(pairs - set(known))
    ]
    Encounter.objects.bulk_create(fresh, ignore_conflicts=True)
    stamping.consider(*{person for each in fresh if each.across_the_line for person in (each.one, each.other)})
    return len(fresh)
