"""Side streams: plans and activities that start beside the meetings (source: "Zijstromen")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, Erasure
from meetings import presence
from meetings.gatherings import Meeting
from neighbourhood.models import Area

if TYPE_CHECKING:
    from accounts.models import Participant


class StreamOrigin(models.TextChoices):
    """What a side stream came from. Of a case nothing is kept but that there was one."""

    MEETING = "meeting", _("een bijeenkomst")
    CASE = "case", _("een casus")
    THEME = "theme", _("een thema")
    STREAM = "stream", _("een andere zijstroom")


class StreamAudience(models.TextChoices):
    """Who may see a side stream."""

    GROUP = "group", _("de groep waar het begon")
    MEMBERS = "members", _("alle deelnemers van de kennismarkt")
    EVERYONE = "everyone", _("iedereen")


class SideStreamQuerySet(models.QuerySet["SideStream"]):
    """Who sees a side stream: whom it is meant for, its own people, and the group it came from."""

    def visible_to(self, viewer: Participant | None) -> SideStreamQuerySet:
        """Those meant for `viewer`, those of which they are part, and those of their groups; none begun by who is apart."""
        if viewer is None:
            return self.filter(audience=StreamAudience.EVERYONE)
        meant = Q(audience__in=[StreamAudience.MEMBERS, StreamAudience.EVERYONE])
        own = Q(pk__in=StreamMember.objects.filter(participant=viewer).values("stream"))
        apart = Block.objects.apart_from(viewer, "started_by")
        return self.filter(own | ((meant | presence.shared_with(viewer)) & ~apart))

    def carried_by(self, viewer: Participant) -> SideStreamQuerySet:
        """Those that `viewer` is part of, or whose meeting they plan or host."""
        own = Q(pk__in=StreamMember.objects.filter(participant=viewer).values("stream"))
        carried = Meeting.objects.filter(Meeting.objects.carried_by(viewer)).order_by().values("pk")
        return self.filter(own | Q(meeting__in=carried))

    def under_way(self) -> SideStreamQuerySet:
        """Those that aren't finished."""
        return self.filter(finished_at=None)


class SideStream(models.Model):
    """Something that people began beside the meetings: with a next step while it runs, and a result when it is done."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="side_streams", verbose_name=_("wijk"))
    title = models.CharField(_("hoe heet het?"), max_length=120)
    story = models.TextField(_("wat gaan jullie doen?"), max_length=2000, blank=True)
    origin = models.CharField(_("waaruit ontstaan?"), max_length=7, choices=StreamOrigin.choices)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="side_streams", verbose_name=_("bijeenkomst")
    )
    theme = models.CharField(_("welk thema?"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("andere zijstroom")
    )
    audience = models.CharField(
        _("wie mag dit zien?"), max_length=8, choices=StreamAudience.choices, default=StreamAudience.GROUP
    )
    next_step = models.CharField(_("volgende stap"), max_length=300, blank=True)
    next_step_on = models.DateField(_("wanneer"), null=True, blank=True)
    result = models.CharField(_("wat is het geworden?"), max_length=600, blank=True)
    started_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("begonnen door"),
    )
    started_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    finished_at = models.DateTimeField(_("klaar sinds"), null=True, blank=True)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)
    people = models.ManyToManyField(
        "accounts.Participant", through="StreamMember", related_name="side_streams", verbose_name=_("wie doet mee?")
    )

    objects = SideStreamQuerySet.as_manager()

    class Meta:
        verbose_name = _("zijstroom")
        verbose_name_plural = _("zijstromen")
        ordering = ("-started_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(origin__in=StreamOrigin.values), name="stream_origin_known"),
            models.CheckConstraint(condition=Q(audience__in=StreamAudience.values), name="stream_audience_known"),
            models.CheckConstraint(
                condition=Q(origin=StreamOrigin.STREAM) | Q(parent=None), name="stream_parent_only_of_a_stream"
            ),
            models.CheckConstraint(condition=~Q(origin=StreamOrigin.CASE) | Q(theme=""), name="stream_names_no_case"),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="stream_not_its_own_parent"),
            models.CheckConstraint(condition=Q(finished_at=None) | ~Q(result=""), name="stream_finished_with_a_result"),
        )

    def __str__(self) -> str:
        """Number only: it may be for a small group."""
        return str(_("zijstroom {number}")).format(number=self.pk)

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("side_stream", args=[self.pk])

    @property
    def finished(self) -> bool:
        """Whether it is done."""
        return self.finished_at is not None


class StreamMemberQuerySet(models.QuerySet["StreamMember"]):
    """Who is named with a side stream."""

    def named_to(self, viewer: Participant | None) -> StreamMemberQuerySet:
        """People of a stream whom `viewer` may see by name; visitors see how many there are."""
        if viewer is None:
            return self.none()
        from accounts.models import Participant as People

        return self.filter(participant__in=People.objects.visible_to(viewer).order_by().values("pk")).order_by("joined_at", "pk")

    def there(self) -> StreamMemberQuerySet:
        """Those that count: who is leaving doesn't any more."""
        return self.exclude(Erasure.objects.people("participant"))


class StreamMember(models.Model):
    """Somebody is part of a side stream."""

    stream = models.ForeignKey(SideStream, on_delete=models.CASCADE, related_name="members", verbose_name=_("zijstroom"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="stream_memberships", verbose_name=_("wie")
    )
    joined_at = models.DateTimeField(_("erbij sinds"), default=timezone.now)

    objects = StreamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelnemer aan een zijstroom")
        verbose_name_plural = _("deelnemers aan zijstromen")
        constraints = (models.UniqueConstraint(fields=("stream", "participant"), name="stream_joined_once"),)

    def __str__(self) -> str:
        """Numbers only."""
        return f"{self.stream_id}: {self.participant_id}"
