"""The form of one's self-portrait; the page about oneself and the first steps both show it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import drawing
from accounts.portraits import LONGEST
from kennismarkt.forms import PhotoField, readable

if TYPE_CHECKING:
    from accounts.drawing import Stroke
    from accounts.models import SelfPortrait


class WordsField(forms.CharField):
    """What somebody writes of one zone; a line end counts as one sign, as it does in the browser."""

    def __init__(self, **kwargs: Any) -> None:
        """Three lines to write on, counted while writing."""
        widget = forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-count": _("Over: {n} tekens")})
        super().__init__(max_length=LONGEST, required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with line ends of one sign."""
        return readable(str(super().to_python(value)).replace("\r\n", "\n"))


class StrokesField(forms.CharField):
    """A drawing, as `static/js/drawing.js` writes it down."""

    def __init__(self, **kwargs: Any) -> None:
        """Hidden: who can't draw sends back what was there."""
        widget = forms.HiddenInput(attrs={"data-strokes": "", "data-keep": ""})
        super().__init__(required=False, strip=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> str:
        """Return the strokes for the form; what was sent stays as it was, unless it can't be read."""
        if not isinstance(value, str):
            return json.dumps(value or [], separators=(",", ":"))
        try:
            return self.prepare_value(drawing.read(value))
        except forms.ValidationError:
            return "[]"

    def to_python(self, value: Any) -> list[Stroke]:  # type: ignore[override]  # what comes in as text goes out as data
        """Return what was sent as strokes (`ValidationError` when it is anything else)."""
        return drawing.read(super().to_python(value) or "")

    def run_validators(self, value: Any) -> None:
        """Nothing left to ask: `drawing.read` has."""


class PortraitForm(forms.Form):
    """Head, heart and belly, in words and as a drawing or a photo of one."""

    head = WordsField(label=_("Hoofd: waar denk je veel aan?"), help_text=_("Een idee, een vraag, een plan."))
    heart = WordsField(label=_("Hart: waar gaat je hart van open?"), help_text=_("Iets of iemand waar je van houdt."))
    belly = WordsField(label=_("Buik: wat voel je in je buik?"), help_text=_("Vlinders, een knoop, honger naar iets nieuws."))
    strokes = StrokesField()
    photo = PhotoField(
        label=_("Foto van een tekening op papier"),
        required=False,
        help_text=_("Teken je liever op papier? Maak er een foto van. We halen plaats en tijd uit de foto."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"invalid": _("Dit is geen foto die we kunnen lezen. Kies een JPEG, PNG of WebP.")},
    )
    remove_picture = forms.BooleanField(label=_("Haal mijn tekening of foto weg"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, portrait: SelfPortrait | None = None, **kwargs: Any) -> None:
        """Begin with the self-portrait that is there."""
        self.portrait = portrait
        names = ("head", "heart", "belly", "strokes", "version")
        there = {name: getattr(portrait, name) for name in names} if portrait is not None else {"version": 0}
        kwargs["initial"] = {**there, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def lines(self) -> list[Stroke]:
        """The drawing as it stands in the form; none when it can't be read."""
        if not self.is_bound:
            return list(self.initial.get("strokes") or [])
        return list(getattr(self, "cleaned_data", {}).get("strokes") or [])

    @property
    def written(self) -> dict[str, Any]:
        """What the verb `portraying.portray` takes."""
        answers = self.cleaned_data
        removed = answers["remove_picture"]
        return {
            **{name: answers[name] for name in ("head", "heart", "belly")},
            "strokes": [] if removed else answers["strokes"],
            "photo": None if removed else answers["photo"],
            "keep_photo": not removed,
            "version": answers["version"] or 0,
        }

    def against(self, theirs: SelfPortrait) -> None:
        """Let sending again decide: what was sent stays, and now follows on what `theirs` says."""
        sent = {name: self.data[name] for name in self.data}
        self.data = {**sent, self.add_prefix("version"): str(theirs.version)}
        self.portrait = theirs
