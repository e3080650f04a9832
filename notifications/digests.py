"""Digests: what isn't told at once, together, at eight in the morning by the clock of the area."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Block, Participant
from neighbourhood.models import Area
from notifications import moments, wording
from notifications.choices import Cadence, Channel, State
from notifications.kinds import Words, gatherings, kinds
from notifications.mailing import Letter, Section
from notifications.models import FORGOTTEN, Delivery, DigestRun, Notice, NoticeQuerySet, Preference, Reach, inbox

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from notifications.kinds import Gathering

BOTH = (Cadence.DAILY, Cadence.WEEKLY)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
AT_A_TIME = 1000
MOST_LINES = 30


def plan(now: datetime | None = None) -> int:
    """Put in the outbox the digests that it is time for; return how many. A second time on the same day changes nothing."""
    moment = now or timezone.now()
    done = {(area, cadence): upto for area, cadence, upto in DigestRun.objects.values_list("area", "cadence", "upto")}
    planned = 0
    for area in Area.objects.all():
        for cadence in BOTH:
            upto = moments.latest_digest(cadence, ZoneInfo(area.time_zone), moment)
            if done.get((area.pk, cadence), LONG_AGO) < upto:
                planned += plan_area(area, cadence, upto)
    return planned


@transaction.atomic
def plan_area(area: Area, cadence: Cadence, upto: datetime) -> int:
    """Plan one digest of one area, a thousand people at a time; nothing when somebody else did."""
    run, _new = DigestRun.objects.select_for_update().get_or_create(area=area, cadence=cadence, defaults={"upto": LONG_AGO})
    if run.upto >= upto:
        return 0
    people = Participant.objects.present().filter(area=area, user__is_active=True).exclude(user__email=None)
    numbers = list(people.exclude(reach__mail=False).order_by("pk").values_list("pk", flat=True))
    planned = sum(
        plan_people(area, cadence, upto, numbers[start : start + AT_A_TIME]) for start in range(0, len(numbers), AT_A_TIME)
    )
    DigestRun.objects.filter(pk=run.pk).update(upto=upto)
    return planned


def plan_people(area: Area, cadence: Cadence, upto: datetime, people: list[int]) -> int:
    """Plan one digest of some people: those for whom something waits, or a gathering might have something."""
    zone = ZoneInfo(area.time_zone)
    since = since_when(area, cadence, upto, people)
    oldest, chosen = min(since.values(), default=upto), chosen_by(people)
    waiting = Notice.objects.waiting(cadence, upto).filter(recipient__in=people)
    wanting = set(waiting.values_list("recipient", flat=True))
    for gathering in gatherings.values():
        takers = {person for person in people if taken(gathering, cadence, chosen.get((person, gathering.name)))}
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
    """Return from when each digest tells: where the one before ended, or began when it could not be sent yet."""
    begun = taken_up(cadence, upto, people)
    earlier = Delivery.objects.filter(person__in=people, digest=cadence, upto__lt=upto, state__in=[State.SENT, State.DROPPED])
    ended: dict[int, datetime] = dict(earlier.order_by().values_list("person").annotate(ended=Max("upto")))
    usual = moments.digest_before(cadence, ZoneInfo(area.time_zone), upto)
    return {person: max(begun.get(person, ended.get(person, usual)), upto - FORGOTTEN) for person in people}


def taken_up(cadence: Cadence, upto: datetime, people: Collection[int]) -> dict[int, datetime]:
    """Remove the earlier digests that wait to be sent, since the next tells it all; return from when they would have told."""
    earlier = Delivery.objects.filter(person__in=people, digest=cadence, upto__lt=upto, state=State.WAITING)
    rows = list(earlier.select_for_update(of=("self",)).values_list("pk", "person", "since"))
    Delivery.objects.filter(pk__in=[number for number, _person, _since in rows]).delete()
    return {person: since for _number, person, since in rows if since is not None}


def chosen_by(people: Collection[int]) -> dict[tuple[int, str], str]:
    """Return how often each of `people` wants mail of which kind, where they chose."""
    chosen = Preference.objects.filter(participant__in=people, channel=Channel.MAIL)
    return {(person, kind): cadence for person, kind, cadence in chosen.values_list("participant", "kind", "cadence")}


def taken(gathering: Gathering, cadence: str, chosen: str | None) -> bool:
    """Whether who chose this gets the gathering in this digest; a day is the soonest that it can come."""
    wanted = chosen or gathering.mail
    return cadence == (Cadence.DAILY if wanted == Cadence.NOW else wanted)


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
    return Notice.objects.waiting(delivery.digest, delivery.upto or delivery.made_at).filter(recipient=delivery.person)


def told_sections(delivery: Delivery) -> list[Section]:
    """Return the notices that wait for this digest, by the group of their kinds."""
    waiting = waiting_for(delivery).unread().exclude(Block.objects.apart_from(delivery.person, "by"))
    lines = wording.lines(waiting.order_by("-told_at", "-pk"), reader=delivery.person)
    groups: dict[str, list[Words]] = defaultdict(list)
    for line in lines[:MOST_LINES]:
        groups[str(kinds[line.notice.kind].group)].append(line.words)
    sections = [Section(title, words) for title, words in groups.items()]
    more = len(lines) - MOST_LINES
    return [*sections, the_rest(more)] if more > 0 else sections


def the_rest(number: int) -> Section:
    """Return how much more there is than fits, and where it stands."""
    title = ngettext("En nog %(number)d bericht", "En nog %(number)d berichten", number) % {"number": number}
    return Section(title, [Words("", _("Alles staat op de site."), link=inbox(), button=_("Bekijk alles"))])


def gathered_sections(delivery: Delivery) -> Iterable[Section]:
    """Yield what is gathered for this digest."""
    since, upto = delivery.since or delivery.made_at, delivery.upto or delivery.made_at
    chosen = chosen_by([delivery.person_id])
    for gathering in gatherings.values():
        if taken(gathering, delivery.digest, chosen.get((delivery.person_id, gathering.name))):
            words = list(gathering.gather(delivery.person, since, upto))
            if words:
                yield Section(gathering.title, words)


def settled(delivery: Delivery) -> None:
    """Remember that what waited for this digest was told."""
    if delivery.digest:
        waiting_for(delivery).update(digest="")
