"""Partnership cards and their five steps (source: appendix III, "Partnerschapskaart")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Block, Duty
from market.models import Listing
from neighbourhood.models import Area
from partnership.cases import Case

if TYPE_CHECKING:
    from accounts.models import Participant


class Subject(models.TextChoices):
    """What a card is around."""

    THEME = "theme", _("thema")
    PROJECT = "project", _("project")
    LISTING = "listing", _("aanbod of vraag")
    CASE = "case", _("casus")


class Mode(models.TextChoices):
    """How much time there is (source: appendix III, "Methodiek")."""

    LONG = "long", _("elke stap apart")
    SHORT = "short", _("eerst waarden, dan de andere vier samen")


class StepNumber(models.IntegerChoices):
    """The five steps, filled from right to left."""

    VALUES = 1, _("Waarden")
    RELATIONS = 2, _("Relaties")
    ACTING = 3, _("Handelen")
    CONDITIONS = 4, _("Voorwaarden")
    ACTIONS = 5, _("Acties")


class Phase(models.TextChoices):
    """Where a step stands: first an own picture, then the conversation, then settling it together."""

    OWN = "own", _("eigen beeld")
    CONVERSATION = "conversation", _("gesprek")
    AGREEMENT = "agreement", _("akkoord")
    AGREED = "agreed", _("afgesproken")


class CardQuerySet(models.QuerySet["PartnershipCard"]):
    """Who sees a card: its partners; of coordinators only that it exists (`overseen_by`), never its content."""

    def visible_to(self, viewer: Participant | None) -> CardQuerySet:
        """Cards of which `viewer` is a partner now; not while a block stands between them and the host."""
        if viewer is None:
            return self.none()
        apart = Block.objects.apart_from(viewer, "host__participant")
        mine = self.filter(partners__participant=viewer, partners__left_at=None)
        return mine.filter(Q(host__participant=None) | ~apart)

    def overseen_by(self, viewer: Participant | None) -> CardQuerySet:
        """Cards of the areas that `viewer` coordinates: for their sides and steps only."""
        return self.filter(area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR))


class PartnershipCard(models.Model):
    """The dialogue card that a mixed group fills in together. Nobody owns its content; a host looks after its course."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cards", verbose_name=_("wijk"))
    title = models.CharField(_("waar gaat het om?"), max_length=80)
    subject = models.CharField(_("rond wat"), max_length=7, choices=Subject.choices)
    listing = models.ForeignKey(
        Listing, on_delete=models.SET_NULL, null=True, blank=True, related_name="cards", verbose_name=_("aanbod of vraag")
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="cards", verbose_name=_("casus"))
    mode = models.CharField(_("hoeveel tijd is er?"), max_length=5, choices=Mode.choices, default=Mode.LONG)
    host = models.ForeignKey(
        "Partner", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("gespreksleider")
    )
    opened_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    opened_once = models.UUIDField(editable=False)
    finished_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    # Six letters with which people at the table join, for as long as the host leaves it open.
    code = models.CharField(_("code"), max_length=6, blank=True)
    code_until = models.DateTimeField(_("code geldig tot"), null=True, blank=True)
    timer_ends_at = models.DateTimeField(_("tijd tot"), null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnerschapskaart")
        verbose_name_plural = _("partnerschapskaarten")
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="card_subject_known"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="card_mode_known"),
            models.CheckConstraint(condition=Q(subject=Subject.CASE) ^ Q(case=None), name="card_case_when_around_one"),
            models.CheckConstraint(condition=Q(code="") | Q(code_until__isnull=False), name="card_code_has_an_end"),
            models.UniqueConstraint(fields=("code",), condition=~Q(code=""), name="card_code_once"),
            models.UniqueConstraint(fields=("opened_once",), name="card_opened_once"),
        )

    def __str__(self) -> str:
        """Number only: what a card is about is its partners'."""
        return str(_("kaart {number}")).format(number=self.pk)

    def get_absolute_url(self) -> str:
        """Address of the card; a number only."""
        return reverse("card", args=[self.pk])

    @property
    def confidential(self) -> bool:
        """Whether it is around a case."""
        return self.subject == Subject.CASE

    @property
    def code_open(self) -> bool:
        """Whether people can join by the code now."""
        return bool(self.code) and self.code_until is not None and self.code_until > timezone.now()

    @cached_property
    def course(self) -> dict[int, CardStep]:
        """The five steps by number, read once; each knows whether it is open."""
        steps = {step.number: step for step in self.steps.all()}
        for step in steps.values():
            step.open = self.opens(step.number, steps)
        return steps

    def opens(self, number: int, steps: dict[int, CardStep]) -> bool:
        """Whether step `number` may be worked on: values first, then one by one, or the other four together.

        A step that was opened again closes those after it until it is agreed. Source: appendix III: agreement on values
        comes before anything else.
        """
        upto = min(number - 1, StepNumber.VALUES) if self.mode == Mode.SHORT else number - 1
        return all(steps[earlier].phase == Phase.AGREED for earlier in range(StepNumber.VALUES, upto + 1))

    def taken_together(self, number: int) -> list[int]:
        """Numbers of the steps that go through their phases with step `number`: the last four do in the short mode."""
        if self.mode == Mode.LONG or number == StepNumber.VALUES:
            return [number]
        return [step.value for step in StepNumber if step != StepNumber.VALUES]


class CardStep(models.Model):
    """One of the five steps of a card."""

    card = models.ForeignKey(PartnershipCard, on_delete=models.CASCADE, related_name="steps", verbose_name=_("kaart"))
    number = models.PositiveSmallIntegerField(_("stap"), choices=StepNumber.choices)
    phase = models.CharField(_("fase"), max_length=12, choices=Phase.choices, default=Phase.OWN)
    moved_at = models.DateTimeField(_("sinds"), default=timezone.now)
    # Counts up when the step is opened again: what was agreed before stays, and is asked anew.
    round = models.PositiveSmallIntegerField(_("ronde"), default=1, editable=False)

    class Meta:
        verbose_name = _("stap")
        verbose_name_plural = _("stappen")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("card", "number"), name="step_once_per_card"),
            models.CheckConstraint(condition=Q(number__in=StepNumber.values), name="step_number_known"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="step_phase_known"),
        )

    open = False

    def __str__(self) -> str:
        """Which step of which card."""
        return f"{self.card_id}: {self.number}"

    @property
    def revealed(self) -> bool:
        """Whether everybody's notes are on the table."""
        return self.phase != Phase.OWN
