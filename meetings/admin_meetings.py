"""Planning meetings that stand alone, and looking after any meeting: its facts, moving it, cancelling it, its checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt import access
from kennismarkt.workplace import COORDINATOR, Desk, decided
from meetings import changing, checklist, moving, planning, proposing
from meetings.checklist import ChecklistPoint
from meetings.forms_changing import MeetingFactsForm
from meetings.forms_planning import CancelForm, MeetingsForm, MoveForm, PointForm, WhyForm
from meetings.gatherings import Meeting
from meetings.kinds import ALONE, MeetingAudience, MeetingKind
from meetings.moving import Move
from meetings.planner import UNREADABLE, Beginning, Sheet, beginning, done, language, once, saw_warnings, worker
from meetings.trajectories import EVEN, GUIDELINE
from neighbourhood.models import Place
from notifications import moments

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 80
NOON, TWO = "12:00", "14:00"
SCREEN = "admin:meetings_meeting_change"


@admin.register(Meeting)
class MeetingDesk(Desk):
    """Meetings of one's areas: those that come, planned alone or in a series."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(("view", "add", "change"), (COORDINATOR,))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        """Meetings with what the pages show of them."""
        return super().get_queryset(request).select_related("area", "place", "trajectory", "series")

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show what comes, soonest first."""
        self.may_look(request)
        coming = self.get_queryset(request).filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")
        return self.page(request, "meetings", _("Bijeenkomsten"), meetings=coming[:SHOWN])

    @access.workplace
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Plan a meeting, or a series."""
        self.may_look(request)
        start = beginning(request)
        data = request.POST if request.method == "POST" else None
        form = MeetingsForm(data, area=start.area, initial=suggested(request, start))
        sheet = Sheet(request, form, start.area, [kind.value for kind in ALONE])
        made = answered(sheet, start) if form.is_bound and form.is_valid() else None
        if made:
            messages.success(request, _("Bewaard. Nog niemand ziet het. Kondig het aan als je zover bent."))
            return redirect(SCREEN, made[0].pk)
        wrong = form.errors or (sheet.rows is not None and sheet.rows.is_bound and not sheet.rows.is_valid())
        title = _("Plan een bijeenkomst")
        return self.page(request, "plan", title, UNREADABLE if wrong else 200, start=start, form=form, sheet=sheet)

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a meeting; announce, move or cancel it, and settle the points of its checklist."""
        meeting: Meeting = self.one(request, object_id)
        act = request.POST.get("act", "")
        forms: dict[str, Any] = {"move": move_form(request, meeting), "why": WhyForm(request.POST if act == "move" else None)}
        forms["cancel"] = CancelForm(
            request.POST if act == "cancel" else None, initial={"version": meeting.version}, prefix="cancel"
        )
        forms["facts"] = MeetingFactsForm(request.POST if act == "change" else None, meeting=meeting)
        if self.acted(request, meeting, act, forms):
            return redirect(SCREEN, meeting.pk)
        status = UNREADABLE if any(form.is_bound and form.errors for form in forms.values()) else 200
        context = {"meeting": meeting, "forms": forms, "points": points(meeting), "changes": meeting.changes.select_related("by")}
        return self.page(request, "meeting", meeting.title, status, **context)

    def acted(self, request: HttpRequest, meeting: Meeting, act: str, forms: dict[str, Any]) -> bool:
        """Do what was chosen; return whether it was done."""
        by = worker(request)
        if act == "announce":
            return decided(request, lambda: planning.announce_meeting(meeting, by=by), _("Aangekondigd."))
        if act == "move" and forms["move"].is_valid() and forms["why"].is_valid():
            wanted, reason = move_of(meeting, forms["move"].cleaned_data), forms["why"].cleaned_data["reason"]
            return decided(
                request, lambda: moving.move([wanted], by=by, reason=reason), _("Verplaatst. Wie het aangaat krijgt bericht.")
            )
        if act == "cancel" and forms["cancel"].is_valid():
            facts = forms["cancel"].cleaned_data
            return decided(
                request, lambda: moving.cancel(meeting, by=by, **facts), _("Afgezegd. Wie het aangaat krijgt bericht.")
            )
        if act == "change" and forms["facts"].is_valid():
            return changed(request, meeting, forms["facts"].cleaned_data)
        return act == "settle" and settled(request, meeting)


def changed(request: HttpRequest, meeting: Meeting, asked: dict[str, Any]) -> bool:
    """Change what a meeting is; return whether it was done."""
    by, verb = worker(request), changing.change_meeting
    facts = {name: asked[name] for name in changing.OF_MEETING}
    return decided(request, lambda: verb(meeting, by=by, version=asked["version"], facts=facts), _("Bewaard."))


def settled(request: HttpRequest, meeting: Meeting) -> bool:
    """Write down what was decided about one point."""
    form, by = PointForm(request.POST), worker(request)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return False
    facts = dict(form.cleaned_data)
    point = get_object_or_404(ChecklistPoint, pk=facts.pop("point"), meeting=meeting)
    return decided(request, lambda: checklist.settle(point, by=by, **facts), _("Opgeschreven."))


def points(meeting: Meeting) -> list[tuple[ChecklistPoint, PointForm]]:
    """Return the points of a preparatory meeting, each with its form."""
    if meeting.kind != MeetingKind.PREPARATORY:
        return []
    names = ("version", "decision", "who", "due_on")
    return [
        (
            point,
            PointForm(
                initial={"point": point.pk, **{name: getattr(point, name) for name in names}},
                prefix=None,
                auto_id=f"id_{point.pk}_%s",
            ),
        )
        for point in meeting.checklist.all()
    ]


def answered(sheet: Sheet, start: Beginning) -> list[Meeting] | None:
    """Do what was asked with a plan that can be read: propose dates, look at them again, or save."""
    form: MeetingsForm = sheet.form
    facts = form.cleaned_data
    hosts = list(facts["hosts"])
    if sheet.act not in {"check", "save"}:
        wishes = form.wishes(lunches=0, preparatory=0)
        sheet.propose(
            proposing.propose_series(facts["kind"], facts["title"], facts["times"], wishes, start.area, language=language())
        )
        sheet.check(hosts)
        return None
    if not sheet.read():
        return None
    sheet.check(hosts)
    if sheet.act != "save" or not saw_warnings(sheet.request, sheet):
        return None
    by, made_once = worker(sheet.request), facts["made_once"]
    verb = planning.plan_meetings
    made: list[Meeting] | None = done(
        sheet.request,
        lambda: verb(start.area, by=by, facts=form.facts, rows=sheet.laid_out, hosts=hosts, made_once=made_once),
    )
    return made


def suggested(request: HttpRequest, start: Beginning) -> dict[str, Any]:
    """Return what a new meeting begins with."""
    today = timezone.now().astimezone(ZoneInfo(start.area.time_zone)).date()
    return {
        "made_once": once(),
        "kind": MeetingKind.TABLE,
        "first": proposing.first_day(today, start.frame.weekday),
        "starts": NOON,
        "ends": TWO,
        "capacity": GUIDELINE,
        "informal_share": EVEN,
        "audience": MeetingAudience.MEMBERS,
        "hosts": [worker(request).pk],
    }


def move_form(request: HttpRequest, meeting: Meeting) -> MoveForm:
    """Return the form that moves a meeting, filled in as it stands."""
    starts, ends = meeting.starts_at.astimezone(meeting.zone), meeting.ends_at.astimezone(meeting.zone)
    initial = {
        "meeting": meeting.pk,
        "version": meeting.version,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
    }
    sent = request.POST if request.POST.get("act") == "move" else None
    return MoveForm(sent, initial=initial, places=Place.objects.in_areas([meeting.area]))


def move_of(meeting: Meeting, asked: dict[str, Any]) -> Move:
    """Return where a meeting goes."""
    starts, ends = (moments.instant(asked["day"], asked[name], meeting.zone) for name in ("starts", "ends"))
    return Move(meeting.pk, starts, ends, asked["place"], asked["version"])
