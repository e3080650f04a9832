"""Mail to people without an account: the invitation to an address, and how a guest stands."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from meetings import links, wording_seats
from meetings.models import Invitation, Seat
from notifications import mailing

if TYPE_CHECKING:
    from accounts.models import Participant
    from meetings.models import Meeting
    from notifications.kinds import Words


class About(enum.IntEnum):
    """What a guest is told; a number, since only numbers travel in jobs."""

    ANSWERED = 1
    MOVED_UP = 2
    SIGNED_OFF = 3
    REMINDER = 4


def mail_invitation(number: int) -> None:
    """Mail an invitation to its address, once; what was answered or taken back meanwhile isn't mailed."""
    invitation = (
        Invitation.objects.open()
        .exclude(email="")
        .filter(pk=number, mailed_at=None)
        .select_related("meeting__area", "meeting__place", "by")
        .first()
    )
    if invitation is None:
        return
    with override(invitation.reads):
        words = wording_seats.invited(invitation, links.to_invitation(invitation))
        send(invitation.email, invitation.name, invitation.meeting, words, f"invitation:{invitation.pk}")
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now())


def mail_guest(number: int, about: About) -> None:
    """Mail a guest how they stand now; nothing when it is no longer so, or they left no address."""
    seat = (
        Seat.objects.filter(pk=number, participant=None)
        .exclude(guest_email="")
        .select_related("meeting__area", "meeting__place")
        .first()
    )
    if seat is None or not current(seat, about):
        return
    with override(seat.guest_reads):
        say = {
            About.ANSWERED: wording_seats.answered,
            About.MOVED_UP: wording_seats.moved_up,
            About.SIGNED_OFF: wording_seats.signed_off,
            About.REMINDER: wording_seats.reminder,
        }[about]
        send(seat.guest_email, seat.guest_name, seat.meeting, say(seat), f"seat:{seat.pk}:{about.value}:{seat.version}")


def current(seat: Seat, about: About) -> bool:
    """Whether there is still something to say about it."""
    if about == About.SIGNED_OFF:
        return not seat.seated and not seat.waiting
    return seat.seated or (about == About.ANSWERED and seat.waiting)


def send(address: str, name: str, meeting: Meeting, words: Words, key: str) -> None:
    """Send what there is to say to an address."""
    told: dict[str, Any] = {
        "name": name,
        "words": words,
        "area": meeting.area,
        "site": settings.SITE_ADDRESS,
        "site_name": settings.SITE_NAME,
        "rtl": get_language_bidi(),
        "why": _("Je krijgt deze mail omdat iemand je adres opgaf voor een bijeenkomst. Wij gebruiken het nergens anders voor."),
    }
    message = EmailMultiAlternatives(
        subject=" ".join(str(words.title).split()),
        body=render_to_string("meetings/mail/guest.txt", told),
        from_email=mailing.sender(sender_of(meeting)),
        to=[address],
        headers={"Message-ID": mailing.message_id(key), "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    message.attach_alternative(render_to_string("meetings/mail/guest.html", told), "text/html")
    for attachment in words.attachments:
        message.attach(*attachment)
    message.send()


def sender_of(meeting: Meeting) -> Participant:
    """Return somebody of the area of the meeting, in whose name the site writes."""
    from accounts.models import Participant as Somebody

    return Somebody(area=meeting.area)
