"""Emptying the outbox: each row is held, sent and marked in one transaction of its own.

Who is killed between sending and marking leaves the row as it was, so it is sent again: never lost, and at most one copy
too many for each time, with the same Message-ID. What may be told is asked again here, at the last moment.
"""

from __future__ import annotations

import logging
import smtplib
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Block, Participant
from kennismarkt.errors import trace
from notifications import bouncing, digests, mailing, pushing, unsubscribing, wording
from notifications.choices import Channel, State
from notifications.kinds import kinds
from notifications.models import Delivery, Notice, PushSubscription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.mail import EmailMultiAlternatives
    from django.core.mail.backends.base import BaseEmailBackend
    from django.db.models import QuerySet

    from notifications.wording import Line

logger = logging.getLogger("kennismarkt.outbox")

MOST_TRIES = 10
LONGEST_WAIT = timedelta(hours=6)
PERMANENT = 500
# One run is bounded, so that a worker can stop and jobs behind it get their turn; the next follows at once.
AT_A_TIME = 500
# A number of our own among the advisory locks of this database.
OUTBOX = 4_209_117
TROUBLE = (smtplib.SMTPException, OSError)


class Outcome(NamedTuple):
    """How it went with one row."""

    state: str
    reason: str = ""
    away: bool = False


@contextmanager
def alone() -> Iterator[None]:
    """Send by one hand only, so that one who is killed had one mail at hand; the lock goes with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [OUTBOX])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [OUTBOX])


@alone()
def send_due(now: datetime | None = None) -> int:
    """Send what is due; return how many rows were dealt with."""
    mailbox = get_connection()
    done = 0
    try:
        while done < AT_A_TIME:
            outcome = send_next(mailbox, now or timezone.now())
            if outcome is None or outcome.away:
                break
            done += 1
    finally:
        # What isn't connected (any more) has nothing to close.
        with suppress(*TROUBLE):
            mailbox.close()
    return done


@transaction.atomic
def send_next(mailbox: BaseEmailBackend, now: datetime) -> Outcome | None:
    """Deal with the next row; None when there is none."""
    held = Delivery.objects.due(now).select_for_update(of=("self",), skip_locked=True, no_key=True)
    delivery = held.select_related("person__user", "person__area", "notice__by").first()
    if delivery is None:
        return None
    outcome = attempt(delivery, mailbox)
    write_down(delivery, outcome, now)
    return outcome


def attempt(delivery: Delivery, mailbox: BaseEmailBackend) -> Outcome:
    """Send one row if it is still to be sent, and tell how that went."""
    if unwelcome(delivery):
        return Outcome(State.DROPPED, "not wanted any more")
    try:
        if delivery.channel == Channel.PUSH:
            return push(delivery)
        with transaction.atomic():
            message = composed(delivery, mailbox)
    except Exception as error:  # noqa: BLE001 (a kind that can't be told must not hold up everybody behind it)
        logger.warning("A notice can't be told: %s", trace(error))
        return Outcome(State.WAITING, type(error).__name__)
    return posted(message, mailbox) if message is not None else Outcome(State.DROPPED, "nothing to tell")


def unwelcome(delivery: Delivery) -> bool:
    """Whether this reaches somebody who was removed, stopped it, read it, or is apart from who did it."""
    person, notice = delivery.person, delivery.notice
    kind = kinds.get(notice.kind) if notice is not None else None
    if notice is not None and (kind is None or notice.read_at is not None):
        return True
    if not Participant.objects.present().filter(pk=person.pk).exists():
        return True
    if not person.user.is_active and not (kind is not None and kind.also_outside):
        return True
    if kind is not None and kind.owed:
        return False
    if notice is not None and notice.by is not None and Block.objects.between(person, notice.by).exists():
        return True
    return not unsubscribing.wanted(delivery)


def line_of(notice: Notice, delivery: Delivery) -> Line | None:
    """Return the notice in words, if its reader may still see what it is about."""
    return next(iter(wording.lines([notice], reader=delivery.person)), None)


def composed(delivery: Delivery, mailbox: BaseEmailBackend) -> EmailMultiAlternatives | None:
    """Return the mail of a row; None when there is nothing (left) to tell, or nowhere to."""
    if not delivery.person.user.email:
        return None
    with override(delivery.person.reads):
        if delivery.notice is None:
            letter = digests.letter(delivery)
        else:
            line = line_of(delivery.notice, delivery)
            letter = mailing.of_notice(line.notice, line.words, delivery.person, delivery.key) if line else None
        return mailing.mail(letter, mailbox, returns_to=bouncing.address_of(delivery)) if letter is not None else None


def posted(message: EmailMultiAlternatives, mailbox: BaseEmailBackend) -> Outcome:
    """Hand a mail to the mail server, over the connection that is open."""
    try:
        mailbox.open()
    except TROUBLE as error:
        logger.warning("The mail server is away: %s", trace(error).partition("\n")[0])
        return Outcome(State.WAITING, type(error).__name__, away=True)
    try:
        mailbox.send_messages([message])
    except TROUBLE as error:
        # What is left of this connection is of no use to the next mail.
        with suppress(*TROUBLE):
            mailbox.close()
        return troubled(error)
    return Outcome(State.SENT)


def push(delivery: Delivery) -> Outcome:
    """Wake the devices of a person; one that hears is enough, those that are gone are forgotten."""
    if delivery.notice is None or line_of(delivery.notice, delivery) is None:
        return Outcome(State.DROPPED, "nothing to tell")
    with override(delivery.person.reads):
        screen = str(kinds[delivery.notice.kind].screen)
    devices = PushSubscription.objects.filter(participant=delivery.person)
    woken = [pushing.wake(device, screen) for device in devices]
    if not any(woken):
        return Outcome(State.WAITING if woken else State.DROPPED, "no device could be reached")
    return Outcome(State.SENT)


def troubled(error: Exception) -> Outcome:
    """Tell what an error about one mail means: this address is refused for good, or it is worth another try."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        refused = bool(codes) and all(code >= PERMANENT for code in codes)
        return Outcome(State.BOUNCED if refused else State.WAITING, f"refused with {max(codes, default=0)}")
    if isinstance(error, smtplib.SMTPResponseException):
        return Outcome(State.WAITING, f"answered with {error.smtp_code}")
    return Outcome(State.WAITING, type(error).__name__)


