"""Pages around acting for somebody: stopping, what was done for oneself, and taking the account over by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import handing_over, standing_in
from accounts.models import ActFor
from accounts.taking_over import SCANNED, TOO_OFTEN, MailCodeForm, Proof, TakeOverForm
from kennismarkt import access
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from accounts.middleware import Request

SHOWN = 100
UNREADABLE = 422


@access.members
@standing_in.own_act
@require_POST
def stop(request: Request) -> HttpResponse:
    """Be oneself again."""
    if request.standing:
        standing_in.stop(request)
        name = request.standing.person.display_name
        messages.success(request, _("Je handelt niet meer voor {name}. Je bent weer gewoon jezelf.").format(name=name))
    return redirect("home")


@access.members
@standing_in.also_for_another
@require_safe
def done_for_me(request: Request) -> HttpResponse:
    """Show what others did for this person."""
    acts = ActFor.objects.filter(participant=request.member, refused=False).order_by("-acted_at", "-pk")
    done = [(act, standing_in.what(act)) for act in acts.select_related("actor")[:SHOWN]]
    return render(request, "accounts/done_for_me.html", {"done": done})


@access.everyone
@never_cache
@require_safe
def scan(request: Request, code: str) -> HttpResponse:
    """Remember the code that was scanned and go on without it in the address, so that no history keeps it."""
    if not request.user.is_authenticated:
        request.session[SCANNED] = handing_over.hash_of_typed(code)
    return redirect("take_over")


@access.everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: Request) -> HttpResponse:
    """Say what taking over means, and ask for the code of the letter and an address."""
    if request.user.is_authenticated:
        return render(request, "accounts/take_over_signed_in.html")
    form = TakeOverForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_valid() or form.letter is None:
        return render(request, "accounts/take_over.html", {"form": form}, status=UNREADABLE if form.is_bound else 200)
    if Proof.begin(request, form.letter, form.cleaned_data["email"]) is None:
        form.add_error(None, TOO_OFTEN)
        return render(request, "accounts/take_over.html", {"form": form}, status=UNREADABLE)
    return redirect("prove_take_over")


@access.everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: Request) -> HttpResponse:
    """Ask for the code from the mail; with it the account changes hands, and its owner is signed in."""
    waiting = Proof.waiting(request)
    if request.user.is_authenticated or waiting is None:
        return redirect("take_over")
    form = MailCodeForm(request.POST if request.method == "POST" else None, waiting=waiting)
    if form.is_valid():
        return taken_over(request, waiting)
    if form.is_bound and Proof.waiting(request) is None:
        messages.error(request, _("Dat was te vaak. Begin opnieuw, dan sturen we een nieuwe code."))
        return redirect("take_over")
    context = {"form": form, "email": waiting.state["email"]}
    return render(request, "accounts/take_over_code.html", context, status=UNREADABLE if form.is_bound else 200)


def taken_over(request: Request, proof: Proof) -> HttpResponse:
    """Hand over and sign in."""
    letter = proof.letter
    proof.abort()
    if letter is None:
        raise Refused(_("Deze brief werkt niet meer. Vraag je coördinator om een nieuwe."))
    user = handing_over.take_over(letter, email=proof.state["email"])
    request.session.pop(SCANNED, None)
    record_authentication(request, user, method="code", email=user.email)
    messages.success(request, _("Het account is nu van jou. Niemand anders kan nog voor je handelen."))
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("done_for_me"))
    return answer
