"""Invitations: to an account, to an e-mail address, or on paper with a code; each for one person, once, for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.gatherings import Meeting
from meetings.seats import Seat

if TYPE_CHECKING:
    from accounts.models import Participant

OPEN = Q(answered_at=None, revoked_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations still open something, and who sees them."""

    def open(self) -> InvitationQuerySet:
        """Not answered, revoked or expired, for a meeting that goes on and has not begun."""
        now = timezone.now()
        return self.filter(OPEN, expires_at__gt=now, meeting__cancelled_at=None, meeting__starts_at__gt=now)

    def visible_to(self, viewer: Participant | None) -> InvitationQuerySet:
        """Those that `viewer` made or got, and those of the meetings that they plan or carry."""
        if viewer is None:
            return self.none()
        carried = Meeting.objects.filter(Meeting.objects.carried_by(viewer)).values("pk")
        return self.filter(Q(by=viewer) | Q(participant=viewer) | Q(meeting__in=carried))


class Invitation(models.Model):
    """Somebody asks somebody to come: a participant, an e-mail address, or whoever gets the paper.

    Of a code on paper only a keyed hash is kept. `name` is what the one who invites calls an invitee without an account. Without
    `by` somebody asked for it themselves, to prove their address.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("bijeenkomst"))
    by = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("door")
    )
    participant = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("deelnemer"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("naam"), max_length=60, blank=True)
    reads = models.CharField(_("taal"), max_length=5, default="nl")
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    seat = models.OneToOneField(
        Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation", verbose_name=_("aanmelding")
    )
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now)
    expires_at = models.DateTimeField(_("geldig tot"))
    mailed_at = models.DateTimeField(_("gemaild"), null=True, blank=True)
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ("-made_at", "-pk")
        constraints = (
            # An address is forgotten some time after the meeting; a code stays a code.
            models.CheckConstraint(
                condition=Q(participant=None) | Q(email="", name="", code_hash=None), name="invitation_to_one_kind_of_address"
            ),
            models.CheckConstraint(condition=Q(code_hash=None) | Q(email=""), name="invitation_on_paper_or_by_mail"),
            models.UniqueConstraint(
                fields=("meeting", "participant"), condition=OPEN & Q(participant__isnull=False), name="invited_once"
            ),
            models.UniqueConstraint(fields=("meeting", "email"), condition=OPEN & ~Q(email=""), name="invited_once_by_mail"),
        )

    def __str__(self) -> str:
        """Number only: who asked whom is theirs."""
        return str(_("uitnodiging {number}")).format(number=self.pk)

    @property
    def on_paper(self) -> bool:
        """Whether it goes by a code that somebody was handed."""
        return self.code_hash is not None

    @property
    def open(self) -> bool:
        """Whether it can be answered now."""
        now = timezone.now()
        kept = self.answered_at is None and self.revoked_at is None and self.expires_at > now
        return kept and not self.meeting.cancelled and self.meeting.starts_at > now

    @property
    def addressee(self) -> str:
        """Whom it is for, in words for who made it."""
        if self.participant is not None:
            return self.participant.display_name
        return self.name or self.email or str(_("een brief met een code"))
