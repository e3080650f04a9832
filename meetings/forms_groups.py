"""What people send to preparation groups: wishes, changes by hand, parts of the programme, what has to be there, messages."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.languages import SpokenLanguage
from accounts.models import Participant
from kennismarkt.forms import QueryForm
from meetings.mixing import MOST_TABLES
from meetings.models import BuildingBlock, ItemKind
from meetings.programmes import LONGEST_MESSAGE, LONGEST_MINUTES, SHORTEST_MINUTES

if TYPE_CHECKING:
    from django.db.models import QuerySet

LARGEST = 2**62


class WishForm(forms.Form):
    """Whether somebody can be at the preparation, and whom they like beside them."""

    can_come = forms.BooleanField(label=_("Ik kan bij de voorbereiding zijn"), required=False, initial=True)
    language = forms.ChoiceField(
        label=_("Graag met iemand die deze taal spreekt"),
        choices=[("", _("maakt niet uit")), *SpokenLanguage.choices],
        required=False,
    )
    later_too = forms.BooleanField(label=_("Ook voor de keren daarna"), required=False)


class VersionForm(forms.Form):
    """What the table looked like to who acts."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class SwapForm(VersionForm):
    """Who goes out and who comes in, by number."""

    out = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    into = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)


class OtherForm(QueryForm):
    """For whom on the table somebody else is sought (0: for nobody, one more), and whether it is for the large screen."""

    anders = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    scherm = forms.BooleanField(required=False)


class ItemForm(forms.Form):
    """A part of the programme; the hidden number makes that a double click adds it once."""

    kind = forms.ChoiceField(label=_("Wat voor onderdeel?"), choices=ItemKind.choices)
    title = forms.CharField(
        label=_("Hoe heet het?"),
        max_length=120,
        error_messages={"required": _("Vul in hoe het heet, bijvoorbeeld “Hoofd, hart en buik”.")},
    )
    minutes = forms.IntegerField(
        label=_("Hoeveel minuten?"),
        min_value=SHORTEST_MINUTES,
        max_value=LONGEST_MINUTES,
        initial=15,
        error_messages={"required": _("Vul in hoeveel minuten het duurt, bijvoorbeeld 15.")},
    )
    words = forms.CharField(
        label=_("Wat doen we?"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    block = forms.ModelChoiceField(
        label=_("Bouwsteen"), queryset=BuildingBlock.objects.all(), required=False, empty_label=_("geen")
    )
    carriers = forms.ModelMultipleChoiceField(
        label=_("Wie draagt dit?"),
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: QuerySet[Participant], **kwargs: Any) -> None:
        """Offer these people to carry it."""
        kwargs["initial"] = {"once": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["carriers"].queryset = people  # type: ignore[attr-defined]  # a field of choices


class ChangeItemForm(ItemForm):
    """A part of the programme as it stood when the form was opened."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """Up or down, and how far."""

    steps = forms.IntegerField(min_value=-40, max_value=40)


class OrderForm(forms.Form):
    """The numbers of the parts in their new order."""

    order = forms.RegexField(regex=r"^\d{1,18}(,\d{1,18}){0,60}$")

    @property
    def numbers(self) -> list[int]:
        """The numbers, in order."""
        return [int(number) for number in self.cleaned_data["order"].split(",")]


class MaterialForm(forms.Form):
    """What has to be there, and who sees to it."""

    words = forms.CharField(
        label=_("Wat is er nodig?"),
        max_length=120,
        error_messages={"required": _("Vul in wat er nodig is, bijvoorbeeld “grote vellen en stiften”.")},
    )
    brought_by = forms.ModelChoiceField(
        label=_("Wie zorgt ervoor?"), queryset=Participant.objects.none(), required=False, empty_label=_("nog niemand")
    )

    def __init__(self, *args: Any, people: QuerySet[Participant], **kwargs: Any) -> None:
        """Offer these people to see to it."""
        super().__init__(*args, **kwargs)
        self.fields["brought_by"].queryset = people  # type: ignore[attr-defined]  # a field of choices


class TickForm(forms.Form):
    """Whether it is seen to."""

    ready = forms.BooleanField(required=False)


class GroupMessageForm(forms.Form):
    """One message to the group."""

    text = forms.CharField(
        label=_("Je bericht"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Schrijf eerst een paar woorden.")},
    )
    sent_once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a fresh number."""
        kwargs.setdefault("initial", {"sent_once": uuid.uuid4()})
        super().__init__(*args, **kwargs)


class TablesForm(forms.Form):
    """How many tables there are."""

    tables = forms.IntegerField(label=_("Hoeveel tafels?"), min_value=1, max_value=MOST_TABLES, initial=4)