def write_down(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Keep how it went; what can't be sent yet waits longer each time, a server that is away costs nobody a try."""
    delivery.state, delivery.reason = outcome.state, outcome.reason
    if outcome.state == State.WAITING and not outcome.away:
        delivery.attempts += 1
        delivery.due_at = now + min(timedelta(minutes=2**delivery.attempts), LONGEST_WAIT)
        delivery.state = State.FAILED if delivery.attempts >= MOST_TRIES else State.WAITING
    elif outcome.state == State.SENT:
        delivery.sent_at = timezone.now()
        digests.settled(delivery)
    delivery.save(update_fields=["state", "reason", "attempts", "due_at", "sent_at"])


def retry(deliveries: QuerySet[Delivery]) -> int:
    """Put what failed or was refused back in the outbox, and return how many; what waits or was told since stays."""
    lost = deliveries.filter(state__in=[State.FAILED, State.BOUNCED])
    later = Delivery.objects.filter(person=OuterRef("person"), digest=OuterRef("digest"), upto__gt=OuterRef("upto"))
    again = lost.exclude(notice__deliveries__state=State.WAITING).exclude(notice__read_at__isnull=False).exclude(Exists(later))
    numbers = list(again.values_list("pk", flat=True))
    return Delivery.objects.filter(pk__in=numbers).update(state=State.WAITING, attempts=0, due_at=timezone.now())
