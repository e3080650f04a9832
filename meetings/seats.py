"""Seats: who comes to a meeting, who waits, who said no, and who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.gatherings import Meeting
from neighbourhood.models import Side

if TYPE_CHECKING:
    from accounts.models import Participant


class SeatState(models.TextChoices):
    """Where somebody stands with a meeting."""

    SEATED = "seated", _("komt")
    WAITING = "waiting", _("staat op de wachtlijst")
    DECLINED = "declined", _("komt niet")


class Entrance(models.TextChoices):
    """By which way somebody came to their seat; all ways go through one locked path (`meetings.signup`)."""

    SIGN_UP = "sign_up", _("zelf aangemeld")
    INVITATION = "invitation", _("op uitnodiging")
    GUEST = "guest", _("als gast")
    SUBSTITUTE = "substitute", _("als vervanger")
    WALK_IN = "walk_in", _("kwam binnenlopen")
    ADMIN = "admin", _("door de coördinator")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Who sees that somebody comes."""

    def visible_to(self, viewer: Participant | None) -> SeatQuerySet:
        """One's own, those of the meetings one carries, and of others who come and agree to be shown, where one sees the meeting."""
        if viewer is None:
            return self.none()
        from accounts.models import Participant as People

        seen = Meeting.objects.visible_to(viewer).values("pk")
        carried = Meeting.objects.filter(Meeting.objects.carried_by(viewer)).values("pk")
        shown = Q(shown=True, state=SeatState.SEATED, meeting__in=seen) & (
            Q(participant__in=People.objects.visible_to(viewer).values("pk")) | Q(participant=None)
        )
        return self.filter(Q(participant=viewer) | Q(meeting__in=carried) | shown)

    def seated(self) -> SeatQuerySet:
        """Those who come."""
        return self.filter(state=SeatState.SEATED)

    def waiting(self) -> SeatQuerySet:
        """Those who wait, in their order."""
        return self.filter(state=SeatState.WAITING).order_by("waiting_since", "pk")

    def present(self) -> SeatQuerySet:
        """Those who were there."""
        return self.filter(present=True)


class Seat(models.Model):
    """What somebody answered to a meeting and whether they were there: a participant, or a guest by name.

    `companions` and `interpreter` take seats too (`places`). `brought_by` is who brought them along, `instead_of` the seat of
    whom they take the place. Diet is for the caterer without the name, access needs are for the host alone.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats", verbose_name=_("bijeenkomst"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, null=True, blank=True, related_name="seats", verbose_name=_("deelnemer")
    )
    # Of who has no account; empty for a participant.
    guest_name = models.CharField(_("naam van de gast"), max_length=60, blank=True)
    guest_email = models.EmailField(_("e-mail van de gast"), blank=True)
    side = models.CharField(_("kant"), max_length=8, choices=Side.choices)
    state = models.CharField(_("stand"), max_length=8, choices=SeatState.choices)
    entrance = models.CharField(_("hoe"), max_length=10, choices=Entrance.choices, default=Entrance.SIGN_UP)
    companions = models.PositiveSmallIntegerField(_("mensen die meekomen"), default=0)
    interpreter = models.BooleanField(_("brengt een tolk mee"), default=False)
    brought_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meegebracht door"),
    )
    instead_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="substitutes", verbose_name=_("in plaats van")
    )
    shown = models.BooleanField(_("leden mogen zien dat ik kom"), default=False)
    diet = models.CharField(_("eten en allergieën"), max_length=160, blank=True)
    access_needs = models.CharField(_("wat heb je nodig om mee te kunnen doen?"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("geantwoord"), default=timezone.now)
    waiting_since = models.DateTimeField(_("wacht sinds"), null=True, blank=True)
    moved_up_at = models.DateTimeField(_("doorgeschoven"), null=True, blank=True)
    # Empty until attendance was marked.
    present = models.BooleanField(_("was er"), null=True, blank=True)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanmelding")
        verbose_name_plural = _("aanmeldingen")
        ordering = ("answered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "participant"),
                name="seat_once_per_person",
                violation_error_message=_("Deze persoon is al aangemeld."),
            ),
            # Whoever was erased leaves a seat without a name, so that counts still hold.
            models.CheckConstraint(condition=Q(participant=None) | Q(guest_name="", guest_email=""), name="seat_person_or_guest"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="seat_side_known"),
            models.CheckConstraint(condition=Q(state__in=SeatState.values), name="seat_state_known"),
            models.CheckConstraint(condition=Q(entrance__in=Entrance.values), name="seat_entrance_known"),
            models.CheckConstraint(
                condition=~Q(state=SeatState.WAITING) | Q(waiting_since__isnull=False), name="seat_waits_since"
            ),
        )
        indexes = (models.Index(fields=("meeting", "state", "side"), name="seat_of_meeting"),)

    def __str__(self) -> str:
        """Number only: who comes is theirs to show."""
        return str(_("aanmelding {number}")).format(number=self.pk)

    @property
    def places(self) -> int:
        """How many chairs this takes, companions and interpreter included."""
        return 1 + self.companions + int(self.interpreter)

    @property
    def name(self) -> str:
        """What somebody is called at the table."""
        return self.participant.display_name if self.participant is not None else self.guest_name
