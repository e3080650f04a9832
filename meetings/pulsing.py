"""Asking and answering the pulse, and the line that it makes over the meetings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import Meeting, MeetingKind, Pulse, PulseMark, Question, Seat
from meetings.pulses import OPEN_FOR, SCORES
from notifications import telling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

FORBIDDEN, UNREADABLE = 403, 422
KIND = "meetings.reflection"
# When nobody marked who was there, people are asked the next morning anyway; and not any more after three days.
PATIENCE, TOO_LATE = timedelta(hours=18), timedelta(days=3)
# Small meetings to prepare something are looked back on at the meeting that they prepare.
ASKED_AFTER = (MeetingKind.LUNCH, MeetingKind.CLOSING, MeetingKind.TRAINING, MeetingKind.TABLE, MeetingKind.ACTIVITY)


class Beat(NamedTuple):
    """One meeting on the line: its figures, None where they may not be shown."""

    meeting: Meeting
    figures: dict[str, float | None]
    at_least: int


def open_pulse(meeting: Meeting) -> Pulse:
    """Return the pulse of the meeting, locked; it closes a week after the meeting, whatever changes about that later."""
    Pulse.objects.get_or_create(meeting=meeting, defaults={"closes_at": meeting.ends_at + OPEN_FOR})
    return Pulse.objects.select_for_update().get(meeting=meeting)


@transaction.atomic
def answer(meeting: Meeting, *, by: Participant, scores: Mapping[str, int]) -> None:
    """Count the answers of `by`, once, without keeping whose they are.

    `Refused` for who wasn't there, before the meeting or after the pulse closed, a second time, and for anything but four scores.
    """
    if not presence.was_at(meeting, by):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    if set(scores) != set(Question.values) or not set(scores.values()) <= set(SCORES):
        raise Refused(_("Kies bij elke vraag een antwoord."), status=UNREADABLE)
    pulse = open_pulse(meeting)
    if pulse.closed:
        raise Refused(_("Deze vragen zijn gesloten. Je kunt tot een week na de bijeenkomst antwoorden."))
    _mark, first = PulseMark.objects.get_or_create(meeting=meeting, mark=mark_of(meeting, by))
    if not first:
        raise Refused(_("Je hebt deze vragen al beantwoord."))
    for question, score in scores.items():
        getattr(pulse, question)[score - 1] += 1
    pulse.save(update_fields=list(scores))


def answered(meeting: Meeting, *, by: Participant) -> bool:
    """Whether `by` answered, as long as the pulse is open; nobody else is told."""
    return PulseMark.objects.filter(meeting=meeting, mark=mark_of(meeting, by)).exists()


def takes_answers(meeting: Meeting) -> bool:
    """Whether the pulse of the meeting is open."""
    pulse = Pulse.objects.filter(meeting=meeting).first()
    closes = pulse.closes_at if pulse else meeting.ends_at + OPEN_FOR
    return closes > timezone.now()


def mark_of(meeting: Meeting, person: Participant) -> str:
    """A keyed hash that says "this person answered here" to nobody but the one who asks it for that person."""
    return salted_hmac("meetings.pulse", f"{meeting.pk}:{person.pk}", algorithm="sha256").hexdigest()


def ask_due(now: datetime | None = None) -> int:
    """Ask who was there what they take home, once per meeting; return how many meetings that were."""
    now = now or timezone.now()
    settled = Q(settled_at__isnull=False) | Q(ends_at__lte=now - PATIENCE)
    over = Meeting.objects.past(now).filter(settled, kind__in=ASKED_AFTER, ends_at__gt=now - TOO_LATE)
    return sum(ask(meeting, now) for meeting in over.exclude(pulse__asked_at__isnull=False))


@transaction.atomic
def ask(meeting: Meeting, now: datetime) -> bool:
    """Ask who was at this meeting; False when somebody else did meanwhile."""
    pulse = open_pulse(meeting)
    if pulse.asked_at is not None:
        return False
    pulse.asked_at = now
    pulse.save(update_fields=["asked_at"])
    seats = Seat.objects.filter(presence.there(), meeting=meeting, participant__isnull=False)
    telling.notify(KIND, Participant.objects.filter(pk__in=seats.order_by().values("participant")), about=meeting.pk)
    return True


def forget_marks(now: datetime | None = None) -> int:
    """Forget who answered pulses that have closed; return how many marks that were."""
    closed = Pulse.objects.closed(now).values("meeting")
    return PulseMark.objects.filter(meeting__in=closed).delete()[0]


def line(meetings: QuerySet[Meeting], *, viewer: Participant | None) -> list[Beat]:
    """Return the beats of these meetings that `viewer` may see, in time; too few answers make a beat without figures."""
    shown = Pulse.objects.shown_to(viewer).filter(meeting__in=meetings.order_by().values("pk"))
    return [
        Beat(pulse.meeting, {question: pulse.figure(question) for question in Question.values}, pulse.at_least)
        for pulse in shown.select_related("meeting__area").order_by("meeting__starts_at", "meeting")
    ]
