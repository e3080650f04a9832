"""Starts the site, its tests and its benchmarks on one machine, with everything they need.

Used through the Makefile: `python -m kennismarkt.launch run|serve|test|bench`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kennismarkt.database import Unusable, database

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
HOST = "127.0.0.1"
PORT = 8000
TRIES = 20
PATIENCE = 30.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument names; return the exit status."""
    jobs = {"run": run, "serve": serve, "test": test, "bench": bench}
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        return jobs[arguments[0]](list(arguments[1:]))
    except Unusable as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def run(_arguments: list[str]) -> int:
    """Serve the site for development: one process, reloading, example data, everything on one address."""
    port = free_port()
    with database(VAR / "postgres") as url:
        prepare(url, "kennismarkt.settings.development")
        announce(port)
        command = [*granian("asgi", "kennismarkt.asgi:application"), "--host", HOST, "--port", str(port), "--reload"]
        command += [flag for name in ("kennismarkt", "neighbourhood", "accounts", "market") for flag in ("--reload-paths", name)]
        with children([command]) as started:
            started[0].wait()
    return 0


def serve(_arguments: list[str]) -> int:
    """Serve the site as in production, on this machine: proxy, pages, live streams."""
    port = free_port()
    with production(port=port) as address:
        print(f"Kennismarkt, as in production: {address}\nCtrl-C ends it.", flush=True)
        signal.pause()
    return 0


def test(arguments: list[str]) -> int:
    """Run every test, with a browser and a database of their own."""
    environment = {"CHROMIUM": browser(), "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.test"}
    # Django's test runner for browsers calls the database from the thread of an event loop; that is fine in tests.
    environment["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with (
        tempfile.TemporaryDirectory(prefix="kennismarkt-test-") as folder,
        database(Path(folder) / "postgres", quick=True) as url,
    ):
        os.environ.update(environment, DATABASE_URL=url)
        prepare_assets()
        return subprocess.call([sys.executable, "-m", "pytest", *(arguments or ["-n", "2"])], cwd=ROOT)


def bench(arguments: list[str]) -> int:
    """Measure under the production topology."""
    return subprocess.call([sys.executable, "-m", "tests.bench", *arguments], cwd=ROOT)


def prepare(url: str, settings: str) -> None:
    """Migrate, compile and load the example neighbourhood once, in this process (quicker than four)."""
    os.environ.update(DATABASE_URL=url, DJANGO_SETTINGS_MODULE=settings)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("compile", verbosity=0)
    from neighbourhood.models import Area

    if settings.endswith("development") and not Area.objects.exists():
        print("Loading the example neighbourhood…", flush=True)
        call_command("load_example", verbosity=0)
    from django.db import connections

    connections.close_all()


def prepare_assets() -> None:
    """Compile messages and stylesheets."""
    subprocess.check_call([sys.executable, "manage.py", "compile", "--verbosity", "0"], cwd=ROOT)


def announce(port: int) -> None:
    """Print where the site is and whom one may sign in as."""
    from django.core.management import call_command

    print(f"\nKennismarkt: http://{HOST}:{port}/\n", flush=True)
    call_command("load_example", "--accounts")
    print("\nCtrl-C ends the site and its database.", flush=True)


@contextmanager
def production(*, port: int, workers: int = 2, settings: dict[str, str] | None = None) -> Iterator[str]:
    """Run proxy, pages and live streams as in production; yield the address."""
    with ExitStack() as stack:
        url = stack.enter_context(database(VAR / "postgres"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kennismarkt-serve-")))
        folder.chmod(0o755)
        pages, live = unused_port(), unused_port()
        os.environ.update(production_settings(url, port), **(settings or {}))
        prepare_production()
        commands = [
            [
                *granian("wsgi", "kennismarkt.wsgi:application"),
                "--host",
                HOST,
                "--port",
                str(pages),
                "--workers",
                str(workers),
                "--blocking-threads",
                "1",
            ],
            [*granian("asgi", "kennismarkt.asgi:application"), "--host", HOST, "--port", str(live), "--workers", "1"],
            [
                nginx(),
                "-p",
                str(folder),
                "-c",
                str(proxy_settings(folder, port, pages, live)),
                "-e",
                str(folder / "error.log"),
                "-g",
                "daemon off;",
            ],
        ]
        stack.enter_context(children(commands))
        address = f"http://{HOST}:{port}"
        until_it_answers(f"{address}/readyz")
        yield address


def production_settings(url: str, port: int) -> dict[str, str]:
    """Return the environment of production on this machine; plain HTTP, since nobody else can reach it."""
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.production",
        "SECRET_KEY": kept_secret(),
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "CSRF_TRUSTED_ORIGINS": f"http://{HOST}:{port}",
        "SECURE_SSL_REDIRECT": "false",
        "SECURE_COOKIES": "false",
        "TRUSTED_PROXY_COUNT": "1",
    }


def kept_secret() -> str:
    """Return the secret of this checkout, made at the first call."""
    VAR.mkdir(exist_ok=True)
    path = VAR / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(60), encoding="ascii")
    return path.read_text(encoding="ascii")


