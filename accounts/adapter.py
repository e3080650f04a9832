"""How allauth makes accounts and signs people in here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import arriving
from accounts.context import LANGUAGE_COOKIE

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise


class AccountAdapter(DefaultAccountAdapter):
    """Accounts without user names, that get a name and a password once the address is proven."""

    error_messages: dict[str, StrOrPromise] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Met dit account kun je nu niet inloggen."),
        "duplicate_email": _("Dit e-mailadres hoort al bij jouw account."),
        "email_password_mismatch": _("Het e-mailadres of het wachtwoord klopt niet. Je kunt ook een code vragen."),
        "email_taken": _("Dit e-mailadres kun je niet gebruiken. Neem een ander."),
        "enter_current_password": _("Dit is niet het wachtwoord dat je nu hebt."),
        "incorrect_code": _("Deze code klopt niet. Kijk in de nieuwste mail die je van ons kreeg."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "invalid_login": _("Vul je e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe code."),
        "rate_limited": _("Je vroeg net al een code. Wacht een minuut en probeer het dan weer."),
        "same_as_current": _("Dit adres heb je al. Vul een ander adres in."),
        "too_many_login_attempts": _("Dat was te vaak. Wacht een paar minuten en begin dan opnieuw."),
    }

    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True) -> AbstractBaseUser:
        """Return the new account with its address only; the rest waits in the session (see `arriving`)."""
        super().save_user(request, user, form, commit=False)
        user.set_unusable_password()
        if commit:
            user.save()
        return user

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in; somebody who just signed up becomes a participant now."""
        arriving.arrive(request, user)
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Return the answer to signing in, in the language that this participant reads."""
        response = super().post_login(request, user, **kwargs)
        participant = getattr(user, "participant", None)
        if participant is not None:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, participant.reads, **LANGUAGE_COOKIE)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the settings after a change of password."""
        return reverse("settings")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Return to the settings after a change of address, to the way in for a visitor."""
        if isinstance(self.request.user, AnonymousUser):
            return reverse("account_login")
        return reverse("settings")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove again who one is, in our words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": _("Met je wachtwoord")} for method in methods]
