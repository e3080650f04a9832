"""What happened at a card besides what was written: who moved a step, put notes together, took something back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.cards import CardStep, PartnershipCard
from partnership.notes import Note
from partnership.partners import Partner
from partnership.proposals import LONGEST_PROPOSAL, Proposal


class What(models.TextChoices):
    """What somebody did; texts have their own versions, answers and reasons their own rows."""

    OPENED = "opened", _("begon de kaart")
    JOINED = "joined", _("kwam erbij")
    LEFT = "left", _("ging weg")
    SENT_AWAY = "sent_away", _("moest weg")
    HOSTS = "hosts", _("leidt het gesprek")
    MODE = "mode", _("koos een andere manier")
    REVEALED = "revealed", _("legde alle briefjes op tafel")
    TO_AGREEMENT = "agreement", _("ging naar akkoord")
    BACK = "back", _("ging terug naar het gesprek")
    SETTLED = "settled", _("legde de afspraak vast")
    REOPENED = "reopened", _("opende de stap weer")
    TOGETHER = "together", _("legde briefjes bij elkaar")
    TITLED = "titled", _("gaf een groepje andere woorden")
    TITLED_SECOND = "second", _("had ook andere woorden voor een groepje")
    PUT = "put", _("verlegde een briefje")
    TAKEN_BACK = "taken_back", _("nam een briefje terug")
    PUT_BACK = "put_back", _("legde een briefje terug")
    REMARK_BACK = "remark_back", _("nam een vraag of aanvulling terug")
    PROPOSAL_BACK = "prop_back", _("nam een voorstel terug")
    PROPOSAL_AGAIN = "prop_again", _("legde een voorstel terug")


class HappeningQuerySet(models.QuerySet["Happening"]):
    """Happenings are for the partners of their card."""

    def visible_to(self, partner: Partner | None) -> HappeningQuerySet:
        """What happened at the card of `partner`, without what is about notes that they may not read."""
        if partner is None or partner.left_at is not None:
            return self.none()
        readable = Q(note=None) | Q(note__writer=partner) | Q(note__shared_at__isnull=False)
        return self.filter(readable, card=partner.card_id)


class Happening(models.Model):
    """Somebody did something at a card."""

    card = models.ForeignKey(PartnershipCard, on_delete=models.CASCADE, related_name="happenings", verbose_name=_("kaart"))
    step = models.ForeignKey(CardStep, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("stap"))
    by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name=_("wie"))
    what = models.CharField(_("wat"), max_length=12, choices=What.choices)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(_("woorden"), max_length=LONGEST_PROPOSAL, blank=True)
    at = models.DateTimeField(_("wanneer"), default=timezone.now)

    objects = HappeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(what__in=What.values), name="happening_known"),)
        indexes = (models.Index(fields=("card", "-at"), name="happening_of_card"),)

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)
