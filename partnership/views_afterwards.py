"""What comes after a card: its actions, looking back, what is celebrated, a start for another group, how long a case is kept."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import celebrating
from accounts.forms_commitments import HarvestForm
from accounts.models import CommitmentOrigin, Outcome, Participant
from kennismarkt import access
from kennismarkt.errors import Refused
from partnership import keeping, reviewing, seats, starting_over, undertaking
from partnership.actions import Action, with_commitments
from partnership.cards import Phase, StepNumber
from partnership.cases import Case
from partnership.dialogue import careful
from partnership.expectations import Expectation
from partnership.forms_afterwards import ActionForm, DayForm, KeepForm, LookBackForm, OutcomeForm, StartOverForm
from partnership.reviews import Feeling, LookingBack, Review

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from accounts.middleware import Request
    from partnership.partners import Partner

UNREADABLE = 422


def tried(form: forms.Form, verb: Callable[[], object]) -> int:
    """Do what a form asks; return the status that fits when something is wrong, and 0 when it is done."""
    if not form.is_valid():
        return UNREADABLE if form.is_bound else 200
    try:
        verb()
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return refused.status
    return 0


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def actions(request: Request, pk: int) -> HttpResponse:
    """Show the actions of a card, and put one forward."""
    partner = seats.seat(request, pk)
    form = ActionForm(request.POST or None, by=partner)
    status = tried(form, lambda: undertaking.put_forward(partner.card, by=partner, **form.facts()))
    if not status:
        messages.success(request, _("Het staat erbij."))
        return redirect("card_actions", pk)
    step = partner.card.course[StepNumber.ACTIONS]
    context = {
        "card": partner.card,
        "partner": partner,
        "form": form,
        "actions": with_commitments(Action.objects.visible_to(partner).standing()),
        "open": step.open and step.phase in (Phase.AGREEMENT, Phase.AGREED),
        "outcomes": Outcome.choices,
    }
    return render(request, "partnership/actions.html", context, status=status)


def action_of(partner: Partner, number: int) -> Action:
    """Return an action of the card (404 for others)."""
    return get_object_or_404(Action.objects.visible_to(partner).standing().select_related("card"), pk=number)


@access.guests
@require_POST
def take_on(request: Request, pk: int, number: int) -> HttpResponse:
    """Take on what nobody does yet."""
    partner = seats.seat(request, pk)
    undertaking.take_on(action_of(partner, number), by=partner)
    messages.success(request, _("Mooi. Jij doet het."))
    return redirect("card_actions", pk)


@access.guests
@require_POST
def withdraw_action(request: Request, pk: int, number: int) -> HttpResponse:
    """Take an action back."""
    partner = seats.seat(request, pk)
    undertaking.withdraw(action_of(partner, number), by=partner)
    messages.success(request, _("De actie is weg."))
    return redirect("card_actions", pk)


@access.guests
@require_POST
def close_action(request: Request, pk: int, number: int) -> HttpResponse:
    """Say how an action went that stands on nobody's own page."""
    partner, form = seats.seat(request, pk), OutcomeForm(request.POST)
    action = action_of(partner, number)
    if not form.is_valid():
        raise Refused(_("Kies hoe het liep."), status=UNREADABLE)
    undertaking.close(action, by=partner, **form.cleaned_data)
    messages.success(request, _("Zo staat het erbij."))
    return redirect("card_actions", pk)


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: Request, pk: int) -> HttpResponse:
    """Show when to look back and what was said, with expectations and actions beside it; set another day."""
    partner = seats.seat(request, pk)
    form = DayForm(request.POST or None)
    status = tried(form, lambda: reviewing.set_day(partner.card, by=partner, **form.cleaned_data))
    if not status:
        messages.success(request, _("Die dag kijken jullie terug."))
        return redirect("card_reviews", pk)
    return render(request, "partnership/reviews.html", {**looking_back(partner), "form": form}, status=status)


def looking_back(partner: Partner) -> dict[str, Any]:
    """Return what lies on the table when people look back."""
    said = LookingBack.objects.visible_to(partner).select_related("partner", "review")
    about: dict[int | None, list[LookingBack]] = {}
    for each in said:
        about.setdefault(each.expectation_id, []).append(each)
    expectations = Expectation.objects.visible_to(partner).standing().select_related("partner")
    days = list(Review.objects.visible_to(partner).filter(dropped_at=None))
    waiting = [day for day in days if day.held_at is None]
    return {
        "card": partner.card,
        "partner": partner,
        "days": days,
        "current": next((day for day in waiting if day.now), waiting[0] if waiting else None),
        "expectations": [(each, about.get(each.pk, []), uuid.uuid4()) for each in expectations],
        "whole": about.get(None, []),
        "actions": with_commitments(Action.objects.visible_to(partner).standing()),
        "feelings": Feeling.choices,
        "fresh": uuid.uuid4(),
    }


