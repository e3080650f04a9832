"""Moving a step on, and settling it together: proposals and what each says to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from kennismarkt import access
from kennismarkt.errors import Refused
from partnership import agreement, drafts, seats
from partnership.dialogue import ChangedMeanwhile
from partnership.forms import AnswerForm, MoveForm, ProposalForm, ReasonForm, RewordForm
from partnership.proposals import Proposal
from partnership.views.table import answered, refused, shown

if TYPE_CHECKING:
    from accounts.middleware import Request
    from partnership.partners import Partner

OK, CONFLICT, UNREADABLE = 200, 409, 422
MOVES = {
    "reveal": agreement.reveal,
    "agreement": agreement.to_agreement,
    "back": agreement.back_to_conversation,
    "settle": agreement.settle,
}


@access.guests
@require_POST
def move_step(request: Request, pk: int, number: int) -> HttpResponse:
    """Bring a step into its next phase, or back; the host does."""
    me, form = seats.seat(request, pk), MoveForm(request.POST)
    if not form.is_valid():
        return shown(request, me, number, status=UNREADABLE)
    try:
        MOVES[form.cleaned_data["to"]](me.card, number, by=me)
    except Refused as why:
        return refused(request, me, number, why)
    settled = form.cleaned_data["to"] == "settle"
    return answered(request, pk, None if settled else number)


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_step(request: Request, pk: int, number: int) -> HttpResponse:
    """Ask why a settled step should be opened again, and open it."""
    me = seats.seat(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            agreement.reopen(me.card, number, by=me, reason=form.cleaned_data["reason"])
        except Refused as why:
            form.add_error(None, str(why.message))
        else:
            return answered(request, pk, number)
    status = UNREADABLE if form.is_bound else OK
    context = {"card": me.card, "area": me.card.area, "step": me.card.course.get(number), "form": form}
    return render(request, "partnership/reopen.html", context, status=status)


@access.guests
@require_POST
def propose(request: Request, pk: int, number: int) -> HttpResponse:
    """Put shared words forward; what was written comes back when it can't be taken."""
    me, form = seats.seat(request, pk), ProposalForm(request.POST)
    if not form.is_valid():
        return shown(request, me, number, status=UNREADABLE, part="bord" if request.htmx else "", proposal_form=form)
    try:
        made = agreement.propose(me.card, number, by=me, **form.cleaned_data)
    except Refused as why:
        return refused(request, me, number, why, proposal_form=form)
    drafts.drop(me, f"proposal-{number}")
    return answered(request, pk, number, anchor=f"proposal-{made.pk}")


def proposal_at(me: Partner, number: int) -> Proposal:
    """Return a proposal of the card (404 otherwise)."""
    return get_object_or_404(Proposal.objects.visible_to(me).select_related("step__card", "by"), pk=number)


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: Request, pk: int, number: int) -> HttpResponse:
    """Show a proposal with all it said, and change its words; when somebody did meanwhile, both are shown."""
    me = seats.seat(request, pk)
    found = proposal_at(me, number)
    if request.method != "POST":
        return proposal_page(request, me, found)
    form = RewordForm(request.POST)
    if not form.is_valid():
        return proposal_page(request, me, found, status=UNREADABLE, form=form)
    try:
        agreement.reword(found, by=me, **form.cleaned_data)
    except ChangedMeanwhile as changed:
        again = RewordForm(initial={**form.cleaned_data, "version": changed.version})
        return proposal_page(request, me, found, status=CONFLICT, form=again, theirs=changed.theirs)
    except Refused as why:
        form.add_error(None, str(why.message))
        return proposal_page(request, me, found, status=why.status, form=form)
    return answered(request, pk, found.step.number, anchor=f"proposal-{found.pk}")


def proposal_page(request: Request, me: Partner, found: Proposal, *, status: int = OK, **more: Any) -> HttpResponse:
    """Show the page of a proposal."""
    facts = {"text": found.text, "beside": found.beside, "win": found.win, "version": found.version}
    context = {
        "card": me.card,
        "area": me.card.area,
        "me": me,
        "proposal": found,
        "versions": found.versions.select_related("by"),
        "stances": found.stances.select_related("partner"),
        "form": RewordForm(initial=facts),
        "may_take_back": me.pk in {found.by_id, me.card.host_id},
        **more,
    }
    return render(request, "partnership/proposal.html", context, status=status)


@access.guests
@require_POST
def proposal_back(request: Request, pk: int, number: int) -> HttpResponse:
    """Take a proposal back, or put it back."""
    me = seats.seat(request, pk)
    found = proposal_at(me, number)
    if "undo" in request.POST:
        agreement.put_proposal_back(found, by=me)
    else:
        agreement.withdraw_proposal(found, by=me)
    return answered(request, pk, found.step.number)


@access.guests
@require_POST
def answer_proposal(request: Request, pk: int, number: int) -> HttpResponse:
    """Say agree, agree with a remark, or not yet; who read older words reads the new ones first."""
    me = seats.seat(request, pk)
    found, form = proposal_at(me, number), AnswerForm(request.POST)
    step, part = found.step.number, "bord" if request.htmx else ""
    if not form.is_valid():
        return shown(request, me, step, status=UNREADABLE, part=part, answer_form=form, answering=found.pk)
    try:
        agreement.answer(found, by=me, **form.cleaned_data)
    except ChangedMeanwhile:
        return shown(request, me, step, status=CONFLICT, part=part, changed=found.pk)
    except Refused as why:
        return refused(request, me, step, why)
    return answered(request, pk, step, anchor=f"proposal-{found.pk}")
