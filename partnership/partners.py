"""Partners: who sits around a card, participants and guests alike, and who is there now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, Side, portrait_variety

if TYPE_CHECKING:
    from accounts.models import Participant
    from partnership.cards import PartnershipCard

PRESENT_FOR = timedelta(seconds=50)
WRITING_FOR = timedelta(seconds=8)
NAME_LENGTH = 40


class Guest(models.Model):
    """Somebody without an account, known by a link they may keep; only a hash of its secret stands here."""

    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("sinds"), default=timezone.now)

    class Meta:
        verbose_name = _("gast")
        verbose_name_plural = _("gasten")

    def __str__(self) -> str:
        """Number only."""
        return str(_("gast {number}")).format(number=self.pk)


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Who sits around a card."""

    def around(self) -> PartnerQuerySet:
        """Those who take part now."""
        return self.filter(left_at=None)

    def deciding(self) -> PartnerQuerySet:
        """Those whose word is waited for: who take part and are not away for now."""
        return self.around().filter(away=False)


class Partner(models.Model):
    """Somebody at the table, on one side; a participant or a guest under a name of their choice."""

    card = models.ForeignKey("PartnershipCard", on_delete=models.CASCADE, related_name="partners", verbose_name=_("kaart"))
    participant = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("deelnemer"),
    )
    guest = models.ForeignKey(
        Guest, on_delete=models.CASCADE, null=True, blank=True, related_name="partnerships", verbose_name=_("gast")
    )
    name = models.CharField(_("naam"), max_length=60)
    side = models.CharField(_("kant"), max_length=8, choices=Side.choices)
    joined_at = models.DateTimeField(_("erbij sinds"), default=timezone.now)
    away = models.BooleanField(_("kijkt later mee"), default=False)
    left_at = models.DateTimeField(_("weg sinds"), null=True, blank=True)
    barred = models.BooleanField(_("mag niet terugkomen"), default=False)

    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    writing_at = models.DateTimeField(null=True, blank=True, editable=False)
    writing_step = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("joined_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(participant=None) | Q(guest=None), name="partner_participant_or_guest"),
            # Who was erased is neither, and gone from the table; what they agreed to stays, of nobody.
            models.CheckConstraint(
                condition=Q(participant__isnull=False) | Q(guest__isnull=False) | Q(left_at__isnull=False),
                name="partner_of_nobody_has_left",
            ),
            models.CheckConstraint(condition=Q(barred=False) | Q(left_at__isnull=False), name="partner_sent_away_has_left"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="partner_side_known"),
            models.UniqueConstraint(fields=("card", "participant"), name="partner_once"),
            models.UniqueConstraint(fields=("card", "guest"), name="guest_partner_once"),
        )

    def __str__(self) -> str:
        """Number only: who sits at a table is theirs."""
        return str(_("partner {number}")).format(number=self.pk)

    @property
    def called(self) -> str:
        """Their name; of who was erased, that somebody was here."""
        return self.name or str(_("iemand die er niet meer bij is"))

    @property
    def portrait_variety(self) -> int:
        """Which drawn stand-in shows this partner."""
        return portrait_variety(self.participant_id or self.pk)

    @property
    def present(self) -> bool:
        """Whether they looked a moment ago."""
        return self.seen_at is not None and self.seen_at + PRESENT_FOR > timezone.now()

    @property
    def writing(self) -> bool:
        """Whether they are writing now."""
        return self.writing_at is not None and self.writing_at + WRITING_FOR > timezone.now()


def partner_of(card: PartnershipCard, *, viewer: Participant | None = None, guest: int | None = None) -> Partner | None:
    """Return the partner that this participant, or else this guest, is at `card` now; None for an outsider.

    A block between a participant and the host keeps the participant away for as long as it stands.
    """
    around = card.partners.around().select_related("participant")
    if viewer is not None:
        apart = Block.objects.apart_from(viewer, "card__host__participant")
        return around.filter(Q(card__host__participant=None) | ~apart, participant=viewer).first()
    return around.filter(guest=guest).first() if guest is not None else None
