"""What is on the market and what comes of it: every table of the app, told in one place per subject."""

from market.conversations import Conversation, Message, ReadMark
from market.drafts import Draft
from market.listings import Kind, Listing, Outcome, State, Visibility, Way
from market.moderation import Hiding, Reason, Report
from market.saved import SavedSearch
from market.tags import Tag, Tagging
from market.words import Word

__all__ = [
    "Conversation",
    "Draft",
    "Hiding",
    "Kind",
    "Listing",
    "Message",
    "Outcome",
    "ReadMark",
    "Reason",
    "Report",
    "SavedSearch",
    "State",
    "Tag",
    "Tagging",
    "Visibility",
    "Way",
    "Word",
]
