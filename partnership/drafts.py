"""What somebody is writing and hasn't sent: kept on the server too, for a dead phone; theirs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_PLACE = 40


class DraftQuerySet(models.QuerySet["Draft"]):
    """A draft is read by who writes it and by nobody else."""

    def visible_to(self, partner: Partner | None) -> DraftQuerySet:
        """Drafts of `partner`, while they take part."""
        return self.filter(partner=partner) if partner is not None and partner.left_at is None else self.none()


class Draft(models.Model):
    """The fields of one form that somebody is filling in."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("van wie"))
    # Which form: "note-2" is a new note at step 2, "note-2-55" other words for note 55.
    place = models.CharField(max_length=LONGEST_PLACE)
    fields: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        constraints = (models.UniqueConstraint(fields=("partner", "place"), name="one_draft_per_form"),)

    def __str__(self) -> str:
        """Where, not what."""
        return f"{self.partner_id}: {self.place}"


def keep(partner: Partner, place: str, fields: Mapping[str, str]) -> None:
    """Remember what `partner` wrote so far at `place`; nothing written is nothing kept."""
    words = {name: text for name, text in fields.items() if text.strip()}
    if words:
        facts = {"fields": words, "saved_at": timezone.now()}
        Draft.objects.update_or_create(partner=partner, place=place, defaults=facts)
    else:
        drop(partner, place)


def drop(partner: Partner, place: str) -> None:
    """Forget a draft: it was sent, or emptied."""
    Draft.objects.filter(partner=partner, place=place).delete()


def of(partner: Partner) -> dict[str, dict[str, str]]:
    """Return everything that `partner` is writing, by place."""
    return dict(Draft.objects.visible_to(partner).values_list("place", "fields"))
