"""The last of the first steps: in one sentence, what somebody brings or looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennismarkt.forms import readable
from market.forms.listings import KIND_CHOICES, WAY_CHOICES

if TYPE_CHECKING:
    from market.drafts import Draft

LONGEST_TITLE = 80
NAMES = ("kind", "way", "title")


class FirstListingForm(forms.Form):
    """Three questions; the rest of the listing follows on its own page."""

    kind = forms.ChoiceField(
        label=_("Wat wil je doen?"),
        choices=KIND_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies aanbod of vraag.")},
    )
    title = forms.CharField(
        label=_("In één korte zin: wat breng of zoek je?"),
        help_text=_("Bijvoorbeeld: Ik leer je fietsen op zaterdag."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Schrijf één zin, bijvoorbeeld: Ik leer je fietsen op zaterdag.")},
    )
    way = forms.ChoiceField(
        label=_("Hoe?"),
        choices=WAY_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe je het wilt doen.")},
    )

    @classmethod
    def of(cls, draft: Draft | None, data: Any = None) -> FirstListingForm:
        """Return the form, begun with what was left of a draft."""
        left = draft.fields if draft is not None else {}
        return cls(data, initial={name: left[name] for name in NAMES if name in left})

    def clean_title(self) -> str:
        """Return the sentence without signs that nothing can show (`ValidationError` when nothing is left)."""
        title = readable(self.cleaned_data["title"]).strip()
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title
