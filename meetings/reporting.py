"""Writing a report of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import Report, Seat, SeatState
from notifications import telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetings.models import Meeting

FORBIDDEN = 403
READY = "meetings.report"


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
