"""Forms of planning: a whole trajectory, meetings that stand alone, their dates, and moving or cancelling them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Participant, Role
from kennismarkt.forms import QueryForm, readable
from meetings.framing import Frame
from meetings.kinds import ALONE, IN_TRAJECTORY, MeetingAudience, MeetingKind
from meetings.planning import MeetingFacts, TrajectoryFacts
from meetings.proposing import Row, Wishes
from neighbourhood.models import Area, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict

    from meetings.proposing import Row as PlannedRow

MOST_LUNCHES, MOST_TIMES, MOST_ROWS = 8, 12, 24
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
# Who may facilitate, beside who is appointed: educators, and those who connect or know from experience.
FACILITATORS = [Role.TEACHER.value, Role.PROFESSIONAL.value, Role.CONNECTOR.value]


class DayInput(forms.DateInput):
    """A day, as browsers ask for one."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days as browsers read them."""
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A clock time, as browsers ask for one."""

    input_type = "time"

    def __init__(self) -> None:
        """Write times as browsers read them."""
        super().__init__(format="%H:%M")


def day_field(label: Any, **facts: Any) -> forms.DateField:
    """Ask for a day within this century."""
    return forms.DateField(label=label, widget=DayInput(), **facts)


def clock_field(label: Any) -> forms.TimeField:
    """Ask for a clock time."""
    return forms.TimeField(label=label, widget=ClockInput())


class PlaceField(forms.TypedChoiceField):
    """A place of the area, or none yet; the places are read once for all rows of a page."""

    def __init__(self) -> None:
        """Begin without choices; the form brings those of its area."""
        super().__init__(label=_("Plek"), required=False, empty_value=None)

    def offer(self, places: Iterable[Place]) -> None:
        """Offer these places."""
        known = {str(place.pk): place for place in places}
        self.coerce = known.__getitem__
        self.choices = [("", _("nog niet bekend")), *((number, place.name) for number, place in known.items())]

    def prepare_value(self, value: Any) -> Any:
        """Show the place that is chosen."""
        return value.pk if isinstance(value, Place) else value


class LinesField(forms.CharField):
    """Words of which each line is one."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something."""
        return [line.strip() for line in readable(super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show lines under each other."""
        return "\n".join(value) if isinstance(value, list) else value


class DatesForm(forms.Form):
    """From when, how often, at what time and where: what dates are proposed from."""

    made_once = forms.UUIDField(widget=forms.HiddenInput)
    first = day_field(_("Eerste keer"))
    interval_weeks = forms.IntegerField(label=_("Om de hoeveel weken"), min_value=1, max_value=12, initial=4)
    starts = clock_field(_("Van"))
    ends = clock_field(_("Tot"))
    place = PlaceField()

    def __init__(self, data: QueryDict | None, *, area: Area, initial: Mapping[str, Any]) -> None:
        """Offer the places of `area`."""
        super().__init__(data, initial=dict(initial))
        self.area = area
        self.fields["place"].offer(Place.objects.in_areas([area]))  # type: ignore[attr-defined]  # it is a PlaceField

    def clean_first(self) -> date:
        """Refuse days that no calendar is for."""
        first: date = self.cleaned_data["first"]
        if not FIRST <= first <= LAST:
            raise forms.ValidationError(_("Kies een dag in deze tijd."))
        return first

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Een bijeenkomst eindigt nadat zij begint."))
        return cleaned

    def wishes(self, *, lunches: int, preparatory: int) -> Wishes:
        """Return what dates are proposed from."""
        asked = self.cleaned_data
        return Wishes(
            asked["first"], asked["interval_weeks"], asked["starts"], asked["ends"], asked["place"], lunches, preparatory
        )


class TrajectoryForm(DatesForm):
    """A whole trajectory, on one page."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    lunches = forms.IntegerField(label=_("Hoeveel lunchbijeenkomsten"), min_value=1, max_value=MOST_LUNCHES)
    preparatory = forms.IntegerField(label=_("Hoeveel voorbereidende bijeenkomsten"), min_value=0, max_value=2)
    capacity = forms.IntegerField(label=_("Richtgetal voor de groep"), min_value=1, max_value=500)
    informal_share = forms.IntegerField(label=_("Deel informeel, in procenten"), min_value=0, max_value=100)
    audience = forms.ChoiceField(label=_("Wie mag de bijeenkomsten zien?"), choices=MeetingAudience.choices)
    about = forms.CharField(
        label=_("Waar gaat het over?"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    goals = LinesField(label=_("Doelen"), help_text=_("Op elke regel één doel."), required=False)
    area_goals = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Doelen uit het gebiedsplan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    coordinators = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Coördinatoren"), required=False, widget=forms.CheckboxSelectMultiple
    )
    facilitators = forms.ModelMultipleChoiceField(queryset=None, label=_("Begeleiders"), required=False)
    agreement = forms.CharField(
        label=_("Afspraak over vertrouwelijkheid"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    field_order = ("name", "first", "interval_weeks", "starts", "ends", "place", "lunches", "preparatory")

    def __init__(self, data: QueryDict | None, *, area: Area, initial: Mapping[str, Any]) -> None:
        """Offer the people and goals of `area`."""
        super().__init__(data, area=area, initial=initial)
        offered = {
            "area_goals": area.goals.filter(ended_on=None),
            "coordinators": coordinators_of(area),
            "facilitators": facilitators_of(area),
        }
        for name, things in offered.items():
            self.fields[name].queryset = things  # type: ignore[attr-defined]  # these choose things

    def clean_goals(self) -> list[str]:
        """Refuse a goal that is a story."""
        goals: list[str] = self.cleaned_data["goals"]
        if len(goals) > 20 or any(len(goal) > 300 for goal in goals):
            raise forms.ValidationError(_("Schrijf hoogstens twintig doelen, elk in hoogstens 300 tekens."))
        return goals

    @property
    def asked(self) -> Wishes:
        """What dates are proposed from."""
        return self.wishes(lunches=self.cleaned_data["lunches"], preparatory=self.cleaned_data["preparatory"])

    @property
    def facts(self) -> TrajectoryFacts:
        """What the trajectory is."""
        names = ("name", "about", "goals", "agreement", "place", "capacity", "informal_share", "audience")
        people = ("area_goals", "coordinators", "facilitators")
        chosen = {name: list(self.cleaned_data[name]) for name in people}
        return TrajectoryFacts(**{name: self.cleaned_data[name] for name in names}, **chosen)

    @property
    def people(self) -> list[Participant]:
        """Who must be there, and may have something else."""
        return [*{person.pk: person for name in ("coordinators", "facilitators") for person in self.cleaned_data[name]}.values()]


class MeetingsForm(DatesForm):
    """A meeting that stands alone, or a series of them."""

    kind = forms.ChoiceField(label=_("Soort"), choices=[(kind.value, kind.label) for kind in ALONE])
    title = forms.CharField(label=_("Titel"), max_length=120)
    times = forms.IntegerField(label=_("Hoe vaak"), min_value=1, max_value=MOST_TIMES, initial=1)
    description = forms.CharField(
        label=_("Waar gaat het over?"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    lunch = forms.BooleanField(label=_("Met lunch"), required=False)
    capacity = forms.IntegerField(label=_("Aantal plaatsen"), min_value=1, max_value=500)
    informal_share = forms.IntegerField(label=_("Deel informeel, in procenten"), min_value=0, max_value=100)
    audience = forms.ChoiceField(label=_("Wie mag dit zien?"), choices=MeetingAudience.choices)
    hosts = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Wie ontvangt?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("kind", "title", "first", "starts", "ends", "place", "times", "interval_weeks")

    def __init__(self, data: QueryDict | None, *, area: Area, initial: Mapping[str, Any]) -> None:
        """Offer the people of `area`."""
        super().__init__(data, area=area, initial=initial)
        self.fields["hosts"].queryset = coordinators_of(area)  # type: ignore[attr-defined]  # it chooses people

    @property
    def facts(self) -> MeetingFacts:
        """What the meeting is."""
        names = ("kind", "title", "description", "lunch", "capacity", "informal_share", "audience")
        return MeetingFacts(**{name: self.cleaned_data[name] for name in names})


def coordinators_of(area: Area) -> Any:
    """Who holds a duty in the area."""
    held = Appointment.objects.filter(area=area).values("participant")
    return Participant.objects.present().filter(pk__in=held, user__is_active=True).select_related("user")


def facilitators_of(area: Area) -> Any:
    """Who may facilitate in the area."""
    appointed = Q(pk__in=Appointment.objects.filter(area=area).values("participant"))
    educators = Q(area=area, roles__overlap=FACILITATORS)
    return Participant.objects.present().filter(appointed | educators, user__is_active=True).select_related("user")


class RowForm(forms.Form):
    """One meeting of a plan: its date, to be moved or left out before anything is saved."""

    key = forms.RegexField(regex=r"^[a-z]{1,12}-[1-9][0-9]?$", widget=forms.HiddenInput)
    title = forms.CharField(label=_("Titel"), max_length=120)
    day = day_field(_("Dag"))
    starts = clock_field(_("Van"))
    ends = clock_field(_("Tot"))
    place = PlaceField()
    taken = forms.BooleanField(label=_("Gaat door"), required=False)

    def __init__(self, *args: Any, places: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        """Offer the same places in each row, read once."""
        super().__init__(*args, **kwargs)
        self.kinds = set(kinds)
        self.fields["place"].offer(places)  # type: ignore[attr-defined]  # it is a PlaceField

    def clean_key(self) -> str:
        """Refuse kinds that are none of this plan."""
        key: str = self.cleaned_data["key"]
        if key.partition("-")[0] not in self.kinds:
            raise forms.ValidationError(_("Deze soort hoort hier niet."))
        return key

    def clean_day(self) -> date:
        """Refuse days that no calendar is for."""
        day: date = self.cleaned_data["day"]
        if not FIRST <= day <= LAST:
            raise forms.ValidationError(_("Kies een dag in deze tijd."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Een bijeenkomst eindigt nadat zij begint."))
        return cleaned

    @property
    def row(self) -> Row:
        """The meeting as it is planned."""
        return Row(**{name: self.cleaned_data[name] for name in ("key", "title", "day", "starts", "ends", "place", "taken")})

    @property
    def heading(self) -> str:
        """What kind of meeting it is, and which."""
        kind, _dash, number = str(self["key"].value() or "").partition("-")
        label = MeetingKind(kind).label if kind in MeetingKind.values else ""
        return f"{label} {number}".strip()


class BaseRows(BaseFormSet[RowForm]):
    """The dates of a plan."""

    def clean(self) -> None:
        """Refuse a meeting that stands there twice."""
        keys = [key for form in self.forms if (key := form.cleaned_data.get("key"))]
        if len(set(keys)) != len(keys):
            raise forms.ValidationError(_("Een bijeenkomst staat er twee keer."))

    @property
    def rows(self) -> list[PlannedRow]:
        """The meetings as they are planned."""
        return [form.row for form in self.forms if form.cleaned_data.get("key")]


Rows = formset_factory(RowForm, formset=BaseRows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


def rows_form(area: Area, kinds: Iterable[str], data: QueryDict | None = None, rows: Iterable[Row] = ()) -> Any:
    """Return the dates as a form: as sent, or as proposed."""
    places = list(Place.objects.in_areas([area]))
    initial = [{name: getattr(row, name) for name in ("key", "title", "day", "starts", "ends", "place", "taken")} for row in rows]
    facts = {"prefix": "row", "form_kwargs": {"places": places, "kinds": list(kinds)}}
    return Rows(data, **facts) if data is not None else Rows(initial=initial, **facts)


class BeginForm(QueryForm):
    """Where a plan begins: for which area, from which frame."""

    wijk = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    raamwerk = forms.ModelChoiceField(queryset=Frame.objects.none(), required=False)

    def __init__(self, data: QueryDict, *, viewer: Participant) -> None:
        """Offer the frames that `viewer` may plan from."""
        super().__init__(data)
        self.fields["raamwerk"].queryset = Frame.objects.offered_to(viewer)  # type: ignore[attr-defined]  # it chooses a frame


class MoveForm(forms.Form):
    """Another day, time or place for one meeting that is planned already."""

    meeting = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    day = day_field(_("Dag"))
    starts = clock_field(_("Van"))
    ends = clock_field(_("Tot"))
    place = PlaceField()

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        """Offer the same places in each row."""
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(places)  # type: ignore[attr-defined]  # it is a PlaceField

    clean_day = RowForm.clean_day
    clean = RowForm.clean


Moves = formset_factory(MoveForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


class WhyForm(forms.Form):
    """Why something changes; who is told reads it."""

    reason = forms.CharField(
        label=_("Waarom? Wie meedoet leest dit."), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CancelForm(forms.Form):
    """Cancelling a meeting, with the words that everyone concerned reads."""

    reason = forms.CharField(label=_("Waarom gaat het niet door?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class PointForm(forms.Form):
    """What was decided about one point of the checklist."""

    point = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    decision = forms.CharField(
        label=_("Wat is er afgesproken?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    who = forms.CharField(label=_("Wie doet het?"), max_length=120, required=False)
    due_on = day_field(_("Wanneer klaar?"), required=False)


KINDS_OF_TRAJECTORY = [kind.value for kind in IN_TRAJECTORY]
