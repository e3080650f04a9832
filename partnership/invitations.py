"""Who was asked to sit down at a card: known people, without the code at the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Block
from partnership.cards import PartnershipCard
from partnership.partners import Partner

if TYPE_CHECKING:
    from accounts.models import Participant


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """An invitation is for who was asked, and for who sits at the card."""

    def visible_to(self, viewer: Participant | None) -> InvitationQuerySet:
        """Invitations of `viewer`, not from who is kept apart from them by a block."""
        if viewer is None:
            return self.none()
        mine = self.filter(person=viewer)
        return mine.filter(Q(by__participant=None) | ~Block.objects.apart_from(viewer, "by__participant"))

    def waiting(self) -> InvitationQuerySet:
        """Invitations that nobody answered or took back."""
        return self.filter(answered_at=None)


class Invitation(models.Model):
    """The host asked somebody to take part."""

    card = models.ForeignKey(PartnershipCard, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("kaart"))
    person = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="card_invitations", verbose_name=_("wie")
    )
    by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name=_("door"))
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)
    accepted = models.BooleanField(_("doet mee"), default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("card", "person"), condition=Q(answered_at=None), name="one_open_invitation"),
            models.CheckConstraint(condition=Q(accepted=False) | Q(answered_at__isnull=False), name="accepted_is_answered"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(_("uitnodiging {number}")).format(number=self.pk)
