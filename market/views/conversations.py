"""Pages of conversations: answering a listing, reading, writing, and who wants nothing to do with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Block, Participant
from kennismarkt import access
from kennismarkt.errors import Refused
from market import answering, blocking
from market.conversations import Conversation
from market.forms.conversations import EarlierForm, MessageForm, PageForm
from market.listings import Listing
from market.threads import thread_of

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


@access.members
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer a listing; what was written comes back when it can't be sent."""
    listing = get_object_or_404(Listing.objects.visible_to(request.member).for_tickets(), pk=pk)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return answer_again(request, listing, form, UNREADABLE)
    try:
        message = answering.answer(listing, by=request.member, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return answer_again(request, listing, form, refused.status)
    return redirect(message.conversation)


def answer_again(request: Request, listing: Listing, form: MessageForm, status: int) -> HttpResponse:
    """Show the answer that could not be sent, with why."""
    return render(request, "market/answer.html", {"listing": listing, "form": form, "area": listing.area}, status=status)


@access.members
@require_safe
def conversations(request: Request) -> HttpResponse:
    """Show somebody's conversations."""
    lines, more = answering.lines(request.member, after=PageForm(request.GET).understood["na"] or "")
    template = "market/conversations.html#lines" if request.htmx else "market/conversations.html"
    return render(request, template, {"lines": lines, "more": more})


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: Request, pk: int) -> HttpResponse:
    """Show a conversation, and say something in it."""
    found = mine(request, pk)
    if request.method == "POST":
        return said(request, found)
    return shown(request, found, MessageForm())


def mine(request: Request, pk: int) -> Conversation:
    """Return a conversation of the viewer's (404 for anybody else's)."""
    visible = Conversation.objects.visible_to(request.member)
    return get_object_or_404(visible.select_related("starter", "owner", "organisation", "listing", "area"), pk=pk)


def said(request: Request, found: Conversation) -> HttpResponse:
    """Send a message, or give it back with why it could not be sent."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return shown(request, found, form, UNREADABLE)
    try:
        answering.send(found, by=request.member, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return shown(request, found, form, refused.status)
    return shown(request, found, MessageForm()) if request.htmx else redirect(found)


def shown(request: Request, found: Conversation, form: MessageForm, status: int = 200) -> HttpResponse:
    """Show the thread; for htmx only its messages, or its messages and the form after sending."""
    earlier = EarlierForm(request.GET).understood["voor"]
    thread = thread_of(found, request.member, before=earlier)
    part = ""
    if request.htmx:
        part = "#said" if request.method == "POST" else "#messages"
    context = {"conversation": found, "thread": thread, "form": form, "area": found.area}
    return render(request, f"market/conversation.html{part}", context, status=status)


@access.members
@require_safe
def unread(request: Request) -> HttpResponse:
    """Tell how many conversations have something new, for the navigation."""
    return render(request, "market/_unread.html", {"number": Conversation.objects.unread_by(request.member).count()})


for view in (answer, conversations, conversation):
    view.section = "conversations"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so


@access.members
@require_safe
def my_blocks(request: Request) -> HttpResponse:
    """Show whom somebody blocked."""
    blocks = Block.objects.filter(blocker=request.member).select_related("blocked").order_by("-made_at")
    return render(request, "market/blocks.html", {"blocks": blocks})


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def block_person(request: Request, pk: int) -> HttpResponse:
    """Ask whether somebody is sure, and block."""
    person = met(request, pk)
    if request.method != "POST":
        return render(request, "market/block.html", {"person": person})
    blocking.block(person, by=request.member)
    messages.success(request, _("Jullie vinden elkaar niet meer. Dit hoort de ander niet van ons."))
    return redirect("my_blocks")


def met(request: Request, pk: int) -> Participant:
    """Return somebody whom the viewer may see or has a conversation with (404 otherwise)."""
    talked = Conversation.objects.visible_to(request.member)
    people = (
        Participant.objects.visible_to(request.member)
        | Participant.objects.filter(pk__in=talked.values("starter"))
        | Participant.objects.filter(pk__in=talked.values("owner"))
    )
    return get_object_or_404(people.exclude(pk=request.member.pk).distinct(), pk=pk)


@access.members
@require_POST
def unblock_person(request: Request, pk: int) -> HttpResponse:
    """Let somebody back in."""
    block = get_object_or_404(Block.objects.filter(blocker=request.member), blocked=pk)
    blocking.unblock(block.blocked, by=request.member)
    messages.success(request, _("De blokkade is weg."))
    return redirect("my_blocks")
