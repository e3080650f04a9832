"""People: the account one signs in with, the participant one is, and what one is appointed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.blocks import Block
from accounts.duties import Appointment
from accounts.languages import SpokenLanguage
from accounts.privacy import FIELDS, Audience, audience
from neighbourhood.models import Area, Organisation, Place, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

PORTRAIT_VARIETIES = 6
WORD_LENGTH = 60


class Role(models.TextChoices):
    """How somebody takes part (domain: Role). Every role has a side."""

    RESIDENT = "resident", _("bewoner")
    VOLUNTEER = "volunteer", _("vrijwilliger")
    CARER = "carer", _("mantelzorger")
    EXPERT_BY_EXPERIENCE = "expert_by_experience", _("ervaringsdeskundige")
    CONNECTOR = "connector", _("buurtverbinder")
    SELF_EMPLOYED = "self_employed", _("kleine zelfstandige")
    CIVIL_SERVANT = "civil_servant", _("ambtenaar")
    PROFESSIONAL = "professional", _("beroepskracht")
    MANAGER = "manager", _("manager")
    POLICY_MAKER = "policy_maker", _("beleidsmaker")
    TEACHER = "teacher", _("opleider")
    STUDENT = "student", _("student")

    @property
    def side(self) -> Side:
        """Side that this role stands on."""
        return Side.INFORMAL if self in INFORMAL_ROLES else Side.FORMAL


INFORMAL_ROLES = (
    Role.RESIDENT,
    Role.VOLUNTEER,
    Role.CARER,
    Role.EXPERT_BY_EXPERIENCE,
    Role.CONNECTOR,
    Role.SELF_EMPLOYED,
)
FORMAL_ROLES = tuple(role for role in Role if role not in INFORMAL_ROLES)


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an account without e-mail is a person for whom somebody else acts."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> User:
        """Return a new account; without a password it can be entered by code only."""
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new account that may do everything in the admin."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """The account: what one signs in with. Who somebody is stands in `Participant`."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    is_active = models.BooleanField(_("mag inloggen"), default=True)
    joined_at = models.DateTimeField(_("erbij sinds"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="email_once_whatever_case",
                violation_error_message=_("Er is al een account met dit e-mailadres."),
            ),
            models.CheckConstraint(condition=~Q(email=""), name="email_absent_or_real"),
        )

    def __str__(self) -> str:
        """Name of the person, never the address."""
        return str(getattr(self, "participant", None) or _("account {number}").format(number=self.pk))

    @cached_property
    def appointed(self) -> bool:
        """Whether appointed somewhere; `ViewerBackend` fetches it along with the account."""
        return bool(self.duties_held)

    @cached_property
    def duties_held(self) -> frozenset[tuple[int, str]]:
        """Area and duty of every appointment, read once."""
        return frozenset(Appointment.objects.filter(participant__user=self).values_list("area", "duty"))

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens: for who is appointed somewhere, and for the installation's owners."""
        return self.is_active and (self.is_superuser or self.appointed)

    def areas_with(self, *duties: str) -> set[int]:
        """Areas in which this person holds one of `duties`."""
        return {area for area, duty in self.duties_held if duty in duties} if self.is_active else set()

    def may(self, area_id: int, *duties: str) -> bool:
        """Whether this person holds one of `duties` in the area, or owns the installation."""
        return self.is_active and (self.is_superuser or area_id in self.areas_with(*duties))


class ContactWay(models.TextChoices):
    """How somebody likes to be reached."""

    MESSAGE = "message", _("een bericht op deze site")
    CALL = "call", _("bellen")
    VISIT = "visit", _("langskomen")
    LETTER = "letter", _("een brief of een kaart")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Whom a viewer may see."""

    def visible_to(self, viewer: Participant | None) -> ParticipantQuerySet:
        """People whom `viewer` may see: members see members, except across a block; visitors see nobody's page."""
        if viewer is None:
            return self.none()
        near = Q(user__is_active=True) & ~Block.objects.apart_from(viewer, "pk")
        return self.filter(near | Q(pk=viewer.pk))

    def overseen_by(self, viewer: Participant | None) -> ParticipantQuerySet:
        """People of the areas that `viewer` is appointed to."""
        return self.filter(area__in=Area.objects.filter(appointments__participant=viewer))


