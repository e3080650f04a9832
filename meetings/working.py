"""Who works in a preparation group: what its members, and who guides it, may open and do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from meetings.gatherings import Meeting
from meetings.prep_groups import PrepGroup, PrepMember, guided_by

if TYPE_CHECKING:
    from accounts.models import Participant

FORBIDDEN = 403


def membered(viewer: Participant) -> Q:
    """Condition that `viewer` is in the group that prepares the meeting."""
    return Q(pk__in=PrepMember.objects.current().filter(participant=viewer).order_by().values("group__meeting"))


def worked_on_by(viewer: Participant | None) -> QuerySet[Meeting]:
    """Return the meetings whose group's page opens for `viewer`: its members, and who carries the meeting."""
    if viewer is None:
        return Meeting.objects.none()
    return Meeting.objects.held().filter(membered(viewer) | Meeting.objects.carried_by(viewer))


def conversing(viewer: Participant | None) -> QuerySet[PrepGroup]:
    """Return the groups whose conversation `viewer` reads: as a member, or as who guides the meeting (never by area alone)."""
    if viewer is None:
        return PrepGroup.objects.none()
    mine = Meeting.objects.held().filter(membered(viewer) | guided_by(viewer))
    return PrepGroup.objects.filter(meeting__in=mine.order_by().values("pk"))


def works_on(meeting: Meeting, viewer: Participant) -> bool:
    """Whether `viewer` may change the programme of the meeting."""
    return worked_on_by(viewer).filter(pk=meeting.pk).exists()


def must_work_on(meeting: Meeting, viewer: Participant) -> None:
    """Refuse who neither prepares nor carries the meeting."""
    if not works_on(meeting, viewer):
        raise Refused(_("Dit doet het groepje dat de bijeenkomst voorbereidt."), status=FORBIDDEN)


def before(meeting: Meeting) -> Meeting | None:
    """Return the meeting of the same kind and trajectory that comes before, at whose end this one's group is put together."""
    if meeting.trajectory_id is None:
        return None
    earlier = Meeting.objects.held().filter(trajectory=meeting.trajectory_id, kind=meeting.kind, starts_at__lt=meeting.starts_at)
    return earlier.order_by("-starts_at", "-pk").first()


def composes(meeting: Meeting, viewer: Participant) -> bool:
    """Whether `viewer` may put the group together: who carries the meeting, and who prepared the one at whose end that happens."""
    if Meeting.objects.filter(Meeting.objects.carried_by(viewer), pk=meeting.pk).exists():
        return True
    earlier = before(meeting)
    return earlier is not None and Meeting.objects.filter(membered(viewer), pk=earlier.pk).exists()


def must_compose(meeting: Meeting, viewer: Participant) -> None:
    """Refuse who may not put the group together."""
    if not composes(meeting, viewer):
        raise Refused(_("Dit doet wie de bijeenkomst leidt, samen met de hele groep."), status=FORBIDDEN)
