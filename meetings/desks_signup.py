"""Desk of coordinators about who comes: lists of both sides, who is new, why people don't come, what the kitchen needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.desks import worker
from accounts.models import Participant
from kennismarkt import access
from kennismarkt.forms import QueryForm
from kennismarkt.workplace import COORDINATOR, Desk, Need, decided, needs
from meetings import bringing, kitchen, newcomers, reasons, signup
from meetings.forms_signup import WalkInForm
from meetings.models import Meeting, Seat, SeatState
from meetings.room import room_of
from meetings.wording_seats import moment
from neighbourhood.models import Side

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 60


class WhichForm(QueryForm):
    """Which meeting, and by which name somebody is looked for."""

    bijeenkomst = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    q = forms.CharField(max_length=60, required=False)


class ActForm(forms.Form):
    """What is done on the page of one meeting."""

    act = forms.ChoiceField(choices=[(each, each) for each in ("sign_off", "add", "add_guest", "resize")])
    number = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    capacity = forms.IntegerField(min_value=1, max_value=1000, required=False)


@needs
def too_many_strangers(request: HttpRequest) -> Iterable[Need]:
    """Tell coordinators of meetings to come where more than a third is new: people share less among strangers."""
    viewer = getattr(request, "viewer", None)
    coming = Meeting.objects.planned_by(viewer).coming().filter(trajectory__isnull=False)[:SHOWN] if viewer else []
    many = newcomers.with_many(coming)
    address = reverse("admin:meetings_seat_changelist")
    address = f"{address}?bijeenkomst={many[0].pk}" if many else address
    words = ngettext("bijeenkomst waar meer dan een derde nieuw is", "bijeenkomsten waar meer dan een derde nieuw is", len(many))
    yield Need(words, len(many), address)


@admin.register(Seat)
class SeatDesk(Desk):
    """Who comes where; what is done goes through verbs."""

    area_path = "meeting__area"
    duties: ClassVar[dict[str, tuple[str, ...]]] = {"view": (COORDINATOR,)}

    def meetings_of(self, request: HttpRequest) -> QuerySet[Meeting]:
        """Return the meetings that who is asking coordinates; owners of the installation see all."""
        areas = self.areas(request, "view")
        found = Meeting.objects.all() if areas is None else Meeting.objects.filter(area__in=areas)
        return found.select_related("area", "place", "trajectory")

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the meetings with how many come, or one of them with its lists; do what is asked there."""
        self.may_look(request)
        which = WhichForm(request.GET).understood
        if which["bijeenkomst"] is None:
            return self.page(request, "seats", _("Wie komt er?"), meetings=with_numbers(self.meetings_of(request)))
        meeting = get_object_or_404(self.meetings_of(request), pk=which["bijeenkomst"])
        if request.method == "POST":
            return self.act(request, meeting)
        by = worker(request)
        return self.page(request, "seats_of_meeting", meeting.title, **lists(meeting, by), **self.found(meeting, by, which["q"]))

    def found(self, meeting: Meeting, by: Participant, wanted: str) -> dict[str, Any]:
        """Return people of the area by name, to add one who called."""
        people = Participant.objects.visible_to(by).filter(area=meeting.area_id, display_name__icontains=wanted)
        return {"wanted": wanted, "people": people.order_by("display_name", "pk")[:20] if wanted else []}

    def act(self, request: HttpRequest, meeting: Meeting) -> HttpResponse:
        """Add, sign off or make room, and go back to the lists."""
        form, by = ActForm(request.POST), worker(request)
        if form.is_valid():
            said = form.cleaned_data
            if said["act"] == "sign_off":
                seat = get_object_or_404(Seat.objects.filter(meeting=meeting).select_related("meeting"), pk=said["number"] or 0)
                decided(request, lambda: signup.sign_off(seat, by=by), gettext("Afgemeld."))
            elif said["act"] == "add":
                person = get_object_or_404(Participant.objects.visible_to(by), pk=said["number"] or 0)
                decided(request, lambda: bringing.add(meeting, person, by=by), gettext("Toegevoegd."))
            elif said["act"] == "resize":
                size = said["capacity"] or 0
                decided(
                    request,
                    lambda: signup.resize(meeting, capacity=size, by=by),
                    gettext("Bewaard. Niemand raakt een plek kwijt."),
                )
            else:
                self.add_guest(request, meeting, by)
        return redirect(f"{reverse('admin:meetings_seat_changelist')}?bijeenkomst={meeting.pk}")

    def add_guest(self, request: HttpRequest, meeting: Meeting, by: Participant) -> None:
        """Add somebody without an account, by name."""
        guest = WalkInForm(request.POST)
        if guest.is_valid():
            decided(request, lambda: bringing.add(meeting, guest.guest, by=by), gettext("Toegevoegd."))

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the lists of the meeting: a seat has no page of its own."""
        seat = self.one(request, object_id)
        return redirect(f"{reverse('admin:meetings_seat_changelist')}?bijeenkomst={seat.meeting_id}")


def with_numbers(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return the meetings to come, and those not yet settled, with how many come and wait."""
    held = meetings.held().filter(Q(ends_at__gt=timezone.now()) | Q(settled_at=None))  # type: ignore[attr-defined]  # the manager's own queryset
    come = Count("seats", filter=Q(seats__state=SeatState.SEATED))
    wait = Count("seats", filter=Q(seats__state=SeatState.WAITING))
    counted: QuerySet[Meeting] = held.annotate(come=come, wait=wait).order_by("starts_at", "pk")
    return counted[:SHOWN]


def lists(meeting: Meeting, viewer: Participant) -> dict[str, Any]:
    """Return everything about who comes to one meeting; no reason, diet or need beside a name."""
    seats = list(meeting.seats.with_people())
    waiting = sorted((seat for seat in seats if seat.waiting), key=lambda seat: (seat.waiting_since, seat.pk))
    come = sorted((seat for seat in seats if seat.seated), key=lambda seat: seat.name.lower())
    return {
        "meeting": meeting,
        "moment": moment(meeting),
        "room": room_of(meeting),
        "come": come,
        "lines": [(side, [seat for seat in waiting if seat.side == side]) for side in Side],
        "declined": sorted((seat.name for seat in seats if seat.state == SeatState.DECLINED and seat.name), key=str.lower),
        "new": set(newcomers.of(meeting).values_list("pk", flat=True)),
        "share": newcomers.share(meeting),
        "reasons": reasons.counts(meeting, viewer=viewer),
        "diets": kitchen.diets(meeting, viewer=viewer),
        "calls": [seat for seat in come if seat.participant_id is None and not seat.guest_email],
        "guest_form": WalkInForm(),
    }
