"""The style guide: each component in each state, for whoever builds pages. Only where DEBUG is on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kennismarkt import access

COLOURS = (
    "paper",
    "surface",
    "line",
    "ink",
    "soft",
    "formal",
    "formal-tint",
    "informal",
    "informal-tint",
    "together",
    "together-tint",
    "leaf",
    "leaf-tint",
    "sun-tint",
)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=_("Titel"), help_text=_("Kort en precies. Bijvoorbeeld: Fietsles op zaterdag."))
    story = forms.CharField(label=_("Vertel erover"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=_("Wat wil je doen?"), choices=[("o", _("Ik bied iets aan")), ("r", _("Ik vraag iets"))], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label=_("Ik ga akkoord met de huisregels"))


def sample_ticket(kind: str, side: str) -> SimpleNamespace:
    """Return a ticket as a list shows it."""
    offer = kind == "offer"
    return SimpleNamespace(
        kind=kind,
        kind_label=_("Aanbod") if offer else _("Vraag"),
        way_label=_("leren"),
        way_icon="graduation-cap",
        title_marked="Fietsles voor wie het nooit leerde" if offer else "Wie drinkt op dinsdag koffie met mijn moeder?",
        summary="Op het plein, zaterdagochtend. Fietsen staan klaar.",
        tags=[("fietsen", "#"), ("bewegen", "#")],
        owner_name="Samira B.",
        owner_role_label=_("vrijwilliger"),
        side=side,
        portrait_variety=3 if offer else 5,
        place_name="Osdorpplein",
        languages=[("NL", "Nederlands"), ("AR", "العربية")],
        url="#",
    )


@access.everyone
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    context: dict[str, Any] = {
        "colours": COLOURS,
        "form": SampleForm(),
        "wrong": SampleForm({"title": ""}),
        "tickets": [sample_ticket("offer", "informal"), sample_ticket("request", "formal"), sample_ticket("offer", "together")],
        "people": [SimpleNamespace(portrait_variety=number) for number in range(1, 7)],
        "sides": [("formal", _("formeel")), ("informal", _("informeel")), ("together", _("samen"))],
        "seats": ["formal", "informal", "informal", "formal", "kept-informal", "kept-formal", "free"],
    }
    return render(request, "styleguide.html", context)
