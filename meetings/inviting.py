"""Inviting people, and answering an invitation: once, by whom it was for, for as long as it holds."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.handing_over import SIGNS, typed
from accounts.models import Participant
from kennismarkt import pace
from kennismarkt.errors import Refused
from meetings import agreeing, bringing, signup, telling_seats
from meetings.bringing import Guest
from meetings.models import Entrance, Invitation, Meeting, Seat, SeatState
from meetings.signup import Wishes
from neighbourhood.models import Side
from notifications import telling

if TYPE_CHECKING:
    from datetime import datetime

VALID = timedelta(days=30)
# Twelve signs: 59 bits of chance, and typing is limited.
LENGTH, GROUP = 12, 4


class Sheet(NamedTuple):
    """An invitation on paper that was just made: the only moment at which its code is known."""

    code: str
    invitation: Invitation

    @property
    def groups(self) -> list[str]:
        """The code as one types it over."""
        return [self.code[start : start + GROUP] for start in range(0, LENGTH, GROUP)]


def hash_of_typed(text: str) -> str:
    """Return what is kept of a code that somebody typed or scanned."""
    return hashed(typed(text))


def hashed(code: str) -> str:
    """Return what is kept of a code."""
    return salted_hmac("meetings.inviting", code, algorithm="sha256").hexdigest()


def expiry(meeting: Meeting) -> datetime:
    """Return until when an invitation that is made now holds: a month, and never beyond the beginning."""
    return min(timezone.now() + VALID, meeting.starts_at)


def may_invite(meeting: Meeting, by: Participant) -> bool:
    """Whether `by` may ask others: who comes or waits, and who carries the meeting."""
    takes_part = meeting.seats.filter(participant=by, state__in=[SeatState.SEATED, SeatState.WAITING])
    return takes_part.exists() or signup.carries(meeting, by)


def opened_by(meeting: Meeting, by: Participant) -> Meeting:
    """Return the meeting, held, if `by` may invite to it now (`Refused` otherwise, and for too many in an hour)."""
    now = signup.held(meeting)
    signup.open_for_answers(now)
    if not may_invite(now, by):
        raise Refused(_("Meld eerst jezelf aan. Daarna kun je anderen uitnodigen."), status=signup.FORBIDDEN)
    pace.keep_pace(Invitation.objects.filter(by=by), "made_at", "invitations")
    return now


@transaction.atomic
def invite(meeting: Meeting, person: Participant, *, by: Participant) -> Invitation:
    """Ask a participant; who was asked already isn't asked twice. Return the invitation.

    Raises `Refused` for somebody whom `by` can't find, or who comes or waits already.
    """
    now = opened_by(meeting, by)
    if not Participant.objects.visible_to(by).filter(pk=person.pk).exclude(pk=by.pk).exists():
        raise Refused(_("Deze persoon is hier niet te vinden."), status=signup.NOT_FOUND)
    if now.seats.filter(participant=person, state__in=[SeatState.SEATED, SeatState.WAITING]).exists():
        raise Refused(_("Deze persoon komt al, of staat op de wachtlijst."))
    expire(now)
    earlier = now.invitations.open().filter(participant=person).first()
    return earlier or sent(Invitation(meeting=now, by=by, participant=person, expires_at=expiry(now)))


@transaction.atomic
def invite_by_mail(meeting: Meeting, email: str, *, by: Participant | None, name: str = "", reads: str = "nl") -> Invitation:
    """Ask whoever has this address; nobody hears whether it has an account. Return the invitation.

    `by` None for who asks it themselves, at a meeting that everybody may see: so the address is theirs.
    """
    if by is not None:
        now = opened_by(meeting, by)
    else:
        now = signup.held(meeting)
        signup.open_for_answers(now)
        if not Meeting.objects.visible_to(None).filter(pk=now.pk).exists():
            raise Refused(_("Deze bijeenkomst is hier niet te vinden."), status=signup.NOT_FOUND)
    expire(now)
    address = email.lower()
    earlier = now.invitations.open().filter(email=address).first()
    if earlier is not None:
        return earlier
    return sent(Invitation(meeting=now, by=by, email=address, name=name, reads=reads, expires_at=expiry(now)))


@transaction.atomic
def invite_on_paper(meeting: Meeting, *, by: Participant, name: str = "", reads: str = "nl") -> Sheet:
    """Make an invitation to hand over: whoever has the code answers, once."""
    now = opened_by(meeting, by)
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    made = Invitation(meeting=now, by=by, name=name, reads=reads, code_hash=hashed(code), expires_at=expiry(now))
    return Sheet(code, sent(made))


def expire(meeting: Meeting) -> None:
    """Let go of invitations that ran out, so that people can be asked anew."""
    ran_out = meeting.invitations.filter(answered_at=None, revoked_at=None, expires_at__lte=timezone.now())
    ran_out.update(revoked_at=timezone.now())


def sent(invitation: Invitation) -> Invitation:
    """Save an invitation and bring it to whom it is for."""
    invitation.save()
    telling_seats.invited(invitation)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Participant) -> None:
    """Make an invitation useless; `Refused` for who neither made it nor carries the meeting, and when it was answered."""
    signup.held(invitation.meeting)
    current = Invitation.objects.select_related("meeting").get(pk=invitation.pk)
    if current.by_id != by.pk and not signup.carries(current.meeting, by):
        raise Refused(_("Dit kan alleen wie uitnodigde, of wie de bijeenkomst draagt."), status=signup.FORBIDDEN)
    if current.answered_at is not None:
        raise Refused(_("Deze uitnodiging is al beantwoord."))
    Invitation.objects.filter(pk=current.pk, revoked_at=None).update(revoked_at=timezone.now())


def with_code(code_hash: str) -> Invitation | None:
    """Return the invitation on paper whose code has this hash, if it can be answered; None for every other reason alike."""
    found = Invitation.objects.open().select_related("meeting__area", "meeting__place", "meeting__trajectory", "by")
    return found.filter(code_hash=code_hash).first()


def holder(invitation: Invitation, viewer: Participant | None) -> Participant | None:
    """Return the participant whose answer this is: whom it is for, else who signed in and has its address, or its paper.

    An address that was proven is its owner's, signed in or not: who has the mail has the address. Raises `Refused` for a
    participant whom it isn't for.
    """
    if invitation.participant is not None:
        if viewer is not None and viewer.pk != invitation.participant_id:
            raise Refused(_("Deze uitnodiging is voor iemand anders."), status=signup.FORBIDDEN)
        if not invitation.participant.user.is_active or invitation.participant.leaving:
            raise Refused(_("Deze uitnodiging is al gebruikt, ingetrokken of verlopen."))
        return invitation.participant
    if invitation.on_paper:
        return viewer
    owned = EmailAddress.objects.filter(email__iexact=invitation.email, verified=True).values("user")
    return Participant.objects.select_related("user", "area").filter(user__in=owned, user__is_active=True).present().first()


class Answer(NamedTuple):
    """What somebody answers: `kind` come, bring, instead or cannot; who they are or bring, where that is asked."""

    kind: str
    wishes: Wishes = Wishes()
    reason: str = ""
    agreed_to: int | None = None
    # The one who answers, without an account; the colleague or substitute whom they name.
    own: Guest | None = None
    other: Guest | None = None


COME, BRING, INSTEAD, CANNOT = "come", "bring", "instead", "cannot"
NOBODY = Guest("", "")


@transaction.atomic
def answer(meeting: Meeting, said: Answer, *, by: Participant, entrance: Entrance = Entrance.SIGN_UP) -> Seat:
    """Do what a participant answers; return their own seat, or that of their substitute."""
    if said.kind == CANNOT:
        return signup.decline(meeting, by=by, reason=said.reason)
    if said.kind == INSTEAD:
        return bringing.send_instead(meeting, by=by, guest=said.other or NOBODY)
    own = signup.sign_up(meeting, by=by, wishes=said.wishes, agreed_to=said.agreed_to, entrance=entrance)
    if said.kind == BRING:
        bringing.bring(meeting, by=by, guest=said.other or NOBODY)
    return own


@transaction.atomic
def answer_invitation(invitation: Invitation, said: Answer, *, viewer: Participant | None) -> Seat:
    """Answer an invitation, once; return the seat that came of it. `Refused` when it was answered, taken back or ran out."""
    now = signup.held(invitation.meeting)
    current = Invitation.objects.open().select_related("participant__user", "by").filter(pk=invitation.pk).first()
    if current is None:
        raise Refused(_("Deze uitnodiging is al gebruikt, ingetrokken of verlopen."))
    person = holder(current, viewer)
    if person is None:
        seat = answer_as_guest(now, current, said)
    else:
        current.participant = person
        let_in(current)
        seat = answer(now, said, by=person, entrance=Entrance.INVITATION)
    own = signup.seat_of(now, person) if person is not None else seat
    taken = own is not None and Invitation.objects.filter(seat=own).exclude(pk=current.pk).exists()
    facts = {"answered_at": timezone.now(), "seat": None if taken else own}
    Invitation.objects.filter(pk=current.pk).update(**facts)
    if person is not None:
        telling.read_about(telling_seats.INVITED, current.pk, by=person)
    return seat


def let_in(invitation: Invitation) -> None:
    """Let whoever holds an invitation to an address or on paper see the meeting, as who is asked by name does."""
    if invitation.email or invitation.on_paper:
        facts = {"participant": invitation.participant, "email": "", "name": "", "code_hash": None}
        clash = Invitation.objects.open().filter(meeting=invitation.meeting_id, participant=invitation.participant)
        clash.exclude(pk=invitation.pk).update(answered_at=timezone.now())
        Invitation.objects.filter(pk=invitation.pk).update(**facts)


def answer_as_guest(meeting: Meeting, invitation: Invitation, said: Answer) -> Seat:
    """Do what somebody without an account answers: an invitation stays bound to its address, whatever somebody fills in."""
    signup.open_for_answers(meeting)
    if said.kind == CANNOT:
        refused = Seat(meeting=meeting, guest_name=invitation.name, guest_email=invitation.email, side=Side.INFORMAL)
        return signup.give_up(meeting, refused, said.reason)
    if said.kind == INSTEAD:
        return signup.line_up(meeting, (said.other or NOBODY).seat(meeting, Entrance.SUBSTITUTE, invitation.by), Wishes())
    seat = (said.own or NOBODY).seat(meeting, Entrance.INVITATION, None)
    seat.guest_email, seat.guest_reads = invitation.email, invitation.reads
    agreement = agreeing.asked(meeting, None)
    if agreement is not None:
        agreeing.read(agreement, said.agreed_to)
    made = signup.line_up(meeting, seat, said.wishes)
    agreeing.accept(made, agreed_to=said.agreed_to)
    return made
