"""Forms about what one will do, how it went, and what is worth celebrating."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.commitments import Outcome
from accounts.harvests import LONGEST_HARVEST
from accounts.promising import LONGEST, LONGEST_WHY
from kennismarkt.forms import readable

FEW_WORDS = {"required": _("Schrijf er een paar woorden bij.")}
DAY = {"invalid": _("Kies een dag, bijvoorbeeld 3-12-2026.")}


class ReadableForm(forms.Form):
    """A form without signs that nobody can read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave it to us to say what is missing."""
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Leave them out."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        return {name: readable(value) if isinstance(value, str) else value for name, value in answers.items()}


def day_field(**facts: Any) -> forms.DateField:
    """Return a field for a day, chosen or typed."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y"], error_messages=DAY, **facts)


class DeclineForm(ReadableForm):
    """Why not, if one likes."""

    words = forms.CharField(label=_("Een woord erbij"), max_length=LONGEST_WHY, required=False)


class CloseForm(ReadableForm):
    """How it went: done, or let go with a word why."""

    outcome = forms.ChoiceField(
        choices=[(Outcome.DONE, Outcome.DONE.label), (Outcome.DROPPED, Outcome.DROPPED.label)],
        error_messages={"required": _("Kies hoe het liep.")},
    )
    words = forms.CharField(label=_("Een woord erbij"), max_length=LONGEST_WHY, required=False)


class ChangeForm(ReadableForm):
    """What one will do instead, and why."""

    text = forms.CharField(
        label=_("Wat ga je doen?"),
        max_length=LONGEST,
        error_messages=FEW_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    due_on = day_field(label=_("Voor wanneer?"), required=False)
    words = forms.CharField(label=_("Waarom wordt het anders?"), max_length=LONGEST_WHY, error_messages=FEW_WORDS)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class NameForm(ReadableForm):
    """Whether one wants to be named."""

    on = forms.BooleanField(required=False)


class HarvestForm(ReadableForm):
    """A success, in words that everybody may read."""

    title = forms.CharField(
        label=_("Wat vieren we?"),
        help_text=_("Eén zin, bijvoorbeeld: Tien buren kunnen nu zelf hun brieven lezen."),
        max_length=100,
        error_messages={"required": _("Schrijf in één zin wat er gelukt is.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = forms.CharField(
        label=_("Vertel erover"),
        help_text=_("Alle deelnemers lezen dit. Noem niemand en schrijf niets wat geheim moet blijven."),
        max_length=LONGEST_HARVEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    happened_on = day_field(label=_("Wanneer was dat?"))
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with today and a fresh number."""
        kwargs["initial"] = {"once": uuid.uuid4(), "happened_on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_happened_on(self) -> Any:
        """Refuse a day that is still to come."""
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Die dag moet nog komen. Vier het als het gelukt is."))
        return day
