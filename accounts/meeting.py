"""Having met: the one verb that everything which brings people together calls."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

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


def meet_all(people: Collection[Participant], *, area: Area, origin: Origin, met_at: datetime) -> int:
    """Remember that all of `people` have met each other in `area`; return how many pairs met for the first time.

    Who met before keeps that encounter. Stamps are looked at by whoever brings so many together.
    """
    ordered = sorted({person.pk: person for person in people}.items())
    pairs = {(one, other): a.side != b.side for (one, a), (other, b) in combinations(ordered, 2)}
    numbers = [number for number, _person in ordered]
    met = set(Encounter.objects.filter(one__in=numbers, other__in=numbers).values_list("one", "other"))
    Encounter.objects.bulk_create(
        [
            Encounter(one_id=one, other_id=other, area=area, origin=origin, met_at=met_at, across_the_line=across)
            for (one, other), across in pairs.items()
            if (one, other) not in met
        ],
        ignore_conflicts=True,
    )
    return len(pairs.keys() - met)
