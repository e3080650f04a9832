"""Who will do what by when, and what came of it: from cards, cases and meetings alike (domain: Commitment)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.affiliations import Affiliation
from neighbourhood.models import Area, Organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from accounts.people import Participant

# Reminded this long before the day, and once more this long after it.
AHEAD = timedelta(days=3)
LATE = timedelta(days=7)


class CommitmentOrigin(models.TextChoices):
    """Where something was agreed; who made it keeps the number."""

    CARD = "card", _("een partnerschapskaart")
    MEETING = "meeting", _("een bijeenkomst")


class Outcome(models.TextChoices):
    """How a commitment was closed."""

    DONE = "done", _("gedaan")
    CHANGED = "changed", _("anders geworden")
    DROPPED = "dropped", _("losgelaten")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments are for their own person; who was there sees them through the card or meeting they come from."""

    def visible_to(self, viewer: Participant | None) -> CommitmentQuerySet:
        """What `viewer` was asked or accepted, and what was asked of an organisation for which they may act."""
        if viewer is None:
            return self.none()
        theirs = Affiliation.objects.organisations_of(viewer)
        return self.filter(Q(person=viewer) | Q(person=None, organisation__in=theirs))

    def open(self) -> CommitmentQuerySet:
        """Accepted and not closed, the soonest first."""
        accepted = self.filter(accepted_at__isnull=False, closed_at=None)
        return accepted.order_by(F("due_on").asc(nulls_last=True), "pk")

    def asked(self) -> CommitmentQuerySet:
        """Asked of somebody who hasn't answered."""
        return self.filter(accepted_at=None, declined_at=None, closed_at=None).order_by("pk")

    def closed(self) -> CommitmentQuerySet:
        """Done, changed or let go, the latest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")

    def due(self, today: date) -> CommitmentQuerySet:
        """Open ones whose day has come."""
        return self.open().filter(due_on__lte=today)

    def to_remind(self, today: date) -> CommitmentQuerySet:
        """Open ones whose day is near, not reminded of yet; and those a week late, reminded of only before that."""
        near = Q(due_on__lte=today + AHEAD, reminded_on=None)
        late = Q(due_on__lte=today - LATE, reminded_on__lt=F("due_on") + LATE)
        return self.open().filter(near | late)


class Commitment(models.Model):
    """Something one person will do; it counts once they accepted it. One that was asked of an organisation has no person yet."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("wijk"))
    person = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, null=True, blank=True, related_name="commitments", verbose_name=_("wie")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("organisatie")
    )
    asked_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gevraagd door"),
    )
    text = models.CharField(_("wat"), max_length=500)
    due_on = models.DateField(_("voor wanneer"), null=True, blank=True)
    origin = models.CharField(_("waarvan"), max_length=8, choices=CommitmentOrigin.choices)
    # Number of what it comes from, in the app of its origin: an action of a card, a meeting.
    about = models.PositiveBigIntegerField(_("waarvandaan"), null=True, blank=True)
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    accepted_at = models.DateTimeField(_("aangenomen"), null=True, blank=True)
    declined_at = models.DateTimeField(_("afgewezen"), null=True, blank=True)
    closed_at = models.DateTimeField(_("afgesloten"), null=True, blank=True)
    outcome = models.CharField(_("hoe liep het af?"), max_length=7, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(_("een woord erbij"), max_length=300, blank=True)
    reminded_on = models.DateField(_("aan herinnerd"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")
        indexes = (
            models.Index(fields=("person", "due_on"), name="commitment_open", condition=Q(closed_at=None)),
            models.Index(fields=("origin", "about"), name="commitment_about"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(origin__in=CommitmentOrigin.values), name="commitment_origin_known"),
            models.CheckConstraint(condition=~Q(text=""), name="commitment_says_something"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False, accepted_at=None), name="commitment_of_somebody"
            ),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(declined_at=None), name="commitment_accepted_or_declined"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & Q(outcome__in=Outcome.values)),
                name="commitment_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", Outcome.DONE]) | ~Q(outcome_words=""),
                name="commitment_closed_with_a_word",
                violation_error_message=_("Schrijf in een paar woorden waarom."),
            ),
        )

    def __str__(self) -> str:
        """Number only: it may come from something confidential."""
        return str(_("afspraak {number}")).format(number=self.pk)

    @property
    def state(self) -> StrOrPromise:
        """How it stands, in words."""
        if self.closed_at is not None:
            return Outcome(self.outcome).label
        if self.declined_at is not None:
            return _("kan niet")
        return _("aangenomen") if self.accepted_at is not None else _("gevraagd")

    @property
    def overdue(self) -> bool:
        """Whether its day is over and it is still open."""
        return self.closed_at is None and self.due_on is not None and self.due_on < timezone.localdate()


@dataclass(frozen=True)
class Source:
    """What the app of an origin knows of its commitments.

    `links` tells, of some commitments, where `viewer` can read what they come from; `moved` is called, in the same
    transaction, when one was answered or closed.
    """

    links: Callable[[Participant, Collection[Commitment]], Mapping[int, str]]
    moved: Callable[[Commitment], None]


sources: dict[str, Source] = {}


def come_from(origin: str, source: Source) -> None:
    """Register what an app knows of the commitments that come from it."""
    sources[origin] = source


def links_for(viewer: Participant, commitments: Collection[Commitment]) -> dict[int, str]:
    """Return, by number of the commitment, where `viewer` can read what it comes from."""
    found: dict[int, str] = {}
    for origin, source in sources.items():
        found |= source.links(viewer, [each for each in commitments if each.origin == origin])
    return found
