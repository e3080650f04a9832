"""The style guide: each component in each state, for whoever builds pages. Only where DEBUG is on.

The samples are plain Dutch, as they would stand on a page; they are not interface text and are not translated.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.drawing import USUAL_PRESSURE
from accounts.forms_portrait import PortraitForm
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
LANGUAGES = [("NL", "Nederlands"), ("AR", "العربية")]
TICKETS: tuple[dict[str, Any], ...] = (
    {
        "kind": "offer",
        "way_label": "leren",
        "way_icon": "graduation-cap",
        "title_marked": "Fietsles voor wie het nooit leerde",
        "summary": "Op het plein, zaterdagochtend. Fietsen staan klaar. Vrouwen die liever samen leren zijn welkom.",
        "tags": [("fietsen", "#"), ("bewegen", "#")],
        "owner_name": "Samira B.",
        "owner_role_label": "vrijwilliger",
        "side": "informal",
        "portrait_variety": 1,
        "place_name": "Osdorpplein",
    },
    {
        "kind": "request",
        "way_label": "delen",
        "way_icon": "hand-heart",
        "title_marked": mark_safe("Wie drinkt op dinsdag <mark>koffie</mark> met mijn moeder?"),
        "summary": "Ze is 81, vertelt graag over Suriname en wandelt nog een blokje. Een uurtje is al fijn.",
        "tags": [("bezoek", "#"), ("ouderen", "#")],
        "owner_name": "Dinand W.",
        "owner_role_label": "mantelzorger",
        "side": "informal",
        "portrait_variety": 3,
        "place_name": "Meer en Vaart",
    },
    {
        "kind": "offer",
        "way_label": "ontwikkelen",
        "way_icon": "sprout",
        "title_marked": "Spreekuur door bewoners, voor professionals",
        "summary": "Wij vertellen wat werkt in de buurt. Jij brengt een vraag mee uit je werk. Elke eerste donderdag.",
        "tags": [("samenwerken", "#"), ("wijk", "#")],
        "owner_name": "Huiskamer van de Buurt",
        "owner_role_label": "bewoners en team",
        "side": "together",
        "portrait_variety": 4,
        "place_name": "’t Blommetje",
    },
    {
        "kind": "offer",
        "way_label": "ruilen",
        "way_icon": "repeat-2",
        "title_marked": "Brieven lezen in ruil voor een kookles",
        "summary": "Ik help met post van de gemeente en de Belastingdienst. Ik wil graag leren koken zoals jij thuis kookt.",
        "tags": [("formulieren", "#"), ("koken", "#")],
        "owner_name": "Joris T.",
        "owner_role_label": "wijkverpleegkundige",
        "side": "formal",
        "portrait_variety": 2,
        "place_name": "Osdorp",
    },
)
PEOPLE = (
    ("Samira", "informal"),
    ("Joris", "formal"),
    ("Meryem", "informal"),
    ("Ilse", "formal"),
    ("Dinand", "informal"),
    ("Noor", "formal"),
)
SEATS = [
    *("formal", "informal", "formal", "informal", "formal", "formal", "informal", "informal", "formal", "informal"),
    *("kept-informal", "kept-formal", "free", "free"),
]
MOMENTS = (
    ("past", 1, "2026-10-15", "15", "oktober", "Kennismaken", "hoofd, hart en buik · 20 mensen"),
    ("past", 2, "2026-11-12", "12", "november", "Wat maakt samenwerken fijn?", "partnerschap en verwachtingen · 24 mensen"),
    ("next", 3, "2026-12-03", "3", "december", "De kaart op tafel", "12.00 – 14.00, met lunch · nog 4 plekken"),
    ("later", 4, "2026-12-17", "17", "december", "Afronden en verder", "Wie voorbereidt, kiezen we op 3 december."),
)
STEPS = (("Waarden", "done"), ("Relaties", "current"), ("Handelen", "later"), ("Voorwaarden", "later"), ("Acties", "later"))
FIRST_STEPS = (("wie ben ik?", "done"), ("hoofd, hart en buik", "current"), ("wat breng of zoek ik?", "later"))
STAMPS = (("samenspeler", "samenspeler"), ("netwerker", "netwerker"))
PHASES = (("eigen beeld", "done", ""), ("gesprek", "current", "messages-square"), ("akkoord", "later", ""))
NOTES = (
    ("Ik wil jou kunnen appen, zonder eerst een formulier.", "informal", "Samira", 4, True),
    ("Eén vast gezicht vanuit ons team.", "formal", "Joris", 3, False),
    ("Niet over het gezin praten zonder het gezin.", "together", "Meryem en Ilse", 5, False),
)
STATEMENTS = (
    ("Het gezin beslist zelf, wij denken mee.", False, "alle 6 akkoord"),
    ("Snel helpen en rustig de tijd nemen.", True, "mag naast elkaar bestaan"),
)
CHECKS = (
    ("Aanbod", "", 51, True),
    ("Vraag", "", 33, False),
    ("informeel", "informal", 52, False),
    ("formeel", "formal", 24, False),
    ("samen", "together", 8, True),
)
ZONES = [
    ("hoofd", "Ik denk in oplossingen. Soms te snel, zeg het gerust."),
    ("buik", "Vlinders als een groep vrouwen samen lacht."),
]
# A frown, a heart pressed ever harder, and a wave in the belly: colour, width, and points with pressure.
STROKES = (
    ("formal", "thin", [(420, 400), (455, 375), (505, 365), (560, 380), (598, 405)]),
    (
        "informal",
        "thick",
        [(500, 690), (440, 640), (390, 700), (420, 790), (500, 880), (580, 790), (610, 700), (560, 640), (500, 690)],
    ),
    ("leaf", "middle", [(360, 1070), (430, 1045), (500, 1090), (570, 1045), (645, 1070)]),
)
HOURS = (("4 bijeenkomsten", "", "8 uur"), ("één keer voorbereiden", "mag", "1,5 uur"), ("meeschrijven", "mag", "2 uur"))


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Titel"),
        help_text=_("Kort en precies. Bijvoorbeeld: Fietsles op zaterdag."),
        error_messages={"required": _("Vul een titel in, bijvoorbeeld: Fietsles op zaterdag.")},
    )
    story = forms.CharField(label=_("Vertel erover"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    place = forms.ChoiceField(label=_("Waar"), choices=[("plein", "Osdorpplein"), ("huis", "’t Blommetje")])
    kind = forms.ChoiceField(
        label=_("Wat wil je doen?"), choices=[("o", _("Ik bied iets aan")), ("r", _("Ik vraag iets"))], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label=_("Ik ga akkoord met de huisregels"))


def samples(names: str, rows: tuple[tuple[Any, ...], ...]) -> list[SimpleNamespace]:
    """Return `rows` as objects with the attributes `names`, in that order."""
    return [SimpleNamespace(**dict(zip(names.split(), row, strict=True))) for row in rows]


def sample_tickets() -> list[SimpleNamespace]:
    """Return the tickets as a list shows them."""
    labels = {"offer": _("Aanbod"), "request": _("Vraag")}
    return [SimpleNamespace(url="#", languages=LANGUAGES, kind_label=labels[sample["kind"]], **sample) for sample in TICKETS]


def sample_people() -> list[SimpleNamespace]:
    """Return people with each of the portraits."""
    people = enumerate(PEOPLE, 1)
    return [SimpleNamespace(portrait_variety=number, name=name, side=side) for number, (name, side) in people]


def sample_portrait() -> PortraitForm:
    """Return the editor of a self-portrait with something in it, drawn with a pen that is pressed ever harder."""
    strokes = [
        {
            "colour": colour,
            "width": width,
            "points": [[x, y, min(10 * number + USUAL_PRESSURE // 2, 100)] for number, (x, y) in enumerate(points)],
        }
        for colour, width, points in STROKES
    ]
    return PortraitForm(initial={"strokes": strokes, "head": ZONES[0][1]}, prefix="portrait")


@access.everyone
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    context: dict[str, Any] = {
        "colours": COLOURS,
        "form": SampleForm(auto_id="right_%s"),
        "wrong": SampleForm({"wrong-place": "plein"}, prefix="wrong"),
        "tickets": sample_tickets(),
        "two_tickets": sample_tickets()[:2],
        "people": sample_people(),
        "person": SimpleNamespace(
            portrait_variety=1, name="Samira B.", side="informal", role_label="vrijwilliger", languages=LANGUAGES, url="#"
        ),
        "sides": [("formal", _("formeel")), ("informal", _("informeel")), ("together", _("samen"))],
        "seats": SEATS,
        "moments": samples("state number date day month title words", MOMENTS),
        "steps": samples("name state", STEPS),
        "first_steps": samples("name state", FIRST_STEPS),
        "stamps": samples("kind label", STAMPS),
        "phases": samples("name state icon", PHASES),
        "notes": samples("text side name recognised mine", NOTES),
        "statements": samples("text beside words", STATEMENTS),
        "checks": samples("label side number checked", CHECKS),
        "portrait_form": sample_portrait(),
        "self_portrait": SimpleNamespace(words=ZONES, drawn=False),
        "hours": samples("what note long", HOURS),
    }
    return render(request, "styleguide.html", context)
