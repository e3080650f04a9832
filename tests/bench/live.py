"""Times from sending a message until the other browser hears of it, while many streams are open; answers with JSON.

python -m tests.bench.live <port> <streams> <messages>   (facts on standard input)
"""

from __future__ import annotations

import asyncio
import http.client
import json
import resource
import sys
import time
import uuid
from typing import Any
from urllib.parse import urlencode

PAUSE = 0.05
PATIENCE = 10.0
CSRF = "b" * 32


async def stream(port: int, session: str, topic: str) -> asyncio.StreamReader:
    """Open a live stream; return where it is heard (`SystemExit` when it is refused)."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live/?topic={topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\n\r\n".encode())
    status = await asyncio.wait_for(reader.readline(), PATIENCE)
    if b" 200 " not in status:
        raise SystemExit(f"A stream on {topic} was refused: {status.decode()}")
    reader.writer = writer  # type: ignore[attr-defined]  # kept, so that the connection stays open
    return reader


def say(connection: http.client.HTTPConnection, session: str, pk: int, text: str) -> None:
    """Send a message as the form does."""
    body = urlencode({"text": text, "sent_once": str(uuid.uuid4()), "csrfmiddlewaretoken": CSRF})
    headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/gesprekken/{pk}/", body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.client.FOUND:
        raise SystemExit(f"The message was answered with {answer.status}")


async def heard(reader: asyncio.StreamReader, topic: str) -> float:
    """Return the moment at which the stream tells that `topic` changed."""
    while True:
        line = await asyncio.wait_for(reader.readline(), PATIENCE)
        if line.strip() == f"data: {topic}".encode():
            return time.perf_counter()


async def measure(port: int, streams: int, messages: int, facts: dict[str, Any]) -> list[float]:
    """Open idle streams, send messages one by one, and return how long each took to be heard, in milliseconds."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    listeners = facts["listeners"]
    idle = [listeners[number % len(listeners)] for number in range(streams)]
    kept = [await stream(port, session, f"inbox:{pk}") for pk, session in idle]
    talk, times = facts["talk"], []
    topic = f"conversation:{talk['pk']}"
    reader = await stream(port, talk["to"], topic)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in range(messages):
        await asyncio.sleep(PAUSE)
        start = time.perf_counter()
        sent = asyncio.create_task(asyncio.to_thread(say, connection, talk["from"], talk["pk"], f"Bericht {number}"))
        times.append((await heard(reader, topic) - start) * 1000)
        await sent
    for each in [*kept, reader]:
        each.writer.close()  # type: ignore[attr-defined]  # see `stream`
    return times


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(*map(int, sys.argv[1:4]), json.load(sys.stdin)))))
