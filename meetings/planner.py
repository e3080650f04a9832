"""What the planning pages of the workplace share: who plans where, the dates as rows, and what is the matter with them."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Appointment, Duty, Participant
from kennismarkt.errors import Refused
from meetings import clashing, framing
from meetings.forms_planning import BeginForm, rows_form

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from django.http import HttpRequest

    from meetings.framing import Frame
    from meetings.proposing import Row
    from neighbourhood.models import Area

UNREADABLE = 422


def worker(request: HttpRequest) -> Participant:
    """Return who is at work (`PermissionDenied` for an account that is nobody in a neighbourhood)."""
    viewer: Participant | None = getattr(request, "viewer", None)
    if viewer is None:
        raise PermissionDenied
    return viewer


class Beginning(NamedTuple):
    """Where a plan begins."""

    area: Area
    areas: list[Area]
    frame: Frame
    frames: list[Frame]


def beginning(request: HttpRequest) -> Beginning:
    """Return the area and frame that were asked for, or the first (`PermissionDenied` for who coordinates nowhere)."""
    viewer = worker(request)
    areas = list(Appointment.objects.areas(viewer, Duty.COORDINATOR).order_by("name"))
    if not areas:
        raise PermissionDenied
    standard = framing.standard()
    asked = BeginForm(request.GET, viewer=viewer).understood
    own = next((area for area in areas if area.pk == viewer.area_id), areas[0])
    area = next((area for area in areas if area.pk == asked["wijk"]), own)
    frames = [each for each in framing.Frame.objects.offered_to(viewer) if each.area_id in {None, area.pk}]
    return Beginning(area, areas, asked["raamwerk"] or standard, frames)


class Sheet:
    """A plan on a page: its facts, its dates, and what there is to warn of."""

    def __init__(self, request: HttpRequest, form: Any, area: Area, kinds: Iterable[str]) -> None:
        """Keep what was sent."""
        self.request, self.form, self.area, self.kinds = request, form, area, list(kinds)
        self.rows: Any = None
        self.warnings: clashing.Warnings = {}
        self.act = request.POST.get("act", "")

    def propose(self, rows: Iterable[Row]) -> None:
        """Lay out what is proposed."""
        self.laid_out = list(rows)
        self.rows = rows_form(self.area, self.kinds, rows=self.laid_out)

    def read(self) -> bool:
        """Read the dates that were sent; return whether they can be read."""
        self.rows = rows_form(self.area, self.kinds, data=self.request.POST)
        if not self.rows.is_valid():
            return False
        self.laid_out = self.rows.rows
        return True

    def check(self, people: Collection[Participant], *, apart_from: Collection[int] = ()) -> None:
        """Find what there is to warn of."""
        viewer = worker(self.request)
        self.warnings = clashing.warnings(self.laid_out, area=self.area, people=people, viewer=viewer, apart_from=apart_from)

    @property
    def seen(self) -> str:
        """A mark of the warnings: who sends it back has seen them."""
        return mark(self.warnings)

    @property
    def all_seen(self) -> bool:
        """Whether who plans saw every warning there is now."""
        return not self.warnings or self.request.POST.get("seen") == self.seen

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each date with what was passed over for it, and what there is to warn of."""
        passed = {row.key: row.passed for row in self.laid_out} if self.rows is not None and not self.rows.is_bound else {}
        return [
            {
                "form": form,
                "passed": passed.get(str(form["key"].value()), []),
                "warnings": self.warnings.get(str(form["key"].value()), []),
            }
            for form in (self.rows.forms if self.rows is not None else [])
        ]


def mark(warnings: clashing.Warnings) -> str:
    """Return the same mark for the same warnings."""
    said = repr(sorted((key, sorted(words)) for key, words in warnings.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def done(request: HttpRequest, verb: Callable[[], Any]) -> Any:
    """Do it and return what came of it; None, with the words on the page, when the rules say no."""
    try:
        return verb()
    except Refused as refused:
        messages.error(request, str(refused.message))
        return None


def once() -> uuid.UUID:
    """Return a mark for a form, so that sending it twice makes one thing."""
    return uuid.uuid4()


def language() -> str:
    """Return the language in which holidays are named."""
    return "nl" if (get_language() or "nl").startswith("nl") else "en_US"


def saw_warnings(request: HttpRequest, sheet: Sheet) -> bool:
    """Whether all warnings were seen; if not, say on the page what to do."""
    if sheet.all_seen:
        return True
    messages.warning(request, _("Kijk eerst naar de waarschuwingen. Is het goed zo? Bewaar dan nog een keer."))
    return False
