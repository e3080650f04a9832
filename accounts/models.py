"""People: every table of the app, told in one place per subject."""

from accounts.acting import ActFor, TakeOver
from accounts.affiliations import Affiliation
from accounts.blocks import Block
from accounts.commitments import Commitment, CommitmentOrigin, Outcome
from accounts.duties import Appointment, Duty
from accounts.encounters import Encounter, Origin
from accounts.harvests import Harvest, Maker
from accounts.mydata import Consent, Erasure, Export
from accounts.onboarding import Onboarding, Step
from accounts.people import (
    FORMAL_ROLES,
    INFORMAL_ROLES,
    ContactWay,
    Participant,
    Role,
    User,
    portrait_variety,
    role_label,
    sides_of,
)
from accounts.portraits import SelfPortrait
from accounts.privacy import Audience
from accounts.stamps import Stamp, StampKind
from neighbourhood.models import Side

__all__ = [
    "FORMAL_ROLES",
    "INFORMAL_ROLES",
    "ActFor",
    "Affiliation",
    "Appointment",
    "Audience",
    "Block",
    "Commitment",
    "CommitmentOrigin",
    "Consent",
    "ContactWay",
    "Duty",
    "Encounter",
    "Erasure",
    "Export",
    "Harvest",
    "Maker",
    "Onboarding",
    "Origin",
    "Outcome",
    "Participant",
    "Role",
    "SelfPortrait",
    "Side",
    "Stamp",
    "StampKind",
    "Step",
    "TakeOver",
    "User",
    "portrait_variety",
    "role_label",
    "sides_of",
]
