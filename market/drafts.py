"""Drafts: what somebody was writing, kept on the server so that no closed browser loses it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Participant
from market.listings import Listing, photo_path


class Draft(models.Model):
    """Unfinished words of a listing: one per person for a new listing, and one per listing being changed."""

    writer = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("van wie"))
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts", verbose_name=_("bij")
    )
    fields = models.JSONField(_("ingevuld"), default=dict)
    photo = models.ImageField(_("foto"), upload_to=photo_path, blank=True)
    saved_at = models.DateTimeField(_("bewaard"), auto_now=True)

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        constraints = (models.UniqueConstraint(fields=("writer", "listing"), name="draft_once", nulls_distinct=False),)

    def __str__(self) -> str:
        """What it would become."""
        return str(self.fields.get("title") or _("concept zonder titel"))