def review_of(partner: Partner, number: int) -> Review:
    """Return a review of the card (404 for others)."""
    return get_object_or_404(Review.objects.visible_to(partner).filter(dropped_at=None).select_related("card"), pk=number)


@access.guests
@require_POST
def look_back(request: Request, pk: int, number: int) -> HttpResponse:
    """Say how it goes."""
    partner = seats.seat(request, pk)
    review, form = review_of(partner, number), LookBackForm(request.POST, by=partner)
    if not form.is_valid():
        raise Refused(next(str(error) for errors in form.errors.values() for error in errors), status=UNREADABLE)
    reviewing.say(review, by=partner, **form.cleaned_data)
    messages.success(request, _("Het staat erbij."))
    return redirect("card_reviews", pk)


@access.guests
@require_POST
def hold_review(request: Request, pk: int, number: int) -> HttpResponse:
    """Round off a review."""
    partner = seats.seat(request, pk)
    reviewing.hold(review_of(partner, number), by=partner)
    messages.success(request, _("Afgerond. Wat jullie zeiden, blijft te lezen."))
    return redirect("card_reviews", pk)


@access.guests
@require_POST
def drop_review(request: Request, pk: int, number: int) -> HttpResponse:
    """Not look back on that day."""
    partner = seats.seat(request, pk)
    reviewing.drop(review_of(partner, number), by=partner)
    messages.success(request, _("Die dag gaat niet door."))
    return redirect("card_reviews", pk)


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def start_over(request: Request, pk: int) -> HttpResponse:
    """Begin another card from what this one agreed."""
    partner = seats.seat(request, pk)
    form, made = StartOverForm(request.POST or None), []
    status = tried(form, lambda: made.append(starting_over.start_from(partner.card, by=partner, **form.cleaned_data)))
    if not status:
        messages.success(request, _("Je nieuwe kaart is er. Wat jullie afspraken ligt er als jouw eigen briefjes."))
        return redirect("card_along", made[0].pk)
    return render(request, "partnership/start_over.html", {"card": partner.card, "form": form}, status=status)


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def celebrate(request: Request, pk: int) -> HttpResponse:
    """Tell a success of this card to all participants."""
    partner = seats.seat(request, pk)
    form = HarvestForm(request.POST or None)
    status = tried(form, lambda: told(request.member, partner, form))
    if not status:
        messages.success(request, _("Verteld. Wie erbij was, kan zijn naam erbij zetten."))
        return redirect("harvests")
    return render(request, "partnership/celebrate.html", {"card": partner.card, "form": form}, status=status)


def told(member: Participant, partner: Partner, form: HarvestForm) -> None:
    """Tell it; the others at the table are asked whether they want to be named."""
    careful(partner.card, form.cleaned_data["title"], form.cleaned_data["text"])
    others = Participant.objects.filter(partnerships__in=partner.card.partners.around())
    facts = {"origin": CommitmentOrigin.CARD.value, "area": partner.card.area, "by": member, "with_people": others}
    celebrating.celebrate(**form.cleaned_data, **facts)


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def keep_case(request: Request, pk: int) -> HttpResponse:
    """Close a case, open it again, choose how long it is kept."""
    card = seats.seat(request, pk).card
    case = Case.objects.visible_to(request.member).filter(pk=card.case_id).first()
    if case is None:
        raise Http404
    form = KeepForm(request.POST or None)
    status = tried(form, lambda: kept(case, request.member, **form.cleaned_data))
    if not status:
        messages.success(request, _("Bewaard."))
        return redirect("keep_case", pk)
    return render(request, "partnership/keep_case.html", {"card": card, "case": case, "form": form}, status=status)


def kept(case: Case, by: Participant, *, act: str, years: int) -> Case:
    """Do what was chosen."""
    if act == "keep":
        return keeping.keep_for(case, years=years, by=by)
    return keeping.close(case, by=by) if act == "close" else keeping.reopen(case, by=by)
