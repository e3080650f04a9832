"""What people write after a meeting."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Participant
from kennismarkt.forms import PhotoField, QueryForm
from meetings import presence
from meetings.models import MayQuote, Meeting, Part, Question, SideStream, StreamOrigin
from meetings.pulses import SCORES
from meetings.reflecting import Thought
from meetings.reflections import LONGEST_THOUGHT
from meetings.reports import LONGEST_DECISION, MOST_DECISIONS
from meetings.streaming import WRITTEN
from neighbourhood.models import Area

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from meetings.models import Reflection

ASKED = {
    Part.HEAD: _("Hoofd: wat denk je nu?"),
    Part.HEART: _("Hart: wat raakte je?"),
    Part.BELLY: _("Buik: wat voel je?"),
    Part.TIP: _("Tip: wat kan beter?"),
    Part.TOP: _("Top: wat was goed?"),
}
PULSE = {
    Question.TIME: _("Was er genoeg tijd?"),
    Question.PLACE: _("Was het een goede plek?"),
    Question.LEGITIMACY: _("Mag je hier zijn van je werk of van thuis?"),
    Question.SAFETY: _("Kon je zeggen wat je wilde zeggen?"),
}
SCORE_WORDS = {1: _("nee"), 2: _("meer nee dan ja"), 3: _("half"), 4: _("meer ja dan nee"), 5: _("ja")}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReflectionForm(forms.Form):
    """What somebody takes home, in five parts; with each, whether others may read it."""

    def __init__(self, *args: Any, written: Iterable[Reflection] = (), **kwargs: Any) -> None:
        """Make two fields for each part, filled with what stands there."""
        there = {each.part: each for each in written}
        super().__init__(*args, **kwargs)
        for part, question in ASKED.items():
            kept = there.get(part)
            self.fields[part] = forms.CharField(
                label=question,
                max_length=LONGEST_THOUGHT,
                required=False,
                initial=kept.text if kept else "",
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )
            self.fields[f"{part}_quote"] = forms.ChoiceField(
                label=format_lazy("{part}: {ask}", part=part.label, ask=_("mogen anderen dit lezen?")),
                choices=MayQuote.choices,
                required=False,
                initial=kept.may_quote if kept else MayQuote.NO,
            )

    @property
    def thoughts(self) -> dict[str, Thought]:
        """What was written, by part; nobody reads along unless that was chosen."""
        return {
            part: Thought(" ".join(self.cleaned_data[part].split()), self.cleaned_data[f"{part}_quote"] or MayQuote.NO)
            for part in Part.values
        }

    def pairs(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Yield each part with its question about others."""
        for part in Part.values:
            yield self[part], self[f"{part}_quote"]


class PulseForm(forms.Form):
    """Four questions, each with five answers from no to yes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a field for each question."""
        super().__init__(*args, **kwargs)
        for question, words in PULSE.items():
            self.fields[question] = forms.TypedChoiceField(
                label=words,
                coerce=int,
                choices=[(score, SCORE_WORDS[score]) for score in SCORES],
                widget=forms.RadioSelect,
                error_messages={"required": _("Kies een antwoord.")},
            )


class ConsentForm(forms.Form):
    """Whether others may read a thought, said anew."""

    may_quote = forms.ChoiceField(choices=MayQuote.choices)


class DecisionsField(forms.CharField):
    """Decisions, one a line."""

    def clean(self, value: Any) -> list[str]:
        """Return the lines that say something (`ValidationError` for too many or too long ones)."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        decisions = [line for line in lines if line]
        if len(decisions) > MOST_DECISIONS:
            raise ValidationError(_("Schrijf hoogstens %(most)d besluiten op.") % {"most": MOST_DECISIONS})
        if any(len(line) > LONGEST_DECISION for line in decisions):
            raise ValidationError(_("Maak elk besluit korter dan %(most)d tekens.") % {"most": LONGEST_DECISION})
        return decisions


class ReportForm(forms.Form):
    """A report; never with who said what."""

    text = forms.CharField(
        label=_("Kort verslag"),
        max_length=5000,
        required=False,
        help_text=_("Wat kwam langs? Schrijf niet op wie wat zei, en geen namen uit een casus."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    decisions = DecisionsField(
        label=_("Wat is besloten?"),
        required=False,
        max_length=MOST_DECISIONS * (LONGEST_DECISION + 2),
        help_text=_("Eén besluit per regel."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class CommitmentForm(forms.Form):
    """Who does what by when."""

    person = forms.ModelChoiceField(label=_("Wie?"), queryset=Participant.objects.none(), empty_label=None)
    text = forms.CharField(
        label=_("Wat?"),
        max_length=500,
        error_messages={"required": _("Schrijf op wat er gebeurt, bijvoorbeeld: ik bel Vrouw en Vaart.")},
    )
    due_on = forms.DateField(label=_("Voor wanneer?"), required=False, widget=DAY)

    def __init__(self, *args: Any, meeting: Meeting, viewer: Participant, **kwargs: Any) -> None:
        """Offer the group, oneself first."""
        super().__init__(*args, **kwargs)
        group = presence.group_of(meeting).filter(pk__in=Participant.objects.visible_to(viewer).order_by().values("pk"))
        field: forms.ModelChoiceField[Participant] = self.fields["person"]  # type: ignore[assignment]  # made above
        field.queryset = group | Participant.objects.filter(pk=viewer.pk)
        field.initial = viewer.pk


class ClosingForm(forms.Form):
    """How a commitment ended."""

    outcome = forms.ChoiceField(choices=[("done", _("gedaan")), ("changed", _("anders geworden")), ("dropped", _("losgelaten"))])
    words = forms.CharField(max_length=300, required=False)


class HarvestForm(forms.Form):
    """A success worth celebrating."""

    title = forms.CharField(
        label=_("Wat vieren we?"),
        max_length=100,
        help_text=_("Noem geen namen of dingen waaraan je iemand uit een casus herkent."),
        error_messages={"required": _("Schrijf op wat er lukte, bijvoorbeeld: De taalles is begonnen.")},
    )
    text = forms.CharField(
        label=_("Vertel erover"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    happened_on = forms.DateField(label=_("Wanneer was dat?"), required=False, widget=DAY)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a fresh number."""
        kwargs.setdefault("initial", {"once": uuid.uuid4(), "happened_on": timezone.localdate()})
        super().__init__(*args, **kwargs)

    @property
    def told(self) -> dict[str, Any]:
        """What was filled in, with today where no day was."""
        facts = self.cleaned_data
        return {
            **facts,
            "happened_on": min(facts["happened_on"] or timezone.localdate(), timezone.localdate()),
            "once": facts["once"] or uuid.uuid4(),
        }


