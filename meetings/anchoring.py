"""Rounding off a trajectory and settling how it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import Anchoring, Meeting, MeetingKind, Series, Trajectory

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

FORBIDDEN, UNREADABLE = 403, 422


class ChangedMeanwhile(Refused):
    """Somebody else saved it since it was opened; carries theirs."""

    def __init__(self, theirs: Anchoring) -> None:
        """Keep what stands there now."""
        super().__init__(_("Iemand anders heeft dit intussen gewijzigd."))
        self.theirs = theirs


@transaction.atomic
def anchor(
    trajectory: Trajectory,
    *,
    by: Participant,
    rounding_off: str,
    how: str,
    carriers: Collection[Participant],
    series: Series | None,
    new_series: str = "",
    version: int,
) -> Anchoring:
    """Settle how a trajectory is rounded off, how it goes on, who carries that and which series follows.

    Everything may be filled in bit by bit: whether it is anchored is told from what stands there. `Refused` for who doesn't
    carry the trajectory, for carriers from outside the group and a series of another area.
    """
    may_anchor(trajectory, by)
    if series is not None and series.area_id != trajectory.area_id:
        raise Refused(_("Kies een reeks van deze wijk."), status=UNREADABLE)
    numbers = {person.pk for person in carriers}
    if candidates(trajectory).filter(pk__in=numbers).count() != len(numbers):
        raise Refused(_("Kies mensen uit de groep."), status=UNREADABLE)
    Anchoring.objects.get_or_create(trajectory=trajectory)
    found = Anchoring.objects.select_for_update(of=("self",)).get(trajectory=trajectory)
    if found.version != version:
        raise ChangedMeanwhile(found)
    found.series = named(trajectory, new_series) or series
    found.rounding_off, found.how, found.written_by = rounding_off, how, by
    found.changed_at, found.version = timezone.now(), version + 1
    found.save()
    found.carriers.set(carriers)
    return found


def named(trajectory: Trajectory, name: str) -> Series | None:
    """Return the series of this area with this name, made when it isn't there; None without a name."""
    words = " ".join(name.split())
    if not words:
        return None
    there = Series.objects.filter(area=trajectory.area_id, name=words).first()
    return there or Series.objects.create(area_id=trajectory.area_id, name=words)


def may_anchor(trajectory: Trajectory, by: Participant) -> None:
    """Refuse who doesn't carry the trajectory."""
    if not carries(trajectory, by):
        raise Refused(_("Alleen wie het traject draagt, vult dit in."), status=FORBIDDEN)


def carries(trajectory: Trajectory, viewer: Participant | None) -> bool:
    """Whether `viewer` plans or carries the trajectory, or prepared its last meeting."""
    if viewer is None:
        return False
    carried = Trajectory.objects.filter(Trajectory.objects.carried_by(viewer), pk=trajectory.pk).exists()
    last = trajectory.meetings.held().filter(kind=MeetingKind.LUNCH).order_by("-starts_at", "-pk").first()
    return carried or (last is not None and presence.carries(last, viewer))


def candidates(trajectory: Trajectory) -> QuerySet[Participant]:
    """Who may carry it on: the group, its coordinators and its facilitators."""
    some = trajectory.meetings.exclude(kind=MeetingKind.CLOSING).order_by("pk").first()
    group = presence.group_of(some or Meeting(trajectory=trajectory)).order_by().values("pk")
    around = [*trajectory.coordinators.values_list("pk", flat=True), *trajectory.facilitators.values_list("pk", flat=True)]
    people = Participant.objects.present()
    return (people.filter(pk__in=group) | people.filter(pk__in=around)).order_by("display_name", "pk")
