"""Loads the example meetings: a trajectory of 2015 that is finished, and one that is under way; nothing twice."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Commitment, CommitmentOrigin, Harvest, Maker, Participant
from meetings import encountering
from meetings.models import (
    Anchoring,
    MayQuote,
    Meeting,
    MeetingHarvest,
    MeetingKind,
    Pulse,
    Question,
    Reflection,
    Report,
    Seat,
    SeatState,
    Series,
    SideStream,
    StreamMember,
    Trajectory,
)
from meetings.pulses import OPEN_FOR
from neighbourhood.models import Area, Place

FILE = Path(__file__).parent / "trajectories.toml"
AREA = "osdorpplein"
# How the group is ordered: the ones who carry and prepare first, then the others by their number.
People = dict[str, Participant]


def load(now: datetime | None = None) -> int:
    """Load what isn't there yet, once the example neighbourhood is; return how many trajectories the example has."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["trajectory"]
    area = Area.objects.get(slug=AREA)
    with transaction.atomic():
        people = neighbours(area)
        for row in rows:
            if not Trajectory.objects.filter(area=area, slug=row["slug"]).exists():
                load_trajectory(row, area, people, now or timezone.now())
    return len(rows)


def neighbours(area: Area) -> People:
    """Return the people of the example by their short names, in order."""
    found = Participant.objects.filter(area=area, user__email__endswith="@example.org").select_related("user").order_by("pk")
    return {str(person.user.email).partition("@")[0]: person for person in found}


def load_trajectory(row: dict[str, Any], area: Area, people: People, now: datetime) -> None:
    """Make one trajectory with all that belongs to it."""
    place = Place.objects.filter(area=area, slug=row["place"]).first()
    first = moment(row["meeting"][0], now)
    trajectory = Trajectory.objects.create(
        area=area, name=row["name"], slug=row["slug"], place=place, announced_at=first - timedelta(days=60)
    )
    trajectory.coordinators.set([people[slug] for slug in row["carried_by"]])
    trajectory.facilitators.set([people[slug] for slug in row["facilitators"]])
    circle = in_order(row, people)
    meetings = [load_meeting(trajectory, each, order, circle, people, now) for order, each in enumerate(row["meeting"])]
    lunches = [meeting for meeting in meetings if meeting.kind == MeetingKind.LUNCH]
    load_preparations(row, lunches, people)
    load_words(row, lunches, people)
    load_promises(row, lunches, people, now)
    for each in row.get("stream", []):
        load_stream(each, lunches[each["meeting"]], people)
    if "how" in row:
        load_anchoring(row, trajectory, people)
    for meeting in [*meetings, *Meeting.objects.filter(trajectory=trajectory, kind=MeetingKind.PREPARATION)]:
        encountering.write(meeting)


def moment(row: dict[str, Any], now: datetime) -> datetime:
    """Return when a meeting begins: on its own day, or on a Thursday so many weeks from now."""
    day: date = row.get("on") or (now + timedelta(weeks=row["weeks"]) + timedelta(days=3 - now.weekday())).date()
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(row.get("at", "12:00"))))


def in_order(row: dict[str, Any], people: People) -> list[Participant]:
    """Return who comes first: who carries, helps and says something; then the sides in turn."""
    said = [each["who"] for name in ("thought", "commitment", "harvest", "stream") for each in row.get(name, [])]
    helped = [slug for group in row["helped"] for slug in group]
    along = [slug for each in row.get("stream", []) for slug in each["people"]]
    slugs = dict.fromkeys([*row["carried_by"], *row["facilitators"], *helped, *said, *along, *people])
    return [people[slug] for slug in slugs if slug in people]


def load_meeting(
    trajectory: Trajectory, row: dict[str, Any], order: int, circle: list[Participant], people: People, now: datetime
) -> Meeting:
    """Make one meeting, with who came, its report and its pulse."""
    starts = moment(row, now)
    ends = starts + timedelta(minutes=row.get("minutes", 120))
    over = ends <= now
    meeting = Meeting.objects.create(
        area=trajectory.area,
        trajectory=trajectory,
        kind=row["kind"],
        number=order + 1,
        title=row["title"],
        description=row.get("about", ""),
        starts_at=starts,
        ends_at=ends,
        place=trajectory.place,
        lunch=row["kind"] == MeetingKind.LUNCH,
        capacity=max(30, row.get("come", 0)),
        announced_at=trajectory.announced_at,
        settled_at=ends if over else None,
    )
    coming = [people[slug] for slug in row["people"]] if "people" in row else circle[: row.get("come", 0)]
    seat(meeting, coming, present=True if over else None)
    if "report" in row:
        facts = {"text": row["report"], "decisions": row["decisions"], "published_at": ends + timedelta(days=2)}
        Report.objects.create(meeting=meeting, written_by=circle[0], changed_at=ends + timedelta(days=2), **facts)
    if "pulse" in row:
        tallies = dict(zip(Question.values, row["pulse"], strict=True))
        Pulse.objects.create(meeting=meeting, closes_at=ends + OPEN_FOR, asked_at=ends, **tallies)
    return meeting


