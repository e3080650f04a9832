"""The form of a listing, for placing and for changing."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.languages import SpokenLanguage
from accounts.models import Affiliation
from kennismarkt.forms import QueryForm, readable
from kennismarkt.images import reencoded
from market.listings import Kind, Listing, ListingSide, Outcome, Visibility, Way
from market.publishing import MOST_TAGS, WRITTEN
from neighbourhood.models import Organisation, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.base import ContentFile

    from accounts.models import Participant

LONGEST_TAG = 40
TAG = re.compile(r"[\w' +&-]+")


class TagsField(forms.CharField):
    """Words with commas between them."""

    def clean(self, value: Any) -> list[str]:
        """Return the words once each (`ValidationError` for too many, too long ones or strange signs)."""
        words = [" ".join(word.split()).lower() for word in super().clean(value).split(",")]
        tags = list(dict.fromkeys(word for word in words if word))
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("Kies hoogstens %(most)d trefwoorden.") % {"most": MOST_TAGS})
        for tag in tags:
            if len(tag) > LONGEST_TAG or not TAG.fullmatch(tag):
                raise ValidationError(_("“%(tag)s” kan geen trefwoord zijn. Gebruik korte, gewone woorden.") % {"tag": tag})
        return tags


class PhotoField(forms.ImageField):
    """A photo that is written anew before anybody else sees it."""

    def to_python(self, data: Any) -> ContentFile[bytes] | None:
        """Return the re-encoded picture (`ValidationError` when it can't be read)."""
        if data in self.empty_values:
            return None
        return reencoded(data)


class ListingForm(forms.ModelForm[Listing]):
    """Everything that somebody says of what they offer or ask."""

    tags = TagsField(
        label=_("Trefwoorden"),
        required=False,
        max_length=300,
        help_text=_("Hoogstens vijf, met een komma ertussen. Een nieuw woord bekijken we eerst even."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-tags": ""}),
    )
    together = forms.BooleanField(
        label=_("Wij doen dit samen: bewoners en beroepskrachten"),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("In welke talen kan het?"),
        choices=SpokenLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies minstens één taal.")},
    )
    photo = PhotoField(
        label=_("Foto"),
        required=False,
        help_text=_("Mag, hoeft niet. We halen plaats en tijd uit de foto. Vraag het eerst aan wie erop staat."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_photo = forms.BooleanField(label=_("Haal de foto weg"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Listing
        fields = tuple(name for name in WRITTEN if name != "photo")
        labels: ClassVar[dict[str, Any]] = {
            "kind": _("Wat wil je doen?"),
            "way": _("Hoe?"),
            "title": _("Titel"),
            "description": _("Vertel erover"),
            "when": _("Wanneer kan het?"),
            "place": _("Waar?"),
            "photo_alt": _("Wat is er op de foto te zien?"),
            "organisation": _("Namens wie?"),
            "for_someone_else": _("Dit is voor iemand die niet online is"),
            "visibility": _("Wie mag dit zien?"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("Kort en precies. Bijvoorbeeld: Fietsles op zaterdag."),
            "description": _("Wat ga je doen, voor wie is het, wat heb je nodig? Schrijf zoals je praat."),
            "when": _("Gewoon in woorden. Bijvoorbeeld: dinsdagavond, of in overleg."),
            "place": _("Een plek uit de buurt. Thuis? Spreek dat af in het gesprek."),
            "photo_alt": _("Eén zin, voor wie de foto niet ziet."),
            "for_someone_else": _("Je plaatst het voor een ander. Schrijf de naam van die persoon niet op."),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "kind": {"required": _("Kies aanbod of vraag.")},
            "way": {"required": _("Kies hoe je het wilt doen.")},
            "title": {"required": _("Vul een titel in, bijvoorbeeld: Fietsles op zaterdag.")},
            "description": {"required": _("Vertel er iets over. Twee zinnen is al genoeg.")},
        }
        widgets: ClassVar[dict[str, Any]] = {
            "kind": forms.RadioSelect,
            "way": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "description": forms.Textarea(attrs={"rows": 6, "data-autosize": ""}),
        }

    def __init__(self, *args: Any, writer: Participant, **kwargs: Any) -> None:
        """Offer the places of the writer's area and the organisations that the writer may speak for."""
        super().__init__(*args, **kwargs)
        self.writer = writer
        for name, choices in (("kind", KIND_CHOICES), ("way", WAY_CHOICES), ("visibility", Visibility.choices)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # the widget is chosen above
        self.fields["languages"].choices = self.language_choices()  # type: ignore[attr-defined]
        area = self.instance.area if self.instance.pk else writer.area
        self.fields["place"].queryset = Place.objects.in_areas([area])  # type: ignore[attr-defined]
        self.fields["place"].empty_label = _("in de buurt, in overleg")  # type: ignore[attr-defined]
        spoken_for = Organisation.objects.filter(pk__in=Affiliation.objects.organisations_of(writer))
        self.fields["organisation"].queryset = spoken_for  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = _("gewoon mezelf")  # type: ignore[attr-defined]

    def language_choices(self) -> list[tuple[str, Any]]:
        """Languages with the writer's own and the most used first."""
        first = list(dict.fromkeys([*self.writer.languages, *settings.LANGUAGES_SPOKEN_FIRST]))
        rest = [code for code in SpokenLanguage.values if code not in first]
        return [(code, SpokenLanguage(code).label) for code in [*first, *rest]]

    def clean(self) -> dict[str, Any]:
        """Refuse what is meant for one organisation without naming it."""
        cleaned = super().clean() or {}
        for name in ("title", "description", "when", "photo_alt"):
            if name in cleaned:
                cleaned[name] = readable(cleaned[name])
        if cleaned.get("visibility") == Visibility.ORGANISATION and not cleaned.get("organisation"):
            self.add_error("organisation", _("Kies de organisatie waarvoor dit is."))
        return cleaned

    @property
    def first_languages(self) -> Iterator[Any]:
        """The chips that show at once."""
        return iter(list(self["languages"])[: self.shown_languages])

    @property
    def other_languages(self) -> list[Any]:
        """The chips that unfold."""
        return list(self["languages"])[self.shown_languages :]

    @property
    def shown_languages(self) -> int:
        """How many languages show at once: the writer's, the most used and the chosen ones."""
        chosen = set(self["languages"].value() or [])
        known = {*self.writer.languages, *settings.LANGUAGES_SPOKEN_FIRST}
        order = [code for code, _label in self.fields["languages"].choices]  # type: ignore[attr-defined]
        return max(index for index, code in enumerate(order) if code in known | chosen) + 1

    @property
    def written(self) -> dict[str, Any]:
        """What the verbs of publishing take, photo aside."""
        return {name: self.cleaned_data[name] for name in WRITTEN if name != "photo"}

    def words(self) -> dict[str, Any]:
        """What stands in the form now, right or wrong, for a draft."""
        names = [*self.Meta.fields, "tags", "together"]
        return {name: kept(value) for name in names if (value := self[name].value()) not in (None, "", [])}


def kept(value: Any) -> Any:
    """Return a field's value as a draft can keep it."""
    if isinstance(value, list):
        return [kept(each) for each in value]
    return readable(value) if isinstance(value, str) else value


KIND_CHOICES = [(Kind.OFFER, _("Ik bied iets aan")), (Kind.REQUEST, _("Ik vraag iets"))]
WAY_CHOICES = [
    (Way.LEARN, _("Leren: de een legt uit, de ander leert")),
    (Way.SWAP, _("Ruilen: ik doe iets voor jou, jij voor mij")),
    (Way.DEVELOP, _("Ontwikkelen: samen iets nieuws maken")),
    (Way.SHARE, _("Delen: zonder iets terug")),
]


class BeginningForm(QueryForm):
    """What an address may already fill in: "ik vraag iets", for somebody else, with these words."""

    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    title = forms.CharField(max_length=80, required=False)
    for_someone_else = forms.BooleanField(required=False)


class FinishForm(forms.Form):
    """Answer to "is het gelukt?"; may be left open."""

    outcome = forms.ChoiceField(choices=[("", _("zeg ik liever niet")), *Outcome.choices], required=False)


def initial_of(listing: Listing) -> dict[str, Any]:
    """Return what the form says of a listing beside its own fields."""
    return {
        "tags": ", ".join(listing.tags.names()),
        "together": listing.side == ListingSide.TOGETHER,
        "version": listing.version,
    }


def blank_initial(writer: Participant, beginning: dict[str, Any]) -> dict[str, Any]:
    """Return what a new form begins with: the writer's languages, and what the address filled in."""
    return {
        "once": uuid.uuid4(),
        "languages": writer.languages or ["nl"],
        "kind": beginning["kind"] or None,
        "title": beginning["title"],
        "for_someone_else": beginning["for_someone_else"],
    }
