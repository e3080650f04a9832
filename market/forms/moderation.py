"""What moderators and coordinators fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kennismarkt.forms import QueryForm
from market.moderation import Reason
from market.tags import Tag

LONGEST_EXPLANATION = 1000


class ExplanationForm(forms.Form):
    """Words for the person whom it concerns."""

    explanation = forms.CharField(
        label=_("Uitleg"),
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De schrijver leest dit. Noem niet wie het meldde."),
        error_messages={"required": _("Schrijf in een paar woorden waarom.")},
    )


class HideForm(ExplanationForm):
    """Why something is hidden."""

    reason = forms.ChoiceField(label=_("Reden"), choices=Reason.choices, error_messages={"required": _("Kies een reden.")})
    field_order = ("reason", "explanation")


class MergeForm(forms.Form):
    """The accepted word that is used instead of a proposed one."""

    into = forms.ModelChoiceField(
        queryset=Tag.tags.accepted(),
        to_field_name="name",
        widget=forms.TextInput,
        error_messages={
            "required": _("Vul het trefwoord in dat je liever gebruikt."),
            "invalid_choice": _("Dit trefwoord is er niet. Kies een trefwoord dat al is aangenomen."),
        },
    )


class NameForm(QueryForm):
    """Part of somebody's name."""

    naam = forms.CharField(label=_("Naam"), min_length=2, max_length=60, required=False)
