"""What helps people to talk: a question and some openings for each step, in plain words (source: appendix III)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from partnership.cards import StepNumber

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

QUESTIONS: dict[int, StrOrPromise] = {
    StepNumber.VALUES: _("Wat is voor ons belangrijk?"),
    StepNumber.RELATIONS: _("Hoe gaan we met elkaar om?"),
    StepNumber.ACTING: _("Wat vraagt dat van wat we doen en kunnen?"),
    StepNumber.CONDITIONS: _("Wat is daarvoor nodig?"),
    StepNumber.ACTIONS: _("Wie gaat wat doen?"),
}

PROMPTS: dict[int, tuple[StrOrPromise, ...]] = {
    StepNumber.VALUES: (
        _("Wat vind jij het belangrijkst?"),
        _("Wanneer is het voor jou gelukt?"),
        _("Wat mag er nooit gebeuren?"),
    ),
    StepNumber.RELATIONS: (
        _("Hoe wil je dat we met elkaar omgaan?"),
        _("Hoe bereiken we elkaar als het even niet gaat?"),
        _("Wanneer voel jij je serieus genomen?"),
    ),
    StepNumber.ACTING: (
        _("Wat kun jij goed, waar de anderen iets aan hebben?"),
        _("Wat wil je nog leren?"),
        _("Wat laat je liever aan een ander?"),
    ),
    StepNumber.CONDITIONS: (
        _("Wat heb jij nodig om dit goed te doen?"),
        _("Welke regel of gewoonte zit in de weg?"),
        _("Hoeveel tijd heb je echt?"),
    ),
    StepNumber.ACTIONS: (
        _("Wat doe jij zelf, en wanneer?"),
        _("Wat doen we samen?"),
        _("Wat vragen we aan een ander?"),
    ),
}

# What one can ask somebody who said nothing yet.
TO_ASK: dict[int, StrOrPromise] = {
    StepNumber.VALUES: _("wat vind jij het belangrijkst?"),
    StepNumber.RELATIONS: _("hoe wil jij dat we met elkaar omgaan?"),
    StepNumber.ACTING: _("wat kun jij goed, waar de anderen iets aan hebben?"),
    StepNumber.CONDITIONS: _("wat heb jij nodig om dit goed te doen?"),
    StepNumber.ACTIONS: _("wat wil jij hierin doen?"),
}
