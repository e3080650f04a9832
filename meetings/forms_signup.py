"""What people answer to a meeting, whom they bring or invite, and what is filled in at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kennismarkt.forms import QueryForm, readable
from meetings import inviting
from meetings.bringing import Guest
from meetings.inviting import BRING, CANNOT, COME, INSTEAD, Answer
from meetings.models import Reason
from meetings.signup import MOST_COMPANIONS, Wishes
from neighbourhood.models import Side

if TYPE_CHECKING:
    from meetings.models import ConfidentialityAgreement, Invitation, Meeting, Seat

ANSWERS = (COME, BRING, INSTEAD, CANNOT)
NAME = {"maxlength": 60, "autocomplete": "off", "dir": "auto"}
# The field in which each answer names somebody.
NAMED = {BRING: "colleague", INSTEAD: "substitute"}
NO_SIDE = _("Kies een kant.")


class NameField(forms.CharField):
    """A name as one says it at the table."""

    def __init__(self, **facts: Any) -> None:
        """Keep it short."""
        super().__init__(max_length=60, widget=forms.TextInput(attrs=dict(NAME)), **facts)

    def clean(self, value: Any) -> str:
        """Return it without control characters and double spaces."""
        return " ".join(readable(super().clean(value) or "").split())


def side_field(**facts: Any) -> forms.ChoiceField:
    """Return a choice between the two sides."""
    return forms.ChoiceField(choices=Side.choices, widget=forms.RadioSelect, error_messages={"required": NO_SIDE}, **facts)


class AnswerForm(forms.Form):
    """The answer to a meeting. Which button was pushed says which answer; what that answer needs is asked then."""

    answer = forms.ChoiceField(
        label=_("Je antwoord"),
        choices=[(each, each) for each in ANSWERS],
        widget=forms.HiddenInput,
        error_messages={"required": _("Kies een van de knoppen.")},
    )
    own_name = NameField(label=_("Hoe heet je?"), required=False, help_text=_("Een voornaam is genoeg."))
    own_side = side_field(label=_("Hoe doe je mee?"), required=False)
    companions = forms.TypedChoiceField(
        label=_("Komt er iemand mee om te helpen?"),
        help_text=_("Bijvoorbeeld een begeleider of een kind. Ook voor hen houden we een plek vrij."),
        choices=[(0, _("nee"))] + [(number, str(number)) for number in range(1, MOST_COMPANIONS + 1)],
        coerce=int,
        empty_value=0,
        required=False,
    )
    interpreter = forms.BooleanField(label=_("Ik breng een tolk mee"), required=False)
    diet = forms.CharField(
        label=_("Eten en allergieën"),
        help_text=_("Bijvoorbeeld halal, vegetarisch of geen noten. De keuken krijgt een lijst zonder namen."),
        max_length=160,
        required=False,
    )
    access_needs = forms.CharField(
        label=_("Wat heb je nodig om mee te kunnen doen?"),
        help_text=_("Alleen wie je ontvangt, leest dit."),
        max_length=300,
        required=False,
    )
    shown = forms.BooleanField(label=_("Andere deelnemers mogen zien dat ik kom"), required=False)
    agreed = forms.BooleanField(label=_("Ik heb dit gelezen en houd me eraan"), required=False)
    agreement = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62, required=False)
    colleague_name = NameField(label=_("Wie neem je mee?"), required=False, help_text=_("Een voornaam is genoeg."))
    colleague_side = side_field(label=_("Hoe doet die persoon mee?"), required=False)
    colleague_email = forms.EmailField(
        label=_("E-mail van die persoon"), required=False, help_text=_("Dan hoort die zelf van ons waar en wanneer het is.")
    )
    substitute_name = NameField(label=_("Wie komt er voor jou?"), required=False, help_text=_("Een voornaam is genoeg."))
    substitute_side = side_field(label=_("Hoe doet die persoon mee?"), required=False)
    substitute_email = forms.EmailField(
        label=_("E-mail van die persoon"), required=False, help_text=_("Dan hoort die zelf van ons waar en wanneer het is.")
    )
    reason = forms.ChoiceField(
        label=_("Wil je zeggen waarom?"),
        help_text=_("Dat hoeft niet. De coördinator ziet geen namen, alleen hoe vaak iets gezegd is, vanaf vijf keer."),
        choices=[*Reason.choices, ("", _("zeg ik liever niet"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        agreement: ConfidentialityAgreement | None,
        seat: Seat | None = None,
        named: bool = True,
        invitation: Invitation | None = None,
        **kwargs: Any,
    ) -> None:
        """Ask what this meeting and this person need; `named` says that we know who answers."""
        self.named, self.meeting, self.asks, self.seat = named, meeting, agreement, seat
        kwargs["initial"] = {**initial_of(seat), "own_name": getattr(invitation, "name", ""), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, NameField):
                field.widget.attrs.setdefault("dir", "auto")
        if agreement is None:
            del self.fields["agreed"], self.fields["agreement"]
        else:
            self.initial["agreement"] = agreement.pk
        gone = [] if named else ["colleague_name", "colleague_side", "colleague_email"]
        gone += ["own_name", "own_side"] if named else []
        gone += [] if meeting.lunch else ["diet"]
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask who, where somebody is named, and whether they agree, where that is asked of who comes."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        kind = answers.get("answer")
        if kind in NAMED:
            self.ask(NAMED[kind])
        # The return key pushes the first button, also in the field for another's name.
        if kind == COME and any(answers.get(f"{who}_name") for who in NAMED.values()):
            self.add_error(None, _("Je vulde de naam van een ander in. Kies de knop die daarbij hoort, of maak het veld leeg."))
        if kind == COME and not self.named:
            self.ask("own")
        if kind in (COME, BRING) and self.asks is not None and not answers.get("agreed"):
            self.add_error("agreed", _("Lees de afspraak en zet een vinkje als je meedoet."))
        if kind == BRING and not self.named:
            self.add_error(None, _("Meld eerst jezelf aan."))
        return answers

    def ask(self, who: str) -> None:
        """Ask for the name and the side of somebody."""
        if f"{who}_name" not in self.fields:
            return
        if not self.cleaned_data.get(f"{who}_name") and f"{who}_name" not in self.errors:
            self.add_error(f"{who}_name", _("Vul een naam in."))
        if not self.cleaned_data.get(f"{who}_side") and f"{who}_side" not in self.errors:
            self.add_error(f"{who}_side", NO_SIDE)

    def guest(self, who: str) -> Guest | None:
        """Return who is named, if anybody."""
        said = self.cleaned_data
        if not said.get(f"{who}_name"):
            return None
        return Guest(said[f"{who}_name"], said.get(f"{who}_side") or "", said.get(f"{who}_email", ""))

    @property
    def said(self) -> Answer:
        """The answer as the verbs take it."""
        said = self.cleaned_data
        wishes = Wishes(
            companions=said["companions"] or 0,
            interpreter=said["interpreter"],
            shown=said["shown"],
            diet=readable(said.get("diet", "")),
            access_needs=readable(said["access_needs"]),
        )
        agreed_to = said.get("agreement") if said.get("agreed") else None
        other = self.guest(NAMED[said["answer"]]) if said["answer"] in NAMED else None
        return Answer(said["answer"], wishes, said["reason"], agreed_to, None if self.named else self.guest("own"), other)


def initial_of(seat: Seat | None) -> dict[str, Any]:
    """Return what the form begins with: what somebody wished before."""
    if seat is None:
        return {}
    return {name: getattr(seat, name) for name in ("companions", "interpreter", "shown", "diet", "access_needs")}


class FindForm(QueryForm):
    """The name of somebody one would like to ask."""

    q = forms.CharField(label=_("Naam"), max_length=60, required=False)


class InviteForm(forms.Form):
    """Whom one asks: a participant, an address, or whoever gets the paper. Which button was pushed says which."""

    way = forms.ChoiceField(choices=[(each, each) for each in ("person", "mail", "paper")], widget=forms.HiddenInput)
    person = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput, required=False)
    name = NameField(label=_("Naam"), required=False, help_text=_("Zo begint de brief of de mail."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    reads = forms.ChoiceField(label=_("In welke taal?"), choices=settings.LANGUAGES, initial="nl", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask what each way needs."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("way") == "mail" and not answers.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vul een e-mailadres in."))
        answers["reads"] = answers.get("reads") or "nl"
        return answers


class AskLinkForm(forms.Form):
    """Who has no account asks to come: a name, and an address that is proven by the mail that follows."""

    name = NameField(
        label=_("Hoe heet je?"), help_text=_("Een voornaam is genoeg."), error_messages={"required": _("Vul je naam in.")}
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We sturen je een mail met een knop. Daarmee geef je antwoord."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Vul je e-mailadres in.")},
    )


class CodeForm(forms.Form):
    """The code of an invitation on paper."""

    code = forms.CharField(
        label=_("De code op je uitnodiging"),
        help_text=_("Drie groepjes van vier tekens. Hoofdletters en streepjes maken niet uit."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Vul de code van je uitnodiging in.")},
    )

    def clean_code(self) -> str:
        """Return what is kept of such a code."""
        return inviting.hash_of_typed(self.cleaned_data["code"])


class SeatForm(forms.Form):
    """What somebody does with the link of their seat."""

    act = forms.ChoiceField(choices=[("decline", "decline"), ("agree", "agree")])
    agreement = forms.IntegerField(min_value=1, max_value=2**62, required=False)


class MarkForm(forms.Form):
    """Whether somebody is there, or read the agreement at the door."""

    act = forms.ChoiceField(choices=[(each, each) for each in ("present", "absent", "unknown", "agree")])
    agreement = forms.IntegerField(min_value=1, max_value=2**62, required=False)


class WalkInForm(forms.Form):
    """Who stands at the door without having signed up."""

    name = NameField(label=_("Hoe heet die persoon?"), error_messages={"required": _("Vul een naam in.")})
    side = side_field(label=_("Hoe doet die persoon mee?"), initial=Side.INFORMAL)
    bring_chairs = forms.BooleanField(label=_("Zet er een stoel bij als alles bezet is"), required=False)

    @property
    def guest(self) -> Guest:
        """Who it is."""
        return Guest(self.cleaned_data["name"], self.cleaned_data["side"])
