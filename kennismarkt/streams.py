"""Live streams: one small ASGI process that listens to Postgres and speaks server-sent events to many browsers.

It holds one database connection for listening and one thread for asking who may hear what. A stream costs a queue
and a coroutine. Every few seconds all streams are checked in one go: whoever signed out, was blocked or removed is
let go within ten seconds. The process works on the ground floor: which apps own which topics, `kennismarkt.live` knows.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kennismarkt import live

logger = logging.getLogger("kennismarkt.streams")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CHECK_SECONDS = 8.0
HEARTBEAT_SECONDS = 15.0
RECONNECT_SECONDS = (0.2, 0.5, 1, 2, 5)
MOST_TOPICS = 8
LONGEST_TOPIC = 60
LONGEST_SESSION = 40
MOST_STREAMS = 20
WAITING = 100
REFRESH = "refresh"
# What Django hands to psycopg itself; the rest of its parameters are for the server.
OURS = frozenset({"context", "cursor_factory", "prepare_threshold", "server_side_binding", "isolation_level", "pool"})
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(eq=False)
class Stream:
    """One browser that listens: its session, its person and the topics it follows."""

    session: str
    person: int
    topics: list[str]
    events: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def offer(self, event: str) -> None:
        """Queue an event; a browser that can't keep up is let go and comes back by itself."""
        try:
            self.events.put_nowait(event)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Let the browser go at once: what still waits is dropped, it looks for itself when it comes back."""
        while not self.events.empty():
            self.events.get_nowait()
        self.events.put_nowait(None)


class Switchboard:
    """All streams of this process, by topic."""

    def __init__(self) -> None:
        """Start empty; the listener starts with the first stream or with the process."""
        self.streams: set[Stream] = set()
        self.by_topic: dict[str, set[Stream]] = {}
        self.tasks: dict[Callable[[], Coroutine[Any, Any, None]], asyncio.Task[None]] = {}

    def start(self) -> None:
        """Begin listening and checking, once; again what came to an end."""
        for work in (self.listen, self.check):
            if work not in self.tasks or self.tasks[work].done():
                self.tasks[work] = asyncio.create_task(work())

    def stop(self) -> None:
        """Let everybody go."""
        for task in self.tasks.values():
            task.cancel()
        for stream in list(self.streams):
            stream.end()

    def join(self, stream: Stream) -> None:
        """Connect a stream; who has very many open at once loses one of them."""
        others = [each for each in self.streams if each.person == stream.person]
        for surplus in others[MOST_STREAMS - 1 :]:
            surplus.end()
        self.streams.add(stream)
        for topic in stream.topics:
            self.by_topic.setdefault(topic, set()).add(stream)

    def leave(self, stream: Stream) -> None:
        """Disconnect a stream."""
        self.streams.discard(stream)
        for topic in stream.topics:
            followers = self.by_topic.get(topic, set())
            followers.discard(stream)
            if not followers:
                self.by_topic.pop(topic, None)

    async def listen(self) -> None:
        """Pass on what Postgres tells; come back after every break, and then have all browsers look again."""
        tries = 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(dsn(), autocommit=True) as listener:
                    await listener.execute(f'LISTEN "{live.CHANNEL}"')
                    tries = 0
                    self.tell_all(REFRESH)
                    await self.hear(listener)
            except (psycopg.Error, TimeoutError):
                logger.warning("lost the database, listening again soon")
            await asyncio.sleep(RECONNECT_SECONDS[min(tries, len(RECONNECT_SECONDS) - 1)])
            tries += 1

    async def hear(self, listener: psycopg.AsyncConnection[Any]) -> None:
        """Pass on until the connection breaks; a silent one is asked now and then whether it is still there."""
        while True:
            async for notice in listener.notifies(timeout=HEARTBEAT_SECONDS):
                for stream in list(self.by_topic.get(notice.payload.partition(live.PART)[0], ())):
                    stream.offer(notice.payload)
            await asyncio.wait_for(listener.execute("SELECT 1"), HEARTBEAT_SECONDS)

    def tell_all(self, event: str) -> None:
        """Offer an event to every stream."""
        for stream in list(self.streams):
            stream.offer(event)

    async def check(self) -> None:
        """Let go, again and again, who may no longer listen."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            streams = list(self.streams)
            try:
                kept = await sync_to_async(still_welcome, thread_sensitive=True)(streams)
            except Exception:
                logger.exception("could not check the streams")
                continue
            for stream in set(streams) - kept:
                stream.end()


switchboard = Switchboard()


