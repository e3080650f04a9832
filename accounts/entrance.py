"""The forms of the way in: allauth's own, with our words and a sign-in that needs one field only."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

EMAIL = _("Je e-mailadres")
CODE = _("De code uit de mail")
PASSWORD_HELP = _("Minstens 8 tekens. Een zin van een paar woorden is het veiligst.")


def say(field: forms.Field, label: Any, help_text: Any = "", **attrs: str) -> None:
    """Give `field` our words, without a placeholder."""
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)
    field.error_messages["required"] = _("Vul dit veld in.")


def say_email(field: forms.Field, label: Any = EMAIL) -> None:
    """Give a field for an address our words."""
    say(field, label)
    field.error_messages["required"] = _("Vul je e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.")
    field.error_messages["invalid"] = field.error_messages["required"]
    for validator in field.validators:
        if isinstance(validator, EmailValidator):
            validator.message = field.error_messages["invalid"]


class LoginForm(allauth.LoginForm):
    """One field and one button: a code comes by mail. Whoever wants it fills in a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the password optional."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["login"])
        say(self.fields["password"], _("Je wachtwoord"), autocomplete="current-password")
        self.fields["password"].required = False


class SignupForm(allauth.SignupForm):
    """Joining: address, optional password, and who you are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on the fields that allauth adds."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"])
        say(self.fields["password1"], _("Wachtwoord (hoeft niet)"), PASSWORD_HELP, autocomplete="new-password")


class RequestLoginCodeForm(allauth.RequestLoginCodeForm):
    """Where the code goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"])


class CodeForm(allauth.BaseConfirmCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let phones offer the code and a keyboard of digits."""
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"])


class EmailCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let phones offer the code and a keyboard of digits."""
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"])


def say_code(field: forms.Field) -> None:
    """Give a field for a code our words, and phones a hint."""
    say(field, CODE, autocomplete="one-time-code", inputmode="numeric", maxlength="12", autofocus="autofocus")
    field.widget.attrs["class"] = "code"


class ResetPasswordForm(allauth.ResetPasswordForm):
    """Whose password is lost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"])


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    """A new password after a lost one, once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask it once: who mistypes asks a new code."""
        super().__init__(*args, **kwargs)
        say(self.fields["password1"], _("Je nieuwe wachtwoord"), PASSWORD_HELP)
        del self.fields["password2"]


class SetPasswordForm(allauth.SetPasswordForm):
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask it once."""
        super().__init__(*args, **kwargs)
        say(self.fields["password1"], _("Je nieuwe wachtwoord"), PASSWORD_HELP)
        del self.fields["password2"]


class ChangePasswordForm(allauth.ChangePasswordForm):
    """Another password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask the new one once."""
        super().__init__(*args, **kwargs)
        say(self.fields["oldpassword"], _("Je wachtwoord van nu"))
        say(self.fields["password1"], _("Je nieuwe wachtwoord"), PASSWORD_HELP)
        del self.fields["password2"]


class AddEmailForm(allauth.AddEmailForm):
    """Another address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"], _("Je nieuwe e-mailadres"))


class ReauthenticateForm(allauth.ReauthenticateForm):
    """Proving again who one is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words on it."""
        super().__init__(*args, **kwargs)
        say(self.fields["password"], _("Je wachtwoord"))
