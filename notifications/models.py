"""Notices, what people chose about them, and the outbox."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Expression, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Duty, Participant
from neighbourhood.models import Area
from notifications.choices import Cadence, Channel, State

if TYPE_CHECKING:
    from datetime import datetime

# Further back than this no digest tells, also when the worker was away for a month.
FORGOTTEN = timedelta(days=14)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices are for one person."""

    def visible_to(self, viewer: Participant | None) -> NoticeQuerySet:
        """The viewer's own, of the kinds that stand in the inbox."""
        return self.filter(recipient=viewer, shown=True) if viewer is not None else self.none()

    def unread(self) -> NoticeQuerySet:
        """What wasn't looked at yet."""
        return self.filter(read_at=None)

    def waiting(self, cadence: str, upto: datetime) -> NoticeQuerySet:
        """What waits for a digest that tells up to a moment."""
        return self.filter(digest=cadence, told_at__lte=upto, told_at__gt=upto - FORGOTTEN)


class Notice(models.Model):
    """Something that one person should know; what it is about is a number, told in words by its kind."""

    recipient = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="notices", verbose_name=_("voor wie"))
    kind = models.CharField(_("soort"), max_length=40)
    about = models.BigIntegerField(_("waarover"), default=0)
    by = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("door wie")
    )
    note = models.TextField(_("toelichting"), blank=True)
    times = models.PositiveIntegerField(_("keer"), default=1)
    made_at = models.DateTimeField(_("sinds"), default=timezone.now)
    told_at = models.DateTimeField(_("laatst"), default=timezone.now)
    read_at = models.DateTimeField(_("gelezen"), null=True, blank=True)
    shown = models.BooleanField(_("staat in de lijst"), default=True)
    # The digest that it waits for; none when it was told at once or in a digest already.
    digest = models.CharField(_("overzicht"), max_length=6, choices=Cadence.choices, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht van de site")
        verbose_name_plural = _("berichten van de site")
        ordering = ("-told_at", "-pk")
        indexes = (
            models.Index(fields=("recipient", "-told_at"), name="notice_of_recipient"),
            models.Index(fields=("recipient", "digest"), name="notice_for_digest", condition=~Q(digest="")),
        )
        constraints = (
            # What happens again before somebody looked is the same notice.
            models.UniqueConstraint(fields=("recipient", "kind", "about"), condition=Q(read_at=None), name="notice_unread_once"),
        )

    def __str__(self) -> str:
        """Kind and number, no names."""
        return f"{self.kind} {self.pk}"


class Preference(models.Model):
    """What somebody chose about one kind on one channel, where that differs from the default."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="preferences", verbose_name=_("wie"))
    kind = models.CharField(_("soort"), max_length=40)
    channel = models.CharField(_("hoe"), max_length=4, choices=Channel.choices)
    cadence = models.CharField(_("hoe vaak"), max_length=6, choices=Cadence.choices)

    class Meta:
        verbose_name = _("voorkeur")
        verbose_name_plural = _("voorkeuren")
        constraints = (models.UniqueConstraint(fields=("participant", "kind", "channel"), name="preference_once"),)

    def __str__(self) -> str:
        """What was chosen about what."""
        return f"{self.kind}: {self.cadence}"


class Reach(models.Model):
    """How somebody wants to be reached at all: quiet hours, mail and push on or off."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="reach", verbose_name=_("wie"), primary_key=True
    )
    quiet_from = models.TimeField(_("stil vanaf"), default=time(22))
    quiet_until = models.TimeField(_("stil tot"), default=time(7))
    mail = models.BooleanField(_("mail"), default=True)
    push = models.BooleanField(_("op telefoon of computer"), default=True)

    class Meta:
        verbose_name = _("bereikbaarheid")
        verbose_name_plural = _("bereikbaarheid")

    def __str__(self) -> str:
        """When it is quiet."""
        return f"{self.quiet_from:%H.%M}–{self.quiet_until:%H.%M}"


class PushSubscription(models.Model):
    """A browser that somebody lets us wake; the address belongs to the maker of the browser."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="push_subscriptions", verbose_name=_("wie")
    )
    endpoint = models.URLField(_("adres"), max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    made_at = models.DateTimeField(_("sinds"), default=timezone.now)

    class Meta:
        verbose_name = _("apparaat")
        verbose_name_plural = _("apparaten")

    def __str__(self) -> str:
        """Number only."""
        return f"{self._meta.verbose_name} {self.pk}"


class CircularQuerySet(models.QuerySet["Circular"]):
    """Messages to many; coordinators see those of their areas."""

    def overseen_by(self, viewer: Participant | None) -> CircularQuerySet:
        """Messages of the areas that `viewer` coordinates."""
        return self.filter(area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR))

    def due(self, now: datetime) -> CircularQuerySet:
        """What should have gone out by `now`, and didn't yet."""
        return self.filter(sent_at=None, withdrawn_at=None, send_at__lte=now)


