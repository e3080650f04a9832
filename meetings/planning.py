"""Planning: a whole trajectory at once, a meeting that stands alone or a series, and announcing them."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Appointment, Duty
from kennismarkt.errors import Refused
from meetings.checklist import ChecklistPoint
from meetings.gatherings import Meeting, Series
from meetings.kinds import MeetingAudience, MeetingKind
from meetings.proposing import Row, numbered
from meetings.trajectories import EVEN, GUIDELINE, WRITING, ConfidentialityAgreement, Trajectory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import Participant
    from meetings.framing import Frame, FrameMeeting
    from neighbourhood.models import Area, AreaGoal, Place

# Source: appendix I: about three prepare, with a facilitator and who brings the coffee.
SMALL = 6
# Everybody who took part comes to the closing, and brings somebody.
CLOSING_FACTOR = 3
# Who may know of the inner side of a trajectory: those it concerns.
INNER = (MeetingKind.PREPARATORY, MeetingKind.PREPARATION, MeetingKind.GUIDE)
MOST_MEETINGS = 60


@dataclass(frozen=True)
class TrajectoryFacts:
    """What a trajectory is: its words, people, place and measures."""

    name: str
    about: str = ""
    goals: list[str] = field(default_factory=list)
    agreement: str = ""
    area_goals: Sequence[AreaGoal] = ()
    coordinators: Sequence[Participant] = ()
    facilitators: Sequence[Participant] = ()
    place: Place | None = None
    capacity: int = GUIDELINE
    informal_share: int = EVEN
    writing_minutes: int = WRITING
    audience: str = MeetingAudience.EVERYONE


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting is, apart from when and where."""

    kind: str
    title: str
    description: str = ""
    lunch: bool = False
    capacity: int = GUIDELINE
    informal_share: int = EVEN
    audience: str = MeetingAudience.MEMBERS


def coordinate(area: Area | int, by: Participant) -> None:
    """Raise `PermissionDenied` unless `by` coordinates the area."""
    number = area if isinstance(area, int) else area.pk
    if not Appointment.objects.areas(by, Duty.COORDINATOR).filter(pk=number).exists():
        raise PermissionDenied


def local(area: Area, *places: Place | None) -> None:
    """Refuse places of another area."""
    if any(place is not None and place.area_id != area.pk for place in places):
        raise Refused(_("Kies een plek in deze wijk."))


@transaction.atomic
def plan_trajectory(
    area: Area, *, by: Participant, frame: Frame, facts: TrajectoryFacts, rows: Iterable[Row], made_once: uuid.UUID
) -> Trajectory:
    """Make a trajectory with all its meetings; nobody sees it before it is announced. The same form twice makes it once.

    Raises `PermissionDenied` for who doesn't coordinate `area`, `Refused` where the plan breaks the frame.
    """
    coordinate(area, by)
    earlier = Trajectory.objects.filter(made_once=made_once).first()
    if earlier is not None:
        return earlier
    taken = numbered(rows)
    fits(frame, taken)
    local(area, facts.place, *(row.place for row in taken))
    made = Trajectory.objects.create(
        area=area,
        frame=frame,
        slug=free_slug(area, facts.name),
        made_once=made_once,
        **{name: getattr(facts, name) for name in PLAIN},
    )
    made.area_goals.set(facts.area_goals)
    made.coordinators.set(facts.coordinators)
    made.facilitators.set(facts.facilitators)
    if facts.agreement.strip():
        ConfidentialityAgreement.objects.create(trajectory=made, number=1, text=facts.agreement.strip())
    fill(made, frame, facts, taken)
    return made


PLAIN = ("name", "about", "goals", "place", "capacity", "informal_share", "writing_minutes")


def fits(frame: Frame, rows: list[Row]) -> None:
    """Refuse a plan with too few lunch meetings or too many preparatory ones (source: appendix I)."""
    kinds = [row.kind for row in rows]
    if kinds.count(MeetingKind.LUNCH) < frame.least_lunches:
        raise Refused(_("Plan minstens %(number)d lunchbijeenkomsten.") % {"number": frame.least_lunches})
    if kinds.count(MeetingKind.PREPARATORY) > frame.most_preparatory:
        raise Refused(_("Plan hoogstens %(number)d voorbereidende bijeenkomsten.") % {"number": frame.most_preparatory})
    in_a_row(rows)


def in_a_row(rows: list[Row]) -> None:
    """Refuse meetings that end before they begin, and more than one person can look over."""
    if len(rows) > MOST_MEETINGS:
        raise Refused(_("Dit zijn te veel bijeenkomsten in één keer."))
    if any(row.ends <= row.starts for row in rows):
        raise Refused(_("Een bijeenkomst eindigt nadat zij begint."))


def free_slug(area: Area, name: str) -> str:
    """Return a name for the address that is free in the area."""
    base = slugify(name)[:70] or "traject"
    taken = set(Trajectory.objects.filter(area=area, slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))) if slug not in taken)


