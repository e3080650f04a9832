"""Listings: one offer or request of knowledge, time or help, and who may see it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from accounts.languages import SpokenLanguage
from accounts.models import Affiliation, Appointment, Block, Duty, Participant
from kennismarkt.search import document
from market.tags import Tagging
from neighbourhood.models import Area, Organisation, Place

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LIFETIME = timedelta(days=90)
UNDO = timedelta(minutes=10)


class Kind(models.TextChoices):
    """What a listing does: it gives or it asks."""

    OFFER = "offer", _("Aanbod")
    REQUEST = "request", _("Vraag")


class Way(models.TextChoices):
    """What the exchange is (domain: way)."""

    LEARN = "learn", pgettext_lazy("manier", "leren")
    SWAP = "swap", pgettext_lazy("manier", "ruilen")
    DEVELOP = "develop", pgettext_lazy("manier", "ontwikkelen")
    SHARE = "share", pgettext_lazy("manier", "delen")


class ListingSide(models.TextChoices):
    """Whose voice a listing has: one side's, or both together."""

    INFORMAL = "informal", _("informeel")
    FORMAL = "formal", _("formeel")
    TOGETHER = "together", _("samen")


class Visibility(models.TextChoices):
    """For whom a listing is meant."""

    EVERYONE = "everyone", _("iedereen")
    MEMBERS = "members", _("alleen deelnemers")
    ORGANISATION = "organisation", _("alleen mensen van deze organisatie")


class State(models.TextChoices):
    """Where a listing stands; told from its dates, never stored."""

    OPEN = "open", pgettext_lazy("stand", "open")
    PAUSED = "paused", _("even pauze")
    DONE = "done", _("klaar")
    EXPIRED = "expired", _("verlopen")
    HIDDEN = "hidden", _("verborgen")
    DELETED = "deleted", _("weggehaald")


class Outcome(models.TextChoices):
    """Answer to "is het gelukt?" when a listing is done."""

    YES = "yes", _("ja, gelukt")
    PARTLY = "partly", _("een beetje")
    NO = "no", _("nee, niet gelukt")


def photo_path(_thing: models.Model, filename: str) -> str:
    """Where a photo is kept: `filename` is made by `kennismarkt.images`, never by the sender."""
    return f"listings/{filename[:2]}/{filename}"


def fresh_expiry() -> datetime:
    """When a listing that is placed or renewed now expires."""
    return timezone.now() + LIFETIME


def lively(now: datetime) -> Q:
    """Condition of being on the market at `now`: not hidden, deleted, done, paused or expired."""
    return Q(hidden_at=None, deleted_at=None, done_at=None, paused_at=None, expires_at__gt=now)


def meant_for(viewer: Participant | None) -> Q:
    """Condition of being meant for `viewer`, whatever its state; nothing across a block."""
    if viewer is None:
        return Q(visibility=Visibility.EVERYONE)
    meant = Q(visibility__in=[Visibility.EVERYONE, Visibility.MEMBERS]) | Q(
        organisation__in=Affiliation.objects.organisations_of(viewer)
    )
    return meant & ~Block.objects.apart_from(viewer, "owner")


class ListingQuerySet(models.QuerySet["Listing"]):
    """Which listings a viewer may see; every page, count, search, feed and map starts here."""

    def open(self, now: datetime | None = None) -> ListingQuerySet:
        """Listings that are on the market at `now`."""
        return self.filter(lively(now or timezone.now()))

    def on_market(self, viewer: Participant | None, now: datetime | None = None) -> ListingQuerySet:
        """What `viewer` finds on the market at `now`: open, and meant for them."""
        return self.filter(meant_for(viewer)).open(now)

    def owned_by(self, viewer: Participant | None, now: datetime | None = None) -> ListingQuerySet:
        """What `viewer` placed, in every state; deleted ones for as long as that can be undone."""
        undoable = (now or timezone.now()) - UNDO
        return self.filter(Q(deleted_at=None) | Q(deleted_at__gt=undoable), owner=viewer)

    def visible_to(self, viewer: Participant | None, now: datetime | None = None) -> ListingQuerySet:
        """What `viewer` may open: what is on the market for them and what they placed themselves."""
        if viewer is None:
            return self.on_market(None, now)
        now = now or timezone.now()
        own = Q(owner=viewer) & (Q(deleted_at=None) | Q(deleted_at__gt=now - UNDO))
        return self.filter(meant_for(viewer) & lively(now) | own)

    def overseen_by(self, viewer: Participant | None) -> ListingQuerySet:
        """Listings of the areas that `viewer` moderates or coordinates, hidden ones too."""
        areas = Appointment.objects.areas(viewer, Duty.MODERATOR, Duty.COORDINATOR)
        return self.filter(area__in=areas, deleted_at=None)

    def newest(self) -> ListingQuerySet:
        """Newest first, the order of the market."""
        return self.order_by("-published_at", "-pk")

    def for_tickets(self) -> ListingQuerySet:
        """With what a ticket shows, in one query."""
        return self.select_related("owner", "place", "organisation", "area")


