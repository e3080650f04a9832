"""Proving again who one is, before something that can't be undone or that opens the account to others.

Put `@proving.proven_again` on a view, beside its access rule:

    @access.members
    @proving.proven_again
    @require_POST
    def export(request: Request) -> HttpResponse: ...

Who signed in or proved it in the last five minutes (`ACCOUNT_REAUTHENTICATION_TIMEOUT`) comes through. Others are asked
for what they have: their second factor when they have one, else their password or a code by mail. Afterwards they return
to the view; what they sent by POST waits in their session and is sent then, so files can't come along.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import urlencode

from accounts import factors
from accounts.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# How a code by mail stands in allauth's record of a session.
CODE = "code"
KEY = "proving_code"
# Wrong codes after which a new one must be asked.
GUESSES = 3


def proven_again(view: View) -> View:
    """Open `view` only to who proved lately who they are; others do so first and then return."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not proven_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return cast("View", asked)


def proven_lately(request: HttpRequest) -> bool:
    """Whether who is signed in proved who they are in the last minutes, with their second factor when they have one."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    lately = {record["method"] for record in records if record["at"] > since}
    return bool(lately) and (factors.USED in lately or not factors.held_by(request.user))


def way_to_prove(request: HttpRequest) -> str:
    """Return the address where who is signed in proves it, and then returns to what they asked for."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    back = request.get_full_path() if request.method == "GET" else "/"
    return f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}"


class MailedCode(AbstractCodeVerificationProcess):
    """A code by mail for who is signed in: kept in their session, a quarter of an hour, three guesses."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        """Keep the request, whose session keeps the code."""
        self.request = request
        super().__init__(
            state=state, timeout=app_settings.LOGIN_BY_CODE_TIMEOUT, max_attempts=GUESSES, user=cast("Any", request.user)
        )

    @classmethod
    def waiting(cls, request: HttpRequest) -> MailedCode | None:
        """Return the code that was mailed and still works, if there is one for this account."""
        state = request.session.get(KEY)
        if not state or state.get("user_id") != str(request.user.pk) or state["email"] != cast("User", request.user).email:
            return None
        code = cls(request, state)
        if code.is_valid():
            return code
        code.abort()
        return None

    @classmethod
    def mail(cls, request: HttpRequest) -> bool:
        """Mail a new code; False when that was asked too often."""
        user = cast("User", request.user)
        email = str(user.email)
        if not ratelimit.consume(request, action="request_login_code", key=email):
            return False
        code = cls(request, cls.initial_state(user, email))
        code.send()
        code.persist()
        return True

    def send(self) -> None:
        """Make a code and mail it."""
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        adapter.send_mail("account/email/proving_code", self.state["email"], {"request": self.request, "code": self.code})

    def persist(self) -> None:
        """Keep it in the session."""
        self.request.session[KEY] = self.state

    def abort(self) -> None:
        """Forget it."""
        self.request.session.pop(KEY, None)

    def finish(self) -> None:
        """Count as proven, once."""
        self.abort()
        record_authentication(self.request, self.user, CODE, reauthenticated=True)
