"""Seats: who comes to a meeting, who waits, who said no, and who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.gatherings import Meeting
from meetings.trajectories import ConfidentialityAgreement
from neighbourhood.models import Side

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Participant

# Who moves up is asked to say within a day that they can't, and two hours before it begins at the latest.
TERM, AT_LAST = timedelta(hours=24), timedelta(hours=2)


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
        carried = Meeting.objects.filter(Meeting.objects.carried_by(viewer)).values("pk")
        return self.filter(Q(participant=viewer) | Q(meeting__in=carried) | self.shown_to(viewer))

    def shown_to(self, viewer: Participant) -> Q:
        """Condition that somebody comes, or was there, and lets members see it: never who waits, who said no, or who has no name left."""
        from accounts.models import Participant as People

        seen = Meeting.objects.visible_to(viewer).values("pk")
        come = Q(shown=True, state=SeatState.SEATED, meeting__in=seen) & ~Q(present=False)
        known = Q(participant__in=People.objects.visible_to(viewer).values("pk"))
        return come & (known | (Q(participant=None) & ~Q(guest_name="")))

    def with_people(self) -> SeatQuerySet:
        """Fetched with whom each is of."""
        return self.select_related("participant__user", "participant__area", "participant__erasure", "brought_by")

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
    # Of who has no account; empty for a participant, and for everybody some time after the meeting.
    guest_name = models.CharField(_("naam van de gast"), max_length=60, blank=True)
    guest_email = models.EmailField(_("e-mail van de gast"), blank=True)
    guest_reads = models.CharField(_("taal van de gast"), max_length=5, default="nl")
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
    # Stays when somebody who said no comes after all once it has begun: reasons are counted over who said no by then.
    declined_at = models.DateTimeField(_("gezegd niet te komen"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("herinnerd"), null=True, blank=True)
    # Empty until attendance was marked.
    present = models.BooleanField(_("was er"), null=True, blank=True)
    # Rises with every other state: what a mail offers to tap is offered once.
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

    @property
    def seated(self) -> bool:
        """Whether they come."""
        return self.state == SeatState.SEATED

    @property
    def waiting(self) -> bool:
        """Whether they wait."""
        return self.state == SeatState.WAITING

    @property
    def decline_by(self) -> datetime | None:
        """Until when who moved up is asked to say that they can't come after all, so that the next can."""
        if self.moved_up_at is None or not self.seated:
            return None
        return min(self.moved_up_at + TERM, max(self.moved_up_at, self.meeting.starts_at - AT_LAST))


class Chair(models.Model):
    """One chair that is taken: what stands behind the number of places.

    A number is given once, and only within the capacity at that time (`limit`). Lowering the capacity leaves chairs above it
    to who sits there; they are not given again.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="chairs", verbose_name=_("bijeenkomst"))
    number = models.PositiveSmallIntegerField(_("nummer"))
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="chairs", verbose_name=_("aanmelding"))
    limit = models.PositiveSmallIntegerField(_("aantal plaatsen toen"))

    class Meta:
        verbose_name = _("stoel")
        verbose_name_plural = _("stoelen")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="chair_taken_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=F("limit")), name="chair_within_the_room"),
        )

    def __str__(self) -> str:
        """Which one."""
        return str(_("stoel {number}")).format(number=self.number)


class Reason(models.TextChoices):
    """Why somebody doesn't come; they need not say."""

    NO_TIME = "no_time", _("ik heb geen tijd, door rooster of werkdruk")
    NOT_ALLOWED = "not_allowed", _("het mag niet van mijn organisatie")
    NOT_FOR_ME = "not_for_me", _("het is niets voor mij")
    OTHERWISE = "otherwise", _("iets anders")


class Refusal(models.Model):
    """Why somebody said no. Nobody reads one: coordinators get counts (`meetings.reasons`)."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="refusal", verbose_name=_("aanmelding"))
    reason = models.CharField(_("reden"), max_length=12, choices=Reason.choices)

    class Meta:
        verbose_name = _("reden om niet te komen")
        verbose_name_plural = _("redenen om niet te komen")
        constraints = (models.CheckConstraint(condition=Q(reason__in=Reason.values), name="refusal_reason_known"),)

    def __str__(self) -> str:
        """Number only: why is theirs."""
        return str(_("reden {number}")).format(number=self.pk)


class Acceptance(models.Model):
    """Somebody accepted what a group agreed about confidentiality, in the version that they saw: a participant, or a guest by seat."""

    agreement = models.ForeignKey(
        ConfidentialityAgreement, on_delete=models.CASCADE, related_name="acceptances", verbose_name=_("afspraak")
    )
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("deelnemer")
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="acceptances", verbose_name=_("aanmelding")
    )
    accepted_at = models.DateTimeField(_("akkoord"), default=timezone.now)

    class Meta:
        verbose_name = _("akkoord met vertrouwelijkheid")
        verbose_name_plural = _("akkoord met vertrouwelijkheid")
        constraints = (
            models.CheckConstraint(
                condition=Q(participant=None, seat__isnull=False) | Q(participant__isnull=False, seat=None),
                name="acceptance_of_person_or_guest",
            ),
            models.UniqueConstraint(fields=("agreement", "participant"), name="accepted_once_per_person"),
            models.UniqueConstraint(fields=("agreement", "seat"), name="accepted_once_per_guest"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(_("akkoord {number}")).format(number=self.pk)