def seat(meeting: Meeting, people: list[Participant], *, present: bool | None) -> None:
    """Seat people; most let the others see that they come."""
    Seat.objects.bulk_create(
        Seat(
            meeting=meeting,
            participant=person,
            side=person.side,
            state=SeatState.SEATED,
            present=present,
            shown=person.pk % 5 != 0,
            answered_at=meeting.starts_at - timedelta(days=14),
        )
        for person in people
    )


def load_preparations(row: dict[str, Any], lunches: list[Meeting], people: People) -> None:
    """Let three people prepare each lunch meeting, on the Monday before."""
    for lunch, group in zip(lunches, row["helped"], strict=False):
        starts = lunch.starts_at - timedelta(days=3) + timedelta(hours=3, minutes=30)
        session = Meeting.objects.create(
            area=lunch.area,
            trajectory=lunch.trajectory,
            kind=MeetingKind.PREPARATION,
            number=lunch.number,
            prepares=lunch,
            title=lunch.title,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=90),
            place=lunch.place,
            audience="invited",
            capacity=4,
            announced_at=lunch.announced_at,
            settled_at=lunch.settled_at and starts + timedelta(minutes=90),
        )
        seat(session, [people[slug] for slug in group], present=True if lunch.settled_at else None)


def load_words(row: dict[str, Any], lunches: list[Meeting], people: People) -> None:
    """Let people say what they took home."""
    Reflection.objects.bulk_create(
        Reflection(
            meeting=lunches[each["meeting"]],
            participant=people[each["who"]],
            part=each["part"],
            text=each["text"],
            may_quote=each["may_quote"],
            consented_at=None if each["may_quote"] == MayQuote.NO else lunches[each["meeting"]].ends_at,
            written_at=lunches[each["meeting"]].ends_at,
        )
        for each in row.get("thought", [])
    )


def load_promises(row: dict[str, Any], lunches: list[Meeting], people: People, now: datetime) -> None:
    """Let people promise something, and celebrate what came of it."""
    for each in row.get("commitment", []):
        lunch = lunches[each["meeting"]]
        closed = lunch.ends_at + timedelta(days=9) if "outcome" in each else None
        Commitment.objects.create(
            area=lunch.area,
            person=people[each["who"]],
            text=each["text"],
            due_on=(closed or now + timedelta(days=6)).date(),
            origin=CommitmentOrigin.MEETING,
            about=lunch.pk,
            asked_at=lunch.ends_at,
            accepted_at=lunch.ends_at,
            closed_at=closed,
            outcome=each.get("outcome", ""),
        )
    for each in row.get("harvest", []):
        lunch, teller = lunches[each["meeting"]], people[each["who"]]
        facts = {"title": each["title"], "text": each["text"], "happened_on": lunch.starts_at.date(), "told_at": lunch.ends_at}
        told = Harvest.objects.create(area=lunch.area, told_by=teller, origin=CommitmentOrigin.MEETING, **facts)
        Maker.objects.create(harvest=told, person=teller, named_at=lunch.ends_at)
        MeetingHarvest.objects.create(meeting=lunch, harvest=told)


def load_stream(row: dict[str, Any], lunch: Meeting, people: People) -> None:
    """Make one side stream with its people."""
    facts = {name: row.get(name, "") for name in ("title", "story", "theme", "next_step", "result")}
    stream = SideStream.objects.create(
        area=lunch.area,
        meeting=lunch,
        origin=row["origin"],
        audience=row["audience"],
        started_by=people[row["who"]],
        started_at=lunch.ends_at,
        finished_at=lunch.ends_at + timedelta(days=40) if row.get("result") else None,
        **facts,
    )
    StreamMember.objects.bulk_create(
        StreamMember(stream=stream, participant=people[slug], joined_at=lunch.ends_at) for slug in [row["who"], *row["people"]]
    )


def load_anchoring(row: dict[str, Any], trajectory: Trajectory, people: People) -> None:
    """Anchor a trajectory."""
    series = Series.objects.get_or_create(area=trajectory.area, name=row["series"])[0]
    carriers = [people[slug] for slug in row["carried_by"]]
    facts = {"rounding_off": row["rounding_off"], "how": row["how"], "series": series, "written_by": carriers[0]}
    Anchoring.objects.create(trajectory=trajectory, **facts).carriers.set(carriers)
