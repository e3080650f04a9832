"""Forms about oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts import arriving
from accounts.forms_profile import Versioned
from accounts.languages import SpokenLanguage
from accounts.models import FORMAL_ROLES, INFORMAL_ROLES, sides_of
from neighbourhood.models import Area, Side

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.consents import Question
    from accounts.models import User

ROLES_BY_SIDE = ((Side.INFORMAL, INFORMAL_ROLES), (Side.FORMAL, FORMAL_ROLES))
NAME_LENGTH = 60


def roles_by_side() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Choices of roles, grouped by the side they stand on."""
    return [(side.label, [(role.value, role.label) for role in roles]) for side, roles in ROLES_BY_SIDE]


class Sided(forms.Form):
    """The side that goes with somebody's roles: told from them, asked only when they stand on both."""

    def clean(self) -> dict[str, Any]:
        """Fill in the side; an error when it has no role, or when both have one and none was chosen."""
        answers = super().clean() or self.cleaned_data
        roles = answers.get("roles")
        if roles and "side" in answers:
            self.settle(sides_of(roles), answers)
        return answers

    def settle(self, sides: list[Side], answers: dict[str, Any]) -> None:
        """Keep or find the side among `sides`, those of the chosen roles."""
        if not answers["side"] and len(sides) == 1:
            answers["side"] = sides[0].value
        elif not answers["side"]:
            self.add_error("side", _("Je hebt rollen aan beide kanten. Kies van welke kant je nu meedoet."))
        elif answers["side"] not in sides:
            self.add_error("side", _("Kies de kant waar je ook een rol hebt."))


class TakingPart(Sided):
    """Who somebody is among their neighbours: name, roles, side and languages."""

    display_name = forms.CharField(
        label=_("Hoe wil je heten?"),
        max_length=NAME_LENGTH,
        help_text=_("Zo zien anderen je. Een voornaam is genoeg."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Vul een naam in, bijvoorbeeld je voornaam.")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Hoe doe je mee?"),
        help_text=_("Je mag er meer kiezen."),
        choices=roles_by_side,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies minstens één rol, bijvoorbeeld bewoner.")},
    )
    side = forms.ChoiceField(
        label=_("Van welke kant doe je nu mee?"),
        help_text=_("Alleen nodig als je rollen aan beide kanten koos. Je kunt dit later veranderen."),
        choices=Side.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Welke talen spreek je?"),
        choices=SpokenLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["nl"],
        error_messages={"required": _("Kies minstens één taal.")},
    )

    @property
    def role_groups(self) -> list[tuple[Side, list[forms.boundfield.BoundWidget]]]:
        """Each side with the boxes of its roles."""
        boxes = {box.data["value"]: box for box in self["roles"]}
        return [(side, [boxes[role.value] for role in roles]) for side, roles in ROLES_BY_SIDE]

    @property
    def side_boxes(self) -> list[tuple[Side, forms.boundfield.BoundWidget]]:
        """Each side with its button."""
        return [(Side(box.data["value"]), box) for box in self["side"]]

    @property
    def first_languages(self) -> list[forms.boundfield.BoundWidget]:
        """Boxes of the languages that most people here speak."""
        return [box for box in self["languages"] if box.data["value"] in settings.LANGUAGES_SPOKEN_FIRST]

    @property
    def other_languages(self) -> list[forms.boundfield.BoundWidget]:
        """Boxes of the other languages."""
        return [box for box in self["languages"] if box.data["value"] not in settings.LANGUAGES_SPOKEN_FIRST]


class IntroductionForm(TakingPart):
    """What we ask of an account that has no participant yet."""

    area = forms.ModelChoiceField(
        label=_("In welke wijk doe je mee?"),
        queryset=Area.objects.all(),
        empty_label=_("Kies een wijk"),
        error_messages={"required": _("Kies de wijk waar je woont of werkt.")},
    )
    agree = forms.BooleanField(
        label=_("Ik hou me aan de huisregels: ik ben vriendelijk, ik ben eerlijk en ik deel niets van een ander door."),
        error_messages={"required": _("Zet een vinkje als je het eens bent met de huisregels.")},
    )
    field_order = ["display_name", "area", "roles", "side", "languages", "agree"]

    @property
    def answers(self) -> dict[str, Any]:
        """What the verb `joining.join` wants to know."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agree"}


class JoinForm(IntroductionForm):
    """What we ask of somebody who joins, beside the e-mail address and an optional password."""

    field_order = ["email", "password1", "display_name", "area", "roles", "side", "languages", "agree"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on the fields that allauth adds in its own `__init__` (see `accounts.entrance`)."""
        self.password_hash = ""
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Hash the password here, so that known and unknown addresses take the same time."""
        answers = super().clean()
        if answers.get("password1"):
            self.password_hash = make_password(answers["password1"])
        return answers

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the answers until the address is proven; then the participant is made."""
        arriving.remember(request, user, self.cleaned_data, self.password_hash)


class SettingsForm(Versioned, TakingPart):
    """Who a participant is; they may change it."""

    reads = forms.ChoiceField(
        label=_("In welke taal wil je deze site lezen?"),
        choices=settings.LANGUAGES,
        error_messages={"required": _("Kies een taal.")},
    )


class AgreeForm(forms.Form):
    """Agreeing to each text as it was shown: its version stands in the name of the box, so an older tick doesn't count."""

    def __init__(self, questions: list[Question], data: Any = None) -> None:
        """Ask a tick for each text."""
        super().__init__(data)
        self.questions = questions
        for question in questions:
            self.fields[self.box(question)] = forms.BooleanField(
                label=_("Ik heb dit gelezen en ben het ermee eens"),
                error_messages={"required": _("Zet een vinkje als je het ermee eens bent.")},
            )

    @staticmethod
    def box(question: Question) -> str:
        """Name of the box of a text."""
        return f"{question.document.name}-{question.document.version}"

    @property
    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        """Each text with its box."""
        return [(question, self[self.box(question)]) for question in self.questions]

    @property
    def agreed(self) -> list[tuple[str, int]]:
        """The texts by name and version, once the form is valid."""
        return [(question.document.name, question.document.version) for question in self.questions]
