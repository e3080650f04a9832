"""Tags: words that members propose and moderators accept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from accounts.models import Participant


class TagQuerySet(models.QuerySet["Tag"]):
    """Which tags show."""

    def accepted(self) -> TagQuerySet:
        """Tags that everybody may see; a proposal shows to its proposer and to moderators only."""
        return self.filter(accepted=True)


class Tag(TagBase):
    """A word to find things by. A member's new word is a proposal until a moderator accepts it."""

    accepted = models.BooleanField(_("aangenomen"), default=False)
    proposed_by = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("voorgesteld door")
    )

    tags = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("trefwoord")
        verbose_name_plural = _("trefwoorden")
        base_manager_name = "objects"


class Tagging(ItemBase):
    """A tag on a listing."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    content_object = models.ForeignKey("market.Listing", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        verbose_name = _("trefwoord bij aanbod of vraag")
        verbose_name_plural = _("trefwoorden bij aanbod en vraag")
        constraints = (models.UniqueConstraint(fields=("tag", "content_object"), name="tagged_once"),)
