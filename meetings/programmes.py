"""The programme of a meeting: parts with their times, who carries them, pieces of theory, and what there has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.gatherings import Meeting
from meetings.prep_groups import PrepGroup

if TYPE_CHECKING:
    from accounts.models import Participant

SHORTEST_MINUTES, LONGEST_MINUTES = 1, 240
LONGEST_MESSAGE = 2000


class ItemKind(models.TextChoices):
    """Kinds of parts (domain: ProgrammeItem)."""

    WELCOME = "welcome", _("welkom")
    ROUND = "round", _("voorstelrondje")
    WORK_FORM = "work_form", _("werkvorm")
    THEORY = "theory", _("klein stukje theorie")
    CASE = "case", _("casus")
    LUNCH = "lunch", _("lunch")
    NEXT_GROUP = "next_group", _("volgend groepje kiezen")
    TAKE_HOME = "take_home", _("wat neem ik mee?")
    CLOSING = "closing", _("afronding")
    OTHER = "other", _("iets anders")


class BuildingBlock(models.Model):
    """A short piece of theory to be inspired by, in our own words, with where it comes from."""

    slug = models.SlugField(_("naam in het adres"), max_length=60, unique=True)
    title = models.CharField(_("titel"), max_length=120)
    theme = models.CharField(_("thema"), max_length=60)
    # In Markdown.
    words = models.TextField(_("tekst"), max_length=6000)
    # Each with author, year, title and the like.
    references = models.JSONField(_("literatuur"), default=list, blank=True)

    class Meta:
        verbose_name = _("bouwsteen")
        verbose_name_plural = _("bouwstenen")
        ordering = ("title",)

    def __str__(self) -> str:
        """Title as people say it."""
        return self.title


class ProgrammeItem(models.Model):
    """One part of a meeting: what, for how long, in which order. When it begins follows from the parts before it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="programme", verbose_name=_("bijeenkomst"))
    position = models.PositiveSmallIntegerField(_("volgorde"))
    kind = models.CharField(_("soort"), max_length=10, choices=ItemKind.choices)
    title = models.CharField(_("titel"), max_length=120)
    minutes = models.PositiveSmallIntegerField(
        _("minuten"), validators=[MinValueValidator(SHORTEST_MINUTES), MaxValueValidator(LONGEST_MINUTES)]
    )
    words = models.TextField(_("wat doen we?"), max_length=1500, blank=True)
    block = models.ForeignKey(
        BuildingBlock, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("bouwsteen")
    )
    carriers = models.ManyToManyField(
        "accounts.Participant", through="ItemCarrier", related_name="+", verbose_name=_("wie draagt dit?")
    )
    added_once = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    class Meta:
        verbose_name = _("programmaonderdeel")
        verbose_name_plural = _("programmaonderdelen")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="item_kind_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST_MINUTES, minutes__lte=LONGEST_MINUTES), name="item_takes_time"
            ),
            models.UniqueConstraint(fields=("meeting", "added_once"), name="item_added_once"),
        )

    def __str__(self) -> str:
        """Title as the group says it."""
        return self.title


class ItemCarrier(models.Model):
    """Somebody carries a part of a meeting."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="carried", verbose_name=_("onderdeel"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="+", verbose_name=_("deelnemer")
    )

    class Meta:
        verbose_name = _("wie een onderdeel draagt")
        verbose_name_plural = _("wie een onderdeel draagt")
        constraints = (models.UniqueConstraint(fields=("item", "participant"), name="item_carried_once"),)

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)


class Material(models.Model):
    """Something that has to be there: who brings it, and whether it is."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="materials", verbose_name=_("bijeenkomst"))
    words = models.CharField(_("wat is er nodig?"), max_length=120)
    brought_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wie zorgt ervoor?"),
    )
    ready = models.BooleanField(_("geregeld"), default=False)

    class Meta:
        verbose_name = _("wat er nodig is")
        verbose_name_plural = _("wat er nodig is")
        ordering = ("ready", "pk")

    def __str__(self) -> str:
        """What it is."""
        return self.words


class GroupMessageQuerySet(models.QuerySet["GroupMessage"]):
    """Who reads the conversation of a group."""

    def visible_to(self, viewer: Participant | None) -> GroupMessageQuerySet:
        """What was said in groups that `viewer` is in now, or guides."""
        from meetings.working import conversing

        return self.filter(group__in=conversing(viewer))


class GroupMessage(models.Model):
    """One message in the conversation of a preparation group."""

    group = models.ForeignKey(PrepGroup, on_delete=models.CASCADE, related_name="messages", verbose_name=_("groepje"))
    author = models.ForeignKey("accounts.Participant", on_delete=models.PROTECT, related_name="+", verbose_name=_("van"))
    text = models.TextField(_("bericht"), max_length=LONGEST_MESSAGE)
    sent_at = models.DateTimeField(_("verstuurd"), default=timezone.now)
    sent_once = models.UUIDField(editable=False)

    objects = GroupMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht in een groepje")
        verbose_name_plural = _("berichten in groepjes")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("author", "sent_once"), name="group_message_once"),)
        indexes = (models.Index(fields=("author", "sent_at"), name="group_message_pace"),)

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)
