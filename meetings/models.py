"""Meetings: every table of the app, told in one place per subject."""

from meetings.anchorings import Anchoring
from meetings.calendar_feeds import CalendarFeed
from meetings.changes import ChangeKind, MeetingChange
from meetings.checklist import ChecklistPoint
from meetings.closed import ClosedDay
from meetings.framing import Frame, FrameMeeting
from meetings.gatherings import Meeting, Series
from meetings.invitations import Invitation
from meetings.kinds import ALONE, IN_TRAJECTORY, MeetingAudience, MeetingKind
from meetings.prep_groups import PickList, PrepGroup, PrepMember, PrepPick, PrepWish
from meetings.programmes import BuildingBlock, GroupMessage, ItemCarrier, ItemKind, Material, ProgrammeItem
from meetings.pulses import Pulse, PulseMark, Question
from meetings.reflections import MayQuote, Part, Reflection
from meetings.reports import MeetingHarvest, Photo, PhotoConsent, Report
from meetings.seats import Acceptance, Chair, Entrance, Reason, Refusal, Seat, SeatState
from meetings.streams import SideStream, StreamAudience, StreamMember, StreamOrigin
from meetings.table_groups import TablePlace
from meetings.trajectories import ConfidentialityAgreement, Trajectory

__all__ = [
    "ALONE",
    "IN_TRAJECTORY",
    "Acceptance",
    "Anchoring",
    "BuildingBlock",
    "CalendarFeed",
    "Chair",
    "ChangeKind",
    "ChecklistPoint",
    "ClosedDay",
    "ConfidentialityAgreement",
    "Entrance",
    "Frame",
    "FrameMeeting",
    "GroupMessage",
    "Invitation",
    "ItemCarrier",
    "ItemKind",
    "Material",
    "MayQuote",
    "Meeting",
    "MeetingAudience",
    "MeetingChange",
    "MeetingHarvest",
    "MeetingKind",
    "Part",
    "Photo",
    "PhotoConsent",
    "PickList",
    "PrepGroup",
    "PrepMember",
    "PrepPick",
    "PrepWish",
    "ProgrammeItem",
    "Pulse",
    "PulseMark",
    "Question",
    "Reason",
    "Reflection",
    "Refusal",
    "Report",
    "Seat",
    "SeatState",
    "Series",
    "SideStream",
    "StreamAudience",
    "StreamMember",
    "StreamOrigin",
    "TablePlace",
    "Trajectory",
]
