"""The workplace: participants, who is appointed, and (for owners) accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import (
    appointing,
    desks,  # noqa: F401 (registers its pages)
    factors,
    joining,
    standing_in,
)
from accounts.desks_helping import Helping
from accounts.forms import Sided, roles_by_side
from accounts.languages import SpokenLanguage
from accounts.models import Affiliation, Appointment, Duty, Encounter, Erasure, Participant, SelfPortrait, User
from accounts.proving import proven_again
from kennismarkt import access
from kennismarkt.errors import Refused
from kennismarkt.templatetags.design import portrait
from kennismarkt.workplace import (
    CONNECTOR,
    COORDINATOR,
    EVERY_DUTY,
    AreaAdmin,
    AreaInline,
    BorderedFilter,
    Fact,
    Need,
    Unworded,
    areas_with,
    facts,
    needs,
    within,
)
from neighbourhood.models import Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

WHO = ("display_name", "roles", "side", "languages", "about", "reads")


def worker(request: HttpRequest) -> User:
    """Who is at work: the workplace opens for accounts only."""
    return cast("User", request.user)


@needs
def people_without_email(request: HttpRequest) -> Iterable[Need]:
    """Participants who can't be reached by mail, for whoever acts for them."""
    areas = areas_with(request, COORDINATOR, CONNECTOR)
    people = within(Participant.objects.present().filter(user__email=None), "area", areas)
    address = f"{reverse('admin:accounts_participant_changelist')}?email=nee"
    count = people.count()
    yield Need(ngettext("deelnemer zonder e-mail", "deelnemers zonder e-mail", count), count, address)


@needs
def affiliations_to_confirm(request: HttpRequest) -> Iterable[Need]:
    """What people say of where they work or help, for whoever confirms it."""
    waiting = Affiliation.objects.filter(confirmed_at=None)
    count = within(waiting, "organisation__area", areas_with(request, COORDINATOR)).count()
    address = f"{reverse('admin:accounts_affiliation_changelist')}?confirmed_at__isempty=1"
    yield Need(
        ngettext("organisatie van iemand om te bevestigen", "organisaties van mensen om te bevestigen", count), count, address
    )


@facts
def new_connections(request: HttpRequest) -> Iterable[Fact]:
    """How many people of both sides met for the first time; never who."""
    areas = areas_with(request, COORDINATOR)
    if areas is not None and not areas:
        return
    today = timezone.localdate()
    month, quarter = today.replace(day=1), today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    across = within(Encounter.objects.across(), "area", areas)
    found = across.aggregate(
        month=Count("pk", filter=Q(met_at__date__gte=month)), quarter=Count("pk", filter=Q(met_at__date__gte=quarter))
    )
    yield Fact(_("nieuwe contacten tussen formeel en informeel, deze maand"), found["month"])
    yield Fact(_("nieuwe contacten tussen formeel en informeel, dit kwartaal"), found["quarter"])