def fill(trajectory: Trajectory, frame: Frame, facts: TrajectoryFacts, rows: list[Row]) -> None:
    """Make the meetings of a new trajectory, what preparatory ones settle, and which session prepares which lunch."""
    templates = list(frame.meetings.all())
    lunches = sum(row.kind == MeetingKind.LUNCH for row in rows)
    made: dict[str, Meeting] = {}
    for row in sorted(rows, key=lambda row: row.kind == MeetingKind.PREPARATION):
        meeting = meeting_of(trajectory, facts, row, template_of(templates, row, lunches))
        meeting.prepares = made.get(f"{MeetingKind.LUNCH}-{row.number}") if row.kind == MeetingKind.PREPARATION else None
        meeting.save()
        made[row.key] = meeting
    first = made.get(f"{MeetingKind.PREPARATORY}-1")
    if first is not None:
        add_checklist(first, frame)
    hosts = Meeting.hosts.through
    hosts.objects.bulk_create(
        hosts(meeting=meeting, participant=person) for meeting in made.values() for person in facts.coordinators
    )


def template_of(templates: list[FrameMeeting], row: Row, lunches: int) -> FrameMeeting | None:
    """Return what the frame says of this meeting; its last lunch meeting is the last, however many there are."""
    same = [each for each in templates if each.kind == row.kind]
    if row.kind == MeetingKind.LUNCH and same and row.number == lunches:
        return same[-1]
    beyond = len(same) - (row.kind == MeetingKind.LUNCH)
    return same[row.number - 1] if row.number <= beyond else None


def meeting_of(trajectory: Trajectory, facts: TrajectoryFacts, row: Row, template: FrameMeeting | None) -> Meeting:
    """Return a meeting of a trajectory, not saved yet."""
    zone = ZoneInfo(trajectory.area.time_zone)
    rooms = {MeetingKind.PREPARATION: SMALL, MeetingKind.GUIDE: SMALL, MeetingKind.CLOSING: CLOSING_FACTOR * facts.capacity}
    return Meeting(
        area=trajectory.area,
        trajectory=trajectory,
        kind=row.kind,
        number=row.number,
        title=row.title,
        description=template.about if template else "",
        starts_at=row.begins(zone),
        ends_at=row.finishes(zone),
        place=row.place,
        lunch=row.kind == MeetingKind.LUNCH,
        capacity=rooms.get(MeetingKind(row.kind), facts.capacity),
        informal_share=facts.informal_share,
        audience=MeetingAudience.INVITED if row.kind in INNER else facts.audience,
    )


def add_checklist(meeting: Meeting, frame: Frame) -> None:
    """Put on the first preparatory meeting what is settled beforehand; a second one goes on with what is still open."""
    ChecklistPoint.objects.bulk_create(
        ChecklistPoint(
            meeting=meeting, order=order, slug=point["slug"], title=point["title"][:120], help=point.get("help", "")[:300]
        )
        for order, point in enumerate(frame.checklist)
    )


@transaction.atomic
def plan_meetings(
    area: Area, *, by: Participant, facts: MeetingFacts, rows: Iterable[Row], hosts: Iterable[Participant], made_once: uuid.UUID
) -> list[Meeting]:
    """Make a meeting that stands alone, or a series when there are more; not announced yet. The same form twice makes it once."""
    coordinate(area, by)
    taken = numbered(rows)
    if not taken:
        raise Refused(_("Kies minstens één datum."))
    in_a_row(taken)
    local(area, *(row.place for row in taken))
    names = [uuid.uuid5(made_once, str(number)) for number in range(1, len(taken) + 1)]
    earlier = list(Meeting.objects.filter(uid__in=names))
    if earlier:
        return earlier
    zone = ZoneInfo(area.time_zone)
    series = Series.objects.create(area=area, name=facts.title) if len(taken) > 1 else None
    made = [
        Meeting.objects.create(
            **{**asdict(facts), "title": row.title},
            area=area,
            series=series,
            number=number,
            starts_at=row.begins(zone),
            ends_at=row.finishes(zone),
            place=row.place,
            uid=name,
        )
        for number, (row, name) in enumerate(zip(taken, names, strict=True), 1)
    ]
    receivers = list(hosts)
    for meeting in made:
        meeting.hosts.set(receivers)
    return made


@transaction.atomic
def announce(trajectory: Trajectory, *, by: Participant) -> None:
    """Let people see a trajectory and its meetings, as far as these are meant for them; a second time changes nothing."""
    coordinate(trajectory.area_id, by)
    now = timezone.now()
    Trajectory.objects.filter(pk=trajectory.pk, announced_at=None).update(announced_at=now)
    Meeting.objects.filter(trajectory=trajectory, announced_at=None).update(announced_at=now)


@transaction.atomic
def announce_meeting(meeting: Meeting, *, by: Participant) -> None:
    """Let people see a meeting that stands alone, with all of its series."""
    coordinate(meeting.area_id, by)
    if meeting.trajectory_id is not None:
        raise Refused(_("Deze bijeenkomst hoort bij een traject. Kondig het traject aan."))
    together = Meeting.objects.filter(series=meeting.series_id) if meeting.series_id else Meeting.objects.filter(pk=meeting.pk)
    together.filter(announced_at=None).update(announced_at=timezone.now())
