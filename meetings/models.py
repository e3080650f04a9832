"""Meetings: every table of the app, told in one place per subject."""

from meetings.anchorings import Anchoring
from meetings.gatherings import IN_TRAJECTORY, Meeting, MeetingAudience, MeetingKind, Series
from meetings.pulses import Pulse, PulseMark, Question
from meetings.reflections import MayQuote, Part, Reflection
from meetings.reports import MeetingHarvest, Photo, PhotoConsent, Report
from meetings.seats import Entrance, Seat, SeatState
from meetings.streams import SideStream, StreamAudience, StreamMember, StreamOrigin
from meetings.trajectories import ConfidentialityAgreement, Trajectory

__all__ = [
    "IN_TRAJECTORY",
    "Anchoring",
    "ConfidentialityAgreement",
    "Entrance",
    "MayQuote",
    "Meeting",
    "MeetingAudience",
    "MeetingHarvest",
    "MeetingKind",
    "Part",
    "Photo",
    "PhotoConsent",
    "Pulse",
    "PulseMark",
    "Question",
    "Reflection",
    "Report",
    "Seat",
    "SeatState",
    "Series",
    "SideStream",
    "StreamAudience",
    "StreamMember",
    "StreamOrigin",
    "Trajectory",
]
