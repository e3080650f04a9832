"""The self-portrait: head, heart and belly, in words and as a drawing; how people meet first."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 300


def drawing_path(_portrait: models.Model, filename: str) -> str:
    """Where a photo of a drawing is kept: `filename` is made by `kennismarkt.images`, never by the sender."""
    return f"portraits/{filename[:2]}/{filename}"


class SelfPortrait(models.Model):
    """What one thinks, loves and feels in the gut (source: "Kennismaken", the self-portrait that the meetings begin with)."""

    participant = models.OneToOneField(
        "accounts.Participant", on_delete=models.CASCADE, related_name="self_portrait", verbose_name=_("van wie")
    )
    head = models.CharField(_("hoofd"), max_length=LONGEST, blank=True)
    heart = models.CharField(_("hart"), max_length=LONGEST, blank=True)
    belly = models.CharField(_("buik"), max_length=LONGEST, blank=True)
    # A list of strokes as `accounts.drawing` reads them: data, never a picture from elsewhere.
    strokes = models.JSONField(_("tekening"), default=list, blank=True)
    photo = models.ImageField(_("foto van een tekening"), upload_to=drawing_path, blank=True)
    changed_at = models.DateTimeField(_("gewijzigd"), default=timezone.now)
    version = models.PositiveIntegerField(_("versie"), default=1)

    class Meta:
        verbose_name = _("zelfportret")
        verbose_name_plural = _("zelfportretten")
        constraints = (
            models.CheckConstraint(
                condition=Q(strokes=[]) | Q(photo=""),
                name="drawn_or_photographed",
                violation_error_message=_("Kies een tekening of een foto, niet allebei."),
            ),
        )

    def __str__(self) -> str:
        """Number only: what somebody feels is theirs to show."""
        return str(_("zelfportret {number}")).format(number=self.participant_id)

    @property
    def drawn(self) -> bool:
        """Whether there is something to look at."""
        return bool(self.strokes or self.photo)

    @property
    def words(self) -> list[tuple[str, str]]:
        """Each zone that has words, as its name and its words."""
        zones = ((_("hoofd"), self.head), (_("hart"), self.heart), (_("buik"), self.belly))
        return [(str(name), said) for name, said in zones if said]

    @property
    def picture_url(self) -> str:
        """Address of the drawing, new with each version."""
        return f"{reverse('portrait_picture', args=[self.participant_id])}?v={self.version}"
