"""Forms for what a trajectory or a meeting is, once it is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.forms_planning import LinesField
from meetings.kinds import MeetingAudience

if TYPE_CHECKING:
    from django.http import QueryDict

    from meetings.gatherings import Meeting
    from meetings.trajectories import Trajectory


def whole_number(label: Any, least: int, most: int) -> forms.IntegerField:
    """Ask for a whole number."""
    return forms.IntegerField(label=label, min_value=least, max_value=most)


def story(label: Any, length: int, rows: int) -> forms.CharField:
    """Ask for a text."""
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class TrajectoryFactsForm(forms.Form):
    """The words and measures of a trajectory."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Naam"), max_length=120)
    about = story(_("Waar gaat het over?"), 1500, 3)
    goals = LinesField(label=_("Doelen"), help_text=_("Op elke regel één doel."), required=False)
    capacity = whole_number(_("Richtgetal voor de groep"), 1, 500)
    informal_share = whole_number(_("Deel informeel, in procenten"), 0, 100)
    writing_minutes = whole_number(_("Minuten voor meeschrijven aan de handreiking"), 0, 1000)
    agreement = forms.CharField(
        label=_("Afspraak over vertrouwelijkheid"),
        help_text=_("Andere woorden zijn een nieuwe versie: iedereen leest die eerst en zegt ja."),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data: QueryDict | None, *, trajectory: Trajectory) -> None:
        """Begin with how it stands."""
        latest = trajectory.agreements.first()
        names = ("version", "name", "about", "goals", "capacity", "informal_share", "writing_minutes")
        kept = {name: getattr(trajectory, name) for name in names}
        super().__init__(data, initial={**kept, "agreement": latest.text if latest else ""}, prefix="facts")

    def clean_goals(self) -> list[str]:
        """Refuse a goal that is a story."""
        goals: list[str] = self.cleaned_data["goals"]
        if len(goals) > 20 or any(len(goal) > 300 for goal in goals):
            raise forms.ValidationError(_("Schrijf hoogstens twintig doelen, elk in hoogstens 300 tekens."))
        return goals


class MeetingFactsForm(forms.Form):
    """What a meeting is, apart from when and where."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Titel"), max_length=120)
    description = story(_("Waar gaat het over?"), 3000, 4)
    lunch = forms.BooleanField(label=_("Met lunch"), required=False)
    capacity = whole_number(_("Aantal plaatsen"), 1, 1500)
    informal_share = whole_number(_("Deel informeel, in procenten"), 0, 100)
    kept_until = forms.DateTimeField(
        label=_("Plaatsen bewaren tot"),
        help_text=_("Tot dan blijven plaatsen vrij voor de kant die nog te klein is. Leeg is: niets bewaren."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    audience = forms.ChoiceField(label=_("Wie mag dit zien?"), choices=MeetingAudience.choices)

    def __init__(self, data: QueryDict | None, *, meeting: Meeting) -> None:
        """Begin with how it stands, by the clock of the area."""
        names = ("version", "title", "description", "lunch", "capacity", "informal_share", "audience")
        until = meeting.kept_until.astimezone(meeting.zone).replace(tzinfo=None) if meeting.kept_until else None
        super().__init__(data, initial={**{name: getattr(meeting, name) for name in names}, "kept_until": until}, prefix="facts")
        self.zone = meeting.zone

    def full_clean(self) -> None:
        """Read the clock of the area."""
        with timezone.override(self.zone):
            super().full_clean()