class Listing(models.Model):
    """One thing on the market: an offer or a request of knowledge, time or help."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="listings", verbose_name=_("wijk"), db_index=False)
    owner = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="listings", verbose_name=_("van wie"))
    kind = models.CharField(_("wat"), max_length=7, choices=Kind.choices)
    way = models.CharField(_("hoe"), max_length=7, choices=Way.choices)
    title = models.CharField(_("titel"), max_length=80)
    description = models.TextField(_("verhaal"), max_length=3000)
    when = models.CharField(_("wanneer"), max_length=160, blank=True)
    languages = ArrayField(models.CharField(max_length=3, choices=SpokenLanguage.choices), verbose_name=_("talen"), default=list)
    place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="listings", verbose_name=_("plek")
    )
    photo = models.ImageField(_("foto"), upload_to=photo_path, blank=True)
    photo_alt = models.CharField(_("wat is er op de foto te zien?"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name=_("namens organisatie"),
    )
    for_someone_else = models.BooleanField(_("voor iemand die niet online is"), default=False)
    side = models.CharField(_("van welke kant"), max_length=8, choices=ListingSide.choices)
    visibility = models.CharField(_("wie mag dit zien?"), max_length=12, choices=Visibility.choices, default=Visibility.EVERYONE)
    published_at = models.DateTimeField(_("geplaatst"), default=timezone.now)
    changed_at = models.DateTimeField(_("gewijzigd"), default=timezone.now)
    version = models.PositiveIntegerField(_("versie"), default=1)
    expires_at = models.DateTimeField(_("verloopt"), default=fresh_expiry)
    paused_at = models.DateTimeField(_("pauze sinds"), null=True, blank=True)
    done_at = models.DateTimeField(_("klaar sinds"), null=True, blank=True)
    outcome = models.CharField(_("is het gelukt?"), max_length=6, choices=Outcome.choices, blank=True)
    hidden_at = models.DateTimeField(_("verborgen sinds"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("weggehaald"), null=True, blank=True)
    placed_once = models.UUIDField(_("formulier"), null=True, blank=True, editable=False)

    tag_names = ArrayField(models.CharField(max_length=100), verbose_name=_("trefwoorden"), default=list, editable=False)
    words = models.TextField(_("zoekwoorden"), blank=True, editable=False)
    compounds = models.TextField(_("delen van woorden"), blank=True, editable=False)
    document = models.GeneratedField(
        expression=document(title="A", words="B", compounds="C", description="D"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    tags = TaggableManager(  # type: ignore[no-untyped-call]  # taggit has no types
        through=Tagging, blank=True, verbose_name=_("trefwoorden")
    )
    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanbod of vraag")
        verbose_name_plural = _("aanbod en vraag")
        indexes = (
            models.Index(
                F("area"),
                F("published_at").desc(),
                F("id").desc(),
                name="listing_market_of_area",
                condition=Q(hidden_at=None, deleted_at=None, done_at=None, paused_at=None),
            ),
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="listing_market",
                condition=Q(hidden_at=None, deleted_at=None, done_at=None, paused_at=None),
            ),
            GinIndex(fields=["document"], name="listing_document"),
            GinIndex(fields=["tag_names"], name="listing_tag_names"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="listing_kind_known"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="listing_way_known"),
            models.CheckConstraint(condition=Q(side__in=ListingSide.values), name="listing_side_known"),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.ORGANISATION) | Q(organisation__isnull=False),
                name="listing_for_an_organisation",
                violation_error_message=_("Kies de organisatie waarvoor dit is."),
            ),
            models.CheckConstraint(condition=Q(outcome="") | Q(done_at__isnull=False), name="listing_outcome_when_done"),
            models.UniqueConstraint(fields=("owner", "placed_once"), name="listing_placed_once"),
        )

    def __str__(self) -> str:
        """Title as on the ticket."""
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the ticket unfolded; a number only, so that no words of people stand in addresses."""
        return reverse("listing", args=[self.pk])

    @property
    def state(self) -> State:
        """Where it stands now."""
        moments = (
            (self.deleted_at, State.DELETED),
            (self.hidden_at, State.HIDDEN),
            (self.done_at, State.DONE),
            (self.paused_at, State.PAUSED),
        )
        passed = next((state for moment, state in moments if moment is not None), None)
        if passed is not None:
            return passed
        return State.OPEN if self.expires_at > timezone.now() else State.EXPIRED

    @property
    def owner_name(self) -> str:
        """Whom the ticket names: the organisation when it speaks for one, else the person."""
        return self.organisation.name if self.organisation is not None else self.owner.display_name

    @property
    def owner_role_label(self) -> StrOrPromise:
        """What stands beside the side marker: the owner's role, or whose voice an organisation's listing has."""
        if self.organisation is None:
            return self.owner.role_label
        return _("bewoners en team") if self.side == ListingSide.TOGETHER else ListingSide(self.side).label

    @property
    def portrait_variety(self) -> int:
        """Which drawn stand-in shows the owner."""
        return self.owner.portrait_variety

    @property
    def place_name(self) -> str:
        """Where it is: the place, or else the area."""
        return self.place.name if self.place is not None else self.area.name

    @property
    def language_names(self) -> list[tuple[str, str]]:
        """Languages as abbreviation and full name."""
        return [(code.upper(), str(SpokenLanguage(code).label)) for code in self.languages]
