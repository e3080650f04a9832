"""How a trajectory is rounded off and goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Participant
from meetings import anchoring
from meetings.models import Series

if TYPE_CHECKING:
    from meetings.models import Anchoring, Trajectory


class AnchoringForm(forms.Form):
    """Everything may be filled in bit by bit."""

    rounding_off = forms.CharField(
        label=_("Hoe ronden we mooi af?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    how = forms.CharField(
        label=_("Hoe gaat het verder?"),
        max_length=2000,
        required=False,
        help_text=_("In welke gewone activiteit komt dit terecht? Anders blijft het bij deze keren."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    carriers = forms.ModelMultipleChoiceField(
        label=_("Wie draagt het verder?"),
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    series = forms.ModelChoiceField(label=_("Welke reeks wijktafels volgt?"), queryset=Series.objects.none(), required=False)
    new_series = forms.CharField(
        label=_("Of geef een nieuwe reeks een naam"),
        max_length=120,
        required=False,
        help_text=_("Bijvoorbeeld: Wijktafel Osdorpplein."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, trajectory: Trajectory, there: Anchoring | None, **kwargs: Any) -> None:
        """Offer the group and the series of the area; begin with what stands there."""
        kwargs.setdefault("initial", initial_of(there))
        super().__init__(*args, **kwargs)
        carriers: forms.ModelMultipleChoiceField[Participant] = self.fields["carriers"]  # type: ignore[assignment]  # made above
        carriers.queryset = anchoring.candidates(trajectory)
        series: forms.ModelChoiceField[Series] = self.fields["series"]  # type: ignore[assignment]  # made above
        series.queryset = Series.objects.filter(area=trajectory.area_id)


def initial_of(there: Anchoring | None) -> dict[str, Any]:
    """Return what the form begins with."""
    if there is None:
        return {"version": 1}
    fields: dict[str, Any] = {name: getattr(there, name) for name in ("rounding_off", "how", "series", "version")}
    return {**fields, "carriers": list(there.carriers.all())}
