"""The workplace of notices: messages to many, whom to call, and (for owners) the outbox."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.at_work import worker
from accounts.models import Appointment, Duty, Participant
from kennismarkt import access
from kennismarkt.errors import Refused
from kennismarkt.workplace import CONNECTOR, COORDINATOR, AreaAdmin, BorderedFilter, Desk, Need, needs
from notifications import calling, circulars, mailing, sending
from notifications.choices import State
from notifications.forms import BeginForm, CalledForm, CircularForm
from notifications.kinds import Told, kinds
from notifications.models import Circular, CircularTemplate, Delivery, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neighbourhood.models import Area

SHOWN = 50
UNREADABLE = 422


@needs
def people_to_call(request: HttpRequest) -> Iterable[Need]:
    """People without e-mail for whom there is something, for whoever calls them."""
    number = calling.waiting(getattr(request, "viewer", None)).values("recipient").distinct().count()
    yield Need(ngettext("deelnemer om te bellen", "deelnemers om te bellen", number), number, calls_address())


@needs
def what_was_not_delivered(request: HttpRequest) -> Iterable[Need]:
    """Mail that failed, for the owners of the installation."""
    if request.user.is_superuser:
        number = Delivery.objects.filter(state=State.FAILED).count()
        address = f"{reverse('admin:notifications_delivery_changelist')}?state__exact={State.FAILED}"
        yield Need(ngettext("mail die niet aankwam", "mails die niet aankwamen", number), number, address)


def calls_address() -> str:
    """Address of the call list."""
    return reverse("admin:notifications_notice_changelist")


@admin.register(Notice)
class CallDesk(Desk):
    """The call list: people without e-mail, and what to tell them."""

    area_path = "recipient__area"
    duties: ClassVar[dict[str, tuple[str, ...]]] = {"view": (COORDINATOR, CONNECTOR)}

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show whom to call, and write down who was."""
        self.may_look(request)
        viewer = worker(request)
        form = CalledForm(request.POST)
        if request.method == "POST" and form.is_valid():
            person = get_object_or_404(Participant.objects.overseen_by(viewer), pk=form.cleaned_data["person"])
            calling.told(person, upto=form.cleaned_data["upto"], by=viewer)
            messages.success(request, _("%(name)s is gebeld.") % {"name": person.display_name})
            return redirect(calls_address())
        return self.page(request, "calls", _("Om te bellen"), calls=calling.calls(viewer))

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the list: what somebody was told is theirs."""
        return redirect(calls_address())


@admin.register(Circular)
class CircularDesk(Desk):
    """Messages to many: written, looked at, sent, and what became of them."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = {"view": (COORDINATOR,), "add": (COORDINATOR,)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Circular]:
        """Those of one's areas."""
        return super().get_queryset(request).select_related("area", "author")

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show what was and will be sent."""
        self.may_look(request)
        return self.page(request, "circulars", _("Berichten aan een groep"), circulars=self.get_queryset(request)[:SHOWN])

    @access.workplace
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Write a message; it is looked at, with how many get it, before it is sent."""
        by, begun = worker(request), BeginForm(request.GET).understood
        areas = list(Appointment.objects.areas(by, Duty.COORDINATOR))
        if not areas:
            raise PermissionDenied
        area = next((each for each in areas if each.pk == begun["wijk"]), areas[0])
        initial = {"audience": begun["aan"], **beginning(area, begun["voorbeeld"])}
        form = CircularForm(request.POST or None, area=area, by=by, initial=initial)
        context: dict[str, Any] = {"form": form, "area": area, "areas": areas, "templates": area.circular_templates.all()}
        if not form.is_valid():
            return self.page(request, "circular_form", _("Nieuw bericht"), UNREADABLE if form.is_bound else 200, **context)
        if request.POST.get("act") != "send":
            return self.page(request, "circular_form", _("Nieuw bericht"), **context, preview=preview(form, area, by))
        try:
            made = circulars.write(area, by=by, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused.message))
            return self.page(request, "circular_form", _("Nieuw bericht"), refused.status, **context)
        return redirect("admin:notifications_circular_change", made.pk)

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a message and how it went; what has not gone out can be taken back."""
        circular = self.one(request, object_id)
        if request.POST.get("act") == "withdraw":
            try:
                circulars.withdraw(circular, by=worker(request))
                messages.success(request, _("Het bericht is ingetrokken."))
            except Refused as refused:
                messages.error(request, str(refused.message))
            return redirect("admin:notifications_circular_change", circular.pk)
        facts: dict[str, Any] = {
            "states": circulars.states(circular),
            "bounced": circulars.bounced(circular),
            "unreached": circulars.unreached(circular),
        }
        return self.page(request, "circular", circular.subject, circular=circular, **facts)


def beginning(area: Area, template: int | None) -> dict[str, Any]:
    """Return what a new message begins with: an example of this area, or nothing."""
    example = area.circular_templates.filter(pk=template).first() if template else None
    words = {"subject": example.subject, "text": example.text} if example else {}
    return {"made_once": uuid.uuid4(), **words}


def preview(form: CircularForm, area: Area, by: Participant) -> dict[str, Any]:
    """Return the mail as it will look, and how many it reaches."""
    written = {name: form.cleaned_data[name] for name in ("subject", "text")}
    words = kinds[circulars.KIND].words(Told(by, Circular(area=area, author=by, **written)))
    return {
        "words": words,
        "sender": mailing.sender(Participant(area=area)),
        "reached": circulars.counted(circulars.people_of(form.cleaned_data["audience"], area, by=by), by=by),
    }


@admin.register(CircularTemplate)
class CircularTemplateAdmin(AreaAdmin):
    """Examples that a message to many can begin from."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(("view", "add", "change", "delete"), (COORDINATOR,))
    list_display = ("name", "subject", "area")
    list_filter = (("area", BorderedFilter),)
    fields = ("area", "name", "subject", "text")


@admin.register(Delivery)
class DeliveryAdmin(AreaAdmin):
    """The outbox, for the owners of the installation: what waits, what failed and why; no names and no words."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = {}
    area_path = "person__area"
    list_display = ("key", "channel", "state", "reason", "attempts", "due_at", "sent_at")
    list_display_links = None
    list_filter = ("state", "channel", "digest")
    show_full_result_count = False
    actions = ("try_again",)  # type: ignore[assignment]  # the lists of areas have none

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Mail comes from what people do."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Mail is what it is."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Mail goes by itself, in time."""
        return False

    @admin.action(description=gettext_lazy("Probeer opnieuw"))
    def try_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Put the failed ones among the chosen back in the outbox."""
        number = sending.retry(chosen)
        messages.success(request, ngettext("%d mail wacht weer.", "%d mails wachten weer.", number) % number)
