"""Partnership cards: every table of the app, told in one place per subject."""

from partnership.cards import CardStep, Mode, PartnershipCard, Phase, StepNumber, Subject
from partnership.cases import Case
from partnership.drafts import Draft
from partnership.expectations import Expectation, Theme
from partnership.history import Happening, What
from partnership.invitations import Invitation
from partnership.log import How, Reading
from partnership.notes import Cluster, Note, NoteVersion, Recognition, Remark, RemarkKind
from partnership.partners import Guest, Partner
from partnership.proposals import Answer, Proposal, ProposalVersion, Reopening, Stance

__all__ = [
    "Answer",
    "CardStep",
    "Case",
    "Cluster",
    "Draft",
    "Expectation",
    "Guest",
    "Happening",
    "How",
    "Invitation",
    "Mode",
    "Note",
    "NoteVersion",
    "Partner",
    "PartnershipCard",
    "Phase",
    "Proposal",
    "ProposalVersion",
    "Reading",
    "Recognition",
    "Remark",
    "RemarkKind",
    "Reopening",
    "Stance",
    "StepNumber",
    "Subject",
    "Theme",
    "What",
]
