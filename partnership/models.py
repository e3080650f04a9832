"""Partnership cards: every table of the app, told in one place per subject."""

from partnership.cards import CardStep, Mode, PartnershipCard, Phase, StepNumber, Subject
from partnership.cases import Case
from partnership.log import Reading
from partnership.notes import Cluster, Note, NoteVersion, Recognition, Remark, RemarkKind
from partnership.partners import Guest, Partner
from partnership.proposals import Answer, Proposal, ProposalVersion, Reopening, Stance

__all__ = [
    "Answer",
    "CardStep",
    "Case",
    "Cluster",
    "Guest",
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
]
