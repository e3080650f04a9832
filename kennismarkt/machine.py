"""What launching needs from this machine: free ports, programs of Debian's, and programs run together."""

from __future__ import annotations

import ctypes
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from kennismarkt.embedded import Unusable

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
PORT = 8000
LAST_PORT = 65535
TRIES = 20
PATIENCE = 30.0
FAREWELL = 8.0
PR_SET_PDEATHSIG = 1
# What WeasyPrint sets text with, by Debian's names.
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def free_port() -> int:
    """Return the port to serve on: PORT, else 8000, else the next one when our own site runs there already."""
    given = os.environ.get("PORT")
    if given:
        return chosen_port(given)
    for port in range(PORT, PORT + TRIES):
        if not refusal(port):
            return port
        if not ours(port):
            raise Unusable(f"Port {port} is taken by another program: end it, or choose another port with PORT={port + 1}.")
        print(f"Kennismarkt already runs on port {port}; this one takes the next.", flush=True)
    raise Unusable("Too many Kennismarkts run here: end one, or choose a port with PORT=…")


def chosen_port(given: str) -> int:
    """Return the port that somebody chose (`Unusable` when it can't be had)."""
    if not given.isdecimal() or not 0 < int(given) <= LAST_PORT:
        raise Unusable(f"PORT={given} is no port: choose a number from 1024 to {LAST_PORT}.")
    reason = refusal(int(given))
    if reason:
        raise Unusable(f"Port {given} can't be used ({reason}): end what runs there, or choose another with PORT=…")
    return int(given)


def refusal(port: int) -> str:
    """Return why the port can't be listened on, or nothing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return (error.strerror or str(error)).lower()
    return ""


def ours(port: int) -> bool:
    """Whether what listens on the port is a Kennismarkt."""
    return answer(port, "/healthz")[1].startswith(b"kennismarkt")


def answer(port: int, path: str) -> tuple[int, bytes]:
    """Return status and beginning of what a port here answers; 0 and nothing when it doesn't speak HTTP."""
    connection = http.client.HTTPConnection(HOST, port, timeout=3)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read(100)
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def unused_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def nginx() -> str:
    """Return the proxy's program, installing Debian's where we may (`Unusable` otherwise)."""
    return tool("nginx", "nginx-light", ("nginx",), ("/usr/sbin/nginx",))


def gettext() -> str:
    """Return the program that gathers texts, installing Debian's where we may (`Unusable` otherwise)."""
    return tool("gettext", "gettext", ("xgettext",), ())


def pango() -> None:
    """See that PDF can be made, installing Debian's libraries where we may (`Unusable` otherwise)."""
    if not sets_text() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Pango…", flush=True)
        installed_from_debian(*PANGO)
    if not sets_text():
        raise Unusable(f"Pango is missing: install it (Debian: apt-get install {' '.join(PANGO)}) and try again.")


def sets_text() -> bool:
    """Whether WeasyPrint finds its libraries; asked in a process of its own, which looks anew."""
    return subprocess.call([sys.executable, "-c", "import weasyprint"], stderr=subprocess.DEVNULL) == 0


def browser() -> str:
    """Return a Chromium to test with, installing Debian's where we may, else Playwright's own (`Unusable` otherwise)."""
    given = os.environ.get("CHROMIUM")
    if given:
        if not shutil.which(given):
            raise Unusable(f"CHROMIUM={given} is no program: correct it, or leave it away to have one found.")
        return given
    try:
        return tool("Chromium", "chromium", BROWSERS, ("/usr/bin/chromium",))
    except Unusable:
        own = browser_of_playwright()
        if own:
            return own
        raise


def browser_of_playwright() -> str | None:
    """Return the Chromium that Playwright keeps, downloading it when needed; nothing when it can't be had."""
    from playwright.sync_api import sync_playwright  # only where Debian's is missing

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    if not path.exists():
        print("Installing Chromium…", flush=True)
        quietly([sys.executable, "-m", "playwright", "install", "chromium"])
    return str(path) if path.exists() else None


def tool(what: str, package: str, names: tuple[str, ...], places: tuple[str, ...]) -> str:
    """Return a program of Debian's, installing its package when we are root there (`Unusable` otherwise)."""
    found = program(names, places)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {package}…", flush=True)
        installed_from_debian(package)
        found = program(names, places)
    if not found:
        raise Unusable(f"{what} is missing: install it (Debian: apt-get install {package}) and try again.")
    return found


def installed_from_debian(*packages: str) -> None:
    """Try to install packages of Debian's."""
    quietly(["apt-get", "update", "-qq"])
    quietly(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])


def program(names: tuple[str, ...], places: tuple[str, ...]) -> str | None:
    """Return where the first of these programs is."""
    return next(filter(None, map(shutil.which, (*names, *places))), None)


def quietly(command: Sequence[str]) -> None:
    """Run a command whose words nobody needs; who called looks whether it helped."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


@contextmanager
def children(commands: Sequence[Sequence[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run programs, each in a session of its own so that Ctrl-C comes to us; end them all together."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            # One by one, so that each is known, and ended, when the next can't be started.
            started.append(subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=end_with_parent))  # noqa: PERF401, PLW1509
        yield started
    finally:
        for child in started:
            child.terminate()
        for child in started:
            gone(child)


def end_with_parent() -> None:
    """Ask Linux to end this new process when the one that started it ends in whatever way, kill -9 too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def gone(child: subprocess.Popen[bytes]) -> None:
    """Wait until a program ended, and end it with all that it started when it takes too long."""
    try:
        child.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def watch(started: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait for a program that ends by itself, which none should (`Unusable` then)."""
    while all(child.poll() is None for child in started):
        time.sleep(0.2)
    raise Unusable("A part of the site stopped by itself: see what it said above, then start again.")


def until_it_answers(port: int, path: str, started: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait until the address answers well (`Unusable` after half a minute, or when one of the programs ended)."""
    deadline = time.monotonic() + PATIENCE
    while answer(port, path)[0] != http.client.OK:
        if time.monotonic() > deadline or any(child.poll() is not None for child in started):
            raise Unusable(f"The site did not start on port {port}: see what its parts said above, then start again.")
        time.sleep(0.05)