class ParticipantForm(Sided, forms.ModelForm):  # type: ignore[type-arg]  # a form can't be subscripted when it runs
    """A participant as coordinators and connectors keep them."""

    roles = forms.MultipleChoiceField(label=_("rollen"), choices=roles_by_side, widget=forms.CheckboxSelectMultiple)
    side = forms.ChoiceField(
        label=_("kant"),
        choices=[("", _("volgt uit de rollen")), *Side.choices],
        required=False,
    )
    languages = forms.MultipleChoiceField(label=_("talen"), choices=SpokenLanguage.choices, widget=forms.CheckboxSelectMultiple)
    about = forms.CharField(
        label=_("wat beweegt deze persoon?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reads = forms.ChoiceField(label=_("taal van de site"), choices=settings.LANGUAGES)

    class Meta:
        model = Participant
        fields = ("area", *WHO)


class HasEmail(admin.SimpleListFilter):
    """With or without e-mail."""

    title = _("e-mail")
    parameter_name = "email"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Both."""
        return [("ja", _("met e-mail")), ("nee", _("zonder e-mail"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those who have, or have not."""
        if self.value() is None:
            return queryset
        return queryset.filter(user__email__isnull=self.value() == "nee")


class AffiliationForm(forms.ModelForm):  # type: ignore[type-arg]  # a form can't be subscripted when it runs
    """Where somebody works or helps; confirming it lets them act for the organisation."""

    by: User
    confirmed = forms.BooleanField(label=_("bevestigd"), required=False)

    class Meta:
        model = Affiliation
        fields = ("organisation", "function", "since", "keeps_entry")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tell whether it is confirmed; what a coordinator adds is, unless they say no."""
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].initial = self.instance.pk is None or self.instance.confirmed_at is not None

    def clean(self) -> dict[str, Any]:
        """Fill in when it was confirmed; an error for an organisation of an area that one doesn't coordinate."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        organisation = answers.get("organisation", getattr(self.instance, "organisation", None) if self.instance.pk else None)
        if not answers.get("confirmed"):
            self.instance.confirmed_at = None
        elif self.instance.confirmed_at is None:
            if organisation is not None and not self.by.may(organisation.area_id, Duty.COORDINATOR):
                self.add_error("confirmed", _("Dit bevestigt de coördinator van de wijk van deze organisatie."))
            self.instance.confirmed_at = timezone.now()
        return answers


class AffiliationsInline(AreaInline):
    """For which organisations somebody may act."""

    model = Affiliation
    form = AffiliationForm
    fields = ("organisation", "function", "since", "confirmed", "keeps_entry")
    verbose_name = _("organisatie")
    area_path = "participant__area"
    duties: ClassVar = {
        "view": EVERY_DUTY,
        "add": (COORDINATOR,),
        "change": (COORDINATOR,),
        "delete": (COORDINATOR,),
    }
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Affiliation]:
        """With names, in one query; for organisations elsewhere others decide."""
        rows = super().get_queryset(request).select_related("organisation", "participant")
        return within(rows, "organisation__area", self.areas(request, "view"))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Tell the form who is asking."""
        kwargs["form"] = type("AffiliationForm", (self.form,), {"by": worker(request)})
        return super().get_formset(request, obj, **kwargs)

    def area_of(self, thing: Model) -> int | None:
        """The page around this table is about a participant, its rows are affiliations."""
        return thing.area_id if isinstance(thing, Participant) else super().area_of(thing)


class AppointmentsInline(AreaInline):
    """What somebody is appointed to, to read."""

    model = Appointment
    area_path = "area"
    duties: ClassVar = {"view": (COORDINATOR,)}
    fields = ("area", "duty")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        """With names, in one query."""
        return super().get_queryset(request).select_related("area", "participant")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Appointing has a page of its own."""
        return False

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Participant)
class ParticipantPages(Helping, AreaAdmin):
    """Participants; coordinators and connectors register people who have no e-mail."""

    form = ParticipantForm
    duties: ClassVar = {
        "view": EVERY_DUTY,
        "add": (COORDINATOR, CONNECTOR),
        "change": (COORDINATOR,),
    }
    list_display = ("display_name", "role_words", "side", "area", "has_email")
    list_filter = ("side", HasEmail, ("area", BorderedFilter))
    list_select_related = ("area", "user")
    search_fields = ("display_name", "area__name")
    fields = ("area", *WHO)
    readonly_fields = ("drawing",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Somebody's drawing first, where they show it to who is at work here."""
        if obj is not None:
            SelfPortrait.objects.shown_on([obj], viewer=getattr(request, "viewer", None))
        fields = super().get_fields(request, obj)
        return ("drawing", *fields) if obj is not None and obj.portrait_url else fields

    @admin.display(description=_("zelfportret"))
    def drawing(self, participant: Participant) -> str:
        """How somebody drew themselves."""
        return portrait(participant, _("zelfportret van {name}").format(name=participant.display_name))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """People of one's areas who take part: who is leaving or left is nobody's work."""
        return super().get_queryset(request).exclude(Erasure.objects.people("pk"))

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Organisations and appointments, once the person is there."""
        return [AffiliationsInline, AppointmentsInline] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Participant | None = None) -> bool:
        """Coordinators may, and connectors for those who can't do it themselves."""
        if super().has_change_permission(request, obj):
            return True
        if obj is None or obj.user.email is not None:
            return False
        return obj.area_id in (areas_with(request, CONNECTOR) or set())

    def get_list_display(self, request: HttpRequest) -> Any:
        """Beside the rest, the way to act for who has no e-mail, for whoever may."""
        viewer = getattr(request, "viewer", None)
        may = set(standing_in.people_of(viewer).values_list("pk", flat=True)) if viewer is not None else set()

        @admin.display(description=_("namens"))
        def helping(participant: Participant) -> str:
            if participant.pk not in may:
                return ""
            address = reverse("admin:accounts_helping", args=[participant.pk])
            return format_html('<a href="{}">{}</a>', address, gettext("Handel of maak een brief"))

        return (*super().get_list_display(request), *([helping] if may else []))

    @admin.display(description=_("rollen"))
    def role_words(self, participant: Participant) -> str:
        """Roles in words."""
        return ", ".join(participant.role_labels)

    @admin.display(description=_("e-mail"), boolean=True)
    def has_email(self, participant: Participant) -> bool:
        """Whether there is an address; which one is nobody's business here."""
        return participant.user.email is not None

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        """Register, or change, through the verbs."""
        answers = {name: form.cleaned_data[name] for name in WHO}
        if change:
            obj.area_id = form.cleaned_data.get("area", obj.area).pk
            joining.change(obj, **answers)
            return
        made = joining.register_for(area=form.cleaned_data["area"], by=worker(request), **answers)
        obj.__dict__.update(made.__dict__)


@admin.register(Affiliation)
class AffiliationPages(AreaAdmin):
    """Who says to work or help where: coordinators confirm it for the organisations of their areas."""

    form = AffiliationForm
    area_path = "organisation__area"
    duties: ClassVar = {"view": (COORDINATOR,), "change": (COORDINATOR,), "delete": (COORDINATOR,)}
    list_display = ("participant", "organisation", "function", "since", "confirmed", "keeps_entry")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter), "keeps_entry")
    list_select_related = ("participant", "organisation")
    search_fields = ("participant__display_name", "organisation__name")
    ordering = ("-pk",)
    fields = ("participant", "organisation", "function", "since", "confirmed", "keeps_entry")
    readonly_fields = ("participant", "organisation")

    @admin.display(description=_("bevestigd"), boolean=True)
    def confirmed(self, affiliation: Affiliation) -> bool:
        """Whether it gives rights."""
        return affiliation.confirmed_at is not None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who is asking."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": worker(request)})


