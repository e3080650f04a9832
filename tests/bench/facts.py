"""Finds what there is to measure in one database, and counts queries; prints JSON. Runs with the site's settings.

python -m tests.bench.facts <areas to visit> <listeners>
"""

from __future__ import annotations

import json
import sys
import uuid
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 (needs django.setup)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Participant  # noqa: E402
from market import answering  # noqa: E402
from market.browsing import Finding  # noqa: E402
from market.example.scale import vocabulary  # noqa: E402
from market.forms.finding import FindForm  # noqa: E402
from market.models import Conversation, Listing  # noqa: E402
from neighbourhood.models import Area  # noqa: E402

COMMON, RARE = 2, 2000
DEEP = 100
LISTENED = "conversation"


def facts(visited: int, listeners: int) -> dict[str, Any]:
    """Return addresses per case, sessions and a conversation for the live streams, and queries per page."""
    areas = list(Area.objects.filter(slug__startswith="schaal-").order_by("pk")[:visited])
    words = vocabulary()
    conversation, starter, owner = talk()
    return {
        "cases": {**cases("area", areas, words), **cases("country", [None], words)},
        "detail": detail(areas[0]).get_absolute_url(),
        "listeners": [(person.pk, session_of(person)) for person in people(listeners)],
        "talk": {"pk": conversation, "from": session_of(starter), "to": session_of(owner)},
        "queries": queries(areas[0], starter, conversation, words[COMMON]),
    }


def cases(where: str, areas: list[Any], words: list[str]) -> dict[str, list[str]]:
    """Return the addresses of every case: browse and search, first and hundredth page (or the last there is)."""
    common, rare = words[COMMON], words[RARE]
    return {
        f"{where}, browse, first page": [address(area, "") for area in areas],
        f"{where}, browse, page {DEEP} or last": [deep(area, "") for area in areas],
        f"{where}, search, common word, first page": [address(area, common) for area in areas],
        f"{where}, search, common word, page {DEEP} or last": [deep(area, common) for area in areas],
        f"{where}, search, rare word, first page": [address(area, rare) for area in areas],
    }


def address(area: Area | None, words: str, cursor: str = "") -> str:
    """Return the address of a page of the market."""
    return finding_of(area, words).link(**({"na": cursor} if cursor else {}))


def finding_of(area: Area | None, words: str, cursor: str = "") -> Finding:
    """Return what a visitor finds."""
    return Finding(None, area, FindForm({"q": words, "na": cursor}).wishes)


def deep(area: Area | None, words: str) -> str:
    """Return the address of the hundredth page, found by turning over ninety-nine."""
    cursor = ""
    for _turn in range(DEEP - 1):
        following = finding_of(area, words, cursor).page.after
        if not following:
            break
        cursor = following
    return address(area, words, cursor)


def detail(area: Area) -> Listing:
    """Return the newest listing of the area."""
    return Listing.objects.on_market(None).filter(area=area).newest()[0]


def people(number: int) -> list[Participant]:
    """Return so many participants."""
    return list(Participant.objects.filter(user__email__startswith="schaal-").select_related("user").order_by("pk")[:number])


def session_of(person: Participant) -> str:
    """Sign somebody in; return the session's key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def talk() -> tuple[int, Participant, Participant]:
    """Open a conversation between two who have not met in earlier runs; return its number, who began and who answers."""
    free = Participant.objects.filter(conversations_started=None, conversations_received=None, user__email__startswith="schaal-")
    starter = free.select_related("user").order_by("-pk")[0]
    listing = Listing.objects.on_market(starter).filter(area=starter.area, organisation=None).exclude(owner=starter).newest()[0]
    message = answering.answer(listing, by=starter, text="Zullen we afspreken?", sent_once=uuid.uuid4())
    return message.conversation_id, starter, listing.owner


def queries(area: Area, member: Participant, conversation: int, word: str) -> dict[str, tuple[int, int]]:
    """Return how many queries each page makes for a visitor and for a member (0 where a visitor isn't let in)."""
    home, market = f"/wijk/{area.slug}/", f"/wijk/{area.slug}/markt/"
    public = {"home of an area": home, "browse": market, "search": f"{market}?q={word}", "whole country": "/markt/"}
    public["detail"] = detail(area).get_absolute_url()
    private = {
        "my market": "/mijn/",
        "place a listing": "/markt/plaatsen/",
        "conversations": "/gesprekken/",
        "conversation": Conversation.objects.get(pk=conversation).get_absolute_url(),
        "saved searches": "/mijn/zoekvragen/",
    }
    visitor, signed_in = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    signed_in.cookies[settings.SESSION_COOKIE_NAME] = session_of(member)
    counted = {name: (count(visitor, path), count(signed_in, path)) for name, path in public.items()}
    return counted | {name: (0, count(signed_in, path)) for name, path in private.items()}


def count(client: Client, path: str) -> int:
    """Return how many queries a page makes the second time it is opened."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return len(captured)


if __name__ == "__main__":
    print(json.dumps(facts(int(sys.argv[1]), int(sys.argv[2]))))
