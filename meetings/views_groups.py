"""The page of a group: programme, who carries what, what has to be there, and the conversation; and the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from meetings import group_page, mixing, preparation, programming, tables_page
from meetings.forms_groups import (
    ChangeItemForm,
    GroupMessageForm,
    ItemForm,
    MaterialForm,
    MoveForm,
    OrderForm,
    TablesForm,
    TickForm,
)
from meetings.models import BuildingBlock, ItemKind, Meeting, PrepGroup, PrepMember, ProgrammeItem
from meetings.working import conversing, worked_on_by
from notifications import telling

if TYPE_CHECKING:
    from django.forms import Form

    from accounts.middleware import Request

UNREADABLE = 422


def found(request: Request, pk: int) -> Meeting:
    """Return the meeting that this viewer prepares or carries (404 otherwise)."""
    return get_object_or_404(worked_on_by(request.member).select_related("area", "place", "trajectory"), pk=pk)


@access.members
@never_cache
@require_safe
def group(request: Request, pk: int) -> HttpResponse:
    """Show the group at work; a page that looks again gets that part."""
    meeting = found(request, pk)
    for kind in (preparation.COMPOSED, programming.SAID):
        telling.read_about(kind, meeting.pk, by=request.member)
    return shown(request, meeting)


def shown(request: Request, meeting: Meeting, status: int = 200, **forms: Form) -> HttpResponse:
    """Show the page, with forms that were sent before when they could not be understood."""
    people = group_page.may_carry(meeting, request.member)
    context: dict[str, Any] = {
        "page": group_page.page_for(meeting, request.member),
        "area": meeting.area,
        "item_form": ItemForm(people=people),
        "material_form": MaterialForm(people=people),
        "message_form": GroupMessageForm(),
        **forms,
    }
    part = "#work" if request.htmx else ""
    return render(request, f"meetings/groups/group.html{part}", context, status=status)


@access.members
@require_POST
def step_out(request: Request, pk: int, member: int) -> HttpResponse:
    """Let somebody step out of the group."""
    meeting = found(request, pk)
    leaving = get_object_or_404(PrepMember.objects.current().visible_to(request.member), pk=member, group__meeting=meeting)
    instead = preparation.step_out(leaving, by=request.member)
    words = _("Er komt iemand anders in het groepje.") if instead else _("Niemand anders staat op de lijst. Vraag het rond.")
    messages.success(request, words)
    return redirect("compose_group", pk)


@access.members
@require_POST
def add_item(request: Request, pk: int) -> HttpResponse:
    """Add a part to the programme."""
    meeting = found(request, pk)
    form = ItemForm(request.POST, people=group_page.may_carry(meeting, request.member))
    if not form.is_valid():
        return shown(request, meeting, UNREADABLE, item_form=form)
    item = programming.add(meeting, by=request.member, **form.cleaned_data)
    return redirect(f"{back(pk)}#onderdeel-{item.pk}")


def back(pk: int) -> str:
    """Return the address of the group's page."""
    return f"/bijeenkomsten/{pk}/groepje/"


def item_of(request: Request, pk: int, item: int) -> ProgrammeItem:
    """Return a part of the programme that this viewer works on (404 otherwise)."""
    return get_object_or_404(ProgrammeItem.objects.select_related("meeting__area"), pk=item, meeting=found(request, pk))


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def change_item(request: Request, pk: int, item: int) -> HttpResponse:
    """Show a part to change, and change it."""
    part = item_of(request, pk, item)
    people = group_page.may_carry(part.meeting, request.member)
    if request.method == "POST":
        return changed(request, part, ChangeItemForm(request.POST, people=people))
    facts = {name: getattr(part, name) for name in ("kind", "title", "minutes", "words", "block", "version")}
    return changing(request, part, ChangeItemForm(initial={**facts, "carriers": part.carriers.all()}, people=people))


def changed(request: Request, part: ProgrammeItem, form: ChangeItemForm) -> HttpResponse:
    """Change a part, or give it back with why it could not be changed."""
    if not form.is_valid():
        return changing(request, part, form, UNREADABLE)
    facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    try:
        programming.change(part, by=request.member, **facts)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return changing(request, part, form, refused.status)
    return redirect(f"{back(part.meeting_id)}#onderdeel-{part.pk}")


