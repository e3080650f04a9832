"""Writing down what one takes home, and saying whether others may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import MayQuote, Part, Reflection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from meetings.models import Meeting
    from meetings.reflections import ReflectionQuerySet

FORBIDDEN, GONE = 403, 404


class Thought(NamedTuple):
    """What somebody writes about one part, and whether others may read it."""

    text: str
    may_quote: str


class Quote(NamedTuple):
    """A thought as others read it; without a name unless its writer gave it and the reader may see them."""

    text: str
    part: str
    name: str
    meeting: Meeting
    mark: UUID


@transaction.atomic
def reflect(meeting: Meeting, *, by: Participant, thoughts: Mapping[str, Thought]) -> list[Reflection]:
    """Keep what `by` takes home; an empty text takes a thought away. `Refused` for who wasn't there."""
    if not presence.was_at(meeting, by):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    there = {each.part: each for each in Reflection.objects.select_for_update().filter(meeting=meeting, participant=by)}
    return [
        kept
        for part in Part
        if (kept := keep(there.get(part) or Reflection(meeting=meeting, participant=by, part=part), thoughts.get(part)))
    ]


def keep(reflection: Reflection, thought: Thought | None) -> Reflection | None:
    """Save one thought as it is now, or delete it; return what stays. Consent counts from when it was given for these words."""
    if thought is None or not thought.text:
        if reflection.pk is not None:
            reflection.delete()
        return None
    as_it_was = (reflection.text, reflection.may_quote)
    reflection.text, reflection.may_quote = thought.text, thought.may_quote
    if as_it_was != (thought.text, thought.may_quote):
        reflection.consented_at = None if thought.may_quote == MayQuote.NO else timezone.now()
        reflection.written_at = timezone.now()
    reflection.save()
    return reflection


@transaction.atomic
def consent(mark: UUID, *, by: Participant, may_quote: str) -> Reflection:
    """Say anew whether others may read a thought; no is everywhere at once (`Refused` for somebody else's)."""
    found = Reflection.objects.select_for_update().written_by(by).filter(mark=mark).first()
    if found is None:
        raise Refused(_("Dit heb jij niet geschreven."), status=GONE)
    found.may_quote = MayQuote(may_quote)
    found.consented_at = None if may_quote == MayQuote.NO else timezone.now()
    found.save(update_fields=["may_quote", "consented_at"])
    return found


@transaction.atomic
def set_aside(mark: UUID, *, by: Participant) -> Reflection:
    """Keep a quote from others because it gives somebody away; its writer still reads it.

    `Refused` for who doesn't carry the meeting.
    """
    found = Reflection.objects.quotable().select_for_update(of=("self",)).select_related("meeting").filter(mark=mark).first()
    if found is None or not presence.carries(found.meeting, by):
        raise Refused(_("Dit citaat is er niet (meer)."), status=GONE)
    found.set_aside_at = timezone.now()
    found.save(update_fields=["set_aside_at"])
    return found


def quotes(found: ReflectionQuerySet, *, viewer: Participant | None) -> list[Quote]:
    """Return `found` (some of `quoted_to`) as `viewer` reads them: members see names that were given, visitors none."""
    shown = list(found.select_related("meeting", "participant"))
    known = named(shown, viewer)
    return [
        Quote(
            each.text,
            each.part,
            each.participant.display_name if each.may_quote == MayQuote.NAMED and each.participant_id in known else "",
            each.meeting,
            each.mark,
        )
        for each in shown
    ]


def named(found: Iterable[Reflection], viewer: Participant | None) -> set[int]:
    """Numbers of the writers whose name `viewer` may see."""
    if viewer is None:
        return set()
    writers = {each.participant_id for each in found if each.may_quote == MayQuote.NAMED}
    return set(Participant.objects.visible_to(viewer).filter(pk__in=writers).values_list("pk", flat=True))
