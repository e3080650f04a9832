# coding: utf-8
"""Makes the project's own environment from a bare Python; runs before anything is installed, also on an old Python."""

from __future__ import print_function

import fcntl
import hashlib
import os
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
REQUIREMENTS = os.path.join(ROOT, "requirements", "development.txt")
STAMP = os.path.join(VENV, "installed")
FULL = "The disk is full: free about 1 GB and try again."


def stop(words):
    """Say in one line what is wrong and what to do, and end."""
    print(words, file=sys.stderr)
    sys.exit(1)


def fingerprint():
    """Return what tells these requirements on this Python from others."""
    with open(REQUIREMENTS, "rb") as file:
        return hashlib.sha256(file.read() + sys.version.encode()).hexdigest()


def installed():
    """Whether the environment holds these very requirements."""
    try:
        with open(STAMP) as file:
            return os.path.exists(PYTHON) and file.read() == fingerprint()
    except (IOError, OSError):
        return False


def make():
    """Create the environment and install the pinned requirements."""
    print("Setting up (once; about a minute)…")
    sys.stdout.flush()
    if os.path.exists(STAMP):
        os.remove(STAMP)
    if not usable():
        create()
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    words = "Could not install the requirements (%s): check the connection to your package index, then try again."
    call(pip + ["--require-hashes", "-r", REQUIREMENTS], words)  # noqa: RUF005 (an old Python must parse it)
    with open(STAMP, "w") as file:
        file.write(fingerprint())


def usable():
    """Whether there is a whole environment; half of one would install into the machine's own Python."""
    if not (os.path.exists(os.path.join(VENV, "pyvenv.cfg")) and os.path.exists(PYTHON)):
        return False
    return subprocess.call([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def create():
    """Create an empty environment, over what an interrupted attempt or another Python left."""
    try:
        import ensurepip  # noqa: F401 (Debian packs it apart)
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv module is missing: install it (Debian: apt-get install python3-venv) and try again.")
    call(
        [sys.executable, "-m", "venv", "--clear", VENV],
        "Could not create .venv (%s): make sure that this folder may be written to, then try again.",
    )


def call(command, words):
    """Run a command, or end with these words and the last of its own."""
    done = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.communicate()[0].decode("utf-8", "replace")
    if done.returncode:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()]
        stop(FULL if "No space left" in said else words % (errors or lines or ["no reason given"])[-1])


def main():
    """Make the environment if it isn't there yet; who comes second meanwhile waits."""
    if sys.version_info < OLDEST:
        stop(
            "Kennismarkt needs Python 3.11 or newer; this is %d.%d. Install one and run: make PYTHON=python3.11 …"
            % sys.version_info[:2]
        )
    try:
        with open(REQUIREMENTS) as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            if not installed():
                make()
    except KeyboardInterrupt:
        stop("Stopped; run make again to go on.")
    except (IOError, OSError) as error:
        stop(
            FULL
            if "No space left" in str(error)
            else "Could not set up in %s: %s. Make sure that this folder may be written to." % (ROOT, error.strerror)
        )


if __name__ == "__main__":
    main()
