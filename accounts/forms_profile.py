"""Forms about what one brings, where one works or helps, and who sees what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.people import WORD_LENGTH, ContactWay, Participant
from accounts.privacy import FIELDS, Audience
from accounts.profiling import MOST_WORDS, tidy_words
from kennismarkt.forms import readable
from neighbourhood.models import Organisation, Place

if TYPE_CHECKING:
    from datetime import date


LONGEST_ABOUT = 300
LONGEST_LINE = 160
LONGEST_FUNCTION = 80
WORDS_HELP = _("Met een komma ertussen, hoogstens twaalf.")


class Versioned(forms.Form):
    """A form about a participant as they were when it was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    @classmethod
    def of(cls, participant: Participant, data: Any = None) -> Self:
        """Return the form, filled with how things are."""
        return cls(data, initial={name: shown(getattr(participant, name)) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        """Leave out signs that nobody can read; a form without a version is taken for an old one."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in answers.items():
            if isinstance(value, str):
                answers[name] = readable(value)
        if "version" in answers:
            answers["version"] = answers["version"] or 0
        return answers

    def renewed(self, participant: Participant) -> None:
        """Go on from `participant` as they are now, with what was filled in."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(participant.version)
        self.data = data

    def told(self, participant: Participant) -> list[tuple[Any, str]]:
        """What this form is about, as it is now: each question with its answer in words."""
        names = [name for name in self.fields if name != "version"]
        return [(self.fields[name].label, in_words(self.fields[name], getattr(participant, name))) for name in names]


def shown(value: Any) -> Any:
    """Return `value` as a control shows it: a thing by its number."""
    return value.pk if isinstance(value, Place) else value


def in_words(field: forms.Field, value: Any) -> str:
    """Return an answer in words."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        labels = dict(flat(field.choices))
        return ", ".join(str(labels.get(each, each)) for each in (value if isinstance(value, list) else [value]))
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def flat(choices: Any) -> list[tuple[Any, Any]]:
    """Return choices without their groups."""
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += label if isinstance(label, list | tuple) else [(value, label)]
    return found


class WordsField(forms.CharField):
    """Words with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list as it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the words, tidied up (`ValidationError` for too many, or one too long)."""
        typed = super().clean(value).split(",")
        if any(len(word.strip()) > WORD_LENGTH for word in typed):
            raise ValidationError(now("Houd het kort: hoogstens 60 tekens per woord."))
        words = tidy_words(typed)
        if len(words) > MOST_WORDS:
            raise ValidationError(now("Noem hoogstens twaalf dingen."))
        return words


class BringForm(Versioned):
    """What somebody brings and looks for, and how they are reached."""

    about = forms.CharField(
        label=_("Wat beweegt je?"),
        help_text=_("Een paar zinnen over jou."),
        max_length=LONGEST_ABOUT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    can = WordsField(
        label=_("Dit kan ik"),
        help_text=WORDS_HELP,
        max_length=900,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    wants_to_learn = WordsField(
        label=_("Dit wil ik leren"),
        help_text=WORDS_HELP,
        max_length=900,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    availability = forms.CharField(
        label=_("Wanneer kun je?"),
        help_text=_("Gewoon in woorden. Bijvoorbeeld: dinsdagmiddag, niet in de schoolvakantie."),
        max_length=LONGEST_LINE,
        required=False,
    )
    contact_way = forms.ChoiceField(
        label=_("Hoe hoor je het liefst van anderen?"),
        choices=ContactWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe je het liefst van anderen hoort.")},
    )
    contact_note = forms.CharField(
        label=_("Wat moet een ander daarvoor weten?"),
        help_text=_("Bijvoorbeeld je telefoonnummer. Wie dit ziet, kies je bij “Wie ziet wat”."),
        max_length=LONGEST_LINE,
        required=False,
    )
    near = forms.ModelChoiceField(
        label=_("Dicht bij welke plek ben je te vinden?"),
        help_text=_("Nooit je huisadres: een plek in de buurt is genoeg."),
        queryset=Place.objects.none(),
        empty_label=_("zeg ik liever niet"),
        required=False,
    )

    @classmethod
    def of(cls, participant: Participant, data: Any = None) -> Self:
        """Return the form, with the places of their area."""
        form = super().of(participant, data)
        form.fields["near"].queryset = Place.objects.in_areas([participant.area])  # type: ignore[attr-defined]  # a choice of places
        return form


class AudienceForm(Versioned):
    """Who sees what: one question per field, each with the usual answer marked."""

    helps: ClassVar[dict[str, Any]] = {
        "portrait": _("Je tekening en je woorden bij hoofd, hart en buik."),
        "roles": _("Van welke kant je meedoet, informeel of formeel, ziet iedereen."),
        "can": _("Wie dit niet mag zien, vindt je er ook niet op."),
        "contact": _("Een bericht op deze site kan elke deelnemer je altijd sturen."),
        "affiliations": _("Eerst wie je bent, dan pas je functie."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each field."""
        super().__init__(*args, **kwargs)
        for field in FIELDS:
            self.fields[f"{field}_for"] = self.question(field)
        self.order_fields([f"{field}_for" for field in FIELDS])

    def question(self, field: str) -> forms.ChoiceField:
        """Return the question about `field`."""
        column = next(each for each in Participant._meta.fields if each.name == f"{field}_for")
        return forms.ChoiceField(
            label=str(column.verbose_name).capitalize(),
            help_text=self.helps.get(field, ""),
            choices=[(audience.value, option(audience, usual=audience == column.default)) for audience in Audience],
            widget=forms.RadioSelect,
        )

    @classmethod
    def of(cls, participant: Participant, data: Any = None) -> Self:
        """Return the form, filled with how things are."""
        names = ["version", *(f"{field}_for" for field in FIELDS)]
        return cls(data, initial={name: getattr(participant, name) for name in names})


def option(audience: Audience, *, usual: bool) -> str:
    """Return an answer in words, marked when it is what we fill in for everybody."""
    return now("{audience} (gewoonlijk)").format(audience=audience.label) if usual else str(audience.label)


class AffiliationForm(forms.Form):
    """Where somebody works or helps."""

    organisation = forms.ModelChoiceField(
        label=_("Organisatie of initiatief"),
        queryset=Organisation.objects.none(),
        empty_label=_("Kies een organisatie"),
        error_messages={"required": _("Kies een organisatie."), "invalid_choice": _("Kies een organisatie uit je wijk.")},
    )
    function = forms.CharField(
        label=_("Wat doe je daar?"),
        help_text=_("Je functie of taak, in gewone woorden."),
        max_length=LONGEST_FUNCTION,
        required=False,
    )
    since = forms.DateField(
        label=_("Sinds welke maand?"),
        input_formats=["%Y-%m", "%Y-%m-%d", "%m-%Y"],
        required=False,
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
        error_messages={"invalid": _("Vul een maand in, bijvoorbeeld 09-2024.")},
    )

    def __init__(self, data: Any = None, *, person: Participant) -> None:
        """Offer what is in the person's area and not there yet."""
        super().__init__(data)
        offered = Organisation.objects.filter(area=person.area).exclude(people=person)
        self.fields["organisation"].queryset = offered  # type: ignore[attr-defined]  # a choice of organisations

    def clean_function(self) -> str:
        """Leave out signs that nobody can read."""
        return readable(self.cleaned_data["function"])

    def clean_since(self) -> date | None:
        """Keep the month: the day is nobody's business."""
        since: date | None = self.cleaned_data["since"]
        return since.replace(day=1) if since else None


class EntryForm(forms.Form):
    """What an organisation's keeper says of it."""

    description = forms.CharField(
        label=_("Wat doen jullie?"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    phone = forms.CharField(label=_("Telefoon"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.")},
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Vul een webadres in, bijvoorbeeld https://voorbeeld.nl.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def clean(self) -> dict[str, Any]:
        """Leave out signs that nobody can read."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        return {name: readable(value) for name, value in answers.items()}
