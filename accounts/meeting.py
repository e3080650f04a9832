"""Having met: the one verb that everything which brings people together calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.encounters import Encounter, Origin

if TYPE_CHECKING:
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
    return encounter if new else None
