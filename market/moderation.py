"""Reports and what moderators do with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Duty, Participant
from market.conversations import Message
from market.listings import Listing
from neighbourhood.models import Area


class Reason(models.TextChoices):
    """Why something is reported or hidden."""

    HURTFUL = "hurtful", _("kwetsend of bedreigend")
    PRIVATE = "private", _("er staat iets privés in")
    SCAM = "scam", _("oplichting of reclame")
    UNSAFE = "unsafe", _("onveilig voor iemand")
    OTHER = "other", _("iets anders")


Hideable = Listing | Message
Reportable = Listing | Message | Participant


def about(thing: Reportable) -> dict[str, Reportable]:
    """Return which column of a report or hiding `thing` goes in."""
    name = {Listing: "listing", Message: "message", Participant: "person"}[type(thing)]
    return {name: thing}


def area_of(thing: Reportable) -> Area:
    """Return whose moderators look at `thing`."""
    return thing.conversation.area if isinstance(thing, Message) else thing.area


def author_of(thing: Reportable) -> Participant:
    """Return who wrote `thing`, or is it."""
    if isinstance(thing, Listing):
        return thing.owner
    return thing.author if isinstance(thing, Message) else thing


def moderators(area: Area) -> models.QuerySet[Participant]:
    """Return who moderates in `area`."""
    return Participant.objects.filter(appointments__area=area, appointments__duty=Duty.MODERATOR)


def about_one(*names: str) -> Q:
    """Condition that exactly one of the foreign keys `names` is set."""
    condition = Q()
    for named in names:
        condition |= Q(**{f"{name}__isnull": name != named for name in names})
    return condition


class ReportQuerySet(models.QuerySet["Report"]):
    """Moderators see the reports of their areas; nobody else sees any."""

    def overseen_by(self, viewer: Participant | None) -> ReportQuerySet:
        """Reports of the areas that `viewer` moderates, except about themselves: those are for somebody else."""
        reports = self.filter(area__in=Appointment.objects.areas(viewer, Duty.MODERATOR))
        # Each column may be empty, and what is empty is nobody's: `exclude` would drop those rows.
        others = [
            Q(**{f"{path}__isnull": True}) | ~Q(**{path: viewer}) for path in ("listing__owner", "message__author", "person")
        ]
        return reports.filter(*others)

    def waiting(self) -> ReportQuerySet:
        """Reports that nobody has handled yet, oldest first."""
        return self.filter(handled_at=None).order_by("reported_at", "pk")


class Report(models.Model):
    """Somebody says that a listing, a message or a person is not right."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="reports", verbose_name=_("wijk"))
    reporter = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, related_name="reports", verbose_name=_("gemeld door")
    )
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("aanbod of vraag")
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("bericht")
    )
    person = models.ForeignKey(
        Participant,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reports_about",
        verbose_name=_("deelnemer"),
    )
    reason = models.CharField(_("reden"), max_length=8, choices=Reason.choices)
    text = models.TextField(_("wat is er aan de hand?"), max_length=1000, blank=True)
    reported_at = models.DateTimeField(_("gemeld"), default=timezone.now)
    handled_at = models.DateTimeField(_("afgehandeld"), null=True, blank=True)
    handled_by = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("door")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        ordering = ("-reported_at",)
        constraints = (
            models.CheckConstraint(condition=about_one("listing", "message", "person"), name="report_about_one_thing"),
        )

    def __str__(self) -> str:
        """Reason and number, no names."""
        return f"{Reason(self.reason).label} ({self.pk})"

    @property
    def thing(self) -> Reportable:
        """What was reported."""
        thing = self.listing or self.message or self.person
        if thing is None:
            raise TypeError("A report is about one thing; the database sees to that.")
        return thing


class HidingQuerySet(models.QuerySet["Hiding"]):
    """Whom a hiding concerns."""

    def overseen_by(self, viewer: Participant | None) -> HidingQuerySet:
        """Hidings in the areas that `viewer` moderates, except of what they wrote themselves."""
        hidings = self.filter(area__in=Appointment.objects.areas(viewer, Duty.MODERATOR))
        others = [Q(**{f"{path}__isnull": True}) | ~Q(**{path: viewer}) for path in ("listing__owner", "message__author")]
        return hidings.filter(*others)

    def in_force(self) -> HidingQuerySet:
        """Hidings that were not lifted."""
        return self.filter(lifted_at=None)

    def objected(self) -> HidingQuerySet:
        """Hidings whose writer objects and waits for an answer, oldest first."""
        waiting = self.in_force().filter(objected_at__isnull=False, upheld_at=None)
        return waiting.order_by("objected_at", "pk")

    def of(self, viewer: Participant | None) -> HidingQuerySet:
        """Hidings of what `viewer` wrote."""
        return self.filter(Q(listing__owner=viewer) | Q(message__author=viewer))


class Hiding(models.Model):
    """A moderator hid a listing or message, with the reason that its writer reads and may object to."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", verbose_name=_("wijk"))
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="hidings", verbose_name=_("aanbod of vraag")
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="hidings", verbose_name=_("bericht")
    )
    reason = models.CharField(_("reden"), max_length=8, choices=Reason.choices)
    explanation = models.TextField(_("uitleg voor wie het schreef"), max_length=1000)
    hidden_at = models.DateTimeField(_("verborgen"), default=timezone.now)
    hidden_by = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("door"))
    objection = models.TextField(_("bezwaar"), max_length=1000, blank=True)
    objected_at = models.DateTimeField(_("bezwaar gemaakt"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("weer zichtbaar"), null=True, blank=True)
    upheld_at = models.DateTimeField(_("bezwaar afgewezen"), null=True, blank=True)

    objects = HidingQuerySet.as_manager()

    class Meta:
        verbose_name = _("verborgen")
        verbose_name_plural = _("verborgen")
        ordering = ("-hidden_at",)
        constraints = (
            models.CheckConstraint(condition=about_one("listing", "message"), name="hiding_of_one_thing"),
            models.UniqueConstraint(fields=("listing",), condition=Q(lifted_at=None), name="listing_hidden_once"),
            models.UniqueConstraint(fields=("message",), condition=Q(lifted_at=None), name="message_hidden_once"),
        )

    def __str__(self) -> str:
        """Reason and number."""
        return f"{Reason(self.reason).label} ({self.pk})"

    def get_absolute_url(self) -> str:
        """Where its writer reads why, and objects."""
        return reverse("object_to_hiding", args=[self.pk])

    @property
    def thing(self) -> Hideable:
        """What was hidden."""
        thing = self.listing or self.message
        if thing is None:
            raise TypeError("A hiding is of one thing; the database sees to that.")
        return thing
