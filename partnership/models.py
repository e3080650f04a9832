"""Partnership cards: every table of the app, told in one place per subject."""

from partnership.actions import Action, AskedOf
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
from partnership.reviews import Feeling, LookingBack, Review

__all__ = [
    "Action",
    "Answer",
    "AskedOf",
    "CardStep",
    "Case",
    "Cluster",
    "Draft",
    "Expectation",
    "Feeling",
    "Guest",
    "Happening",
    "How",
    "Invitation",
    "LookingBack",
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
    "Review",
    "Stance",
    "StepNumber",
    "Subject",
    "Theme",
    "What",
]
