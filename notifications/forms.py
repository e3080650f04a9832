"""Forms about notices."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec
from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kennismarkt.forms import QueryForm
from notifications import circulars
from notifications.choices import Cadence, Channel
from notifications.kinds import Gathering, Kind, choosable
from notifications.models import Reach

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from accounts.models import Participant
    from neighbourhood.models import Area

SOONEST = [(value, label) for value, label in Cadence.choices if value != Cadence.NOW]
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PageForm(QueryForm):
    """Where somebody is in the list of notices."""

    na = forms.RegexField(regex=r"^\d{1,18}$", required=False, empty_value="")


def choice_of(kind: Kind | Gathering, chosen: str | None) -> forms.ChoiceField:
    """Return the question how often somebody wants mail about a kind."""
    choices = SOONEST if isinstance(kind, Gathering) else Cadence.choices
    return forms.ChoiceField(label=kind.title, choices=choices, initial=chosen or kind.mail)


class PreferencesForm(forms.Form):
    """What somebody wants to be told outside the site: per kind, and when not."""

    mail = forms.BooleanField(label=_("Stuur me mail"), required=False)
    quiet_from = forms.TimeField(label=_("Stil vanaf"), widget=CLOCK)
    quiet_until = forms.TimeField(label=_("Stil tot"), widget=CLOCK)

    def __init__(self, data: QueryDict | None, *, person: Participant) -> None:
        """Ask about every kind, filled in as it is now."""
        reach = Reach.objects.filter(participant=person).first() or Reach(participant=person)
        kept = {"mail": reach.mail, "quiet_from": reach.quiet_from, "quiet_until": reach.quiet_until}
        super().__init__(data, initial=kept)
        chosen = {
            (kind, channel): cadence for kind, channel, cadence in person.preferences.values_list("kind", "channel", "cadence")
        }
        for kind in choosable():
            self.fields[f"{Channel.MAIL}-{kind.name}"] = choice_of(kind, chosen.get((kind.name, Channel.MAIL)))
            if isinstance(kind, Kind) and person.push_subscriptions.exists():
                default = Cadence.NOW if kind.push else Cadence.NEVER
                rings = chosen.get((kind.name, Channel.PUSH), default) == Cadence.NOW
                self.fields[f"{Channel.PUSH}-{kind.name}"] = forms.BooleanField(
                    label=_("Ook op mijn telefoon of computer"), required=False, initial=rings
                )

    @property
    def groups(self) -> list[tuple[StrOrPromise, list[BoundField]]]:
        """The questions by the group of their kinds."""
        groups: dict[str, list[BoundField]] = {}
        for kind in choosable():
            names = [name for channel in Channel if (name := f"{channel}-{kind.name}") in self.fields]
            groups.setdefault(str(kind.group), []).extend(self[name] for name in names)
        return list(groups.items())

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """What was chosen: kind, channel and cadence."""
        found = []
        for name, value in self.cleaned_data.items():
            channel, _dash, kind = name.partition("-")
            if kind:
                cadence = value if channel == Channel.MAIL else (Cadence.NOW if value else Cadence.NEVER)
                found.append((kind, channel, str(cadence)))
        return found

    @property
    def reach(self) -> dict[str, Any]:
        """What was chosen for all kinds together."""
        return {name: self.cleaned_data[name] for name in ("mail", "quiet_from", "quiet_until")}


class PushForm(forms.Form):
    """A browser that may be woken, as it describes itself."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.RegexField(regex=r"^[A-Za-z0-9_-]{87}=?$")
    auth = forms.RegexField(regex=r"^[A-Za-z0-9_-]{22}(==)?$")

    def clean_p256dh(self) -> str:
        """Take a key that can be used; one that can't would fail at each notice, long after."""
        key: str = self.cleaned_data["p256dh"]
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), urlsafe_b64decode(key.rstrip("=") + "="))
        except ValueError as error:
            raise forms.ValidationError("No point of the curve.") from error
        return key


class CircularForm(forms.Form):
    """A message to many."""

    audience = forms.ChoiceField(label=_("Aan wie"))
    subject = forms.CharField(label=_("Onderwerp"), max_length=120)
    text = forms.CharField(label=_("Bericht"), max_length=4000, widget=forms.Textarea)
    send_at = forms.DateTimeField(
        label=_("Wanneer"),
        help_text=_("Leeg is meteen."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    made_once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, area: Area, by: Participant, initial: dict[str, Any]) -> None:
        """Offer the audiences of `area` that `by` may write to."""
        super().__init__(data, initial=initial)
        self.zone = ZoneInfo(area.time_zone)
        self.fields["audience"].choices = circulars.choices(area, by)  # type: ignore[attr-defined]  # it is a choice field

    def full_clean(self) -> None:
        """Read the clock of the area."""
        with timezone.override(self.zone):
            super().full_clean()


class BeginForm(QueryForm):
    """Where a message to many begins: for which area, to whom, from which example."""

    wijk = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    aan = forms.RegexField(regex=r"^[a-z_.]{1,40}:[0-9]{1,18}$", required=False, empty_value="")
    voorbeeld = forms.IntegerField(min_value=1, max_value=2**31, required=False)


class CalledForm(forms.Form):
    """Somebody was called, and told everything up to a notice."""

    person = forms.IntegerField(min_value=1, max_value=2**53)
    upto = forms.IntegerField(min_value=1, max_value=2**53)
