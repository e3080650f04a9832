"""The pulse: four short questions after a meeting, about what a space between the old and the new needs (domain: Safety).

Nobody's answer is kept. An answer raises four tallies, and a mark remembers that this person answered; mark and tallies have
nothing in common, and the marks go when a pulse closes. Figures show once, when it has closed, never before: so there are no
two moments between which somebody could compare. They need five answers, are rounded to halves, and say how many answered in
steps only; nothing anywhere adds pulses up.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import presence
from meetings.gatherings import Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Participant

SCORES = (1, 2, 3, 4, 5)
# Fewer answers are never shown.
FEWEST = 5
# How many answered is said in these steps.
STEPS = (40, 20, 10, FEWEST)
OPEN_FOR = timedelta(days=7)


class Question(models.TextChoices):
    """What a space between the old and the new needs (source: "Transitionele ruimte")."""

    TIME = "time", _("tijd")
    PLACE = "place", _("plek")
    LEGITIMACY = "legitimacy", _("het mag")
    SAFETY = "safety", _("veiligheid")


def none_yet() -> list[int]:
    """How often each score was given before anybody answered."""
    return [0 for _score in SCORES]


def tallies(question: Question) -> ArrayField[list[int], list[int]]:
    """How often each score from 1 to 5 was given."""
    return ArrayField(models.PositiveSmallIntegerField(), verbose_name=question.label, size=len(SCORES), default=none_yet)


class PulseQuerySet(models.QuerySet["Pulse"]):
    """Who sees figures, and from when."""

    def closed(self, now: datetime | None = None) -> PulseQuerySet:
        """Those that take no answers any more."""
        return self.filter(closes_at__lte=now or timezone.now())

    def shown_to(self, viewer: Participant | None, now: datetime | None = None) -> PulseQuerySet:
        """Closed ones of meetings that are shared with `viewer`; whether there are enough answers, each says itself."""
        if viewer is None:
            return self.none()
        return self.closed(now).filter(presence.shared_with(viewer))


class Pulse(models.Model):
    """Tallies of what was answered after one meeting, until a moment that stays as it is once the pulse was opened."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="pulse", verbose_name=_("bijeenkomst"))
    closes_at = models.DateTimeField(_("open tot"))
    asked_at = models.DateTimeField(_("gevraagd"), null=True, blank=True)
    time = tallies(Question.TIME)
    place = tallies(Question.PLACE)
    legitimacy = tallies(Question.LEGITIMACY)
    safety = tallies(Question.SAFETY)

    objects = PulseQuerySet.as_manager()

    class Meta:
        verbose_name = _("polsslag")
        verbose_name_plural = _("polsslagen")
        constraints = (
            *(
                models.CheckConstraint(condition=Q(**{f"{question}__len": len(SCORES)}), name=f"pulse_{question}_five_scores")
                for question in Question.values
            ),
        )

    def __str__(self) -> str:
        """Which meeting's."""
        return str(_("polsslag {number}")).format(number=self.pk)

    @property
    def closed(self) -> bool:
        """Whether it takes no answers any more."""
        return self.closes_at <= timezone.now()

    @property
    def telling(self) -> bool:
        """Whether its figures may be shown: closed, with enough answers."""
        return self.closed and sum(self.time) >= FEWEST

    def figure(self, question: str) -> float | None:
        """The mean score, to a half; None unless it may be shown."""
        counts: list[int] = getattr(self, question)
        if not self.telling:
            return None
        mean = sum(score * number for score, number in zip(SCORES, counts, strict=True)) / sum(counts)
        return int(2 * mean + 0.5) / 2

    @property
    def at_least(self) -> int:
        """How many answered, in steps: at least so many."""
        return next((step for step in STEPS if sum(self.time) >= step), 0) if self.telling else 0


class PulseMark(models.Model):
    """That somebody answered: a keyed hash, so that nobody answers twice. Gone once the pulse has closed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+", verbose_name=_("bijeenkomst"))
    mark = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("teken van een antwoord")
        verbose_name_plural = _("tekens van een antwoord")
        constraints = (models.UniqueConstraint(fields=("meeting", "mark"), name="pulse_answered_once"),)

    def __str__(self) -> str:
        """Nothing that tells whose it is."""
        return str(_("een antwoord"))