class Participant(models.Model):
    """A person taking part: resident, volunteer, carer or professional."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="participant", verbose_name=_("account"))
    display_name = models.CharField(_("naam"), max_length=60, help_text=_("Zo zien anderen je. Een voornaam is genoeg."))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="participants", verbose_name=_("wijk"))
    roles = ArrayField(models.CharField(max_length=24, choices=Role.choices), verbose_name=_("rollen"))
    side = models.CharField(_("kant"), max_length=8, choices=Side.choices, help_text=_("Van welke kant doe je nu mee?"))
    languages = ArrayField(models.CharField(max_length=3, choices=SpokenLanguage.choices), verbose_name=_("talen"), default=list)
    about = models.CharField(_("wat beweegt je?"), max_length=300, blank=True)
    can = ArrayField(models.CharField(max_length=WORD_LENGTH), verbose_name=_("dit kan ik"), default=list, blank=True)
    wants_to_learn = ArrayField(
        models.CharField(max_length=WORD_LENGTH), verbose_name=_("dit wil ik leren"), default=list, blank=True
    )
    availability = models.CharField(_("wanneer kun je?"), max_length=160, blank=True)
    contact_way = models.CharField(_("hoe hoor je graag van ons?"), max_length=8, choices=ContactWay, default=ContactWay.MESSAGE)
    contact_note = models.CharField(_("hoe ben je te bereiken?"), max_length=160, blank=True)
    near = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("dicht bij welke plek?")
    )
    reads = models.CharField(_("taal van de site"), max_length=5, default="nl", help_text=_("Zo schrijven wij je."))
    affiliations = models.ManyToManyField(
        Organisation, through="Affiliation", related_name="people", verbose_name=_("organisaties")
    )
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    # Who may see what, the narrowest with which the market still works (see `accounts.privacy`).
    portrait_for = audience(_("wie ziet je zelfportret?"), Audience.MEMBERS)
    about_for = audience(_("wie ziet wat je beweegt?"), Audience.MEMBERS)
    roles_for = audience(_("wie ziet je rollen?"), Audience.MEMBERS)
    languages_for = audience(_("wie ziet je talen?"), Audience.MEMBERS)
    can_for = audience(_("wie ziet wat je kunt?"), Audience.MEMBERS)
    wants_to_learn_for = audience(_("wie ziet wat je wilt leren?"), Audience.MEMBERS)
    availability_for = audience(_("wie ziet wanneer je kunt?"), Audience.MET)
    contact_for = audience(_("wie ziet hoe je te bereiken bent?"), Audience.MET)
    near_for = audience(_("wie ziet bij welke plek je bent?"), Audience.MET)
    affiliations_for = audience(_("wie ziet je functie en organisatie?"), Audience.MET)
    stamps_for = audience(_("wie ziet je stempels?"), Audience.MEMBERS)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")
        ordering = ("display_name",)
        constraints = (
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="participant_has_a_role"),
            models.CheckConstraint(
                condition=Q(side=Side.INFORMAL, roles__overlap=[role.value for role in INFORMAL_ROLES])
                | Q(side=Side.FORMAL, roles__overlap=[role.value for role in FORMAL_ROLES]),
                name="participant_side_has_a_role",
                violation_error_message=_("Kies de kant waar je ook een rol hebt."),
            ),
            *(
                models.CheckConstraint(condition=Q(**{f"{field}_for__in": Audience.values}), name=f"{field}_audience_known")
                for field in FIELDS
            ),
        )
        indexes = (
            GinIndex(fields=["can"], name="participant_can"),
            GinIndex(fields=["wants_to_learn"], name="participant_wants_to_learn"),
        )

    def __str__(self) -> str:
        """Name as others see it."""
        return self.display_name

    def get_absolute_url(self) -> str:
        """Address of the page that members see."""
        return reverse("participant", args=[self.pk])

    @property
    def portrait_variety(self) -> int:
        """Which of the drawn stand-ins shows this person until they draw their own (1 to 6)."""
        return portrait_variety(self.pk)

    @property
    def role_label(self) -> str:
        """The first role on the side from which this person takes part now, in words."""
        return role_label(self.roles, self.side)

    @property
    def role_labels(self) -> list[str]:
        """All roles in words, as chosen."""
        return [str(Role(role).label) for role in self.roles]


def portrait_variety(number: int) -> int:
    """Which drawn stand-in belongs to participant `number` (1 to 6)."""
    return number % PORTRAIT_VARIETIES + 1


def role_label(roles: Iterable[str], side: str) -> str:
    """The first of `roles` that stands on `side`, in words."""
    return str(next((Role(role).label for role in roles if Role(role).side == side), ""))


def sides_of(roles: Iterable[str]) -> list[Side]:
    """The sides that these roles stand on, informal first."""
    present = {Role(role).side for role in roles}
    return [side for side in Side if side in present]
