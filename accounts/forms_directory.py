"""The query string of the directory."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.languages import SpokenLanguage
from accounts.models import Role, Side
from accounts.people import WORD_LENGTH
from accounts.profiling import tidy_words
from kennismarkt.forms import QueryForm, readable
from neighbourhood.models import Organisation

EVERYWHERE = "alle"


class DirectoryForm(QueryForm):
    """Whom somebody looks for; every field is a word in the address."""

    q = forms.CharField(max_length=120, required=False, empty_value="")
    wijk = forms.ChoiceField(choices=[(EVERYWHERE, EVERYWHERE)], required=False)
    van = forms.MultipleChoiceField(choices=Side.choices, required=False)
    rol = forms.MultipleChoiceField(choices=Role.choices, required=False)
    taal = forms.MultipleChoiceField(choices=SpokenLanguage.choices, required=False)
    kan = forms.CharField(max_length=WORD_LENGTH, required=False, empty_value="")
    leert = forms.CharField(max_length=WORD_LENGTH, required=False, empty_value="")
    organisatie = forms.ModelChoiceField(queryset=Organisation.objects.all(), required=False)
    na = forms.RegexField(regex=r"^[0-9]{1,18}$", required=False, empty_value="")

    @property
    def wishes(self) -> dict[str, Any]:
        """What could be understood, ready for `accounts.directory`."""
        understood = self.understood
        for name in ("van", "rol", "taal"):
            understood[name] = understood[name] or []
        for name in ("kan", "leert"):
            understood[name] = next(iter(tidy_words([understood[name] or ""])), "")
        understood["q"] = " ".join(readable(understood["q"] or "").split())
        for name in ("wijk", "na"):
            understood[name] = understood[name] or ""
        return understood
