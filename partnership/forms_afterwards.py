"""Forms about what comes after a card: actions, looking back, starting over, typing over from paper, keeping a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms_commitments import ReadableForm, day_field
from accounts.models import Encounter, Outcome, Participant
from accounts.promising import LONGEST_WHY
from kennismarkt.forms import QueryForm, readable
from neighbourhood.models import Organisation
from partnership.actions import LONGEST_ACTION, LONGEST_WHO, AskedOf
from partnership.cards import Mode, StepNumber
from partnership.expectations import Expectation
from partnership.forms import FEW_WORDS, WORDS, OnceForm
from partnership.partners import Partner
from partnership.prompts import QUESTIONS
from partnership.reviews import LONGEST_WORD, Feeling
from partnership.undertaking import Whom

if TYPE_CHECKING:
    from django.db.models import QuerySet

TITLE = {"required": _("Geef de kaart een naam.")}
SIZES = ("A4", "A3")
LONGEST_PAPER = 6000


class PaperQuery(QueryForm):
    """On what size of paper."""

    papier = forms.ChoiceField(choices=[(size, size) for size in SIZES], required=False, initial=SIZES[0])

    @property
    def size(self) -> str:
        """The size that was asked, or A4."""
        return self.understood["papier"] or SIZES[0]


def people_to_ask(partner: Partner) -> QuerySet[Participant]:
    """Return whom somebody may ask besides the table: people they have met, whom they may see."""
    if partner.participant is None:
        return Participant.objects.none()
    met = Encounter.objects.met_by(partner.participant, "pk")
    return (
        Participant.objects.visible_to(partner.participant)
        .filter(met)
        .exclude(pk=partner.participant_id)
        .order_by("display_name")
    )


class ActionForm(OnceForm):
    """What is going to be done, by whom, by when."""

    text = forms.CharField(
        label=_("Wat gaan we doen?"), max_length=LONGEST_ACTION, error_messages=FEW_WORDS, widget=forms.Textarea(attrs=WORDS)
    )
    asked_of = forms.ChoiceField(
        label=_("Van wie vragen we dit?"),
        choices=AskedOf.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies van wie we dit vragen.")},
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Iemand aan tafel"), required=False, empty_label=_("niemand van de tafel")
    )
    person = forms.ModelChoiceField(
        Participant.objects.none(), label=_("Iemand die je hebt ontmoet"), required=False, empty_label=_("niemand van hen")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Een organisatie uit de wijk"), required=False, empty_label=_("geen organisatie")
    )
    who = forms.CharField(label=_("Of iemand die hier niet is"), max_length=LONGEST_WHO, required=False)
    due_on = day_field(label=_("Voor wanneer?"), required=False)

    def __init__(self, *args: Any, by: Partner, **kwargs: Any) -> None:
        """Let choose among who is around the table, whom one has met, and the organisations of the area."""
        super().__init__(*args, **kwargs)
        offered: dict[str, QuerySet[Any]] = {
            "partner": by.card.partners.around().exclude(pk=by.pk),
            "person": people_to_ask(by),
            "organisation": Organisation.objects.filter(area=by.card.area_id).order_by("name"),
        }
        for name, things in offered.items():
            self.fields[name].queryset = things  # type: ignore[attr-defined]  # a field that chooses among rows
        self.fields["partner"].label_from_instance = lambda partner: partner.called  # type: ignore[attr-defined]  # likewise
        self.fields["person"].label_from_instance = lambda person: person.display_name  # type: ignore[attr-defined]  # likewise

    def facts(self) -> dict[str, Any]:
        """Return what the verb asks."""
        answers = self.cleaned_data
        whom = Whom(**{name: answers[name] for name in ("asked_of", "partner", "person", "organisation", "who")})
        return {"text": answers["text"], "due_on": answers["due_on"], "once": answers["once"], "whom": whom}


class OutcomeForm(ReadableForm):
    """How an action went."""

    outcome = forms.ChoiceField(choices=Outcome.choices, error_messages={"required": _("Kies hoe het liep.")})
    words = forms.CharField(max_length=LONGEST_WHY, required=False)


class DayForm(ReadableForm):
    """A day to look back."""

    due_on = day_field(label=_("Nog een dag om terug te kijken"))


class LookBackForm(OnceForm):
    """How it goes with an expectation, or with the whole."""

    expectation = forms.ModelChoiceField(Expectation.objects.none(), required=False)
    feeling = forms.ChoiceField(choices=Feeling.choices, error_messages={"required": _("Kies hoe het gaat.")})
    text = forms.CharField(max_length=LONGEST_WORD, required=False)

    def __init__(self, *args: Any, by: Partner, **kwargs: Any) -> None:
        """Let speak about the expectations of this card."""
        super().__init__(*args, **kwargs)
        standing = Expectation.objects.visible_to(by).standing()
        self.fields["expectation"].queryset = standing  # type: ignore[attr-defined]  # a field that chooses among rows

    def clean_text(self) -> str:
        """Leave out signs that nobody can read."""
        return readable(self.cleaned_data["text"])


class StartOverForm(OnceForm):
    """What the new card is called, and how much time its group has."""

    title = forms.CharField(
        label=_("Waar gaat de nieuwe kaart om?"),
        max_length=80,
        error_messages=TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    mode = forms.ChoiceField(label=_("Hoeveel tijd is er?"), choices=Mode.choices, initial=Mode.LONG, widget=forms.RadioSelect)


class PaperForm(OnceForm):
    """What stood on paper: for each step, a line for each thing that was agreed."""

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        """Ask for the steps of these numbers."""
        super().__init__(*args, **kwargs)
        for number in numbers:
            self.fields[f"step_{number}"] = forms.CharField(
                label=f"{number}. {StepNumber(number).label}",
                help_text=QUESTIONS[number],
                required=False,
                max_length=LONGEST_PAPER,
                widget=forms.Textarea(attrs={"dir": "auto", "rows": 5}),
            )

    def lines(self) -> dict[int, list[str]]:
        """Return the lines by number of their step, without empty ones."""
        found = {}
        for name, text in self.cleaned_data.items():
            if name.startswith("step_"):
                found[int(name.removeprefix("step_"))] = [
                    line.strip("-•*– \t") for line in readable(text).splitlines() if line.strip("-•*– \t")
                ]
        return found


class KeepForm(forms.Form):
    """What happens with a case: closed, open again, or kept so many years."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("close", "reopen", "keep")])
    years = forms.TypedChoiceField(
        choices=[(each, str(each)) for each in (1, 2, 3, 5)], coerce=int, required=False, empty_value=0
    )
