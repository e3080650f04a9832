"""Meetings: every table of the app, told in one place per subject."""

from meetings.gatherings import IN_TRAJECTORY, Meeting, MeetingAudience, MeetingKind, Series
from meetings.prep_groups import PickList, PrepGroup, PrepMember, PrepPick, PrepWish
from meetings.programmes import BuildingBlock, GroupMessage, ItemCarrier, ItemKind, Material, ProgrammeItem
from meetings.seats import Entrance, Seat, SeatState
from meetings.table_groups import TablePlace
from meetings.trajectories import ConfidentialityAgreement, Trajectory

__all__ = [
    "IN_TRAJECTORY",
    "BuildingBlock",
    "ConfidentialityAgreement",
    "Entrance",
    "GroupMessage",
    "ItemCarrier",
    "ItemKind",
    "Material",
    "Meeting",
    "MeetingAudience",
    "MeetingKind",
    "PickList",
    "PrepGroup",
    "PrepMember",
    "PrepPick",
    "PrepWish",
    "ProgrammeItem",
    "Seat",
    "SeatState",
    "Series",
    "TablePlace",
    "Trajectory",
]
