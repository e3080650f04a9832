"""Writing a report, and agreeing on who does what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import promising
from accounts.models import CommitmentOrigin, Participant
from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import Meeting, MeetingCommitment, MeetingHarvest, Report, Seat, SeatState
from notifications import telling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from meetings.reports import MeetingCommitmentQuerySet

FORBIDDEN, UNREADABLE = 403, 422
READY, ASKED = "meetings.report", "meetings.asked"


class ChangedMeanwhile(Refused):
    """Somebody else saved the report since it was opened; carries theirs."""

    def __init__(self, theirs: Report) -> None:
        """Keep what stands there now."""
        super().__init__(_("Iemand anders heeft dit verslag intussen gewijzigd."))
        self.theirs = theirs


@transaction.atomic
def write(meeting: Meeting, *, by: Participant, text: str, decisions: Sequence[str], version: int, ready: bool) -> Report:
    """Save the report; the first time that it is ready, who came (or would have come) hears of it.

    `Refused` for who doesn't carry the meeting and before it began, `ChangedMeanwhile` unless `version` is the one saved last.
    """
    may_write(meeting, by)
    Report.objects.get_or_create(meeting=meeting, defaults={"written_by": by})
    report = Report.objects.select_for_update().get(meeting=meeting)
    if report.version != version:
        raise ChangedMeanwhile(report)
    first = ready and report.published_at is None
    report.text, report.decisions, report.written_by = text, list(decisions), by
    report.version, report.changed_at = version + 1, timezone.now()
    report.published_at = (report.published_at or timezone.now()) if ready else None
    report.save()
    if first:
        telling.notify(READY, came(meeting), about=meeting.pk, by=by)
    return report


def came(meeting: Meeting) -> list[Participant]:
    """Who had a seat: who was there, and who would have been."""
    seats = Seat.objects.filter(meeting=meeting, state=SeatState.SEATED, participant__isnull=False)
    return list(Participant.objects.filter(pk__in=seats.order_by().values("participant")))


def may_write(meeting: Meeting, by: Participant) -> None:
    """Refuse who doesn't carry the meeting, and writing before it began."""
    if not presence.carries(meeting, by):
        raise Refused(_("Alleen wie de bijeenkomst draagt, schrijft het verslag."), status=FORBIDDEN)
    if meeting.starts_at > timezone.now():
        raise Refused(_("De bijeenkomst is nog niet begonnen."))


@transaction.atomic
def agree(meeting: Meeting, *, by: Participant, person: Participant, text: str, due_on: date | None) -> MeetingCommitment:
    """Write down what `person` will do: `by` themselves at once, somebody else once they say yes.

    `Refused` unless both belong to the group, or `by` carries the meeting.
    """
    group = presence.group_of(meeting)
    if not (presence.carries(meeting, by) or group.filter(pk=by.pk).exists()):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    if person.pk != by.pk and not group.filter(pk=person.pk).exists():
        raise Refused(_("Kies iemand uit de groep."), status=UNREADABLE)
    made = promising.ask(person, text=text, due_on=due_on, origin=CommitmentOrigin.MEETING, area=meeting.area, by=by)
    if person.pk != by.pk:
        telling.notify(ASKED, [person], about=made.pk, by=by)
    return MeetingCommitment.objects.create(meeting=meeting, commitment=made, asked_by=by)


@transaction.atomic
def celebrate(meeting: Meeting, *, by: Participant, text: str) -> MeetingHarvest:
    """Tell a success of this group (`Refused` for who doesn't belong to it)."""
    if not presence.shares(meeting, by):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    told = promising.celebrate(text, origin=CommitmentOrigin.MEETING, area=meeting.area, by=by)
    return MeetingHarvest.objects.create(meeting=meeting, harvest=told)


def agenda(meeting: Meeting, *, viewer: Participant | None) -> MeetingCommitmentQuerySet:
    """Return what earlier meetings of this trajectory or series left open: the agenda begins with it."""
    earlier = Meeting.objects.held().filter(starts_at__lt=meeting.starts_at)
    if meeting.trajectory_id is not None:
        before = earlier.filter(trajectory=meeting.trajectory_id)
    elif meeting.series_id is not None:
        before = earlier.filter(series=meeting.series_id)
    else:
        return MeetingCommitment.objects.none()
    visible = MeetingCommitment.objects.visible_to(viewer).filter(meeting__in=before.order_by().values("pk"))
    return visible.still_open().select_related("commitment__person", "meeting__area")
