"""Digests: what isn't told at once, together, at eight in the morning by the clock of the area."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from neighbourhood.models import Area
from notifications import moments, wording
from notifications.choices import Cadence, Channel, State
from notifications.kinds import gatherings, kinds
from notifications.mailing import Letter, Section
from notifications.models import Delivery, Notice, NoticeQuerySet, Preference, Reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from notifications.kinds import Gathering, Words

BOTH = (Cadence.DAILY, Cadence.WEEKLY)
# Further back than this nobody is told, also when the worker was away for a month.
LONGEST = timedelta(days=14)
AT_A_TIME = 1000
MOST_LINES = 30


def plan(now: datetime | None = None) -> int:
    """Put in the outbox the digests that it is time for; return how many. A second time on the same day changes nothing."""
    moment = now or timezone.now()
    return sum(plan_area(area, cadence, moment) for area in Area.objects.all() for cadence in BOTH)


@transaction.atomic
def plan_area(area: Area, cadence: Cadence, now: datetime) -> int:
    """Plan one digest of one area, a thousand people at a time; nothing when that was done."""
    upto = moments.latest_digest(cadence, ZoneInfo(area.time_zone), now)
    if Delivery.objects.filter(person__area=area, digest=cadence, upto=upto).exists():
        return 0
    people = Participant.objects.filter(area=area, user__is_active=True).exclude(user__email=None)
    numbers = list(people.exclude(reach__mail=False).order_by("pk").values_list("pk", flat=True))
    return sum(
        plan_people(area, cadence, upto, numbers[start : start + AT_A_TIME]) for start in range(0, len(numbers), AT_A_TIME)
    )


def plan_people(area: Area, cadence: Cadence, upto: datetime, people: list[int]) -> int:
    """Plan one digest of some people: those for whom something waits, or a gathering might have something."""
    zone = ZoneInfo(area.time_zone)
    since = since_when(area, cadence, upto, people)
    oldest = min(since.values(), default=upto)
    waiting = Notice.objects.filter(recipient__in=people, digest=cadence, told_at__lte=upto)
    wanting = set(waiting.values_list("recipient", flat=True))
    for gathering in gatherings.values():
        takers = set(people) & takers_of(gathering, cadence, people)
        wanting |= set(gathering.whom(takers, oldest, upto)) if takers else set()
    reach = {each.participant_id: each for each in Reach.objects.filter(participant__in=wanting)}
    rows = []
    for person in sorted(wanting):
        quiet = reach.get(person) or Reach()
        due = moments.after_quiet(upto, zone, quiet.quiet_from, quiet.quiet_until)
        key = f"mail:{cadence}:{person}:{upto:%Y-%m-%dT%H%M}"
        facts = {"digest": cadence, "key": key, "since": since[person], "upto": upto, "due_at": due}
        rows.append(Delivery(person_id=person, channel=Channel.MAIL, **facts))
    return len(Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_A_TIME))


def since_when(area: Area, cadence: Cadence, upto: datetime, people: Collection[int]) -> dict[int, datetime]:
    """Return from when each digest tells: where the one before ended."""
    earlier = Delivery.objects.filter(person__in=people, digest=cadence, upto__lt=upto, state__in=[State.SENT, State.DROPPED])
    ended = dict(earlier.order_by().values_list("person").annotate(ended=Max("upto")))
    usual = moments.digest_before(cadence, ZoneInfo(area.time_zone), upto)
    return {person: max(ended.get(person, usual), upto - LONGEST) for person in people}


def takers_of(gathering: Gathering, cadence: Cadence, people: Collection[int]) -> set[int]:
    """Return who of `people` gets this gathering in this digest; a day is the soonest that it can come."""
    chosen = Preference.objects.filter(participant__in=people, kind=gathering.name, channel=Channel.MAIL)
    by_person = dict(chosen.values_list("participant", "cadence"))
    fitting = {cadence, Cadence.NOW} if cadence == Cadence.DAILY else {cadence}
    return {person for person in people if by_person.get(person, gathering.mail) in fitting}


def letter(delivery: Delivery) -> Letter | None:
    """Return what a digest says now; None when nothing is left of it."""
    sections = [*told_sections(delivery), *gathered_sections(delivery)]
    return letter_of(delivery.person, delivery.digest, sections, delivery.key) if sections else None


def letter_of(person: Participant, cadence: str, sections: list[Section], key: str) -> Letter:
    """Return a digest of these sections."""
    daily = cadence == Cadence.DAILY
    return Letter(
        person=person,
        subject=_("Vandaag voor jou") if daily else _("Deze week in je wijk"),
        sections=sections,
        topic=cadence,
        topic_title=_("dit overzicht van elke dag") if daily else _("dit overzicht van elke week"),
        key=key,
    )


def waiting_for(delivery: Delivery) -> NoticeQuerySet:
    """Return the notices that wait for this digest."""
    upto = delivery.upto or delivery.made_at
    return Notice.objects.filter(recipient=delivery.person, digest=delivery.digest, told_at__lte=upto)


def told_sections(delivery: Delivery) -> list[Section]:
    """Return the notices that wait for this digest, by the group of their kinds."""
    lines = wording.lines(waiting_for(delivery).unread()[:MOST_LINES], reader=delivery.person)
    groups: dict[str, list[Words]] = defaultdict(list)
    for line in lines:
        groups[str(kinds[line.notice.kind].group)].append(line.words)
    return [Section(title, words) for title, words in groups.items()]


def gathered_sections(delivery: Delivery) -> Iterable[Section]:
    """Yield what is gathered for this digest."""
    since, upto = delivery.since or delivery.made_at, delivery.upto or delivery.made_at
    for gathering in gatherings.values():
        if takers_of(gathering, Cadence(delivery.digest), [delivery.person_id]):
            words = list(gathering.gather(delivery.person, since, upto))
            if words:
                yield Section(gathering.title, words)


def settled(delivery: Delivery) -> None:
    """Remember that what waited for this digest was told."""
    if delivery.digest:
        waiting_for(delivery).update(digest="")
