"""Telling people: one verb for every kind, in the transaction of what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils import timezone

from accounts.models import Block, Participant
from kennismarkt import live
from notifications import jobs, moments
from notifications.choices import Cadence, Channel, State
from notifications.kinds import Kind, kinds
from notifications.models import Delivery, Notice, NoticeQuerySet, Preference, PushSubscription, Reach

if TYPE_CHECKING:
    from collections.abc import Iterable

HOUR = timedelta(hours=1)
UPSERT = """
INSERT INTO notifications_notice (recipient_id, kind, about, by_id, note, times, made_at, told_at, shown, digest)
SELECT number, %(kind)s, %(about)s, %(by)s, %(note)s, 1, %(now)s, %(now)s, %(shown)s, ''
FROM unnest(%(people)s::bigint[]) AS number ORDER BY number
ON CONFLICT (recipient_id, kind, about) WHERE read_at IS NULL DO UPDATE
SET times = notifications_notice.times + 1, told_at = EXCLUDED.told_at, by_id = EXCLUDED.by_id, note = EXCLUDED.note
RETURNING id, recipient_id, times
"""


class Fresh(NamedTuple):
    """A notice that was just made, or happened again."""

    number: int
    person: Participant
    times: int


def notify(
    kind: str,
    people: Iterable[Participant],
    *,
    about: int = 0,
    by: Participant | None = None,
    note: str = "",
    now: datetime | None = None,
) -> int:
    """Tell `people` that something of this kind happened; return how many notices that made or repeated.

    Nobody is told of what they did themselves, by whom they are kept apart from by a block, or after they were removed or left.
    """
    facts, now = kinds[kind], now or timezone.now()
    with transaction.atomic():
        told = reachable(facts, {person.pk for person in people}, by)
        fresh = made(facts, told, about=about, by=by, note=note, now=now)
        if fresh:
            Outbox(facts, fresh, now).fill()
            live.tell("notices", *(each.person.pk for each in fresh))
            jobs.send_soon()
        return len(fresh)


def reachable(kind: Kind, people: set[int], by: Participant | None) -> dict[int, Participant]:
    """Return, by number, those of `people` who may be told of something that `by` did."""
    found = Participant.objects.present().filter(pk__in=people).select_related("user", "area")
    if not kind.also_outside:
        found = found.filter(user__is_active=True)
    if by is not None:
        found = found.exclude(pk=by.pk)
        if not kind.owed:
            found = found.exclude(Block.objects.apart_from(by, "pk"))
    return {person.pk: person for person in found}


def made(
    kind: Kind, people: dict[int, Participant], *, about: int, by: Participant | None, note: str, now: datetime
) -> list[Fresh]:
    """Make the notices; one that wasn't read yet is told again instead."""
    facts: dict[str, Any] = {
        "kind": kind.name,
        "about": about,
        "by": by.pk if by else None,
        "note": note,
        "now": now,
        "shown": kind.shown,
    }
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, {**facts, "people": sorted(people)})
        return [Fresh(number, people[person], times) for number, person, times in cursor.fetchall()]


