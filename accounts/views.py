"""Pages about oneself: introduce yourself, the settings, and the language of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from accounts import joining, standing_in
from accounts.context import LANGUAGE_COOKIE
from accounts.forms import IntroductionForm, SettingsForm
from accounts.models import Stamp
from accounts.profiling import ChangedMeanwhile
from accounts.views_profile import both_texts
from kennismarkt import access

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


@access.everyone
@require_http_methods(["GET", "HEAD", "POST"])
def introduce_yourself(request: Request) -> HttpResponse:
    """Let an account that has no participant say who it is."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.viewer is not None:
        return redirect("settings")
    form = IntroductionForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/introduce_yourself.html", {"form": form}, status=status_of(form))
    joining.join(request.user, agreed=True, **form.answers)
    return redirect("go_on_beginning")


@access.members
@standing_in.also_for_another
@require_http_methods(["GET", "HEAD", "POST"])
def change_settings(request: Request) -> HttpResponse:
    """Show and change how this participant takes part."""
    form = SettingsForm.of(request.member, request.POST or None)
    if not form.is_valid():
        return settings_page(request, form)
    try:
        changed = joining.change(request.member, **form.cleaned_data)
    except ChangedMeanwhile as meanwhile:
        return both_texts(request, "accounts/settings.html", form, meanwhile.theirs)
    if request.standing:
        messages.success(request, _("Bewaard."))
        return redirect("settings")
    with override(changed.reads):
        messages.success(request, _("Bewaard."))
    return with_language(redirect("settings"), changed.reads)


def settings_page(request: Request, form: SettingsForm) -> HttpResponse:
    """Show the settings, with one's stamps and whether anybody ever acted for this person."""
    context = {
        "form": form,
        "my_stamps": Stamp.objects.given_to(request.member).select_related("given_by"),
        "done_for_me": standing_in.acted_for(request.member),
    }
    return render(request, "accounts/settings.html", context, status=status_of(form))


@access.everyone
@standing_in.own_act
@access.at_any_time
@require_POST
def choose_language(request: Request) -> HttpResponseBase:
    """Switch the site to another language, and remember it for a participant; not for whom one stands in."""
    language = request.POST.get("language", "")
    if request.viewer is not None and not request.standing and language in dict(settings.LANGUAGES):
        joining.read_in(request.viewer, language)
    return set_language(request)


def with_language(response: HttpResponse, language: str) -> HttpResponse:
    """Return `response` with the cookie that carries the language of the site."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **LANGUAGE_COOKIE)
    return response


def status_of(form: IntroductionForm | SettingsForm) -> int:
    """Status of a page with a form: fine, or filled in wrongly."""
    return UNREADABLE if form.is_bound else 200
