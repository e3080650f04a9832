"""Changing what a trajectory or a meeting is, apart from when and where (that is `moving`); a new agreement is a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from meetings.gatherings import Meeting
from meetings.planning import coordinate
from meetings.trajectories import ConfidentialityAgreement, Trajectory

if TYPE_CHECKING:
    from accounts.models import Participant

OF_TRAJECTORY = ("name", "about", "goals", "capacity", "informal_share", "writing_minutes")
OF_MEETING = ("title", "description", "lunch", "capacity", "informal_share", "audience", "kept_until")


@transaction.atomic
def change_trajectory(
    trajectory: Trajectory, *, by: Participant, version: int, agreement: str, facts: dict[str, Any]
) -> Trajectory:
    """Change the words and measures of a trajectory (`Refused` when somebody else did meanwhile).

    Other words for what the group agrees on confidentiality are a new version, which everybody is asked about anew.
    """
    coordinate(trajectory.area_id, by)
    current = Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    same_version(current.version, version)
    for name in OF_TRAJECTORY:
        setattr(current, name, facts[name])
    current.version = version + 1
    current.save(update_fields=[*OF_TRAJECTORY, "version"])
    agree_anew(current, agreement)
    return current


def agree_anew(trajectory: Trajectory, words: str) -> None:
    """Make a new version of the agreement where the words are other words; what was agreed to stays as it was."""
    latest = trajectory.agreements.first()
    if words.strip() and words.strip() != (latest.text if latest else ""):
        ConfidentialityAgreement.objects.create(
            trajectory=trajectory, number=latest.number + 1 if latest else 1, text=words.strip()
        )


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: Participant, version: int, facts: dict[str, Any]) -> Meeting:
    """Change what a meeting is (`Refused` when somebody else did meanwhile). Fewer seats drop nobody who has one.

    A calendar shows title and description, so it must take these over; nobody is told.
    """
    coordinate(meeting.area_id, by)
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    same_version(current.version, version)
    shown = (current.title, current.description)
    for name in OF_MEETING:
        setattr(current, name, facts[name])
    current.version = version + 1
    current.sequence += shown != (current.title, current.description)
    current.save(update_fields=[*OF_MEETING, "version", "sequence"])
    return current


def same_version(now: int, seen: int) -> None:
    """Refuse to write over what somebody else wrote since it was looked at."""
    if now != seen:
        raise Refused(_("Iemand anders veranderde dit intussen. Kijk eerst hoe het nu staat."))
