"""What people will do after a card: asked of oneself, of all together, or of others (source: appendix III, step 5)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Commitment, CommitmentOrigin, Outcome
from partnership.cards import PartnershipCard
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrOrPromise

LONGEST_ACTION = 500
LONGEST_WHO = 60


class AskedOf(models.TextChoices):
    """Of whom an action is asked."""

    ONESELF = "self", _("mijzelf")
    TOGETHER = "together", _("ons samen")
    OTHER = "other", _("een ander")


class ActionQuerySet(models.QuerySet["Action"]):
    """Actions are for the partners of their card; who was asked reads their own commitment, never the card."""

    def visible_to(self, partner: Partner | None) -> ActionQuerySet:
        """Actions of the card of `partner`, while they take part."""
        return self.filter(card=partner.card_id) if partner is not None and partner.left_at is None else self.none()

    def standing(self) -> ActionQuerySet:
        """Actions that were not taken back."""
        return self.filter(withdrawn_at=None)


class Action(models.Model):
    """Something to do. Who takes it on and has an account has a `Commitment` about it; others say here how it went."""

    card = models.ForeignKey(PartnershipCard, on_delete=models.CASCADE, related_name="actions", verbose_name=_("kaart"))
    by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name=_("voorgesteld door"))
    asked_of = models.CharField(_("van wie"), max_length=8, choices=AskedOf.choices)
    text = models.CharField(_("wat gaan we doen?"), max_length=LONGEST_ACTION)
    due_on = models.DateField(_("voor wanneer"), null=True, blank=True)
    # Somebody who isn't on the site ("de huisarts"); who is has a commitment instead.
    who = models.CharField(_("wie"), max_length=LONGEST_WHO, blank=True)
    # A guest who does it: they have no page for commitments.
    guest = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("gast die het doet")
    )
    made_at = models.DateTimeField(_("sinds"), default=timezone.now)
    made_once = models.UUIDField(default=uuid.uuid4, editable=False)
    withdrawn_at = models.DateTimeField(_("teruggenomen"), null=True, blank=True)
    closed_at = models.DateTimeField(_("afgesloten"), null=True, blank=True)
    outcome = models.CharField(_("hoe liep het af?"), max_length=7, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(_("een woord erbij"), max_length=300, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("actie")
        verbose_name_plural = _("acties")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("by", "made_once"), name="action_made_once"),
            models.CheckConstraint(condition=Q(asked_of__in=AskedOf.values), name="action_asked_of_known"),
            models.CheckConstraint(condition=~Q(text=""), name="action_says_something"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & Q(outcome__in=Outcome.values)),
                name="action_closed_with_outcome",
            ),
        )

    # Filled in by `with_commitments`: what was promised about it, the first first; the last one counts.
    promised: Collection[Commitment] = ()

    def __str__(self) -> str:
        """Number only: what people agree stays at the table."""
        return str(_("actie {number}")).format(number=self.pk)

    @property
    def commitment(self) -> Commitment | None:
        """What somebody with an account was asked or took on; the latest."""
        return list(self.promised)[-1] if self.promised else None

    @property
    def doer(self) -> StrOrPromise:
        """Who does it, or is asked to."""
        commitment = self.commitment
        if self.guest is not None and (commitment is None or commitment.declined_at is not None):
            return self.guest.called
        if commitment is not None and commitment.person is not None:
            return commitment.person.display_name
        if commitment is not None and commitment.organisation is not None:
            return commitment.organisation.name
        return self.who or _("wij samen")

    @property
    def words(self) -> str:
        """What it says now: somebody may have agreed on something else since."""
        return self.commitment.text if self.commitment is not None else self.text

    @property
    def due(self) -> object:
        """By when, as agreed last."""
        return self.commitment.due_on if self.commitment is not None else self.due_on

    @property
    def state(self) -> StrOrPromise:
        """How it stands, in words."""
        if self.closed_at is not None:
            return Outcome(self.outcome).label
        if self.guest_id is not None:
            return _("open")
        return self.commitment.state if self.commitment is not None else _("open")

    @property
    def said(self) -> str:
        """What was said when it was closed."""
        return self.outcome_words or (self.commitment.outcome_words if self.commitment is not None else "")

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return Outcome.DONE in (self.outcome, self.commitment.outcome if self.commitment is not None else "")

    @property
    def over(self) -> bool:
        """Whether nothing is waited for any more."""
        ended = self.commitment is not None and self.commitment.closed_at is not None
        return self.closed_at is not None or ended

    @property
    def free(self) -> bool:
        """Whether anybody at the table can take it on: nobody has, or who was asked can't."""
        commitment = self.commitment
        declined = commitment is not None and commitment.declined_at is not None
        return not self.over and self.guest_id is None and (declined or commitment is None)


def commitments_of(actions: Collection[int]) -> models.QuerySet[Commitment]:
    """Return what was promised about these actions (by number), the first first."""
    return Commitment.objects.filter(origin=CommitmentOrigin.CARD, about__in=actions).order_by("pk")


def with_commitments(actions: ActionQuerySet) -> list[Action]:
    """Return actions with what was promised about each; two queries, however many."""
    found = list(actions.select_related("guest", "by"))
    promised: dict[int | None, list[Commitment]] = {action.pk: [] for action in found}
    for commitment in commitments_of([action.pk for action in found]).select_related("person", "organisation"):
        promised[commitment.about].append(commitment)
    for action in found:
        action.promised = promised[action.pk]
    return found
