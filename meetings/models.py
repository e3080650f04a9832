"""Meetings: every table of the app, told in one place per subject."""

from meetings.gatherings import IN_TRAJECTORY, Meeting, MeetingAudience, MeetingKind, Series
from meetings.invitations import Invitation
from meetings.seats import Acceptance, Chair, Entrance, Reason, Refusal, Seat, SeatState
from meetings.trajectories import ConfidentialityAgreement, Trajectory

__all__ = [
    "IN_TRAJECTORY",
    "Acceptance",
    "Chair",
    "ConfidentialityAgreement",
    "Entrance",
    "Invitation",
    "Meeting",
    "MeetingAudience",
    "MeetingKind",
    "Reason",
    "Refusal",
    "Seat",
    "SeatState",
    "Series",
    "Trajectory",
]
