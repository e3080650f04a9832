"""What the tables of meetings hold of people; each part lists its own, and is imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kennismarkt import inventory
from kennismarkt.inventory import Fate
from meetings import personal_after, personal_groups, personal_signup
from meetings.changes import MeetingChange
from meetings.checklist import ChecklistPoint
from meetings.gatherings import Meeting

if TYPE_CHECKING:
    from kennismarkt.inventory import Erasing, Personal

__all__ = ["personal_after", "personal_groups", "personal_signup"]

CARRIED = {"participant": "the person themselves"}


def nameless_changes(_table: Personal, erasing: Erasing) -> None:
    """Take the person's names out of why meetings changed, where they changed them or took part."""
    own = MeetingChange.objects.filter(Q(by=erasing.person) | Q(meeting__seats__participant=erasing.person)).distinct()
    for change in own:
        MeetingChange.objects.filter(pk=change.pk).update(reason=erasing.nameless(change.reason))
        meeting = Meeting.objects.filter(pk=change.meeting_id)
        for words in meeting.values_list("cancelled_because", flat=True):
            meeting.update(cancelled_because=erasing.nameless(words))


def nameless_points(_table: Personal, erasing: Erasing) -> None:
    """Take the person's names out of what was settled in their area: who does it is written as they are called."""
    for point in ChecklistPoint.objects.filter(meeting__area=erasing.person.area_id).exclude(decision=""):
        words = {name: erasing.nameless(getattr(point, name)) for name in ("decision", "who")}
        ChecklistPoint.objects.filter(pk=point.pk).update(**words)


inventory.nothing(
    "plans: when, where and what about; who carries them stands in tables of their own",
    "meetings.Trajectory",
    "meetings.Trajectory_area_goals",
    "meetings.ConfidentialityAgreement",
    "meetings.Meeting",
    "meetings.Series",
    "meetings.Frame",
    "meetings.FrameMeeting",
    "meetings.ClosedDay",
)
for label, holds in (
    ("meetings.Trajectory_coordinators", _("Trajecten die je coördineert")),
    ("meetings.Trajectory_facilitators", _("Trajecten die je begeleidt")),
):
    inventory.personal(label, holds=holds, paths=("participant",), fields=("trajectory",), without=CARRIED)
inventory.personal(
    "meetings.Meeting_hosts",
    holds=_("Bijeenkomsten waar je mensen ontvangt"),
    paths=("participant",),
    fields=("meeting",),
    without=CARRIED,
)
inventory.personal(
    "meetings.CalendarFeed",
    holds=_("Het adres van je agenda"),
    paths=("participant",),
    fields=("made_at",),
    without={"participant": "the person themselves", "mark": "opens the address; it is shown on their page"},
)
inventory.personal(
    "meetings.MeetingChange",
    holds=_("Bijeenkomsten die je verplaatste of afzegde"),
    paths=("by",),
    fields=("meeting", "kind", "was_starts_at", "was_ends_at", "was_place", "reason", "made_at"),
    without={"by": "the person themselves"},
    fate=Fate.NAMELESS,
    why=_("Wie meedoet, moet kunnen zien wat er veranderde. Je naam staat er niet meer bij."),
    erase=nameless_changes,
)
inventory.personal(
    "meetings.ChecklistPoint",
    holds=_("Wat je vooraf opschreef als afgesproken"),
    paths=("decided_by",),
    fields=("meeting", "title", "help", "decision", "who", "due_on", "decided_at"),
    without={
        "decided_by": "the person themselves",
        "order": "where it stands",
        "slug": "a name of ours",
        "version": "counts changes",
    },
    fate=Fate.NAMELESS,
    why=_("De groep heeft de afspraak nog nodig. In wat blijft staat je naam niet meer."),
    erase=nameless_points,
)