class Circular(models.Model):
    """A coordinator's message to the people of an area, a meeting or a trajectory."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="circulars", verbose_name=_("gebied"))
    author = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, related_name="circulars", verbose_name=_("van wie")
    )
    audience = models.CharField(_("aan wie"), max_length=40)
    audience_number = models.BigIntegerField()
    subject = models.CharField(_("onderwerp"), max_length=120)
    text = models.TextField(_("bericht"), max_length=4000)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now)
    send_at = models.DateTimeField(_("versturen"), default=timezone.now)
    sent_at = models.DateTimeField(_("verstuurd"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    made_once = models.UUIDField(editable=False, unique=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht aan een groep")
        verbose_name_plural = _("berichten aan een groep")
        ordering = ("-send_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(sent_at=None) | Q(withdrawn_at=None), name="circular_sent_or_withdrawn"),
        )

    def __str__(self) -> str:
        """Its subject."""
        return self.subject


class CircularTemplate(models.Model):
    """A text that coordinators of an area start a message from."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="circular_templates", verbose_name=_("gebied"))
    name = models.CharField(_("naam"), max_length=60)
    subject = models.CharField(_("onderwerp"), max_length=120)
    text = models.TextField(_("bericht"), max_length=4000)

    class Meta:
        verbose_name = _("voorbeeldbericht")
        verbose_name_plural = _("voorbeeldberichten")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("area", "name"), name="circular_template_once"),)

    def __str__(self) -> str:
        """Its name."""
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The outbox."""

    def due(self, now: datetime) -> DeliveryQuerySet:
        """What could be sent by `now`: first what somebody waits for, then digests."""
        return self.filter(state=State.WAITING, due_at__lte=now).order_by("digest", "due_at", "pk")


class Delivery(models.Model):
    """One mail or push to one person: waits, and was sent. A row is made by the transaction that causes it."""

    person = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("aan wie"))
    channel = models.CharField(_("hoe"), max_length=4, choices=Channel.choices)
    key = models.CharField(_("kenmerk"), max_length=80, unique=True)
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries", verbose_name=_("waarvan")
    )
    digest = models.CharField(_("overzicht"), max_length=6, choices=Cadence.choices, blank=True)
    since = models.DateTimeField(_("overzicht vanaf"), null=True, blank=True)
    upto = models.DateTimeField(_("overzicht tot"), null=True, blank=True)
    state = models.CharField(_("toestand"), max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("reden"), max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now)
    due_at = models.DateTimeField(_("versturen vanaf"), default=timezone.now)
    sent_at = models.DateTimeField(_("verstuurd"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("te versturen")
        verbose_name_plural = _("postvak uit")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("digest", "due_at", "id"), name="delivery_waiting", condition=Q(state=State.WAITING)),
            models.Index(F("person"), F("made_at").desc(), name="delivery_of_person"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(notice=None) ^ Q(digest=""), name="delivery_of_notice_or_digest"),
            models.UniqueConstraint(fields=("notice", "channel"), condition=Q(state=State.WAITING), name="delivery_waits_once"),
        )

    def __str__(self) -> str:
        """What it is known by; no names, no addresses."""
        return self.key


class DigestRun(models.Model):
    """Up to when the digests of an area were planned."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", verbose_name=_("gebied"))
    cadence = models.CharField(_("overzicht"), max_length=6, choices=Cadence.choices)
    upto = models.DateTimeField(_("overzicht tot"))

    class Meta:
        verbose_name = _("gepland overzicht")
        verbose_name_plural = _("geplande overzichten")
        constraints = (models.UniqueConstraint(fields=("area", "cadence"), name="digest_run_once"),)

    def __str__(self) -> str:
        """Which, and up to when."""
        return f"{self.cadence} {self.upto:%Y-%m-%d %H:%M}"


def unread_of_account() -> Expression:
    """Return how many notices somebody hasn't looked at, for the query that fetches their account."""
    mine = Notice.objects.filter(recipient__user=OuterRef("pk"), shown=True, read_at=None).order_by()
    return Coalesce(Subquery(mine.values("recipient").annotate(number=Count("pk")).values("number")), 0)


def inbox() -> str:
    """Address of the inbox."""
    return reverse("notices")
