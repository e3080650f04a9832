"""Forms around a card: beginning one, sitting down, asking people."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Side, sides_of
from kennismarkt.errors import Refused
from kennismarkt.forms import QueryForm, readable
from market.models import Listing
from partnership import identifying
from partnership.cards import Mode, Subject
from partnership.partners import NAME_LENGTH

if TYPE_CHECKING:
    from accounts.models import Participant

NO_NAMES = _(
    "Schrijf niets waaraan iemand te herkennen is: geen naam, adres, telefoonnummer, e-mailadres, burgerservicenummer of "
    "geboortedatum. We kijken dat na."
)
LONGEST_STORY = 2000


def without_identity(*texts: str) -> None:
    """Refuse, as a form does, words that could tell who a case is about."""
    try:
        identifying.refuse_identity(*texts)
    except Refused as refused:
        raise ValidationError(refused.message) from refused


class CaseFields(forms.Form):
    """The words of a case."""

    story = forms.CharField(
        label=_("Wat is er aan de hand?"),
        help_text=NO_NAMES,
        max_length=LONGEST_STORY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def clean_story(self) -> str:
        """Return the story when nobody can be known by it."""
        story = readable(self.cleaned_data["story"]).strip()
        without_identity(story)
        return story


class CardForm(CaseFields):
    """A new card: around what, and how much time there is."""

    subject = forms.ChoiceField(
        label=_("Rond wat?"),
        choices=[
            (Subject.THEME, _("Een thema, zoals taal of eenzaamheid")),
            (Subject.PROJECT, _("Een project of plan")),
            (Subject.LISTING, _("Iets van de markt")),
            (Subject.CASE, _("Een casus: de situatie van een bewoner of gezin")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies waar de kaart over gaat.")},
    )
    title = forms.CharField(
        label=_("Hoe noemen jullie de kaart?"),
        help_text=_("Bijvoorbeeld: Taal leren begint thuis. Alleen wie aan tafel zit, leest dit."),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Geef de kaart een naam, bijvoorbeeld: Taal leren begint thuis.")},
    )
    listing = forms.ModelChoiceField(
        label=_("Welk aanbod of welke vraag?"),
        queryset=Listing.objects.none(),
        required=False,
        empty_label=_("Kies iets van de markt"),
    )
    mode = forms.ChoiceField(
        label=_("Hoeveel tijd hebben jullie?"),
        choices=[
            (Mode.LONG, _("Ruim de tijd: elke stap apart")),
            (Mode.SHORT, _("Weinig tijd: eerst de waarden, dan de andere vier samen")),
        ],
        widget=forms.RadioSelect,
        initial=Mode.LONG,
        error_messages={"required": _("Kies hoeveel tijd er is.")},
    )
    once = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("subject", "title", "listing", "story", "mode", "once")

    def __init__(self, *args: Any, by: Participant, **kwargs: Any) -> None:
        """Offer what `by` placed, and what somebody sent them from."""
        kwargs["initial"] = {"once": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, use_required_attribute=False, **kwargs)
        offered = Q(owner=by)
        chosen = kwargs["initial"].get("listing") or (self.data.get("listing") if self.is_bound else None)
        if str(chosen or "").isdecimal() and len(str(chosen)) < 19:
            offered |= Q(pk=chosen)
        self.fields["listing"].queryset = Listing.objects.visible_to(by).filter(offered).order_by("-pk")  # type: ignore[attr-defined]  # a model field

    def clean_title(self) -> str:
        """Return the name without signs that nothing can show (`ValidationError` when nothing is left)."""
        title = " ".join(readable(self.cleaned_data["title"]).split())
        if not title:
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title

    def clean(self) -> dict[str, Any]:
        """Hold a case against what could tell who it is about, and ask for the listing when it is around one."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        subject = answers.get("subject")
        if subject == Subject.LISTING and not answers.get("listing") and "listing" not in self.errors:
            self.add_error("listing", _("Kies waar de kaart over gaat."))
        if subject == Subject.CASE and answers.get("title"):
            try:
                without_identity(answers["title"])
            except ValidationError as error:
                self.add_error("title", error)
        return answers


class CaseForm(CaseFields):
    """Other words for a case, and which version they are for."""

    title = forms.CharField(label=_("Naam van de casus"), max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    field_order = ("title", "story", "version")

    def clean_title(self) -> str:
        """Return the name when nobody can be known by it."""
        title = " ".join(readable(self.cleaned_data["title"]).split())
        without_identity(title)
        return title


class BeginQuery(QueryForm):
    """What a new card is around, when one comes from a page about it."""

    aanbod = forms.IntegerField(min_value=1, max_value=2**62, required=False)


class CodeForm(forms.Form):
    """Six letters from the table."""

    code = forms.RegexField(
        label=_("De zes letters van de tafel"),
        regex=r"^\s*[A-Za-z]{3}[\s-]?[A-Za-z]{3}\s*$",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "9", "dir": "ltr"}
        ),
        error_messages={
            "required": _("Vul de zes letters in die de gespreksleider laat zien."),
            "invalid": _("De code heeft zes letters, zonder cijfers."),
        },
    )

    def clean_code(self) -> str:
        """Return the letters only."""
        return "".join(letter for letter in self.cleaned_data["code"] if letter.isalpha()).upper()


class SideForm(forms.Form):
    """From which side a participant sits down, when they have roles on both."""

    side = forms.ChoiceField(label=_("Van welke kant doe je hier mee?"), choices=Side.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, by: Participant, **kwargs: Any) -> None:
        """Begin with the side of now; who has roles on one side isn't asked."""
        kwargs["initial"] = {"side": by.side}
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if len(sides_of(by.roles)) == 1:
            del self.fields["side"]


class GuestForm(forms.Form):
    """Who sits down without an account."""

    name = forms.CharField(
        label=_("Hoe noemen we je?"),
        help_text=_("Een voornaam is genoeg. Een andere naam mag ook."),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "given-name"}),
        error_messages={"required": _("Vul in hoe we je mogen noemen.")},
    )
    side = forms.ChoiceField(
        label=_("Van welke kant doe je mee?"),
        choices=[
            (Side.INFORMAL, _("Informeel: bewoner, familie, vrijwilliger of mantelzorger")),
            (Side.FORMAL, _("Formeel: ik werk voor een organisatie of de gemeente")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies van welke kant je meedoet.")},
    )

    def clean_name(self) -> str:
        """Return the name without signs that nothing can show (`ValidationError` when nothing is left)."""
        name = " ".join(readable(self.cleaned_data["name"]).split())
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name


class FindPersonForm(QueryForm):
    """Whom the host looks for to ask."""

    wie = forms.CharField(max_length=60, required=False)
