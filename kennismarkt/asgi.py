"""Live streams, and in development every page too: the ASGI application."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennismarkt.settings.production")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from kennismarkt import streams  # noqa: E402 (needs the apps loaded)


async def application(scope: streams.Scope, receive: streams.Receive, send: streams.Send) -> None:
    """Send /live/ to the streams, the life of the process to its switchboard, everything else to Django."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live/":
        await streams.application(scope, receive, send)
    else:
        await pages(scope, receive, send)  # type: ignore[arg-type]  # asgiref's types are narrower than the protocol


async def lifespan(receive: streams.Receive, send: streams.Send) -> None:
    """Start and stop listening with the process."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            streams.switchboard.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            streams.switchboard.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