class Outbox:
    """Decides for many notices of one kind how and when each is told outside the site; the questions are asked once."""

    def __init__(self, kind: Kind, fresh: list[Fresh], now: datetime) -> None:
        """Read what these people chose and got lately."""
        self.kind, self.fresh, self.now = kind, fresh, now
        people = [each.person.pk for each in fresh]
        chosen = Preference.objects.filter(participant__in=people, kind=kind.name)
        self.chosen = {
            (person, channel): cadence for person, channel, cadence in chosen.values_list("participant", "channel", "cadence")
        }
        self.reach = {reach.participant_id: reach for reach in Reach.objects.filter(participant__in=people)}
        self.devices = set(PushSubscription.objects.filter(participant__in=people).values_list("participant", flat=True))
        lately = Delivery.objects.filter(person__in=people, digest="", made_at__gt=now - HOUR).exclude(state=State.DROPPED)
        counted = lately.order_by().values_list("person", "channel").annotate(number=Count("pk"))
        self.lately = {(person, channel): number for person, channel, number in counted}
        again = [each.number for each in fresh if each.times > 1]
        sent = Delivery.objects.filter(notice__in=again, state=State.SENT).order_by() if again else Delivery.objects.none()
        latest = sent.values_list("notice", "channel").annotate(latest=Max("sent_at"))
        self.sent = {(notice, channel): moment for notice, channel, moment in latest}

    def fill(self) -> None:
        """Put in the outbox what is told at once, and mark the rest for a digest."""
        rows = [row for each in self.fresh for row in self.rows(each)]
        # What waits already stays as it is: edits in a row are one mail.
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        for cadence in (Cadence.DAILY, Cadence.WEEKLY):
            numbers = [each.number for each in self.fresh if self.cadence(each) == cadence]
            if numbers:
                Notice.objects.filter(pk__in=numbers).update(digest=cadence)

    def rows(self, fresh: Fresh) -> list[Delivery]:
        """Return what is sent to one person at once."""
        channels = []
        if self.cadence(fresh) == Cadence.NOW:
            channels.append(Channel.MAIL)
        if self.rings(fresh.person):
            channels.append(Channel.PUSH)
        return [
            Delivery(
                person=fresh.person,
                channel=channel,
                notice_id=fresh.number,
                key=f"{channel}:{fresh.number}:{fresh.times}",
                made_at=self.now,
                due_at=self.due(fresh, channel),
            )
            for channel in channels
        ]

    def cadence(self, fresh: Fresh) -> str:
        """Return how this person is mailed: as they chose, else as the kind says; over the cap it waits for a digest."""
        person, reach = fresh.person, self.reach.get(fresh.person.pk)
        if not person.user.email or (reach is not None and not reach.mail and not self.kind.owed):
            return Cadence.NEVER
        if self.kind.owed:
            return Cadence.NOW
        chosen = self.chosen.get((person.pk, Channel.MAIL), self.kind.mail)
        return Cadence.DAILY if chosen == Cadence.NOW and self.full(person, Channel.MAIL) else chosen

    def full(self, person: Participant, channel: Channel) -> bool:
        """Whether this person got as much in the past hour as one may get."""
        return bool(self.lately.get((person.pk, channel), 0) >= settings.MOST_PER_HOUR)

    def rings(self, person: Participant) -> bool:
        """Whether this person has a device that may ring for it, and didn't hear it ring too often."""
        reach = self.reach.get(person.pk)
        if not settings.VAPID_PRIVATE_KEY or person.pk not in self.devices or (reach is not None and not reach.push):
            return False
        default = Cadence.NOW if self.kind.push else Cadence.NEVER
        wanted = self.chosen.get((person.pk, Channel.PUSH), default) == Cadence.NOW
        return wanted and not self.full(person, Channel.PUSH)

    def due(self, fresh: Fresh, channel: Channel) -> datetime:
        """Return when it may be sent: what was sent already, an hour later; never in quiet hours."""
        latest = self.sent.get((fresh.number, channel))
        moment = max(self.now, latest + HOUR) if latest else self.now
        reach = self.reach.get(fresh.person.pk) or Reach()
        return moments.after_quiet(moment, ZoneInfo(fresh.person.area.time_zone), reach.quiet_from, reach.quiet_until)


def read_all(*, by: Participant) -> None:
    """Remember that `by` looked at everything in the inbox; what waited to be sent isn't any more."""
    seen(Notice.objects.visible_to(by), by=by)


def read_about(kind: str, about: int, *, by: Participant) -> None:
    """Remember that `by` looked at what notices of this kind are about."""
    seen(Notice.objects.filter(recipient=by, kind=kind, about=about), by=by)


def seen(notices: NoticeQuerySet, *, by: Participant) -> None:
    """Mark what is unread of these as read, and tell the open pages of `by`."""
    if notices.unread().update(read_at=timezone.now(), digest=""):
        live.tell("notices", by.pk)