def dsn() -> str:
    """Return how the listening connection reaches the database that Django uses."""
    parameters = connection.get_connection_params()
    known = {name: value for name, value in parameters.items() if name not in OURS and value is not None}
    return psycopg.conninfo.make_conninfo("", **known)


def people_of(sessions: set[str]) -> dict[str, int]:
    """Return the participant number of every session that is signed in, with a password that still holds.

    Who acts for somebody else hears what that person hears.
    Somebody without an account who sits somewhere as a guest goes by a negative number.
    """
    engine = import_module(settings.SESSION_ENGINE)
    rows = engine.SessionStore.get_model_class().objects.filter(session_key__in=sessions)
    carried = {row.session_key: row.get_decoded() for row in rows if row.expire_date > timezone.now()}
    numbers = {int(data[SESSION_KEY]) for data in carried.values() if SESSION_KEY in data}
    users = get_user_model().objects.filter(pk__in=numbers, is_active=True).select_related("participant")
    accounts = {user.pk: user for user in users if getattr(user, "participant", None)}
    people = {key: -int(data[live.GUEST]) for key, data in carried.items() if live.GUEST in data and SESSION_KEY not in data}
    for key, data in carried.items():
        user = accounts.get(int(data.get(SESSION_KEY, 0)))
        if user is not None and constant_time_compare(data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            people[key] = user.participant.pk
    for rule in live.stand_ins:
        people |= rule({key: (number, carried[key]) for key, number in people.items()})
    return people


def still_welcome(streams: list[Stream]) -> set[Stream]:
    """Return the streams whose person is still signed in and may still follow every topic; a few queries for all."""
    close_old_connections()
    people = people_of({stream.session for stream in streams})
    wanted = {stream: (stream.person, stream.topics) for stream in streams if people.get(stream.session) == stream.person}
    return live.allowed(wanted)


def welcome(session: str, topics: list[str]) -> Stream | int:
    """Return a stream for this session, or the HTTP status of the refusal (401, 403; 503 without a database)."""
    try:
        close_old_connections()
        person = people_of({session}).get(session) if session else None
        if person is None:
            return 401
        stream = Stream(session, person, topics)
        return stream if stream in live.allowed({stream: (person, topics)}) else 403
    except DatabaseError:
        logger.warning("could not ask the database who may listen")
        return 503


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for a live stream: /live/?topic=conversation:12&topic=inbox:3."""
    topics = topics_of(scope)
    if scope["method"] != "GET":
        await refuse(send, 405)
    elif not topics:
        await refuse(send, 400)
    else:
        stream = await sync_to_async(welcome, thread_sensitive=True)(session_of(scope), topics)
        await (refuse(send, stream) if isinstance(stream, int) else speak(stream, receive, send))


def topics_of(scope: Scope) -> list[str]:
    """Return the topics that are asked for; nothing when there are too many or one can't be a topic."""
    topics = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("topic", [])
    fitting = len(topics) <= MOST_TOPICS and all(len(topic) <= LONGEST_TOPIC for topic in topics)
    return list(dict.fromkeys(topics)) if fitting else []


def session_of(scope: Scope) -> str:
    """Return the session key of the request's cookie, or nothing."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with contextlib.suppress(CookieError):
                cookies.load(value.decode("latin-1"))
    key = cookies[settings.SESSION_COOKIE_NAME].value if settings.SESSION_COOKIE_NAME in cookies else ""
    return key if key.isalnum() and key.isascii() and len(key) <= LONGEST_SESSION else ""


async def refuse(send: Send, status: int) -> None:
    """Answer with a status and no words; the browser shows nothing of it."""
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def speak(stream: Stream, receive: Receive, send: Send) -> None:
    """Send events until either side has had enough; joined before the first byte, so that nothing falls between."""
    switchboard.start()
    switchboard.join(stream)
    gone = asyncio.create_task(disconnected(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await say(send, b"retry: 1500\n\n: welcome\n\n")
        await pass_on(stream, send, gone)
    finally:
        gone.cancel()
        switchboard.leave(stream)
        # The browser may be gone already, and servers differ in how they say so.
        with contextlib.suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def say(send: Send, words: bytes) -> None:
    """Send a piece of the stream."""
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def pass_on(stream: Stream, send: Send, gone: asyncio.Task[None]) -> None:
    """Send each event as it comes, and a heartbeat when nothing does."""
    while not gone.done():
        waiting = asyncio.create_task(stream.events.get())
        await asyncio.wait({waiting, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            event = waiting.result()
            if event is None:
                return
            await say(send, f"event: changed\ndata: {event}\n\n".encode())
            continue
        waiting.cancel()
        if not gone.done():
            await say(send, b": still here\n\n")


async def disconnected(receive: Receive) -> None:
    """Return when the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
