"""Pages around signing in that allauth has not, or not as we need them: proving by mail, sessions, recovery codes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from allauth.account import views as allauth
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import proving, sessions
from accounts.entrance import CodeForm
from kennismarkt import access

if TYPE_CHECKING:
    from accounts.models import User

# How long recovery codes can be downloaded after they showed, in seconds.
SHOWN_FOR = 10 * 60


@method_decorator(login_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ProveByMail(allauth.BaseReauthenticateView):
    """Prove who one is by a code that comes by mail; allauth's other ways are pages of its own."""

    form_class = CodeForm
    template_name = "account/prove_by_mail.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which code fits, if one was mailed."""
        self.code = proving.MailedCode.waiting(self.request)
        return {**super().get_form_kwargs(), "code": self.code.code if self.code else ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mail a code when asked, else look at the one that was filled in."""
        if request.POST.get("action") != "send":
            return super().post(request, *args, **kwargs)
        if not proving.MailedCode.mail(request):
            return render(request, "429.html", status=429)
        return self.once_more()

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Go on with what was asked."""
        cast("proving.MailedCode", self.code).finish()
        return super().form_valid(form)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Count the guess; after the last one a new code must be asked."""
        if self.code and not self.code.record_invalid_attempt():
            messages.error(self.request, _("Dat was te vaak fout. Vraag een nieuwe code."))
            return self.once_more()
        return super().form_invalid(form)

    def once_more(self) -> HttpResponse:
        """Return to this page, keeping what one came for."""
        return redirect(passthrough_next_redirect_url(self.request, self.request.path, REDIRECT_FIELD_NAME))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a code is on its way, and where to."""
        return {**super().get_context_data(**kwargs), "mailed": self.code, "email": cast("User", self.request.user).email}


prove_by_mail = access.everyone(access.at_any_time(ProveByMail.as_view()))


@access.everyone
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show where somebody is signed in, and sign them out everywhere else."""
    user = cast("User", request.user)
    if request.method == "POST":
        end_other_sessions(request, user)
        messages.success(request, _("Je bent overal uitgelogd, behalve hier."))
        return redirect("usersessions_list")
    UserSession.objects.create_from_request(request)
    places = sessions.places_of(user, current_key=request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"places": places})


@access.everyone
@login_required
@require_safe
@never_cache
@proving.proven_again
def download_codes(request: HttpRequest) -> HttpResponse:
    """Send the recovery codes as text, while they are new; 404 for who never saw them or saw them long ago."""
    codes = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is None or codes.data.get("viewed_at", 0) < time.time() - SHOWN_FOR:
        raise Http404
    shown = {"codes": codes.wrap().get_unused_codes()}
    answer = render(request, "mfa/recovery_codes/download.txt", shown, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kennismarkt-herstelcodes.txt"'
    return answer
