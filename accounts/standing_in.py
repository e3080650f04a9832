"""Standing in for somebody without e-mail or computer: who may, for whom, in which session, and what is written of it.

A coordinator or connector begins in the workplace. From then on their session carries for whom they act: pages show what
that person sees (`request.viewer`), while `request.user` stays who acts. Everything done is written down (`ActFor`). It
ends when they stop or sign out, after some hours, and at once when the duty ends or the person gets an address.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.db.models import F
from django.http import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.addresses import picture_url
from accounts.models import ActFor, Appointment, Duty, Participant, Step
from kennismarkt import live
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from accounts.middleware import Request

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

KEY = "standing_in"
LASTS = timedelta(hours=4)
# Many small acts on one page (a draft that keeps itself) count as one within this time.
ONE_ACT = timedelta(minutes=10)
DUTIES = (Duty.COORDINATOR, Duty.CONNECTOR)
FORBIDDEN = 403

# What was done, in words, by the name of the address; apps add theirs.
acts: dict[str, StrOrPromise] = {
    "settings": _("gegevens gewijzigd"),
    "self_portrait": _("zelfportret gemaakt of gewijzigd"),
    "begin_portrait": Step.PORTRAIT.label,
    "dismiss_beginning": _("de eerste stappen afgesloten"),
    "hide_stamp": _("een stempel verborgen"),
    "show_stamp": _("een stempel laten zien"),
    "decline_stamp": _("een stempel afgewezen"),
    "take_stamp": _("een stempel toch aangenomen"),
}


class Standing(NamedTuple):
    """Somebody stands in for somebody, by a duty in that person's area."""

    actor: Participant
    person: Participant
    duty: Duty


def also_for_another(view: View) -> View:
    """Open `view` to who stands in for somebody; what `accounts` has is for people themselves unless it says so."""
    view.also_for_another = True  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return view


def own_act(view: View) -> View:
    """Open `view` to who stands in for somebody, and don't write down what is done there: it is done for oneself."""
    view.own_act = True  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return also_for_another(view)


def many_small_acts(view: View) -> View:
    """Write down `view` once in a while instead of each time: a page sends to it by itself."""
    view.many_small_acts = True  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so
    return view


def people_of(actor: Participant) -> QuerySet[Participant]:
    """People for whom `actor` may act: without e-mail, taking part, where `actor` is coordinator or connector."""
    areas = Appointment.objects.areas(actor, *DUTIES)
    return Participant.objects.filter(user__email=None, user__is_active=True, area__in=areas).exclude(pk=actor.pk)


def begin(request: HttpRequest, person: Participant, *, actor: Participant) -> None:
    """Let this session act for `person` (`Refused` when `actor` may not); forms that are still open elsewhere expire."""
    if not people_of(actor).filter(pk=person.pk).exists():
        raise Refused(_("Je kunt alleen handelen voor mensen zonder e-mail in een wijk waar je dat mag."), status=FORBIDDEN)
    request.session[KEY] = {"person": person.pk, "actor": actor.pk, "since": time.time()}
    rotate_token(request)


def stop(request: HttpRequest) -> None:
    """Be oneself again; forms that are still open elsewhere expire, so that none is sent as somebody else."""
    if request.session.pop(KEY, None) is not None:
        rotate_token(request)


def standing_of(request: HttpRequest, actor: Participant | None) -> Standing | None:
    """Return for whom `actor` acts in this session, if they still may; no query for who acts for nobody."""
    number = number_in(request.session, actor.pk) if actor is not None else None
    if actor is None or number is None:
        return None
    people = people_of(actor).select_related("user", "area").annotate(drawn=F("self_portrait__picture_version"))
    person = people.filter(pk=number).first()
    duty = duty_of(actor, person) if person is not None else None
    if person is None or duty is None:
        return None
    person.portrait_url = picture_url(person.pk, person.drawn)
    return Standing(actor, person, duty)


def duty_of(actor: Participant, person: Participant) -> Duty | None:
    """By which duty `actor` acts for `person`; as coordinator when they are both."""
    held = set(Appointment.objects.filter(participant=actor, area=person.area_id).values_list("duty", flat=True))
    return next((duty for duty in DUTIES if duty in held), None)


def duty_in(request: Request) -> str:
    """Duty by which who is signed in acts for somebody else now; empty for who acts for themselves."""
    return request.standing.duty if request.standing else ""


def number_in(session: Mapping[str, Any], actor: int) -> int | None:
    """Number of the person for whom the session of `actor` says that they act; None when that is too long ago."""
    said = session.get(KEY)
    if not said or said["actor"] != actor or said["since"] < time.time() - LASTS.total_seconds():
        return None
    return int(said["person"])


@live.stands_in
def standing_in_sessions(sessions: Mapping[str, tuple[int, Mapping[str, Any]]]) -> dict[str, int]:
    """Return for whom each of `sessions` (key: own participant and what it carries) acts: the rule of `standing_of`."""
    said = {key: (own, number_in(data, own)) for key, (own, data) in sessions.items() if KEY in data}
    wanted = {number for _own, number in said.values() if number is not None}
    if not wanted:
        return {}
    people = Participant.objects.filter(pk__in=wanted, user__email=None, user__is_active=True)
    areas = dict(people.values_list("pk", "area"))
    held = Appointment.objects.filter(participant__in={own for own, _number in said.values()}, duty__in=DUTIES)
    may = set(held.values_list("participant", "area"))
    return {
        key: number
        for key, (own, number) in said.items()
        if number is not None and number != own and number in areas and (own, areas[number]) in may
    }


def write_down(standing: Standing, *, route: str, number: int | None, once_in_a_while: bool = False) -> ActFor | None:
    """Write down that something was done; None when it goes with what was written a moment ago."""
    said = {"participant": standing.person, "actor": standing.actor, "route": route, "number": number}
    if once_in_a_while and ActFor.objects.filter(**said, acted_at__gt=timezone.now() - ONE_ACT).exists():
        return None
    return ActFor.objects.create(**said)


def come_to(act: ActFor, response: HttpResponseBase) -> None:
    """Write down how it ended: refused, or which thing it made, as the address tells to which it leads."""
    if response.status_code >= 400:
        ActFor.objects.filter(pk=act.pk).update(refused=True)
    elif act.number is None and (number := number_at(response.headers.get("Location", ""))) is not None:
        ActFor.objects.filter(pk=act.pk).update(number=number)


def number_at(address: str) -> int | None:
    """Return the number in an address of ours."""
    try:
        number = resolve(address.partition("?")[0]).kwargs.get("pk")
    except Resolver404:
        return None
    return number if isinstance(number, int) else None


def what(act: ActFor) -> str:
    """Say in words what was done."""
    return str(acts.get(act.route) or gettext("iets gedaan op de site"))


def acted_for(person: Participant) -> bool:
    """Whether anybody ever did something for `person`."""
    return ActFor.objects.filter(participant=person).exists()
