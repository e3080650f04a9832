"""Reflections: what somebody takes home from a meeting; quoted only where they said so (domain: Reflection)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Erasure
from meetings.gatherings import Meeting

if TYPE_CHECKING:
    from accounts.models import Participant

LONGEST_THOUGHT = 600


class Part(models.TextChoices):
    """What a thought is about: the self-portrait's three, and what could be better or was good."""

    HEAD = "head", _("hoofd")
    HEART = "heart", _("hart")
    BELLY = "belly", _("buik")
    TIP = "tip", _("tip")
    TOP = "top", _("top")


class MayQuote(models.TextChoices):
    """Whether others may read a thought; asked for each by itself, and taken back at any time."""

    NO = "no", _("nee, dit lees alleen ik")
    NAMELESS = "nameless", _("ja, zonder mijn naam")
    NAMED = "named", _("ja, met mijn naam")


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    """Everything that shows a quote starts at `quoted_to`: what is taken back there is gone everywhere at once."""

    def written_by(self, writer: Participant) -> ReflectionQuerySet:
        """All thoughts of `writer`, for their own eyes."""
        return self.filter(participant=writer).order_by("-meeting__starts_at", "pk")

    def quotable(self) -> ReflectionQuerySet:
        """Thoughts that may be quoted now: with consent, not set aside, and not of who is leaving."""
        agreed = self.exclude(may_quote=MayQuote.NO).filter(set_aside_at=None)
        return agreed.exclude(Erasure.objects.people("participant")).order_by("mark")

    def quoted_to(self, viewer: Participant | None) -> ReflectionQuerySet:
        """Quotes from meetings that `viewer` sees, in an order that tells neither who nor when."""
        return self.quotable().filter(meeting__in=Meeting.objects.visible_to(viewer).order_by().values("pk"))


class Reflection(models.Model):
    """One thought of one person after one meeting.

    `mark` orders and addresses quotes: unlike a number it doesn't tell which ones were written together.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reflections", verbose_name=_("bijeenkomst"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="reflections", verbose_name=_("van wie")
    )
    part = models.CharField(_("waarover"), max_length=5, choices=Part.choices)
    text = models.CharField(_("wat neem ik mee?"), max_length=LONGEST_THOUGHT)
    may_quote = models.CharField(_("mogen anderen dit lezen?"), max_length=8, choices=MayQuote.choices, default=MayQuote.NO)
    consented_at = models.DateTimeField(_("toestemming sinds"), null=True, blank=True)
    # By who carries the meeting, when a quote gives somebody away.
    set_aside_at = models.DateTimeField(_("opzij gezet"), null=True, blank=True)
    written_at = models.DateTimeField(_("geschreven"), default=timezone.now)
    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("gedachte na afloop")
        verbose_name_plural = _("gedachten na afloop")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "participant", "part"), name="thought_once_per_part"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="thought_part_known"),
            models.CheckConstraint(condition=~Q(text=""), name="thought_has_words"),
            models.CheckConstraint(
                condition=Q(may_quote=MayQuote.NO, consented_at=None)
                | Q(may_quote__in=[MayQuote.NAMELESS, MayQuote.NAMED], consented_at__isnull=False),
                name="thought_quoted_with_consent",
            ),
        )

    def __str__(self) -> str:
        """Number only: it may be for nobody else's eyes."""
        return str(_("gedachte {number}")).format(number=self.pk)
