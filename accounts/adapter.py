"""How allauth makes accounts and signs people in here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from accounts import arriving, factors, proving
from accounts.context import LANGUAGE_COOKIE
from accounts.models import Erasure

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

# Ways to prove again who one is: the name of the address, and words.
WITH_PASSWORD = ("account_reauthenticate", _("Met je wachtwoord"))
WITH_MAIL = ("prove_by_mail", _("Met een code per mail"))
WITH_PASSKEY = ("mfa_reauthenticate_webauthn", _("Met je passkey"))
WITH_APP = ("mfa_reauthenticate", _("Met je app of een herstelcode"))


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

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Keep out, as an account that isn't active, whose erasure is final; whether it is carried out yet tells nobody."""
        if Erasure.objects.due().filter(participant__user=user).exists():
            user.is_active = False
        stopped: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return stopped

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Return the answer to signing in, in the language that this participant reads."""
        response = super().post_login(request, user, **kwargs)
        participant = getattr(user, "participant", None)
        if participant is not None:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, participant.reads, **LANGUAGE_COOKIE)
        return response

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead who just joined to the second of the first steps."""
        return reverse("go_on_beginning")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the settings after a change of password."""
        return reverse("settings")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Return to the settings after a change of address, to the way in for a visitor."""
        if isinstance(self.request.user, AnonymousUser):
            return reverse("account_login")
        return reverse("settings")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead who works in the workplace and has no second factor yet to setting one up."""
        if request.user.is_authenticated and request.user.is_staff and not factors.held_by(request.user):
            return reverse("mfa_index")
        return str(super().get_login_redirect_url(request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove again who one is: the second factor when there is one, else password or a code by mail."""
        if not user.is_authenticated:
            return []
        if factors.held_by(user):
            passkey = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
            ways = [*([WITH_PASSKEY] if passkey else []), WITH_APP]
        else:
            ways = [*([WITH_PASSWORD] if user.has_usable_password() else []), *([WITH_MAIL] if user.email else [])]
        return [{"id": name, "description": words, "url": reverse(name)} for name, words in ways]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again for who did not prove it lately.

        allauth would take accounts with neither password nor factor for proven; they get a code by mail here, so this
        raises what allauth raises itself.
        """
        if not proving.proven_lately(context.request):
            raise ReauthenticationRequired
        return False

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody what changed about their account, in the language that they read."""
        participant = getattr(user, "participant", None)
        with override(participant.reads if participant else get_language()):
            super().send_notification_mail(template_prefix, user, context, email)


class FactorAdapter(DefaultMFAAdapter):
    """How the second factor looks and speaks here."""

    error_messages: dict[str, StrOrPromise] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Kies eerst een passkey of een app met codes."),
        "incorrect_code": _("Dat klopte niet. Probeer het nog eens."),
        "unverified_email": _("Bevestig eerst je e-mailadres."),
    }

    def get_totp_issuer(self) -> str:
        """Name the site in people's app."""
        return settings.SITE_NAME

    def _get_site_name(self) -> str:
        """Name the site in people's passkeys."""
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the QR code as an element of the page: our policy allows no images made of data."""
        drawn = segno.make(url).svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=4, dark="#000", light="#fff")
        return mark_safe(drawn)  # noqa: S308 (a drawing that the library made of numbers; the text is in its dots)

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002 (allauth's name)
        """Return a first name for a passkey."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Mijn passkey") if number == 1 else gettext("Passkey {number}").format(number=number)
