"""Live changes: a verb ends with `tell(topic, …)`; only topic and number travel, by Postgres NOTIFY.

The stream process (`kennismarkt.streams`) hears them and passes them on to the browsers that follow the topic. Each
browser then fetches its own view through the ordinary view and its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection

CHANNEL = "kennismarkt"
# Between a topic and the part of it that changed.
PART = "#"
# Under this name a session keeps the number of the guest that somebody without an account is.
GUEST = "guest"

Pair = tuple[int, str]
Rule = Callable[[Iterable[Pair]], set[Pair]]
rules: dict[str, Rule] = {}
# Of sessions (key: participant number and what the session carries), those that act for somebody else, and for whom.
StandIns = Callable[[Mapping[str, tuple[int, Mapping[str, Any]]]], dict[str, int]]
stand_ins: list[StandIns] = []


def tell(topic: str, *numbers: int, part: str = "") -> None:
    """Tell everybody who follows `topic:number` that it changed, once this transaction is committed.

    `part` names which part of a large page did ("note-12"): a number too, never words.
    """
    suffix = f"{PART}{part}" if part else ""
    names = [f"{topic}:{number}{suffix}" for number in numbers]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, name) FROM unnest(%s::text[]) AS name", [CHANNEL, names])


def follows(topic: str) -> Callable[[Rule], Rule]:
    """Register the rule of a topic: of pairs (participant number, number in the topic), which may be followed."""

    def register(rule: Rule) -> Rule:
        rules[topic] = rule
        return rule

    return register


def stands_in(rule: StandIns) -> StandIns:
    """Register who sees the site as somebody else, in which sessions."""
    stand_ins.append(rule)
    return rule


def allowed(wanted: dict[Any, tuple[int, list[str]]]) -> set[Any]:
    """Return the keys of `wanted` (key: participant number and topics) whose every topic may be followed."""
    by_kind: dict[str, set[Pair]] = {}
    for person, topics in wanted.values():
        for topic in topics:
            kind, _colon, number = topic.partition(":")
            by_kind.setdefault(kind, set()).add((person, number))
    granted = {kind: rules[kind](pairs) if kind in rules else set() for kind, pairs in by_kind.items()}
    return {
        key
        for key, (person, topics) in wanted.items()
        if topics and all((person, topic.partition(":")[2]) in granted[topic.partition(":")[0]] for topic in topics)
    }
