"""Meetings: every table of the app, told in one place per subject."""

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
from meetings.seats import Acceptance, Chair, Entrance, Reason, Refusal, Seat, SeatState
from meetings.table_groups import TablePlace
from meetings.trajectories import ConfidentialityAgreement, Trajectory

__all__ = [
    "ALONE",
    "IN_TRAJECTORY",
    "Acceptance",
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
    "Meeting",
    "MeetingAudience",
    "MeetingChange",
    "MeetingKind",
    "PickList",
    "PrepGroup",
    "PrepMember",
    "PrepPick",
    "PrepWish",
    "ProgrammeItem",
    "Reason",
    "Refusal",
    "Seat",
    "SeatState",
    "Series",
    "TablePlace",
    "Trajectory",
]
