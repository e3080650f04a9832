"""Starts the site, its tests and its benchmarks on one machine, with everything they need.

Used through the Makefile: `python -m kennismarkt.launch run|serve|test|bench|messages`.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from kennismarkt.database import database, throwaway
from kennismarkt.embedded import FULL, Unusable
from kennismarkt.machine import (
    HOST,
    ROOT,
    browser,
    children,
    free_port,
    gettext,
    nginx,
    pango,
    tool,
    until_it_answers,
    unused_port,
    watch,
)

__all__ = ["ROOT", "Unusable", "main", "production", "tool"]

VAR = ROOT / "var"
APPS = ("kennismarkt", "neighbourhood", "accounts", "notifications", "market", "meetings", "partnership")
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument names; return the exit status."""
    jobs = {"run": run, "serve": serve, "test": test, "bench": bench, "messages": messages}
    for number in ENDING:
        signal.signal(number, end)
    try:
        return jobs[arguments[0]](list(arguments[1:]))
    except Unusable as reason:
        print(reason, file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    except Exception as error:
        words = plain(error)
        if not words:
            raise
        print(words, file=sys.stderr)
    return 1


def end(_number: int, _frame: FrameType | None) -> None:
    """Begin to end at the first signal; the next ones change nothing, so that everything is put away."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def plain(error: BaseException) -> str:
    """Return one line for people about an error of this machine, or nothing when it is an error of ours."""
    if "No space left" in str(error):
        return FULL
    if isinstance(error, PermissionError):
        return f"{error.filename} may not be written to: run as its owner, or move it away."
    return ""


def run(_arguments: list[str]) -> int:
    """Serve the site for development: reloading, example data, everything on one address, and a worker for the jobs."""
    free_port()
    with database(VAR / "postgres") as url:
        prepare(url)
        port = free_port()
        os.environ.setdefault("SITE_ADDRESS", f"http://{HOST}:{port}")
        paths = [flag for name in (*APPS, "locale") for flag in ("--reload-paths", name)]
        command = [*granian("asgi", port), "--workers", "1", "--reload", *paths]
        with children([command, [*worker(), "--reload"]]) as started:
            until_it_answers(port, "/healthz", started)
            announce(port)
            watch(started)
    return 0


def serve(_arguments: list[str]) -> int:
    """Serve the site as in production, on this machine: proxy, pages, live streams, worker."""
    with production(port=free_port()) as (address, started):
        print(f"\nKennismarkt, as in production: {address}/\n\nCtrl-C ends it.", flush=True)
        watch(started)
    return 0


def test(arguments: list[str]) -> int:
    """Run every test, with a browser, libraries for PDF and a database of their own; return pytest's status."""
    # Browser tests call the database from the thread of Playwright's event loop; that is fine in tests.
    pango()
    own = {"CHROMIUM": browser(), "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.test", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    with throwaway() as url, environment({**own, "DATABASE_URL": url}):
        manage("compile")
        return supervised([sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments])


def bench(arguments: list[str]) -> int:
    """Measure under the production topology."""
    nginx()
    return supervised([sys.executable, "-m", "tests.bench", *arguments])


def messages(_arguments: list[str]) -> int:
    """Gather the texts of the interface into the catalogues of the other languages."""
    gettext()
    languages = [part for code in ("en", "tr", "ar") for part in ("-l", code)]
    ignored = [part for name in (".venv", "var", "tests") for part in ("--ignore", name)]
    manage("makemessages", *languages, *ignored, "--no-wrap", "--no-location")
    return 0


def prepare(url: str) -> None:
    """Migrate, compile and load the example neighbourhood once, in this process (quicker than four)."""
    os.environ.update(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="kennismarkt.settings.development")
    import django  # needs the settings named above
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("compile", verbosity=0)
    from neighbourhood.models import Area

    if not Area.objects.exists():
        print("Loading the example neighbourhood…", flush=True)
        call_command("load_example", verbosity=0)
    connections.close_all()


def announce(port: int) -> None:
    """Print where the site is and whom one may sign in as."""
    from django.core.management import call_command

    print(f"\nKennismarkt: http://{HOST}:{port}/\n", flush=True)
    call_command("load_example", "--accounts")
    print("\nCtrl-C ends the site and its database.", flush=True)


@contextmanager
def production(
    *, port: int, url: str | None = None, workers: int = 2, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Run proxy, pages, live streams and worker as in production; yield the address and the four processes, in that order.

    `url` is the database (else that of DATABASE_URL, else the embedded one), `settings` what the environment gets on top.
    """
    with ExitStack() as stack:
        url = url or stack.enter_context(database(VAR / "postgres"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="km-serve-")))
        folder.chmod(0o755)
        pages, live = unused_port(), unused_port()
        stack.enter_context(environment({**production_settings(url, port), **(settings or {})}))
        prepare_production()
        proxy = [
            nginx(),
            "-p",
            str(folder),
            "-c",
            str(proxy_settings(folder, port, pages, live)),
            "-e",
            "stderr",
            "-g",
            "daemon off;",
        ]
        commands = [
            proxy,
            [*granian("wsgi", pages), "--workers", str(workers), "--blocking-threads", "1"],
            [*granian("asgi", live), "--workers", "1"],
            worker(),
        ]
        started = stack.enter_context(children(commands))
        for part, path in ((pages, "/healthz"), (live, "/healthz"), (port, "/readyz")):
            until_it_answers(part, path, started)
        yield f"http://{HOST}:{port}", started


def production_settings(url: str, port: int) -> dict[str, str]:
    """Return the environment of production on this machine; plain HTTP, since nobody else can reach it."""
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.production",
        "SECRET_KEY": kept_secret(),
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "SITE_ADDRESS": f"http://{HOST}:{port}",
        "CSRF_TRUSTED_ORIGINS": f"http://{HOST}:{port},http://localhost:{port}",
        "SECURE_SSL_REDIRECT": "false",
        "SECURE_COOKIES": "false",
        "TRUSTED_PROXY_COUNT": "1",
    }


def kept_secret() -> str:
    """Return the secret of this checkout, made at the first call."""
    VAR.mkdir(exist_ok=True)
    path = VAR / "secret"
    with suppress(FileExistsError), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(60))
    return path.read_text(encoding="ascii")


def prepare_production() -> None:
    """Migrate, compile and gather the static files."""
    for command in (["compile"], ["migrate", "--noinput"], ["collectstatic", "--noinput"]):
        manage(*command)


def manage(command: str, *arguments: str) -> None:
    """Run a management command in a process of its own (`Unusable` with its last words when it fails)."""
    done = subprocess.run(
        [sys.executable, "manage.py", command, "--verbosity", "0", *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        raise Unusable(FULL if "No space left" in said else f"manage.py {command} failed:\n{said}")


def proxy_settings(folder: Path, port: int, pages: int, live: int) -> Path:
    """Write the proxy's settings from the template in deploy/, and return where."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for name, value in (("FOLDER", folder), ("PORT", port), ("PAGES", pages), ("LIVE", live)):
        text = text.replace(f"@{name}@", str(value))
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


def granian(interface: str, port: int) -> list[str]:
    """Return a command that serves the pages (wsgi) or the streams and in development everything (asgi)."""
    application = f"kennismarkt.{interface}:application"
    program = [sys.executable, "-m", "granian", "--interface", interface, application]
    # Open streams don't end by themselves; browsers come back to whoever serves next.
    patience = ["--workers-kill-timeout", "2"] if interface == "asgi" else []
    return [*program, "--host", HOST, "--port", str(port), "--no-ws", "--log-level", "warning", *patience]


def worker() -> list[str]:
    """Return a command that does the jobs."""
    return [sys.executable, "manage.py", "work"]


def supervised(command: Sequence[str]) -> int:
    """Run a program, hand it our Ctrl-C or end, and return its status."""
    child = subprocess.Popen(command, cwd=ROOT)
    try:
        return child.wait()
    except KeyboardInterrupt:
        with suppress(subprocess.TimeoutExpired):
            child.wait(1)
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                child.wait(20)
        child.kill()
        return 130


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Add to the environment of this process and its children, for a while."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
