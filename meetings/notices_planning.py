"""What planning tells people: a meeting moved, several moved, one is cancelled; and in digests, what was announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Participant
from meetings import calendars, concerned, moving
from meetings.changes import ChangeKind, MeetingChange
from meetings.example import notices as example
from meetings.gatherings import Meeting
from meetings.seats import Seat, SeatState
from meetings.trajectories import Trajectory
from notifications import circulars, kinds
from notifications.circulars import Offer
from notifications.kinds import Told, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from neighbourhood.models import Area

GROUP = gettext_lazy("Bijeenkomsten")
NEIGHBOURHOOD = gettext_lazy("Wijk")
MOST_TITLES = 8
# A mail with more files than this is thrown away by some; the feed has them all.
MOST_FILES = 10
# More to choose from than this is no choice.
MOST_OFFERS = 30


def changed(person: Participant, numbers: Collection[int], kind: ChangeKind) -> Mapping[int, Meeting]:
    """Return the meetings that `person` may see and of which the latest change is of this kind."""
    seen = Meeting.objects.visible_to(person).select_related("area", "place").prefetch_related("changes__was_place")
    found = seen.filter(cancelled_at__isnull=kind == ChangeKind.MOVED).in_bulk(numbers)
    return {number: meeting for number, meeting in found.items() if meeting.changes.all()}


def moved_meetings(person: Participant, numbers: Collection[int]) -> Mapping[int, Meeting]:
    """Return what moved and still goes on."""
    return changed(person, numbers, ChangeKind.MOVED)


def cancelled_meetings(person: Participant, numbers: Collection[int]) -> Mapping[int, Meeting]:
    """Return what doesn't go on."""
    return changed(person, numbers, ChangeKind.CANCELLED)


def before(meeting: Meeting, times: int) -> MeetingChange:
    """Return how a meeting stood when somebody last heard of it: before the latest `times` changes."""
    changes = [change for change in meeting.changes.all() if change.kind == ChangeKind.MOVED]
    return changes[min(times, len(changes)) - 1]


def difference(meeting: Meeting, change: MeetingChange) -> str:
    """Say what changed in our own words: when it was, and when it is now; which places are in `places`."""
    if (change.was_starts_at, change.was_ends_at) != (meeting.starts_at, meeting.ends_at):
        words = _("Het was %(was)s. Het wordt %(now)s.") % {"was": change.was, "now": meeting.when}
    else:
        words = _("Het blijft %(now)s.") % {"now": meeting.when}
    return f"{words} {_('Ook de plek is anders.')}" if change.was_place_id != meeting.place_id else words


def places(meeting: Meeting, change: MeetingChange) -> str:
    """Return the two places, where it moved from one to another."""
    if change.was_place_id == meeting.place_id or meeting.place is None:
        return ""
    if change.was_place is None:
        return _("Het is in %(now)s.") % {"now": meeting.place.name}
    return _("Eerst in %(was)s, nu in %(now)s.") % {"was": change.was_place.name, "now": meeting.place.name}


def file_for(meeting: Meeting, person: Participant) -> kinds.Attachment:
    """Return the calendar file of a meeting for who gets the mail."""
    return calendars.attached(meeting, email=person.user.email or "", name=person.display_name)


@kinds.told(
    moving.MOVED,
    title=gettext_lazy("Een bijeenkomst is verplaatst"),
    group=GROUP,
    things=moved_meetings,
    example=example.moved,
    screen=gettext_lazy("Een bijeenkomst is verplaatst."),
)
def moved(told: Told) -> Words:
    """A meeting is at another time or place."""
    change = before(told.thing, told.times)
    latest = told.thing.changes.all()[0]
    return Words(
        _("Een bijeenkomst is verplaatst"),
        difference(told.thing, change),
        quotes=tuple(filter(None, (told.thing.title, places(told.thing, change), latest.reason))),
        link=told.thing.get_absolute_url(),
        button=_("Bekijk de bijeenkomst"),
        attachments=(file_for(told.thing, told.person),),
    )


class Replanned(NamedTuple):
    """What moved together, as far as its reader sees it."""

    changes: list[MeetingChange]


def replanned_changes(person: Participant, numbers: Collection[int]) -> Mapping[int, Replanned]:
    """Return, by the last change of each notice, what moved with it."""
    notes = person.notices.filter(kind=moving.REPLANNED, about__in=numbers).values_list("about", "note")
    wanted = {about: [int(number) for number in note.split()] for about, note in notes}
    seen = Meeting.objects.visible_to(person).held().values("pk")
    every = {number for changes in wanted.values() for number in changes}
    rows = MeetingChange.objects.filter(meeting__in=seen).select_related(
        "meeting__area", "meeting__place", "meeting__trajectory", "was_place"
    )
    found = rows.in_bulk(every)
    return {
        about: Replanned(there)
        for about, changes in wanted.items()
        if (there := [found[number] for number in changes if number in found])
    }