class MeetingPhotoForm(forms.Form):
    """A photo, and who is on it."""

    image = PhotoField(label=_("Foto"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}))
    alt = forms.CharField(
        label=_("Wat is er op de foto te zien?"),
        max_length=160,
        help_text=_("Voor wie de foto niet kan zien. Bijvoorbeeld: zes mensen rond een pan soep."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Wie staat erop?"),
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Zij krijgen een vraag. De groep ziet de foto pas als iedereen ja zegt."),
    )
    asked = forms.BooleanField(
        label=_("Wie verder op de foto staat, heb ik gevraagd en vindt het goed"),
        error_messages={"required": _("Vraag het eerst aan iedereen die op de foto staat.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, viewer: Participant, **kwargs: Any) -> None:
        """Offer the people of the group."""
        super().__init__(*args, **kwargs)
        group = presence.group_of(meeting).filter(pk__in=Participant.objects.visible_to(viewer).order_by().values("pk"))
        field: forms.ModelMultipleChoiceField[Participant] = self.fields["people"]  # type: ignore[assignment]  # made above
        field.queryset = group


class SideStreamForm(forms.ModelForm[SideStream]):
    """What a side stream is, where it came from and what happens next."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    class Meta:
        model = SideStream
        fields = ("origin", "meeting", "theme", "parent", *WRITTEN)
        labels: ClassVar[dict[str, Any]] = {"next_step": _("Wat is de volgende stap?"), "next_step_on": _("Wanneer is die?")}
        help_texts: ClassVar[dict[str, Any]] = {
            "origin": _("Van een casus bewaren we alleen dat er een was. Noem die ook hieronder niet."),
            "story": _("Een paar zinnen is genoeg."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "origin": forms.RadioSelect,
            "audience": forms.RadioSelect,
            "story": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "next_step_on": DAY,
        }

    def __init__(self, *args: Any, viewer: Participant, **kwargs: Any) -> None:
        """Offer the meetings and streams that `viewer` shares; where it came from is asked once only."""
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for name in ("origin", "meeting", "theme", "parent"):
                del self.fields[name]
            self.fields["version"].initial = self.instance.version
            return
        origin: forms.ChoiceField = self.fields["origin"]  # type: ignore[assignment]  # made by the model
        origin.choices = StreamOrigin.choices
        shared = Meeting.objects.filter(presence.shared_with(viewer, "pk")).order_by("-starts_at")
        self.offer("meeting", shared)
        self.offer("parent", SideStream.objects.visible_to(viewer))

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let the field `name` choose from `rows`."""
        field: forms.ModelChoiceField[Any] = self.fields[name]  # type: ignore[assignment]  # made by the model
        field.queryset, field.required = rows, False
        field.label_from_instance = lambda row: row.title  # type: ignore[method-assign]  # a number says nothing here

    def clean(self) -> dict[str, Any]:
        """Ask for what the origin needs."""
        facts = super().clean() or self.cleaned_data
        needed = {StreamOrigin.MEETING: "meeting", StreamOrigin.THEME: "theme", StreamOrigin.STREAM: "parent"}
        words = {
            "meeting": _("Kies bij welke bijeenkomst het begon."),
            "theme": _("Schrijf op welk thema het is."),
            "parent": _("Kies uit welke zijstroom dit voortkomt."),
        }
        name = needed.get(facts.get("origin", ""))
        if name in self.fields and name not in self.errors and not facts.get(name or ""):
            self.add_error(name, words[str(name)])
        for other in set(needed.values()) - {name, "meeting"}:
            if other in facts:
                facts[other] = "" if other == "theme" else None
        return facts

    @property
    def written(self) -> dict[str, Any]:
        """What may be changed once it runs."""
        return {name: self.cleaned_data[name] for name in WRITTEN}


class ResultForm(forms.Form):
    """What came of a side stream."""

    result = forms.CharField(
        label=_("Wat is het geworden?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Schrijf in een paar woorden wat het is geworden.")},
    )


class StreamsForm(QueryForm):
    """Of which area the side streams are shown, and what a new one begins with."""

    wijk = forms.SlugField(max_length=80, required=False)
    bijeenkomst = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    uit = forms.IntegerField(min_value=1, max_value=2**62, required=False)

    def area(self) -> Area | None:
        """The area that was asked for."""
        return Area.objects.filter(slug=self.understood["wijk"] or "").first()
