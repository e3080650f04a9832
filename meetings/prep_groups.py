"""Preparation groups: who wishes to prepare a meeting, what was proposed, who does, and who did (source: appendix I)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.languages import SpokenLanguage
from meetings.gatherings import Meeting
from meetings.seats import Seat, SeatState
from meetings.trajectories import Trajectory
from neighbourhood.models import Side

if TYPE_CHECKING:
    from accounts.models import Participant


def takes_part(viewer: Participant) -> Q:
    """Condition that a meeting is one that `viewer` comes to, or one of a trajectory of which they come to a meeting."""
    seats = Seat.objects.filter(participant=viewer, state=SeatState.SEATED).order_by()
    return Q(pk__in=seats.values("meeting")) | Q(
        trajectory__in=seats.filter(meeting__trajectory__isnull=False).values("meeting__trajectory")
    )


def composed_with(viewer: Participant | None) -> models.QuerySet[Meeting]:
    """Return the meetings of which `viewer` sees who wishes to prepare them and who does: taking part, or carrying them."""
    if viewer is None:
        return Meeting.objects.none()
    return Meeting.objects.held().filter(takes_part(viewer) | Meeting.objects.carried_by(viewer))


def guided_by(viewer: Participant) -> Q:
    """Condition that `viewer` carries the meeting by being there: its host, or the trajectory's coordinator or facilitator."""
    return (
        Q(pk__in=Meeting.hosts.through.objects.filter(participant=viewer).values("meeting"))
        | Q(trajectory__in=Trajectory.coordinators.through.objects.filter(participant=viewer).values("trajectory"))
        | Q(trajectory__in=Trajectory.facilitators.through.objects.filter(participant=viewer).values("trajectory"))
    )


class PrepWishQuerySet(models.QuerySet["PrepWish"]):
    """Who sees that somebody wishes to prepare."""

    def visible_to(self, viewer: Participant | None) -> PrepWishQuerySet:
        """One's own, and of others where both take part, or one carries the meeting; nobody across a block or leaving."""
        if viewer is None:
            return self.none()
        from accounts.models import Participant as People

        return self.filter(
            meeting__in=composed_with(viewer).order_by().values("pk"),
            participant__in=People.objects.visible_to(viewer).order_by().values("pk"),
        )


class PrepWish(models.Model):
    """Somebody wishes to prepare a meeting: whether they can at the time of its preparation, and whom they like beside them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="prep_wishes", verbose_name=_("bijeenkomst"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="+", verbose_name=_("deelnemer")
    )
    side = models.CharField(_("kant"), max_length=8, choices=Side.choices)
    can_come = models.BooleanField(_("kan bij de voorbereiding"), default=True)
    language = models.CharField(_("met iemand die deze taal spreekt"), max_length=3, choices=SpokenLanguage.choices, blank=True)
    made_at = models.DateTimeField(_("sinds"), default=timezone.now)

    objects = PrepWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wie wil voorbereiden")
        verbose_name_plural = _("wie wil voorbereiden")
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "participant"), name="prep_wish_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="prep_wish_side_known"),
        )

    def __str__(self) -> str:
        """Number only: who wishes is theirs."""
        return str(self.pk)


class PrepGroup(models.Model):
    """The group that prepares a meeting; until it is agreed, only what lies on the table (`PrepPick`)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="prep_group", verbose_name=_("bijeenkomst"))
    proposed_at = models.DateTimeField(_("voorgesteld"), null=True, blank=True)
    # Whether the solver proved that nothing is better, or stopped at its limit.
    proven = models.BooleanField(_("bewezen de beste"), default=False)
    agreed_at = models.DateTimeField(_("afgesproken"), null=True, blank=True)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    class Meta:
        verbose_name = _("voorbereidingsgroepje")
        verbose_name_plural = _("voorbereidingsgroepjes")

    def __str__(self) -> str:
        """Which meeting it prepares."""
        return str(_("groepje voor {meeting}")).format(meeting=self.meeting)


class PickList(models.TextChoices):
    """What lies on the table while a group is composed."""

    TABLE = "table", _("op tafel")
    BEST = "best", _("eerste voorstel")
    RUNNER_UP = "runner_up", _("tweede voorstel")


class PrepPick(models.Model):
    """Somebody in a proposal, or in the group as it lies on the table after changes by hand."""

    group = models.ForeignKey(PrepGroup, on_delete=models.CASCADE, related_name="picks", verbose_name=_("groepje"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="+", verbose_name=_("deelnemer")
    )
    list = models.CharField(_("waar"), max_length=9, choices=PickList.choices)

    class Meta:
        verbose_name = _("voorgesteld lid")
        verbose_name_plural = _("voorgestelde leden")
        constraints = (
            models.UniqueConstraint(fields=("group", "list", "participant"), name="prep_pick_once"),
            models.CheckConstraint(condition=Q(list__in=PickList.values), name="prep_pick_list_known"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)


class PrepMemberQuerySet(models.QuerySet["PrepMember"]):
    """Who prepares, who did, and who sees that."""

    def current(self) -> PrepMemberQuerySet:
        """Those who didn't step out: they prepare, or did."""
        return self.filter(until=None)

    def visible_to(self, viewer: Participant | None) -> PrepMemberQuerySet:
        """Of meetings of whose group one takes part or that one carries; nobody across a block or leaving."""
        if viewer is None:
            return self.none()
        from accounts.models import Participant as People

        return self.filter(
            group__meeting__in=composed_with(viewer).order_by().values("pk"),
            participant__in=People.objects.visible_to(viewer).order_by().values("pk"),
        )


class PrepMember(models.Model):
    """Somebody prepares a meeting, from some side, until they step out; `instead_of` is whose place they took."""

    group = models.ForeignKey(PrepGroup, on_delete=models.CASCADE, related_name="members", verbose_name=_("groepje"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="preparations", verbose_name=_("deelnemer")
    )
    side = models.CharField(_("kant"), max_length=8, choices=Side.choices)
    since = models.DateTimeField(_("sinds"), default=timezone.now)
    until = models.DateTimeField(_("tot"), null=True, blank=True)
    instead_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("in plaats van")
    )

    objects = PrepMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("lid van een groepje")
        verbose_name_plural = _("leden van groepjes")
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("group", "participant"), name="prep_member_once", condition=Q(until=None)),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="prep_member_side_known"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)
