"""Meetings: every table of the app, told in one place per subject."""

from meetings.gatherings import IN_TRAJECTORY, Meeting, MeetingAudience, MeetingKind, Series
from meetings.seats import Entrance, Seat, SeatState
from meetings.trajectories import ConfidentialityAgreement, Trajectory

__all__ = [
    "IN_TRAJECTORY",
    "ConfidentialityAgreement",
    "Entrance",
    "Meeting",
    "MeetingAudience",
    "MeetingKind",
    "Seat",
    "SeatState",
    "Series",
    "Trajectory",
]