def changing(request: Request, part: ProgrammeItem, form: ChangeItemForm, status: int = 200) -> HttpResponse:
    """Show the form of a part."""
    context = {"item": part, "form": form, "meeting": part.meeting, "area": part.meeting.area}
    return render(request, "meetings/groups/item.html", context, status=status)


@access.members
@require_POST
def move_item(request: Request, pk: int, item: int) -> HttpResponse:
    """Move a part up or down."""
    form = MoveForm(request.POST)
    part = item_of(request, pk, item)
    if form.is_valid():
        programming.move(part, by=request.member, steps=form.cleaned_data["steps"])
    return after(request, part.meeting, f"#onderdeel-{part.pk}")


@access.members
@require_POST
def order_items(request: Request, pk: int) -> HttpResponse:
    """Put the parts in the order in which they were dragged."""
    meeting = found(request, pk)
    form = OrderForm(request.POST)
    if form.is_valid():
        programming.reorder(meeting, by=request.member, order=form.numbers)
    return after(request, meeting, "#programma")


def after(request: Request, meeting: Meeting, place: str = "") -> HttpResponse:
    """Show the page after something changed: its part for htmx, else by going there."""
    return shown(request, meeting) if request.htmx else redirect(f"{back(meeting.pk)}{place}")


@access.members
@require_POST
def remove_item(request: Request, pk: int, item: int) -> HttpResponse:
    """Take a part out of the programme."""
    part = item_of(request, pk, item)
    programming.remove(part, by=request.member)
    return after(request, part.meeting, "#programma")


@access.members
@require_safe
def blocks(request: Request, pk: int) -> HttpResponse:
    """Show the pieces of theory to choose from."""
    meeting = found(request, pk)
    people = group_page.may_carry(meeting, request.member)
    chosen = [
        (block, ItemForm(initial={"kind": ItemKind.THEORY, "title": block.title, "minutes": 10, "block": block}, people=people))
        for block in BuildingBlock.objects.all()
    ]
    return render(request, "meetings/groups/blocks.html", {"meeting": meeting, "chosen": chosen, "area": meeting.area})


@access.members
@require_POST
def need(request: Request, pk: int) -> HttpResponse:
    """Write down what has to be there."""
    meeting = found(request, pk)
    form = MaterialForm(request.POST, people=group_page.may_carry(meeting, request.member))
    if not form.is_valid():
        return shown(request, meeting, UNREADABLE, material_form=form)
    programming.need(meeting, by=request.member, **form.cleaned_data)
    return after(request, meeting, "#nodig")


@access.members
@require_POST
def tick(request: Request, pk: int, material: int) -> HttpResponse:
    """Say that something is seen to, or isn't."""
    meeting = found(request, pk)
    form = TickForm(request.POST)
    form.is_valid()
    thing = get_object_or_404(meeting.materials.all(), pk=material)
    programming.tick(thing, by=request.member, ready=form.cleaned_data.get("ready", False))
    return after(request, meeting, "#nodig")


@access.members
@require_POST
def need_no_more(request: Request, pk: int, material: int) -> HttpResponse:
    """Strike something from what has to be there."""
    meeting = found(request, pk)
    programming.need_no_more(get_object_or_404(meeting.materials.all(), pk=material), by=request.member)
    return after(request, meeting, "#nodig")


@access.members
@require_POST
def say(request: Request, pk: int) -> HttpResponse:
    """Say something to the group."""
    meeting = found(request, pk)
    group = get_object_or_404(PrepGroup.objects.filter(pk__in=conversing(request.member).values("pk")), meeting=meeting)
    form = GroupMessageForm(request.POST)
    if not form.is_valid():
        return shown(request, meeting, UNREADABLE, message_form=form)
    programming.say(group, by=request.member, **form.cleaned_data)
    return after(request, meeting, "#gesprek")


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tables(request: Request, pk: int) -> HttpResponse:
    """Show who sits where, and mix the tables."""
    meeting = tables_page.found(request.member, pk)
    form = TablesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mixing.mix(meeting, by=request.member, **form.cleaned_data)
        return redirect("table_groups", pk)
    page = tables_page.page_for(meeting, request.member)
    context = {"page": page, "form": form, "meeting": meeting, "area": meeting.area}
    return render(request, "meetings/groups/tables.html", context, status=UNREADABLE if form.is_bound else 200)
