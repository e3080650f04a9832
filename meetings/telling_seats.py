"""Telling people how they stand with a meeting: participants by notice, guests who left an address by mail.

Who has neither is on a list of the coordinator: people without e-mail on the call list, guests in the list of who comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import jobs_signup
from meetings.guest_letters import About
from notifications import telling

if TYPE_CHECKING:
    from accounts.models import Participant
    from meetings.invitations import Invitation
    from meetings.seats import Seat

# The kinds of `meetings.notices_signup`.
INVITED, ANSWERED, MOVED_UP, SIGNED_OFF = "meetings.invited", "meetings.answered", "meetings.moved_up", "meetings.signed_off"
REMINDER = "meetings.reminder"


def tell(seat: Seat, kind: str, about: About, *, by: Participant | None = None) -> None:
    """Tell whose seat it is, by the way they can be reached."""
    if seat.participant is not None:
        telling.notify(kind, [seat.participant], about=seat.pk, by=by)
    elif seat.guest_email:
        jobs_signup.write_to_guest.defer(seat=seat.pk, about=about.value)


def answered(seat: Seat) -> None:
    """Confirm that somebody comes, or waits."""
    tell(seat, ANSWERED, About.ANSWERED)


def moved_up(seat: Seat) -> None:
    """Tell who waited that there is a seat for them."""
    tell(seat, MOVED_UP, About.MOVED_UP)


def signed_off(seat: Seat, *, by: Participant) -> None:
    """Tell somebody that another signed them off."""
    tell(seat, SIGNED_OFF, About.SIGNED_OFF, by=by)


def remind(seat: Seat) -> None:
    """Remind somebody that it is soon."""
    tell(seat, REMINDER, About.REMINDER)


def invited(invitation: Invitation) -> None:
    """Bring an invitation to whom it is for; on paper somebody hands it over."""
    if invitation.participant is not None:
        telling.notify(INVITED, [invitation.participant], about=invitation.pk, by=invitation.by)
    elif invitation.email:
        jobs_signup.mail_invitation.defer(invitation=invitation.pk)
