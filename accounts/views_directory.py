"""The page "Wie en waar": whom one finds in the neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import standing_in
from accounts.directory import Directory
from accounts.forms_directory import EVERYWHERE, DirectoryForm
from accounts.languages import SpokenLanguage
from accounts.models import Role, Side
from kennismarkt import access
from neighbourhood.models import Organisation

if TYPE_CHECKING:
    from accounts.middleware import Request


class Choice(NamedTuple):
    """One box to tick."""

    value: str
    label: str
    checked: bool
    number: int | None
    side: str = ""


class Group(NamedTuple):
    """Boxes that belong together."""

    name: str
    title: str
    choices: list[Choice]


@access.members
@standing_in.also_for_another
@require_safe
def directory(request: Request) -> HttpResponse:
    """Show whom this member finds, in their own area or everywhere; for htmx only the list."""
    wishes = DirectoryForm(request.GET).wishes
    area = None if wishes["wijk"] == EVERYWHERE else request.member.area
    finding = Directory(request.member, area, wishes)
    partly = request.htmx and not request.htmx.history_restore_request
    context = {
        "finding": finding,
        "wishes": wishes,
        "groups": groups(finding),
        "organisations": Organisation.objects.filter(area=request.member.area),
        "after": finding.link(na=finding.page.after) if finding.page.after else "",
        "widenings": [] if finding.page.people else widenings(finding),
    }
    response = render(request, f"accounts/directory.html{'#results' if partly else ''}", context)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


directory.section = "people"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so


def groups(finding: Directory) -> list[Group]:
    """Return the filters with how many each choice would leave; languages that nobody here shows are left out."""
    counted = [code for code in SpokenLanguage.values if finding.counts.by_choice["taal", code]]
    codes = dict.fromkeys([*settings.LANGUAGES_SPOKEN_FIRST, *counted, *finding.wishes["taal"]])
    return [
        Group("van", _("Van welke kant"), [choice(finding, "van", side.value, str(side.label)) for side in Side]),
        Group("rol", _("Rol"), [choice(finding, "rol", role.value, str(role.label)) for role in Role]),
        Group("taal", _("Taal"), [choice(finding, "taal", code, str(SpokenLanguage(code).label)) for code in codes]),
    ]


def choice(finding: Directory, name: str, value: str, label: str) -> Choice:
    """Return one box with its count, where there were few enough to count."""
    number = None if finding.counts.capped else finding.counts.by_choice[name, value]
    return Choice(value, label, value in finding.wishes[name], number, side=value if name == "van" else "")


def widenings(finding: Directory) -> list[tuple[Any, str]]:
    """Return what would find more: each wish dropped, and all areas."""
    dropped = {
        "q": _("Zoek zonder deze woorden"),
        "van": _("Zoek bij beide kanten"),
        "rol": _("Zoek bij elke rol"),
        "taal": _("Zoek in elke taal"),
        "kan": _("Wat iemand kan, maakt niet uit"),
        "leert": _("Wat iemand wil leren, maakt niet uit"),
        "organisatie": _("Zoek bij elke organisatie"),
    }
    ways = [(label, finding.link(without=[name])) for name, label in dropped.items() if finding.wishes[name]]
    return ways if finding.area is None else [*ways, (_("Zoek in alle wijken"), finding.link(wijk=EVERYWHERE))]
