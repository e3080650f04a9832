"""Planning trajectories in the workplace: proposing all dates, saving, announcing, moving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt import access
from kennismarkt.workplace import COORDINATOR, Desk, decided
from meetings import changing, moving, planning, proposing
from meetings.clashing import Warnings, warnings
from meetings.forms_changing import TrajectoryFactsForm
from meetings.forms_planning import KINDS_OF_TRAJECTORY, Moves, TrajectoryForm, WhyForm
from meetings.gatherings import Meeting
from meetings.kinds import MeetingAudience, MeetingKind
from meetings.moving import Move
from meetings.planner import UNREADABLE, Beginning, Sheet, beginning, done, language, mark, once, saw_warnings, worker
from meetings.proposing import Row
from meetings.trajectories import Trajectory
from neighbourhood.models import Place
from notifications import moments

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 50


@admin.register(Trajectory)
class TrajectoryDesk(Desk):
    """Trajectories of one's areas: planned on one page, announced, and moved later on."""

    duties: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(("view", "add", "change"), (COORDINATOR,))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trajectory]:
        """Trajectories with what the pages show of them."""
        return super().get_queryset(request).select_related("area", "place", "frame")

    @access.workplace
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the trajectories, the newest first."""
        self.may_look(request)
        return self.page(request, "trajectories", _("Ontwikkeltrajecten"), trajectories=self.get_queryset(request)[:SHOWN])

    @access.workplace
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Plan a trajectory: fill in, look at the proposed dates, move what must, save."""
        self.may_look(request)
        start = beginning(request)
        data = request.POST if request.method == "POST" else None
        form = TrajectoryForm(data, area=start.area, initial=suggested(start, request))
        sheet = Sheet(request, form, start.area, KINDS_OF_TRAJECTORY)
        made = self.answered(sheet, start) if form.is_bound and form.is_valid() else None
        if made is not None:
            messages.success(request, _("Bewaard. Nog niemand ziet het. Kondig het aan als je zover bent."))
            return redirect("admin:meetings_trajectory_change", made.pk)
        wrong = form.errors or (sheet.rows is not None and sheet.rows.is_bound and not sheet.rows.is_valid())
        title = _("Plan een traject")
        return self.page(request, "plan", title, UNREADABLE if wrong else 200, start=start, form=form, sheet=sheet)

    def answered(self, sheet: Sheet, start: Beginning) -> Trajectory | None:
        """Do what was asked with a plan that can be read: propose dates, look at them again, or save."""
        form: TrajectoryForm = sheet.form
        if sheet.act not in {"check", "save"}:
            sheet.propose(proposing.propose(start.frame, start.area, form.asked, language=language()))
            sheet.check(form.people)
            return None
        if not sheet.read():
            return None
        sheet.check(form.people)
        if sheet.act != "save" or not saw_warnings(sheet.request, sheet):
            return None
        facts, made_once, by = form.facts, form.cleaned_data["made_once"], worker(sheet.request)
        verb = planning.plan_trajectory
        made: Trajectory | None = done(
            sheet.request,
            lambda: verb(start.area, by=by, frame=start.frame, facts=facts, rows=sheet.laid_out, made_once=made_once),
        )
        return made

    @access.workplace
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a trajectory with its meetings; announce it, or move what has not been."""
        trajectory: Trajectory = self.one(request, object_id)
        by, act = worker(request), request.POST.get("act", "")
        if act == "announce":
            decided(
                request, lambda: planning.announce(trajectory, by=by), _("Aangekondigd. Iedereen voor wie het is, ziet het nu.")
            )
            return redirect("admin:meetings_trajectory_change", trajectory.pk)
        facts = TrajectoryFactsForm(request.POST if act == "change" else None, trajectory=trajectory)
        if facts.is_bound and facts.is_valid() and changed(request, trajectory, facts.cleaned_data):
            return redirect("admin:meetings_trajectory_change", trajectory.pk)
        board = Board(request, trajectory)
        if act in {"look", "move"} and board.answered(act):
            messages.success(request, _("Verplaatst. Wie het aangaat krijgt één bericht."))
            return redirect("admin:meetings_trajectory_change", trajectory.pk)
        status = 200 if board.readable and not facts.errors else UNREADABLE
        return self.page(request, "trajectory", trajectory.name, status, trajectory=trajectory, board=board, facts_form=facts)


def changed(request: HttpRequest, trajectory: Trajectory, asked: dict[str, Any]) -> bool:
    """Change what a trajectory is; return whether it was done."""
    by, verb = worker(request), changing.change_trajectory
    facts = {name: asked[name] for name in changing.OF_TRAJECTORY}
    once_seen = {"version": asked["version"], "agreement": asked["agreement"]}
    return decided(request, lambda: verb(trajectory, by=by, facts=facts, **once_seen), _("Bewaard."))


def suggested(start: Beginning, request: HttpRequest) -> dict[str, Any]:
    """Return what a new plan begins with, from its frame."""
    frame, area = start.frame, start.area
    lunches = [each for each in frame.meetings.all() if each.kind == MeetingKind.LUNCH]
    starts = lunches[0].starts if lunches else frame.preparation_at
    minutes = lunches[0].minutes if lunches else 120
    today = timezone.now().astimezone(ZoneInfo(area.time_zone)).date()
    return {
        "made_once": once(),
        "name": _("Samenspel %(area)s") % {"area": area.name},
        "first": proposing.first_day(today, frame.weekday),
        "interval_weeks": frame.interval_weeks,
        "starts": starts,
        "ends": proposing.after(starts, minutes),
        "lunches": max(len(lunches), frame.least_lunches),
        "preparatory": frame.most_preparatory,
        "capacity": frame.capacity,
        "informal_share": frame.informal_share,
        "audience": MeetingAudience.EVERYONE,
        "about": frame.about,
        "goals": frame.goals,
        "agreement": frame.agreement,
        "coordinators": [worker(request).pk],
    }


class Board:
    """The meetings of a trajectory that is planned: those that can still move as a form, with what there is to warn of."""

    def __init__(self, request: HttpRequest, trajectory: Trajectory) -> None:
        """Read the meetings once."""
        self.request, self.trajectory = request, trajectory
        self.zone = ZoneInfo(trajectory.area.time_zone)
        meetings = Meeting.objects.filter(trajectory=trajectory).select_related("area", "place").order_by("starts_at", "pk")
        self.meetings = list(meetings)
        self.movable = {each.pk: each for each in self.meetings if not each.cancelled and not each.over}
        places = list(Place.objects.in_areas([trajectory.area]))
        sent = request.method == "POST" and request.POST.get("act") in {"look", "move"}
        facts: dict[str, Any] = {"prefix": "move", "form_kwargs": {"places": places}}
        self.forms: Any = (
            Moves(request.POST, **facts) if sent else Moves(initial=[self.now(each) for each in self.movable.values()], **facts)
        )
        self.why = WhyForm(request.POST if sent else None)
        self.readable = True
        self.warnings: Warnings = {}
        self.moved: set[int] = set()

    def now(self, meeting: Meeting) -> dict[str, Any]:
        """Return how a meeting stands, as its row."""
        starts, ends = meeting.starts_at.astimezone(self.zone), meeting.ends_at.astimezone(self.zone)
        when = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
        return {"meeting": meeting.pk, "version": meeting.version, "place": meeting.place, **when}

    def answered(self, act: str) -> bool:
        """Look at what would move, or move it; return whether it was done."""
        self.readable = self.forms.is_valid() and self.why.is_valid()
        if not self.readable:
            return False
        wanted = [self.wanted(form.cleaned_data) for form in self.forms if form.cleaned_data.get("meeting") in self.movable]
        self.moved = {each.meeting for each in wanted if self.differs(each)}
        self.check()
        seen = not self.warnings or self.request.POST.get("seen") == self.seen
        if act != "move" or not seen or not self.moved:
            return False
        moves = [each for each in wanted if each.meeting in self.moved]
        reason, by = self.why.cleaned_data["reason"], worker(self.request)
        return done(self.request, lambda: moving.move(moves, by=by, reason=reason)) is not None

    def wanted(self, asked: dict[str, Any]) -> Move:
        """Return where a meeting goes."""
        starts, ends = (moments.instant(asked["day"], asked[name], self.zone) for name in ("starts", "ends"))
        return Move(asked["meeting"], starts, ends, asked["place"], asked["version"])

    def differs(self, move: Move) -> bool:
        """Whether a meeting would move."""
        meeting, place = self.movable[move.meeting], move.place.pk if move.place else None
        return (meeting.starts_at, meeting.ends_at, meeting.place_id) != (move.starts_at, move.ends_at, place)

    def check(self) -> None:
        """Find what there is to warn of in the dates as they would be."""
        rows = [self.row(form.cleaned_data) for form in self.forms if form.cleaned_data.get("meeting") in self.movable]
        people = [*self.trajectory.coordinators.all(), *self.trajectory.facilitators.all()]
        own = {meeting.pk for meeting in self.meetings}
        area, viewer = self.trajectory.area, worker(self.request)
        found = warnings(rows, area=area, people=people, viewer=viewer, apart_from=own)
        moved = {f"{self.movable[number].kind}-{self.movable[number].number}" for number in self.moved}
        self.warnings = {key: words for key, words in found.items() if key in moved}

    def row(self, asked: dict[str, Any]) -> Row:
        """Return a meeting as a row of a plan."""
        meeting = self.movable[asked["meeting"]]
        when = {name: asked[name] for name in ("day", "starts", "ends", "place")}
        return Row(f"{meeting.kind}-{meeting.number}", meeting.title, **when)

    @property
    def seen(self) -> str:
        """A mark of the warnings: who sends it back has seen them."""
        return mark(self.warnings)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every meeting, with its form where it can move, and what there is to warn of."""
        forms = {str(form["meeting"].value()): form for form in self.forms.forms}
        return [
            {
                "meeting": meeting,
                "form": forms.get(str(meeting.pk)) if meeting.pk in self.movable else None,
                "moved": meeting.pk in self.moved,
                "warnings": self.warnings.get(f"{meeting.kind}-{meeting.number}", []),
            }
            for meeting in self.meetings
        ]
