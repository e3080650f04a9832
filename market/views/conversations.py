"""Pages of conversations: answering a listing, reading, writing, and who wants nothing to do with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import retarget

from accounts import standing_in
from accounts.models import Block, Participant
from kennismarkt import access
from kennismarkt.errors import Refused
from market import answering, blocking, threads
from market.conversations import Conversation
from market.forms.conversations import MessageForm, PageForm, ThreadForm
from market.listings import Listing

if TYPE_CHECKING:
    from accounts.middleware import Request

UNCHANGED = 204
GONE = 404
UNREADABLE = 422


@access.members
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer a listing; what was written comes back when it can't be sent."""
    listing = Listing.objects.visible_to(request.member).for_tickets().filter(pk=pk).first()
    form = MessageForm(request.POST)
    if listing is None:
        form.add_error(None, _("Dit staat niet meer op de markt."))
        return answer_again(request, None, form, GONE)
    if not form.is_valid():
        return answer_again(request, listing, form, UNREADABLE)
    try:
        message = answering.answer(listing, by=request.member, written_by=standing_in.duty_in(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return answer_again(request, listing, form, refused.status)
    return redirect(message.conversation)


def answer_again(request: Request, listing: Listing | None, form: MessageForm, status: int) -> HttpResponse:
    """Show the answer that could not be sent, with why; of a listing one may not see, nothing."""
    context = {"listing": listing, "form": form, **({"area": listing.area} if listing else {})}
    return render(request, "market/answer.html", context, status=status)


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_person(request: Request, pk: int) -> HttpResponse:
    """Write to somebody about nothing on the market; who wrote before goes on there."""
    people = Participant.objects.visible_to(request.member).exclude(pk=request.member.pk)
    person = get_object_or_404(people, pk=pk)
    if request.method == "POST":
        return written(request, person, MessageForm(request.POST))
    earlier = Conversation.objects.personal_between(request.member, person).first()
    return redirect(earlier) if earlier else writing(request, person, MessageForm())


def written(request: Request, person: Participant, form: MessageForm) -> HttpResponse:
    """Send the message, or give it back with why it could not be sent."""
    if not form.is_valid():
        return writing(request, person, form, UNREADABLE)
    try:
        message = answering.write_to(person, by=request.member, written_by=standing_in.duty_in(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return writing(request, person, form, refused.status)
    return redirect(message.conversation)


def writing(request: Request, person: Participant, form: MessageForm, status: int = 200) -> HttpResponse:
    """Show the page to write on."""
    return render(request, "market/write.html", {"person": person, "form": form}, status=status)


@access.members
@require_safe
def conversations(request: Request) -> HttpResponse:
    """Show somebody's conversations."""
    lines, more = threads.lines(request.member, after=PageForm(request.GET).understood["na"] or "")
    template = "market/conversations.html#lines" if request.htmx else "market/conversations.html"
    return render(request, template, {"lines": lines, "more": more})


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: Request, pk: int) -> HttpResponse:
    """Show a conversation, and say something in it."""
    visible = Conversation.objects.visible_to(request.member).with_faces(request.member)
    people = visible.select_related(
        "starter__user", "starter__erasure", "owner__user", "owner__erasure", "organisation", "listing", "area"
    )
    found = get_object_or_404(people, pk=pk)
    if request.method == "POST":
        return said(request, found)
    return looked_again(request, found) if request.htmx else shown(request, found, MessageForm())


def said(request: Request, found: Conversation) -> HttpResponse:
    """Send a message, or give it back with why it could not be sent."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return shown(request, found, form, UNREADABLE)
    try:
        message = answering.send(found, by=request.member, written_by=standing_in.duty_in(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return shown(request, found, form, refused.status)
    if request.htmx:
        return shown(request, found, MessageForm())
    return redirect(f"{found.get_absolute_url()}#message-{message.pk}")


def shown(request: Request, found: Conversation, form: MessageForm, status: int = 200) -> HttpResponse:
    """Show the thread; for htmx only its messages and the form, after sending."""
    asked = ThreadForm(request.GET).understood
    thread = threads.thread_of(found, request.member, before=asked["voor"], seen=asked["gezien"])
    context = {"conversation": found, "thread": thread, "form": form, "area": found.area}
    part = "#said" if request.htmx else ""
    return render(request, f"market/conversation.html{part}", context, status=status)


def looked_again(request: Request, found: Conversation) -> HttpResponse:
    """Give a browser the messages when they changed since it looked (204 when they didn't)."""
    asked = ThreadForm(request.GET).understood
    thread = threads.thread_of(found, request.member, before=asked["voor"], seen=asked["gezien"])
    if thread.state == asked["stand"]:
        return HttpResponse(status=UNCHANGED)
    if thread.closed:
        context = {"conversation": found, "thread": thread, "form": MessageForm()}
        return retarget(render(request, "market/conversation.html#said", context), "#said")
    return render(request, "market/conversation.html#messages", {"conversation": found, "thread": thread})


@access.members
@require_safe
def unread(request: Request) -> HttpResponse:
    """Tell how many conversations have something new, for the navigation."""
    return render(request, "market/_unread.html", {"number": Conversation.objects.unread_by(request.member).count()})


for view in (answer, write_to_person, conversations, conversation):
    view.section = "conversations"  # type: ignore[attr-defined, union-attr]  # functions carry attributes; typing can't say so


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
    """Return somebody whom the viewer may see, wrote with or blocked (404 otherwise, and for oneself)."""
    return get_object_or_404(blocking.known_to(request.member).exclude(pk=request.member.pk), pk=pk)


@access.members
@require_POST
def unblock_person(request: Request, pk: int) -> HttpResponse:
    """Let somebody back in."""
    block = get_object_or_404(Block.objects.filter(blocker=request.member), blocked=pk)
    blocking.unblock(block.blocked, by=request.member)
    messages.success(request, _("De blokkade is weg."))
    return redirect("my_blocks")