class AppointmentForm(forms.ModelForm):  # type: ignore[type-arg]  # a form can't be subscripted when it runs
    """Who is appointed to what, where."""

    class Meta:
        model = Appointment
        fields = ("participant", "area", "duty")

    by: User

    def clean(self) -> dict[str, Any]:
        """Ask the verb's own rule, so that its words stand in the form."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("participant") and answers.get("area"):
            try:
                appointing.may_appoint(answers["participant"], area=answers["area"], by=self.by)
            except Refused as refused:
                raise forms.ValidationError(refused.message) from refused
        return answers


@admin.register(Appointment)
class AppointmentPages(AreaAdmin):
    """Appointments: coordinators appoint within their areas; nobody appoints themselves."""

    form = AppointmentForm
    duties: ClassVar = {"view": (COORDINATOR,), "add": (COORDINATOR,), "delete": (COORDINATOR,)}
    list_display = ("participant", "duty", "area")
    list_filter = ("duty", ("area", BorderedFilter))
    list_select_related = ("participant", "area")
    search_fields = ("participant__display_name", "area__name")
    autocomplete_fields = ("participant",)
    fields = ("participant", "area", "duty")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An appointment is made and ended, never turned into another."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who is asking."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": worker(request)})

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: bool) -> None:
        """Appoint through the verb."""
        made = appointing.appoint(obj.participant, area=obj.area, duty=obj.duty, by=worker(request))
        obj.__dict__.update(made.__dict__)

    def delete_model(self, request: HttpRequest, obj: Appointment) -> None:
        """End it through the verb."""
        appointing.dismiss(obj, by=worker(request))


@admin.register(User)
class UserPages(Unworded):
    """Accounts, for owners: the address, and whether it may sign in. Passwords are nobody's business."""

    actions = None
    list_display = ("email", "participant", "is_active", "is_superuser", "joined_at")
    list_filter = ("is_active", "is_superuser")
    list_select_related = ("participant",)
    search_fields = ("email", "participant__display_name")
    ordering = ("pk",)
    fields = ("email", "is_active", "is_superuser", "second_factor", "joined_at", "last_login")
    readonly_fields = ("second_factor", "joined_at", "last_login", "email")

    def get_urls(self) -> list[URLPattern]:
        """Also the page that takes away a lost second factor."""
        removing = self.admin_site.admin_view(self.remove_factor)
        return [path("<int:pk>/tweede-stap/", removing, name="accounts_user_factor"), *super().get_urls()]

    @admin.display(description=_("tweede stap bij het inloggen"))
    def second_factor(self, user: User) -> str:
        """Whether there is one, with the way to take it away."""
        if not factors.held_by(user):
            return gettext("geen")
        address = reverse("admin:accounts_user_factor", args=[user.pk])
        return format_html('{} <a href="{}">{}</a>', gettext("ja."), address, gettext("Kwijt? Haal hem weg"))

    @access.workplace
    @method_decorator(proven_again)
    def remove_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether to take somebody's second factor away; do it, write it down and tell them."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        account = get_object_or_404(User, pk=pk)
        if request.method != "POST":
            shown = {**self.admin_site.each_context(request), "title": _("Tweede stap weghalen"), "account": account}
            return TemplateResponse(request, "admin/accounts/remove_factor.html", shown)
        try:
            factors.remove_for(account, by=worker(request))
        except Refused as refused:
            messages.error(request, str(refused.message))
        else:
            self.log_change(request, account, gettext("Tweede stap weggehaald."))
            messages.success(request, gettext("De tweede stap is weg. De persoon krijgt bericht."))
        return redirect("admin:accounts_user_change", pk)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Owners only."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Owners only."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Owners only."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: accounts are made by joining and by registering."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: ending an account is more than a row that goes."""
        return False
