"""The query string of somebody's page."""

from __future__ import annotations

from django import forms

from accounts.models import Audience
from kennismarkt.forms import QueryForm


class SeenAsForm(QueryForm):
    """As whom somebody looks at their own page."""

    als = forms.ChoiceField(choices=[each for each in Audience.choices if each[0] != Audience.NOBODY], required=False)
