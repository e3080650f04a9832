"""Meetings: every table of the app, told in one place per subject."""

from meetings.calendar_feeds import CalendarFeed
from meetings.changes import ChangeKind, MeetingChange
from meetings.checklist import ChecklistPoint
from meetings.closed import ClosedDay
from meetings.framing import Frame, FrameMeeting
from meetings.gatherings import Meeting, Series
from meetings.invitations import Invitation
from meetings.kinds import ALONE, IN_TRAJECTORY, MeetingAudience, MeetingKind
from meetings.seats import Acceptance, Chair, Entrance, Reason, Refusal, Seat, SeatState
from meetings.trajectories import ConfidentialityAgreement, Trajectory

__all__ = [
    "ALONE",
    "IN_TRAJECTORY",
    "Acceptance",
    "CalendarFeed",
    "Chair",
    "ChangeKind",
    "ChecklistPoint",
    "ClosedDay",
    "ConfidentialityAgreement",
    "Entrance",
    "Frame",
    "FrameMeeting",
    "Invitation",
    "Meeting",
    "MeetingAudience",
    "MeetingChange",
    "MeetingKind",
    "Reason",
    "Refusal",
    "Seat",
    "SeatState",
    "Series",
    "Trajectory",
]
