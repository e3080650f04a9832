"""What a programme adds up to, and what is worth a thought: hints, never walls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import ItemKind
from neighbourhood.models import Side

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from accounts.models import Participant
    from meetings.models import Meeting, ProgrammeItem

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Timed:
    """A part with the time at which it begins, and who carries it, as this viewer may see them."""

    item: ProgrammeItem
    begins: datetime
    carriers: Sequence[Participant]

    @property
    def ends(self) -> datetime:
        """When it ends."""
        return self.begins + self.item.minutes * MINUTE


def timed(meeting: Meeting, items: Sequence[ProgrammeItem], carriers: Mapping[int, list[Participant]]) -> list[Timed]:
    """Return the parts with their times, in the time zone of the area."""
    moment, found = meeting.starts_at, []
    for item in items:
        found.append(Timed(item, moment.astimezone(meeting.zone), carriers.get(item.pk, [])))
        moment += item.minutes * MINUTE
    return found


def minutes_over(meeting: Meeting, items: Collection[ProgrammeItem]) -> int:
    """Return how many minutes are left of the meeting; below zero when the parts take longer than it does."""
    return int((meeting.ends_at - meeting.starts_at) / MINUTE) - sum(item.minutes for item in items)


def hints(meeting: Meeting, items: Collection[ProgrammeItem], sides: Collection[str]) -> Iterator[str]:
    """Yield what is worth a thought (source: appendix I): theory, both sides carrying, time to look back and ahead."""
    if not items:
        return
    kinds = [item.kind for item in items]
    yield from about_time(minutes_over(meeting, items))
    if not kinds.count(ItemKind.THEORY):
        yield _("Er is nog geen klein stukje theorie. Kies er een bij de bouwstenen?")
    if kinds.count(ItemKind.THEORY) > 1:
        yield _("Eén klein stukje theorie per keer is genoeg. Welk stukje past nu het best?")
    for side, words in (
        (Side.INFORMAL, _("Nog niemand van de informele kant draagt iets. Wie vraag je?")),
        (Side.FORMAL, _("Nog niemand van de formele kant draagt iets. Wie vraag je?")),
    ):
        if side not in sides:
            yield words
    if ItemKind.NEXT_GROUP not in kinds:
        yield _("Is er aan het eind tijd om het volgende groepje te kiezen?")
    if ItemKind.TAKE_HOME not in kinds:
        yield _("Is er tijd voor “wat neem ik mee?”")


def about_time(over: int) -> Iterator[str]:
    """Yield whether the parts fit the time there is."""
    if over < 0:
        yield ngettext("Het programma duurt één minuut te lang.", "Het programma duurt %(number)d minuten te lang.", -over) % {
            "number": -over
        }
    elif over > 0:
        yield ngettext("Er is nog één minuut over.", "Er zijn nog %(number)d minuten over.", over) % {"number": over}
