"""Desks of the workplace about people: who got stuck at the beginning, what was done for whom, and stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import stamping, standing_in
from accounts.at_work import worker
from accounts.models import ActFor, Onboarding, Participant, Stamp
from kennismarkt import access
from kennismarkt.errors import Refused
from kennismarkt.workplace import CONNECTOR, COORDINATOR, AreaAdmin, BorderedFilter, Desk, Need, decided, needs

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 50


@needs
def people_who_got_stuck(request: HttpRequest) -> Iterable[Need]:
    """Who stopped half way through the first steps, and stamps that wait for a decision; for coordinators."""
    viewer = getattr(request, "viewer", None)
    stuck = Onboarding.objects.overseen_by(viewer).stuck().count()
    address = f"{reverse('admin:accounts_onboarding_changelist')}?vast=ja"
    yield Need(ngettext("deelnemer bleef steken bij het begin", "deelnemers bleven steken bij het begin", stuck), stuck, address)
    proposed = Stamp.objects.overseen_by(viewer).proposed().count()
    words = ngettext("voorstel voor een stempel", "voorstellen voor een stempel", proposed)
    yield Need(words, proposed, reverse("admin:accounts_stamp_changelist"))


class Stuck(admin.SimpleListFilter):
    """Stuck for a while, or on the way."""

    title = _("hoe ver")
    parameter_name = "vast"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Both."""
        return [("ja", _("blijft steken")), ("nee", _("is bezig"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those who are, or are not."""
        stuck = Onboarding.objects.stuck().order_by().values("pk")
        if self.value() == "ja":
            return queryset.filter(pk__in=stuck)
        return queryset.exclude(pk__in=stuck) if self.value() == "nee" else queryset


class ReadOnly(AreaAdmin):
    """A list to read."""

    list_display_links = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Onboarding)
class OnboardingPages(ReadOnly):
    """Who is on the way through the first steps, longest still first."""

    area_path = "participant__area"
    duties: ClassVar = {"view": (COORDINATOR,)}
    list_display = ("person", "step_words", "moved_at", "area")
    list_filter = (Stuck, "step", ("participant__area", BorderedFilter))
    list_select_related = ("participant__area",)
    search_fields = ("participant__display_name",)
    ordering = ("moved_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Onboarding]:
        """Those of one's areas who have not come to the end."""
        return super().get_queryset(request).filter(finished_at=None, dismissed_at=None)

    @admin.display(description=_("deelnemer"), ordering="participant__display_name")
    def person(self, onboarding: Onboarding) -> str:
        """Who, with the way to their page."""
        address = reverse("admin:accounts_participant_change", args=[onboarding.participant_id])
        return format_html('<a href="{}">{}</a>', address, onboarding.participant.display_name)

    @admin.display(description=_("bij welke stap"), ordering="step")
    def step_words(self, onboarding: Onboarding) -> str:
        """Where they stopped."""
        return onboarding.get_step_display()

    @admin.display(description=_("wijk"))
    def area(self, onboarding: Onboarding) -> str:
        """Where they take part."""
        return str(onboarding.participant.area)


@admin.register(ActFor)
class ActForPages(ReadOnly):
    """What was done for people without e-mail, the latest first; never the words."""

    area_path = "participant__area"
    duties: ClassVar = {"view": (COORDINATOR, CONNECTOR)}
    list_display = ("acted_at", "participant", "what", "number", "actor", "refused")
    list_filter = ("refused", ("participant__area", BorderedFilter))
    list_select_related = ("participant", "actor")
    search_fields = ("participant__display_name", "actor__display_name")
    ordering = ("-acted_at", "-pk")

    @admin.display(description=_("wat"))
    def what(self, act: ActFor) -> str:
        """What was done, in words."""
        return standing_in.what(act)


class StampForm(forms.ModelForm):  # type: ignore[type-arg]  # a form can't be subscripted when it runs
    """Who gets which stamp, and why."""

    reason = forms.CharField(
        label=_("waarom"),
        max_length=300,
        help_text=_("De persoon leest dit. Anderen zien alleen het stempel."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Stamp
        fields = ("participant", "kind", "reason")

    by: Participant

    def clean(self) -> dict[str, Any]:
        """Ask the verb's own rule, so that its words stand in the form."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("participant"):
            try:
                stamping.may_give(answers["participant"], by=self.by)
            except Refused as refused:
                raise forms.ValidationError(refused.message) from refused
            self.take_up(answers["participant"], answers.get("kind", ""))
        return answers

    def take_up(self, person: Participant, kind: str) -> None:
        """Let this become the stamp that was only proposed, or passed over: there is one row for each person and kind."""
        there = Stamp.objects.filter(participant=person, kind=kind, given_at=None, declined_at=None).first()
        if there is not None:
            self.instance.pk, self.instance._state.adding = there.pk, False


@admin.register(Stamp)
class StampDesk(Desk):
    """Proposals that wait, stamps that were given, and giving one; nobody is ranked by them."""

    form = StampForm
    area_path = "participant__area"
    duties: ClassVar = {"view": (COORDINATOR,), "add": (COORDINATOR,)}
    autocomplete_fields = ("participant",)
    fields = ("participant", "kind", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stamp]:
        """Stamps in one's areas, except one's own."""
        mine = Stamp.objects.overseen_by(getattr(request, "viewer", None))
        return mine.select_related("participant__area", "given_by")

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show what waits, then what was given, by name."""
        self.may_look(request)
        mine = self.get_queryset(request).order_by("participant__display_name", "kind")
        proposed = mine.proposed()  # type: ignore[attr-defined]  # the manager's own queryset
        given = mine.standing()  # type: ignore[attr-defined]  # the manager's own queryset
        return self.page(request, "stamps", _("Stempels"), proposed=proposed[:SHOWN], given=given[:SHOWN])

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Decide on one, and go back to the list."""
        stamp, by = self.one(request, object_id), worker(request)
        act = request.POST.get("act")
        if act == "accept":
            decided(request, lambda: stamping.accept(stamp, by=by), gettext("Het stempel is gegeven."))
        elif act == "pass":
            decided(request, lambda: stamping.pass_over(stamp, by=by), gettext("Goed. Dit komt niet terug."))
        elif act == "take_back":
            decided(request, lambda: stamping.take_back(stamp, by=by), gettext("Het stempel is weg."))
        return redirect("admin:accounts_stamp_changelist")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who is asking."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": worker(request)})

    def save_model(self, request: HttpRequest, obj: Stamp, form: Any, change: bool) -> None:
        """Give through the verb."""
        made = stamping.give(obj.participant, kind=obj.kind, reason=obj.reason, by=worker(request))
        obj.__dict__.update(made.__dict__)
