"""What people write to each other, and what they report."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennismarkt.forms import QueryForm
from market.conversations import LONGEST_MESSAGE
from market.moderation import Reason


class MessageForm(forms.Form):
    """One message; the hidden number makes that a double click sends it once."""

    text = forms.CharField(
        label=_("Je bericht"),
        max_length=LONGEST_MESSAGE,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Schrijf eerst een paar woorden.")},
    )
    sent_once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a fresh number."""
        kwargs.setdefault("initial", {"sent_once": uuid.uuid4()})
        super().__init__(*args, **kwargs)


class ReportForm(forms.Form):
    """What is not right."""

    reason = forms.ChoiceField(
        label=_("Wat is er mis?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er mis is.")},
    )
    text = forms.CharField(
        label=_("Wil je er iets bij vertellen?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ObjectionForm(forms.Form):
    """Why something should be seen again."""

    text = forms.CharField(
        label=_("Waarom ben je het er niet mee eens?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf in een paar woorden waarom.")},
    )


class ThreadForm(QueryForm):
    """From which message back a long conversation is read, and what a browser that looks again already has."""

    voor = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    gezien = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    stand = forms.CharField(max_length=80, required=False)


class PageForm(QueryForm):
    """From which conversation on the list goes."""

    na = forms.RegexField(regex=r"^\d{1,19}\.\d{1,18}$", required=False, empty_value="")
