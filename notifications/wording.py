"""Notices in words: what each is about fetched in bulk, as far as its reader may see that now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notifications.kinds import Told, Words, kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant
    from notifications.models import Notice


class Line(NamedTuple):
    """A notice as its reader sees it."""

    notice: Notice
    words: Words


def lines(notices: Iterable[Notice], *, reader: Participant) -> list[Line]:
    """Return the notices in words, in their order; without those whose matter `reader` may not see (any more)."""
    by_kind: dict[str, set[int]] = {}
    known = [notice for notice in notices if notice.kind in kinds]
    for notice in known:
        by_kind.setdefault(notice.kind, set()).add(notice.about)
    things = {kind: kinds[kind].things(reader, numbers) for kind, numbers in by_kind.items()}
    return [
        Line(notice, words_of(notice, things[notice.kind][notice.about], reader))
        for notice in known
        if notice.about in things[notice.kind]
    ]


def words_of(notice: Notice, thing: object, reader: Participant) -> Words:
    """Return what one notice says to `reader`."""
    return kinds[notice.kind].words(Told(reader, thing, notice.times, notice.note))