@kinds.told(
    moving.REPLANNED,
    title=gettext_lazy("Bijeenkomsten van een traject zijn verplaatst"),
    group=GROUP,
    things=replanned_changes,
    example=example.replanned,
    screen=gettext_lazy("Er zijn bijeenkomsten verplaatst."),
)
def replanned(told: Told) -> Words:
    """Several meetings are at another time or place; one notice for all of them."""
    changes = told.thing.changes
    number = len(changes)
    title = ngettext("%(number)d bijeenkomst is verplaatst", "%(number)d bijeenkomsten zijn verplaatst", number)
    first = changes[0].meeting
    written = [words for change in changes for words in (change.meeting.title, places(change.meeting, change)) if words]
    return Words(
        title % {"number": number},
        "\n".join(difference(change.meeting, change) for change in changes),
        quotes=tuple(dict.fromkeys([*written, *filter(None, (changes[0].reason,))])),
        link=first.trajectory.get_absolute_url() if first.trajectory is not None else first.get_absolute_url(),
        button=_("Bekijk de data"),
        attachments=tuple(file_for(change.meeting, told.person) for change in changes[:MOST_FILES]),
    )


@kinds.told(
    moving.CANCELLED,
    title=gettext_lazy("Een bijeenkomst gaat niet door"),
    group=GROUP,
    things=cancelled_meetings,
    example=example.cancelled,
    screen=gettext_lazy("Een bijeenkomst gaat niet door."),
)
def cancelled(told: Told) -> Words:
    """A meeting doesn't go on."""
    meeting = told.thing
    return Words(
        _("Een bijeenkomst gaat niet door"),
        _("De bijeenkomst van %(when)s gaat niet door.") % {"when": meeting.when},
        quotes=tuple(filter(None, (meeting.title, meeting.cancelled_because))),
        link=meeting.get_absolute_url(),
        button=_("Bekijk de bijeenkomst"),
        attachments=(file_for(meeting, told.person),),
    )


def neighbours(people: Collection[int], since: datetime, upto: datetime) -> Collection[int]:
    """Return who of `people` live where a meeting was announced."""
    fresh = Meeting.objects.held().filter(announced_at__gt=since, announced_at__lte=upto, starts_at__gt=upto)
    return set(Participant.objects.filter(pk__in=people, area__in=fresh.values("area")).values_list("pk", flat=True))


@kinds.gathered(
    "meetings.news",
    title=gettext_lazy("Nieuwe bijeenkomsten in je wijk"),
    group=NEIGHBOURHOOD,
    whom=neighbours,
    example=example.news,
)
def news(person: Participant, since: datetime, upto: datetime) -> Iterable[Words]:
    """What was announced in somebody's area, as far as they may see it."""
    fresh = Meeting.objects.visible_to(person).held().filter(area=person.area_id, announced_at__gt=since)
    found = fresh.filter(announced_at__lte=upto, starts_at__gt=upto).select_related("area").order_by("starts_at", "pk")
    meetings = list(found[:MOST_TITLES])
    if meetings:
        number = len(meetings)
        title = ngettext("%(number)d nieuwe bijeenkomst", "%(number)d nieuwe bijeenkomsten", number) % {"number": number}
        quotes = tuple(f"{meeting.title} · {meeting.when}" for meeting in meetings)
        yield Words(title, quotes=quotes, link=reverse("meetings", args=[person.area.slug]), button=_("Bekijk ze"))


def coming_meetings(area: Area) -> Iterable[Offer]:
    """Offer who comes to the meetings of an area that are still to be."""
    for meeting in Meeting.objects.announced().coming().filter(area=area).select_related("area")[:MOST_OFFERS]:
        yield Offer(meeting.pk, _("Wie komt naar %(title)s, %(when)s") % {"title": meeting.title, "when": meeting.when})


@circulars.audience("meetings.meeting", offers=coming_meetings)
def of_meeting(number: int) -> QuerySet[Participant]:
    """Everybody whom a meeting concerns: who comes or waits, who receives, who carries it."""
    meeting = Meeting.objects.filter(pk=number).first()
    return Participant.objects.filter(pk__in=concerned.people(meeting) if meeting is not None else ())


def going_trajectories(area: Area) -> Iterable[Offer]:
    """Offer who takes part in the trajectories of an area."""
    for trajectory in Trajectory.objects.filter(area=area).exclude(announced_at=None)[:MOST_OFFERS]:
        yield Offer(trajectory.pk, _("Wie meedoet aan %(name)s") % {"name": trajectory.name})


@circulars.audience("meetings.trajectory", offers=going_trajectories)
def of_trajectory(number: int) -> QuerySet[Participant]:
    """Everybody who comes, or came, to a meeting of a trajectory, and who carries it."""
    seats = Seat.objects.filter(meeting__trajectory=number).exclude(state=SeatState.DECLINED).values("participant")
    carriers = [
        through.objects.filter(trajectory=number).values("participant")
        for through in (Trajectory.coordinators.through, Trajectory.facilitators.through)
    ]
    return Participant.objects.filter(Q(pk__in=seats) | Q(pk__in=carriers[0]) | Q(pk__in=carriers[1]))
