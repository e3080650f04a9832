"""The two forms of taking over an account, and the code by mail between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.core import ratelimit
from django import forms
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts import handing_over
from accounts.entrance import say_code, say_email
from accounts.models import TakeOver

if TYPE_CHECKING:
    from django.http import HttpRequest

# In the session: the hash of the code that was scanned, and the address that waits for its proof.
SCANNED, WAITING = "letter_scanned", "letter_waiting"
# Wrong codes from the mail after which one begins again.
GUESSES = 3
LONGEST_CODE = 60
TOO_OFTEN = _("Dat was te vaak. Wacht een paar minuten en probeer het dan weer.")


class TakeOverForm(forms.Form):
    """The code of the letter, and the address that the account gets."""

    code = forms.CharField(
        label=_("De code uit de brief"),
        help_text=_("Vier groepjes van vier tekens. Hoofdletters en streepjes maken niet uit."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Vul de code uit de brief in.")},
    )
    email = forms.EmailField()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Ask only for the address when the code was scanned."""
        super().__init__(*args, **kwargs)
        self.request = request
        self.letter: TakeOver | None = None
        self.scanned = request.session.get(SCANNED, "")
        say_email(self.fields["email"])
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        if self.scanned:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Find the letter, a limited number of times; why a code doesn't work is nobody's business."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        code_hash = self.scanned or handing_over.hash_of_typed(answers.get("code", ""))
        if self.errors:
            return answers
        if not ratelimit.consume(self.request, action="letter_code"):
            raise forms.ValidationError(TOO_OFTEN)
        self.letter = handing_over.letter_with(code_hash)
        if self.letter is None:
            self.request.session.pop(SCANNED, None)
            raise forms.ValidationError(
                _("Deze code klopt niet, of de brief werkt niet meer. Kijk hem na, of vraag je coördinator om een nieuwe brief.")
            )
        return answers


class MailCodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(max_length=12)

    def __init__(self, *args: Any, waiting: Proof, **kwargs: Any) -> None:
        """Let phones offer the code."""
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        say_code(self.fields["code"])

    def clean_code(self) -> str:
        """Compare with what was mailed; after some wrong ones it no longer works."""
        code: str = self.cleaned_data["code"].strip()
        if not self.waiting.code or not constant_time_compare(code, self.waiting.code):
            self.waiting.record_invalid_attempt()
            raise forms.ValidationError(_("Deze code klopt niet. Kijk in de nieuwste mail die je van ons kreeg."))
        return code


class Proof(AbstractCodeVerificationProcess):
    """An address that waits for its proof, with the letter it is for: in the session, a quarter of an hour, three guesses."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        """Keep the request, whose session keeps the code."""
        self.request = request
        super().__init__(state=state, timeout=app_settings.LOGIN_BY_CODE_TIMEOUT, max_attempts=GUESSES)

    @classmethod
    def waiting(cls, request: HttpRequest) -> Proof | None:
        """Return what waits here and still can be proven."""
        state = request.session.get(WAITING)
        if not state:
            return None
        proof = cls(request, state)
        if proof.is_valid() and proof.state["failed_attempts"] < GUESSES:
            return proof
        proof.abort()
        return None

    @classmethod
    def begin(cls, request: HttpRequest, letter: TakeOver, email: str) -> Proof | None:
        """Mail a code to `email`, or word that it has an account already: here both look the same. None when too often."""
        address = email.lower()
        if not ratelimit.consume(request, action="request_login_code", key=address):
            return None
        proof = cls(request, {**cls.initial_state(None, address), "letter": letter.pk})
        proof.send()
        proof.persist()
        return proof

    def send(self) -> None:
        """Make a code and mail it, or say that the address is in use."""
        adapter = get_adapter()
        email = self.state["email"]
        if handing_over.taken(email):
            adapter.send_mail("account/email/letter_address_taken", email, {"request": self.request})
            return
        self.state["code"] = adapter.generate_login_code()
        adapter.send_mail("account/email/letter_code", email, {"request": self.request, "code": self.code})

    def persist(self) -> None:
        """Keep it in the session."""
        self.request.session[WAITING] = self.state

    def abort(self) -> None:
        """Forget it."""
        self.request.session.pop(WAITING, None)

    @property
    def letter(self) -> TakeOver | None:
        """The letter that this is about."""
        return TakeOver.objects.filter(pk=self.state["letter"]).first()
