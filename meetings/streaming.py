"""Side streams: beginning one, being part of it, its next step and its result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import SideStream, StreamMember, StreamOrigin

if TYPE_CHECKING:
    from accounts.models import Participant

FORBIDDEN, UNREADABLE, GONE = 403, 422, 404
# What may be changed once it runs; where it came from stays.
WRITTEN = ("title", "story", "audience", "next_step", "next_step_on")


class ChangedMeanwhile(Refused):
    """Somebody else saved it since it was opened; carries theirs."""

    def __init__(self, theirs: SideStream) -> None:
        """Keep what stands there now."""
        super().__init__(_("Iemand anders heeft dit intussen gewijzigd."))
        self.theirs = theirs


@transaction.atomic
def start(stream: SideStream, *, by: Participant) -> SideStream:
    """Begin a side stream as written, with `by` as the first of its people.

    `Refused` for a meeting that isn't shared with `by`, a parent that they don't see, a meeting's or stream's descent without
    one; of a case, or of anything else, nothing is kept but what the origin needs.
    """
    stream.theme = stream.theme if stream.origin == StreamOrigin.THEME else ""
    stream.parent = stream.parent if stream.origin == StreamOrigin.STREAM else None
    if stream.origin == StreamOrigin.MEETING and stream.meeting is None:
        raise Refused(_("Kies bij welke bijeenkomst het begon."), status=UNREADABLE)
    if stream.meeting is not None and not presence.shares(stream.meeting, by):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    if stream.origin == StreamOrigin.STREAM:
        follow(stream, by)
    stream.started_by = by
    stream.save()
    StreamMember.objects.create(stream=stream, participant=by)
    return stream


def follow(stream: SideStream, by: Participant) -> None:
    """Hang a stream on the one it came from, at the same meeting (`Refused` without one that `by` sees)."""
    if stream.parent is None or not SideStream.objects.visible_to(by).filter(pk=stream.parent.pk).exists():
        raise Refused(_("Kies uit welke zijstroom dit voortkomt."), status=UNREADABLE)
    if stream.meeting is None and stream.parent.meeting is not None and presence.shares(stream.parent.meeting, by):
        stream.meeting = stream.parent.meeting


@transaction.atomic
def join(stream: SideStream, *, by: Participant) -> None:
    """Become part of a side stream that runs; twice is once."""
    found = seen(stream, by)
    if found.finished:
        raise Refused(_("Deze zijstroom is al klaar."))
    StreamMember.objects.get_or_create(stream=found, participant=by)


@transaction.atomic
def leave(stream: SideStream, *, by: Participant) -> None:
    """Not be part of it any more."""
    StreamMember.objects.filter(stream=stream, participant=by).delete()


@transaction.atomic
def change(stream: SideStream, *, by: Participant, version: int, written: dict[str, Any]) -> SideStream:
    """Change what it is and its next step (`Refused` for who doesn't carry it, `ChangedMeanwhile` for an old `version`)."""
    found = carried(stream, by)
    if found.version != version:
        raise ChangedMeanwhile(found)
    for name in WRITTEN:
        setattr(found, name, written[name])
    found.version += 1
    found.save()
    return found


@transaction.atomic
def finish(stream: SideStream, *, by: Participant, result: str) -> SideStream:
    """Close it with what came of it (`Refused` without words, for who doesn't carry it, and twice)."""
    words = " ".join(result.split())
    if not words:
        raise Refused(_("Schrijf in een paar woorden wat het is geworden."), status=UNREADABLE)
    found = carried(stream, by)
    if found.finished:
        raise Refused(_("Deze zijstroom is al klaar."))
    found.result, found.finished_at, found.version = words, timezone.now(), found.version + 1
    found.save(update_fields=["result", "finished_at", "version"])
    return found


def seen(stream: SideStream, by: Participant) -> SideStream:
    """Return the stream, locked, when `by` sees it (`Refused` otherwise)."""
    return locked(SideStream.objects.visible_to(by).filter(pk=stream.pk).exists(), stream)


def carried(stream: SideStream, by: Participant) -> SideStream:
    """Return the stream, locked, when `by` carries it (`Refused` otherwise)."""
    return locked(SideStream.objects.carried_by(by).filter(pk=stream.pk).exists(), stream)


def locked(allowed: bool, stream: SideStream) -> SideStream:
    """Return the stream, locked, unless it isn't `allowed` or gone."""
    found = SideStream.objects.select_for_update(of=("self",)).filter(pk=stream.pk).first() if allowed else None
    if found is None:
        raise Refused(_("Deze zijstroom is er niet (meer)."), status=GONE)
    return found


def descent(stream: SideStream, *, viewer: Participant | None) -> list[SideStream]:
    """Return the streams that this one came from, the oldest first, as far as `viewer` sees them."""
    line: list[SideStream] = []
    parent = stream.parent_id
    while parent is not None and parent not in {each.pk for each in line}:
        found = SideStream.objects.visible_to(viewer).filter(pk=parent).first()
        if found is None:
            break
        line.insert(0, found)
        parent = found.parent_id
    return line
