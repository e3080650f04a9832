"""Who works or helps at which organisation, and who may act for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neighbourhood.models import Organisation

if TYPE_CHECKING:
    from accounts.people import Participant


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Affiliations that somebody says they have, and those that give rights."""

    def confirmed(self) -> AffiliationQuerySet:
        """Those with which one may act for the organisation: a coordinator or its keeper has confirmed them."""
        return self.filter(confirmed_at__isnull=False)

    def organisations_of(self, person: Participant | None) -> models.QuerySet[Affiliation, int]:
        """Numbers of the organisations for which `person` may act."""
        return self.confirmed().filter(participant=person).values_list("organisation", flat=True)

    def visible_to(self, viewer: Participant | None) -> AffiliationQuerySet:
        """Those whose person shows function and organisation to `viewer`, and whom `viewer` may see at all."""
        from accounts.people import Participant
        from accounts.privacy import shown_to

        people = Participant.objects.visible_to(viewer).filter(shown_to(viewer, "affiliations"))
        return self.filter(participant__in=people.values("pk"))


class Affiliation(models.Model):
    """Somebody works or helps at an organisation; once confirmed they may act for it. An organisation never logs in."""

    participant = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, verbose_name=_("deelnemer"))
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, verbose_name=_("organisatie"))
    function = models.CharField(_("functie of taak"), max_length=80, blank=True)
    since = models.DateField(_("sinds"), null=True, blank=True)
    keeps_entry = models.BooleanField(_("houdt de gegevens van de organisatie bij"), default=False)
    confirmed_at = models.DateTimeField(_("bevestigd"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("werkt of helpt bij")
        verbose_name_plural = _("werkt of helpt bij")
        constraints = (
            models.UniqueConstraint(
                fields=("participant", "organisation"),
                name="affiliated_once",
                violation_error_message=_("Deze organisatie staat er al bij."),
            ),
            models.CheckConstraint(
                condition=Q(keeps_entry=False) | Q(confirmed_at__isnull=False),
                name="keeper_confirmed",
                violation_error_message=_("Wie de gegevens bijhoudt, moet eerst bevestigd zijn."),
            ),
        )

    def __str__(self) -> str:
        """Who acts for what."""
        return f"{self.participant} – {self.organisation}"
