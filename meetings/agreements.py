"""Who does what by when, agreed at a meeting; what is open comes back on the next agenda (domain: Commitment)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import celebrating, commitments, promising
from accounts.models import Block, Commitment, CommitmentOrigin, Erasure, Participant
from kennismarkt import pace
from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import Meeting, MeetingHarvest
from notifications import telling

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from accounts.commitments import CommitmentQuerySet

FORBIDDEN, UNREADABLE = 403, 422
ASKED, ANSWERED = "meetings.asked", "meetings.answered"


def shared_with(viewer: Participant | None) -> CommitmentQuerySet:
    """Return what was agreed at meetings, as far as `viewer` may read it.

    Accepted ones for the group; what is only asked, for who asked and who was asked; nothing across a block.
    """
    if viewer is None:
        return Commitment.objects.none()
    accepted = Q(accepted_at__isnull=False) & presence.shared_with(viewer, "about")
    asked = Q(declined_at=None) & (Q(person=viewer) | Q(asked_by=viewer))
    apart = Block.objects.apart_from(viewer, "person") | Erasure.objects.people("person")
    agreed = Commitment.objects.filter(accepted | asked, origin=CommitmentOrigin.MEETING)
    return agreed.exclude(apart).select_related("person")


def of_meeting(meeting: Meeting, *, viewer: Participant | None) -> list[Commitment]:
    """Return what was agreed at this meeting, in order."""
    return list(shared_with(viewer).filter(about=meeting.pk).order_by("pk"))


def agenda(meeting: Meeting, *, viewer: Participant | None) -> CommitmentQuerySet:
    """Return what earlier meetings of this trajectory or series left open: the agenda begins with it."""
    before = Meeting.objects.held().filter(starts_at__lt=meeting.starts_at).order_by()
    if meeting.trajectory_id is not None:
        before = before.filter(trajectory=meeting.trajectory_id)
    elif meeting.series_id is not None:
        before = before.filter(series=meeting.series_id)
    else:
        before = before.none()
    return shared_with(viewer).filter(about__in=before.values("pk")).open()


@transaction.atomic
def agree(meeting: Meeting, *, by: Participant, person: Participant, text: str, due_on: date | None) -> Commitment:
    """Write down what `person` will do: `by` themselves at once, somebody else once they say yes.

    `Refused` unless `by` belongs to the group or carries the meeting, and for somebody from outside the group.
    """
    group = presence.group_of(meeting)
    if not (presence.carries(meeting, by) or group.filter(pk=by.pk).exists()):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    if person.pk != by.pk and not group.filter(pk=person.pk).exists():
        raise Refused(_("Kies iemand uit de groep."), status=UNREADABLE)
    pace.lock(by)
    pace.keep_pace(Commitment.objects.filter(asked_by=by), "asked_at", "asks")
    made = promising.ask(
        person, text=text, due_on=due_on, origin=CommitmentOrigin.MEETING, area=meeting.area, by=by, about=meeting.pk
    )
    if person.pk != by.pk:
        telling.notify(ASKED, [person], about=made.pk, by=by)
    return made


@transaction.atomic
def celebrate(meeting: Meeting, *, by: Participant, title: str, text: str, happened_on: date, once: UUID) -> MeetingHarvest:
    """Tell a success of this group (`Refused` for who doesn't belong to it)."""
    if not presence.shares(meeting, by):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    facts = {"title": title, "text": text, "happened_on": happened_on, "once": once}
    told = celebrating.celebrate(**facts, origin=CommitmentOrigin.MEETING, area=meeting.area, by=by, with_people=[])
    return MeetingHarvest.objects.get_or_create(harvest=told, defaults={"meeting": meeting})[0]


def links(viewer: Participant, agreed: Collection[Commitment]) -> Mapping[int, str]:
    """Return where `viewer` can read about these: the report of their meeting."""
    meetings = {each.about for each in agreed if each.about is not None}
    shared = Meeting.objects.filter(presence.shared_with(viewer, "pk"), pk__in=meetings)
    readable = set(shared.order_by().values_list("pk", flat=True))
    return {each.pk: reverse("meeting_report", args=[each.about]) for each in agreed if each.about in readable}


def moved(commitment: Commitment) -> None:
    """Tell who asked that there is an answer."""
    if commitment.asked_by is not None and commitment.closed_at is None:
        telling.notify(ANSWERED, [commitment.asked_by], about=commitment.pk, by=commitment.person)


commitments.come_from(CommitmentOrigin.MEETING, commitments.Source(links=links, moved=moved))
