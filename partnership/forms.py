"""What people write at a card. A hidden number in each form makes that it is taken once, however often it is sent."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennismarkt.forms import QueryForm
from partnership.cards import Mode, StepNumber
from partnership.expectations import LONGEST_EXPECTATION, Theme
from partnership.notes import LONGEST_NOTE, RemarkKind
from partnership.proposals import LONGEST_PROPOSAL, Answer
from partnership.talking import LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

FEW_WORDS = {"required": _("Schrijf eerst een paar woorden.")}
WORDS = {"dir": "auto", "rows": 2}
NUMBER = {"min_value": 1, "max_value": 2**62}


class OnceForm(forms.Form):
    """A form that is taken once; it begins with what was left of a draft."""

    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Begin with a fresh number."""
        kwargs["initial"] = {"once": uuid.uuid4(), **(draft or {}), **kwargs.get("initial", {})}
        super().__init__(*args, use_required_attribute=False, **kwargs)


class NoteForm(OnceForm):
    """A note."""

    text = forms.CharField(
        label=_("Schrijf iets op"),
        max_length=LONGEST_NOTE,
        error_messages=FEW_WORDS,
        widget=forms.Textarea(attrs={**WORDS, "placeholder": _("Schrijf iets op…"), "enterkeyhint": "send"}),
    )
    named = forms.BooleanField(label=_("met mijn naam"), required=False, initial=True)


class RewriteForm(forms.Form):
    """Other words for a note, and which version they are for."""

    text = forms.CharField(
        label=_("Je briefje"), max_length=LONGEST_NOTE, error_messages=FEW_WORDS, widget=forms.Textarea(attrs=WORDS)
    )
    named = forms.BooleanField(label=_("met mijn naam"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, **NUMBER)


class RemarkForm(OnceForm):
    """A question about a note, or an addition to it."""

    kind = forms.ChoiceField(
        label=_("Wat wil je zeggen?"),
        choices=[(RemarkKind.QUESTION, _("Ik vraag iets")), (RemarkKind.ADDITION, _("Ik vul aan"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of je iets vraagt of aanvult.")},
    )
    text = forms.CharField(
        label=_("In jouw woorden"), max_length=LONGEST_NOTE, error_messages=FEW_WORDS, widget=forms.Textarea(attrs=WORDS)
    )


class GatherForm(OnceForm):
    """Notes that belong together, and under which words."""

    title = forms.CharField(
        label=_("Onder welke woorden?"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Geef het groepje een paar woorden.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    notes = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Kies eerst de briefjes die bij elkaar horen.")}
    )

    def __init__(self, *args: Any, choices: list[int], **kwargs: Any) -> None:
        """Let choose among these notes."""
        super().__init__(*args, **kwargs)
        self.fields["notes"].choices = [(number, str(number)) for number in choices]  # type: ignore[attr-defined]  # a choice field


class TitleForm(forms.Form):
    """Other words for notes that lie together."""

    title = forms.CharField(
        label=_("Onder welke woorden?"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Geef het groepje een paar woorden.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, **NUMBER)


class PutForm(forms.Form):
    """Where a note goes: a cluster of its step, or none."""

    cluster = forms.IntegerField(required=False, **NUMBER)


class ProposalForm(OnceForm):
    """Shared words to agree on."""

    text = forms.CharField(
        label=_("Ons voorstel"),
        help_text=_("In woorden waar jullie je allemaal in herkennen."),
        max_length=LONGEST_PROPOSAL,
        error_messages=FEW_WORDS,
        widget=forms.Textarea(attrs=WORDS),
    )
    beside = forms.BooleanField(label=_("Dit mag naast elkaar bestaan: we vinden niet hetzelfde"), required=False)
    win = forms.CharField(
        label=_("Wanneer wint ieder erbij?"),
        help_text=_("Alleen nodig als het naast elkaar mag bestaan."),
        max_length=LONGEST_PROPOSAL,
        required=False,
        widget=forms.Textarea(attrs=WORDS),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the win when things stand beside each other."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("beside") and not answers.get("win"):
            self.add_error("win", _("Schrijf erbij wanneer het voor beide kanten winst is."))
        return answers


class RewordForm(ProposalForm):
    """Other words for a proposal, and which version they are for."""

    version = forms.IntegerField(widget=forms.HiddenInput, **NUMBER)
    once = None  # type: ignore[assignment]  # the version says enough

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with what stands there."""
        super().__init__(*args, **kwargs)
        self.initial.pop("once", None)


class AnswerForm(forms.Form):
    """What one says to a proposal, as it read."""

    answer = forms.ChoiceField(choices=Answer.choices, error_messages={"required": _("Kies wat je ervan vindt.")})
    words = forms.CharField(label=_("Wat heb je nodig?"), max_length=LONGEST_PROPOSAL, required=False)
    version = forms.IntegerField(**NUMBER)

    def clean(self) -> dict[str, Any]:
        """Ask for words with anything but plain agreement."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("answer") in (Answer.WITH_REMARK, Answer.NOT_YET) and not answers.get("words"):
            self.add_error("words", _("Schrijf in een paar woorden wat je nodig hebt."))
        return answers


class ReasonForm(forms.Form):
    """Why a step is opened again."""

    reason = forms.CharField(
        label=_("Waarom openen we deze stap weer?"),
        max_length=LONGEST_PROPOSAL,
        widget=forms.Textarea(attrs=WORDS),
        error_messages={"required": _("Schrijf in een paar woorden waarom.")},
    )


class ExpectationForm(OnceForm):
    """What one expects of each other."""

    theme = forms.ChoiceField(choices=Theme.choices, error_messages={"required": _("Kies waar het over gaat.")})
    text = forms.CharField(max_length=LONGEST_EXPECTATION, error_messages=FEW_WORDS)


class MoveForm(forms.Form):
    """Where a step goes."""

    to = forms.ChoiceField(choices=[(name, name) for name in ("reveal", "agreement", "back", "settle")])


class ModeForm(forms.Form):
    """How much time there is."""

    mode = forms.ChoiceField(choices=Mode.choices)


class TimerForm(forms.Form):
    """How many minutes there are; none takes the clock away."""

    minutes = forms.IntegerField(
        label=_("Minuten"),
        min_value=0,
        max_value=240,
        error_messages={"required": _("Vul een aantal minuten in.")},
    )


class HereForm(forms.Form):
    """Where somebody writes now, or that they close the page."""

    step = forms.TypedChoiceField(choices=StepNumber.choices, coerce=int, required=False, empty_value=None)
    gone = forms.BooleanField(required=False)


class DraftForm(forms.Form):
    """What somebody is writing: on which form, and its words."""

    place = forms.RegexField(regex=r"^[a-z]{3,12}(-\d{1,18}){0,2}$")
    text = forms.CharField(max_length=LONGEST_PROPOSAL, required=False, strip=False)
    win = forms.CharField(max_length=LONGEST_PROPOSAL, required=False, strip=False)
    title = forms.CharField(max_length=LONGEST_TITLE, required=False, strip=False)


class CardQuery(QueryForm):
    """Which step lies open, whether notes are laid together, and which part of the page a browser asks for."""

    stap = forms.TypedChoiceField(choices=StepNumber.choices, coerce=int, required=False, empty_value=None)
    kies = forms.BooleanField(required=False)
    briefjes = forms.BooleanField(required=False)
    deel = forms.ChoiceField(
        choices=[(name, name) for name in ("bord", "mensen", "telling", "briefje")], required=False, initial=""
    )
