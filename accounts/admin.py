"""The workplace: participants, who is appointed, and (for owners) accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import appointing, factors, joining
from accounts.forms import Sided, roles_by_side
from accounts.languages import SpokenLanguage
from accounts.models import Affiliation, Appointment, Participant, SelfPortrait, User
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
    Need,
    areas_with,
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
    people = within(Participant.objects.filter(user__email=None), "area", areas)
    address = f"{reverse('admin:accounts_participant_changelist')}?email=nee"
    count = people.count()
    yield Need(ngettext("deelnemer zonder e-mail", "deelnemers zonder e-mail", count), count, address)


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


class AffiliationsInline(AreaInline):
    """For which organisations somebody may act."""

    model = Affiliation
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
class ParticipantPages(AreaAdmin):
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
class UserPages(admin.ModelAdmin):  # type: ignore[type-arg]  # an admin can't be subscripted when it runs
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
