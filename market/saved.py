"""Saved searches: what somebody wants to keep an eye on."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Participant
from neighbourhood.models import Area


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Nobody sees another's searches."""

    def visible_to(self, viewer: Participant | None) -> SavedSearchQuerySet:
        """The viewer's own."""
        return self.filter(participant=viewer) if viewer is not None else self.none()


class SavedSearch(models.Model):
    """A search of the market with its filters, as its own address says it."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="saved_searches", verbose_name=_("van wie")
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("wijk"))
    query = models.CharField(_("zoekvraag"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("bewaard"), default=timezone.now)
    looked_at = models.DateTimeField(_("laatst bekeken"), default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewaarde zoekvraag")
        verbose_name_plural = _("bewaarde zoekvragen")
        ordering = ("-saved_at",)
        constraints = (
            models.UniqueConstraint(fields=("participant", "area", "query"), name="search_saved_once", nulls_distinct=False),
        )

    def __str__(self) -> str:
        """The query string."""
        return self.query

    def get_absolute_url(self) -> str:
        """The market with this search."""
        market = reverse("market", args=[self.area.slug]) if self.area else reverse("whole_market")
        return f"{market}?{self.query}"
