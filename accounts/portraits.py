"""The self-portrait: head, heart and belly, in words and as a drawing; how people meet first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.addresses import picture_url
from accounts.blocks import Block
from accounts.privacy import shown_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.people import Participant

LONGEST = 300


def drawing_path(_portrait: models.Model, filename: str) -> str:
    """Where a photo of a drawing is kept: `filename` is made by `kennismarkt.images`, never by the sender."""
    return f"portraits/{filename[:2]}/{filename}"


def portrait_shown(viewer: Participant | None, path: str) -> Q:
    """Condition that the participant at `path` shows their self-portrait to `viewer`, a block between them aside."""
    return shown_to(viewer, "portrait", path) & Q(**{f"{path}user__is_active": True})


class SelfPortraitQuerySet(models.QuerySet["SelfPortrait"]):
    """Whose self-portrait a viewer may see."""

    def visible_to(self, viewer: Participant | None) -> SelfPortraitQuerySet:
        """What `viewer` may see, words and drawing: what people show them, nothing across a block, and their own."""
        shown = portrait_shown(viewer, "participant__")
        if viewer is None:
            return self.filter(shown)
        return self.filter(shown & ~Block.objects.apart_from(viewer, "participant") | Q(participant=viewer))

    def drawn(self) -> SelfPortraitQuerySet:
        """Those with something to look at."""
        return self.filter(picture_version__gt=0)

    def version_for(self, viewer: Participant | None, path: str) -> Subquery:
        """Return, inside a query, which version of their drawing the participant at `path` shows to `viewer`, if any."""
        shown = self.visible_to(viewer).drawn().filter(participant=OuterRef(path))
        return Subquery(shown.values("picture_version")[:1])

    def shown_on(self, people: Iterable[Participant], *, viewer: Participant | None) -> None:
        """Give each of `people` the address of their drawing, where `viewer` may see it; one query."""
        everybody = list(people)
        visible = self.visible_to(viewer).drawn().filter(participant__in=everybody)
        versions = dict(visible.values_list("participant", "picture_version"))
        for person in everybody:
            person.portrait_url = picture_url(person.pk, versions.get(person.pk))


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
    photo_small = models.ImageField(_("foto van een tekening, klein"), upload_to=drawing_path, blank=True)
    changed_at = models.DateTimeField(_("gewijzigd"), default=timezone.now)
    version = models.PositiveIntegerField(_("versie"), default=1)
    # The version that brought this drawing or photo; 0 while there is nothing to look at. Lists read it instead of the strokes.
    picture_version = models.PositiveIntegerField(_("versie van de tekening"), default=0)

    objects = SelfPortraitQuerySet.as_manager()

    class Meta:
        verbose_name = _("zelfportret")
        verbose_name_plural = _("zelfportretten")
        constraints = (
            models.CheckConstraint(
                condition=Q(strokes=[]) | Q(photo=""),
                name="drawn_or_photographed",
                violation_error_message=_("Kies een tekening of een foto, niet allebei."),
            ),
            models.CheckConstraint(
                condition=Q(picture_version=0, strokes=[], photo="") | Q(picture_version__gt=0) & (~Q(strokes=[]) | ~Q(photo="")),
                name="picture_version_when_drawn",
            ),
            models.CheckConstraint(
                condition=Q(photo="", photo_small="") | ~Q(photo="") & ~Q(photo_small=""), name="photo_in_both_sizes"
            ),
        )

    def __str__(self) -> str:
        """Number only: what somebody feels is theirs to show."""
        return str(_("zelfportret {number}")).format(number=self.participant_id)

    @property
    def drawn(self) -> bool:
        """Whether there is something to look at."""
        return self.picture_version > 0

    @property
    def words(self) -> list[tuple[str, str]]:
        """Each zone that has words, as its name and its words."""
        zones = ((_("hoofd"), self.head), (_("hart"), self.heart), (_("buik"), self.belly))
        return [(str(name), said) for name, said in zones if said]

    @property
    def picture_url(self) -> str:
        """Address of the whole drawing."""
        return picture_url(self.participant_id, self.picture_version, small=False)
