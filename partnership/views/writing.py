"""Writing at a card: notes, and what is said to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from partnership import dialogue, drafts, laid, seats, talking
from partnership.board import Board
from partnership.cards import Phase
from partnership.dialogue import ChangedMeanwhile
from partnership.forms import GatherForm, NoteForm, PutForm, RemarkForm, RewriteForm, TitleForm
from partnership.notes import Cluster, Note, NoteVersion, Remark
from partnership.views.table import answered, refused, shown

if TYPE_CHECKING:
    from accounts.middleware import Request
    from partnership.partners import Partner

OK, CONFLICT, UNREADABLE = 200, 409, 422


@access.guests
@require_POST
def write_note(request: Request, pk: int, number: int) -> HttpResponse:
    """Put a note on the table; what was written comes back when it can't be taken."""
    me, form = seats.seat(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return shown(request, me, number, status=UNREADABLE, part="bord" if request.htmx else "", note_form=form)
    try:
        note = dialogue.write(me.card, number, by=me, **form.cleaned_data)
    except Refused as why:
        return refused(request, me, number, why, note_form=form)
    drafts.drop(me, f"note-{number}")
    return answered(request, pk, number, anchor=f"note-{note.pk}")


def note_at(me: Partner, number: int) -> Note:
    """Return a note that `me` may read, taken back or not (404 otherwise)."""
    found = Note.objects.visible_to(me).select_related("step__card", "writer", "cluster")
    return get_object_or_404(found, pk=number)


@access.guests
@require_safe
def note(request: Request, pk: int, number: int) -> HttpResponse:
    """Show everything about one note: its words, what was said to it, where it lies."""
    me = seats.seat(request, pk)
    return note_page(request, me, note_at(me, number))


def note_page(request: Request, me: Partner, found: Note, *, status: int = OK, **forms: Any) -> HttpResponse:
    """Show the page of a note."""
    board = Board(me, found.step.number)
    row = laid.told_about(me, Note.objects.filter(pk=found.pk)).values_list(*laid.NOTE_FIELDS).get()
    step = board.step
    context = {
        "board": board,
        "card": board.card,
        "me": me,
        "area": board.card.area,
        "found": found,
        "note": laid.laid_note(me, board.everybody, *row),
        "rewrite_form": RewriteForm(initial={"text": found.text, "named": found.named, "version": found.version}),
        "remark_form": RemarkForm(initial={"kind": "question"}),
        "clusters": step.clusters.all(),
        "versions": NoteVersion.objects.visible_to(me).filter(note=found),
        "talking": step.open and step.phase == Phase.CONVERSATION,
        "writable": step.open and step.phase in dialogue.WRITING and found.writer_id == me.pk,
        **forms,
    }
    return render(request, "partnership/note.html", context, status=status)


@access.guests
@require_POST
def rewrite_note(request: Request, pk: int, number: int) -> HttpResponse:
    """Change one's own note; when it was changed meanwhile, both texts are shown to choose from."""
    me = seats.seat(request, pk)
    found, form = note_at(me, number), RewriteForm(request.POST)
    if not form.is_valid():
        return note_page(request, me, found, status=UNREADABLE, rewrite_form=form)
    try:
        dialogue.rewrite(found, by=me, **form.cleaned_data)
    except ChangedMeanwhile as changed:
        again = RewriteForm(initial={**form.cleaned_data, "version": changed.version})
        return note_page(request, me, found, status=CONFLICT, rewrite_form=again, theirs=changed.theirs)
    except Refused as why:
        form.add_error(None, str(why.message))
        return note_page(request, me, found, status=why.status, rewrite_form=form)
    drafts.drop(me, f"edit-{number}")
    return answered(request, pk, found.step.number, anchor=f"note-{found.pk}")


@access.guests
@require_POST
def note_back(request: Request, pk: int, number: int) -> HttpResponse:
    """Take one's own note back, or put it back on the table."""
    me = seats.seat(request, pk)
    found = note_at(me, number)
    step = found.step.number
    if "undo" in request.POST:
        dialogue.put_back(found, by=me)
        return answered(request, pk, step, anchor=f"note-{found.pk}")
    dialogue.withdraw(found, by=me)
    return shown(request, seats.seat(request, pk), step, part="bord" if request.htmx else "", taken_back=found)


@access.guests
@require_POST
def card_notes(request: Request, pk: int, number: int) -> HttpResponse:
    """Do something with notes of a step: recognise one, or lay some together."""
    me = seats.seat(request, pk)
    if "recognise" in request.POST:
        return recognised(request, me, number)
    readable = Note.objects.visible_to(me).standing().filter(step__card=me.card, step__number=number)
    form = GatherForm(request.POST, choices=list(readable.values_list("pk", flat=True)))
    if not form.is_valid():
        return shown(request, me, number, status=UNREADABLE, part="bord" if request.htmx else "", gather_form=form, choosing=True)
    try:
        talking.gather(me.card, number, by=me, **form.cleaned_data)
    except Refused as why:
        return refused(request, me, number, why, gather_form=form, choosing=True)
    return answered(request, pk, number)


def recognised(request: Request, me: Partner, number: int) -> HttpResponse:
    """Turn "ik herken dit" of one note on or off."""
    which = request.POST["recognise"]
    found = note_at(me, int(which) if which.isascii() and which.isdecimal() and len(which) < 19 else 0)
    already = found.recognitions.filter(partner=me).exists()
    talking.recognise(found, by=me, on=not already)
    return answered(request, me.card_id, number, anchor=f"note-{found.pk}")


@access.guests
@require_POST
def say_to_note(request: Request, pk: int, number: int) -> HttpResponse:
    """Ask something about a note, or add to it."""
    me = seats.seat(request, pk)
    found, form = note_at(me, number), RemarkForm(request.POST)
    if not form.is_valid():
        return note_page(request, me, found, status=UNREADABLE, remark_form=form)
    try:
        talking.remark(found, by=me, **form.cleaned_data)
    except Refused as why:
        form.add_error(None, str(why.message))
        return note_page(request, me, found, status=why.status, remark_form=form)
    return answered(request, pk, found.step.number, anchor=f"note-{found.pk}")


@access.guests
@require_POST
def remark_back(request: Request, pk: int, number: int) -> HttpResponse:
    """Take one's own question or addition back."""
    me = seats.seat(request, pk)
    found = get_object_or_404(Remark.objects.visible_to(me).standing().select_related("note__step__card"), pk=number)
    talking.take_remark_back(found, by=me)
    return answered(request, pk, found.note.step.number, anchor=f"note-{found.note_id}")


@access.guests
@require_POST
def put_note(request: Request, pk: int, number: int) -> HttpResponse:
    """Lay a note with others, or by itself."""
    me = seats.seat(request, pk)
    found, form = note_at(me, number), PutForm(request.POST)
    if not form.is_valid():
        return note_page(request, me, found, status=UNREADABLE)
    chosen = form.cleaned_data["cluster"]
    cluster = get_object_or_404(Cluster, pk=chosen, step=found.step) if chosen else None
    talking.put(found, by=me, cluster=cluster)
    return answered(request, pk, found.step.number, anchor=f"note-{found.pk}")


@access.guests
@require_http_methods(["GET", "HEAD", "POST"])
def retitle_cluster(request: Request, pk: int, number: int) -> HttpResponse:
    """Give notes that lie together other words; when somebody did meanwhile, both are shown to choose from."""
    me = seats.seat(request, pk)
    cluster = get_object_or_404(Cluster.objects.select_related("step__card"), pk=number, step__card=me.card_id)
    form = TitleForm(request.POST or None, initial={"title": cluster.title, "version": cluster.version})
    theirs, status = "", UNREADABLE if form.is_bound else OK
    if form.is_valid():
        try:
            talking.retitle(cluster, by=me, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            form, theirs = TitleForm(initial={**form.cleaned_data, "version": changed.version}), changed.theirs
            status = CONFLICT
        else:
            return answered(request, pk, cluster.step.number)
    context = {"card": me.card, "area": me.card.area, "cluster": cluster, "form": form, "theirs": theirs, "me": me}
    return render(request, "partnership/cluster.html", context, status=status)
