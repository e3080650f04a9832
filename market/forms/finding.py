"""The query string of the market."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.languages import SpokenLanguage
from kennismarkt.forms import QueryForm, readable
from market.listings import Kind, ListingSide, Way
from neighbourhood.models import Place

DISTANCES = [(500, _("500 meter")), (1000, _("1 kilometer")), (2000, _("2 kilometer")), (5000, _("5 kilometer"))]
CURSOR = r"-?\d{1,19}\.\d{1,18}"


class Order:
    """Orders of the list, as the address says them."""

    NEWEST = "nieuw"
    BEST = "best"
    NEAREST = "dichtbij"


ORDERS = [(Order.NEWEST, _("Nieuwste eerst")), (Order.BEST, _("Past het best")), (Order.NEAREST, _("Dichtstbij eerst"))]


class FindForm(QueryForm):
    """What somebody looks for, with the filters; every field is a word in the address."""

    q = forms.CharField(max_length=120, required=False, empty_value="")
    wat = forms.MultipleChoiceField(choices=Kind.choices, required=False)
    hoe = forms.MultipleChoiceField(choices=Way.choices, required=False)
    van = forms.MultipleChoiceField(choices=ListingSide.choices, required=False)
    taal = forms.MultipleChoiceField(choices=SpokenLanguage.choices, required=False)
    trefwoord = forms.CharField(max_length=40, required=False, empty_value="")
    bij = forms.ModelChoiceField(queryset=Place.objects.select_related("area"), required=False)
    binnen = forms.TypedChoiceField(choices=DISTANCES, coerce=int, required=False)
    volgorde = forms.ChoiceField(choices=ORDERS, required=False)
    na = forms.RegexField(regex=f"^{CURSOR}$", required=False, empty_value="")
    voor = forms.RegexField(regex=f"^{CURSOR}$", required=False, empty_value="")

    @classmethod
    def wishes_in(cls, query: QueryDict) -> dict[str, Any]:
        """What could be understood of a query string; of an empty one, without reading it field by field."""
        return (
            cls(query).wishes
            if query
            else {name: wish.copy() if isinstance(wish, list) else wish for name, wish in nothing().items()}
        )

    @property
    def wishes(self) -> dict[str, Any]:
        """What could be understood, ready for `market.browsing`."""
        understood = self.understood
        for name in ("wat", "hoe", "van", "taal"):
            understood[name] = understood[name] or []
        for name in ("q", "trefwoord", "volgorde", "na", "voor"):
            understood[name] = understood[name] or ""
        understood["q"] = " ".join(readable(understood["q"]).split())
        understood["trefwoord"] = readable(understood["trefwoord"])
        understood["binnen"] = understood["binnen"] or 1000
        return understood


@lru_cache(maxsize=1)
def nothing() -> dict[str, Any]:
    """Return the wishes of somebody who asks nothing."""
    return FindForm().wishes


class WordsForm(QueryForm):
    """What somebody is typing, and where."""

    q = forms.CharField(max_length=120, required=False, empty_value="")
    tags = forms.CharField(max_length=900, required=False, empty_value="")
    can = forms.CharField(max_length=900, required=False, empty_value="")
    wants_to_learn = forms.CharField(max_length=900, required=False, empty_value="")
    wijk = forms.SlugField(max_length=60, required=False, empty_value="")


class SaveForm(forms.Form):
    """A search to keep: the address of the market it was made on."""

    wijk = forms.SlugField(max_length=60, required=False)
    query = forms.CharField(max_length=500, required=False)
