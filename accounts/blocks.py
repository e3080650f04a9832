"""Who wants nothing to do with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.people import Participant


class BlockQuerySet(models.QuerySet["Block"]):
    """Who stays apart from whom."""

    def apart_from(self, viewer: Participant, path: str) -> Q:
        """Condition that the participant at `path` blocked `viewer` or was blocked by them."""
        blockers = self.filter(blocked=viewer).values("blocker")
        blocked = self.filter(blocker=viewer).values("blocked")
        return Q(**{f"{path}__in": blockers}) | Q(**{f"{path}__in": blocked})

    def between(self, one: Participant, other: Participant) -> BlockQuerySet:
        """Blocks between these two, whoever made them."""
        return self.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one))


class Block(models.Model):
    """Somebody wants nothing to do with somebody; the blocked person is not told."""

    blocker = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="blocks", verbose_name=_("wie"))
    blocked = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="blocked_by", verbose_name=_("blokkeert wie")
    )
    made_at = models.DateTimeField(_("sinds"), default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("blokkade")
        verbose_name_plural = _("blokkades")
        constraints = (
            models.UniqueConstraint(fields=("blocker", "blocked"), name="blocked_once"),
            models.CheckConstraint(condition=~Q(blocker=models.F("blocked")), name="nobody_blocks_themselves"),
        )

    def __str__(self) -> str:
        """Who blocks whom."""
        return f"{self.blocker} × {self.blocked}"
