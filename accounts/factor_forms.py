"""The forms of the second factor: allauth's own, with our words."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.entrance import say

NAME_LENGTH = 60
STRANGE = (TypeError, ValueError, LookupError, AttributeError, AssertionError, struct.error)
APP_CODE = _("De code uit je app, of een herstelcode")


def say_app_code(field: forms.Field, label: Any = APP_CODE) -> None:
    """Give a field for a code of the app our words, and phones a hint."""
    say(field, label, autocomplete="one-time-code", inputmode="numeric", maxlength="20", autofocus="autofocus")
    field.widget.attrs["class"] = "code"


def say_name(field: forms.Field) -> None:
    """Give the name of a passkey our words."""
    say(field, _("Hoe noem je deze passkey?"), _("Bijvoorbeeld: mijn telefoon."), maxlength=str(NAME_LENGTH))


@contextmanager
def readable() -> Iterator[None]:
    """Say in words that an answer of a browser can't be read; allauth expects a well-formed one."""
    try:
        yield
    except STRANGE as strange:
        raise forms.ValidationError(_("Dat lukte niet. Probeer het nog eens.")) from strange


class AuthenticateForm(base.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say_app_code(self.fields["code"])


class ProveForm(base.ReauthenticateForm):
    """Proving again who one is, with a code of the app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say_app_code(self.fields["code"])


class ActivateAppForm(totp.ActivateTOTPForm):
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say_app_code(self.fields["code"], _("De code die je app nu laat zien"))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A new passkey: always one that signs in by itself, so always one that checks who holds it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask a name only."""
        super().__init__(*args, **kwargs)
        say_name(self.fields["name"])
        self.fields.pop("passwordless", None)

    def clean_name(self) -> str:
        """Keep what fits."""
        return str(super().clean_name())[:NAME_LENGTH]

    def clean(self) -> dict[str, Any]:
        """Refuse a passkey that didn't check finger, face or PIN."""
        self.cleaned_data["passwordless"] = True
        with readable():
            answers: dict[str, Any] = super().clean()
        return answers


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say_name(self.fields["name"])

    def clean_name(self) -> str:
        """Keep what fits."""
        return str(self.cleaned_data["name"])[:NAME_LENGTH]


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """The second step of signing in, with a passkey."""

    def clean_credential(self) -> Authenticator:
        """Find the passkey that answered."""
        with readable():
            return super().clean_credential()


class PasskeyLoginForm(webauthn.LoginWebAuthnForm):
    """Signing in with a passkey only."""

    def clean_credential(self) -> Authenticator:
        """Find the passkey that answered, and so whose it is."""
        with readable():
            return super().clean_credential()


class PasskeyProveForm(webauthn.ReauthenticateWebAuthnForm):
    """Proving again who one is, with a passkey."""

    def clean_credential(self) -> Authenticator:
        """Find the passkey that answered."""
        with readable():
            return super().clean_credential()