def prepare_production() -> None:
    """Migrate, compile and gather the static files."""
    for command in (["compile"], ["migrate", "--noinput"], ["collectstatic", "--noinput"]):
        subprocess.check_call([sys.executable, "manage.py", *command, "--verbosity", "0"], cwd=ROOT)


def proxy_settings(folder: Path, port: int, pages: int, live: int) -> Path:
    """Write the proxy's settings from the template in deploy/, and return where."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for name, value in (("FOLDER", folder), ("PORT", port), ("PAGES", pages), ("LIVE", live)):
        text = text.replace(f"@{name}@", str(value))
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


def nginx() -> str:
    """Return the proxy's program, installing Debian's where we may (`Unusable` otherwise)."""
    return tool("nginx", "nginx-light", ("nginx",), ("/usr/sbin/nginx",))


def browser() -> str:
    """Return a Chromium to test with, installing Debian's where we may, else Playwright's own (`Unusable` otherwise)."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    try:
        return tool("Chromium", "chromium", BROWSERS, ("/usr/bin/chromium",))
    except Unusable:
        subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"])
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
        if Path(path).exists():
            return path
        raise


def tool(what: str, package: str, names: tuple[str, ...], places: tuple[str, ...]) -> str:
    """Return a program of Debian's, installing its package when we are root there (`Unusable` otherwise)."""
    for attempt in range(2):
        found = next((path for path in map(shutil.which, names) if path), None) or next(
            (path for path in places if Path(path).exists()), None
        )
        if found:
            return found
        if attempt == 0 and os.geteuid() == 0 and shutil.which("apt-get"):
            print(f"Installing {package}…", flush=True)
            subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)  # noqa: S607
            subprocess.call(["apt-get", "install", "-y", "-qq", package], stdout=subprocess.DEVNULL)  # noqa: S607
    raise Unusable(f"{what} is missing: install it (Debian: apt-get install {package}) and try again.")


def granian(interface: str, application: str) -> list[str]:
    """Return the beginning of a command that serves an application."""
    return [sys.executable, "-m", "granian", "--interface", interface, application, "--no-ws", "--log-level", "warning"]


@contextmanager
def children(commands: list[list[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run programs; end them all together."""
    started = [subprocess.Popen(command, cwd=ROOT, start_new_session=True) for command in commands]
    try:
        yield started
    finally:
        for child in started:
            with suppress(ProcessLookupError):
                child.terminate()
        for child in started:
            try:
                child.wait(8)
            except subprocess.TimeoutExpired:
                child.kill()


def free_port() -> int:
    """Return the port to serve on: PORT, else 8000, else the next one when our own site runs there already."""
    given = os.environ.get("PORT")
    if given:
        if taken(int(given)):
            raise Unusable(f"Port {given} is taken: end what runs there, or choose another with PORT=…")
        return int(given)
    for port in range(PORT, PORT + TRIES):
        if not taken(port):
            return port
        if not ours(port):
            raise Unusable(f"Port {port} is taken by another program: end it, or run: make run PORT={port + 1}")
        print(f"Kennismarkt already runs on port {port}; this one takes the next.", flush=True)
    raise Unusable("Too many Kennismarkts run here: end one, or choose a port with PORT=…")


def taken(port: int) -> bool:
    """Whether something listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def ours(port: int) -> bool:
    """Whether what listens on the port is a Kennismarkt."""
    with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=3) as answer:
        return bool(answer.read(20).startswith(b"kennismarkt"))
    return False


def unused_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def until_it_answers(address: str) -> None:
    """Wait until the address answers well (`Unusable` after half a minute)."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(address, timeout=3):  # noqa: S310 (our own address)
            return
        time.sleep(0.1)
    raise Unusable(f"{address} didn't answer within {PATIENCE:.0f} seconds: see what its processes said above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
