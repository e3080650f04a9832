"""Makes the project's own environment from a bare Python; runs before anything is installed, also on an old Python."""

from __future__ import print_function

import errno
import hashlib
import os
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
REQUIREMENTS = os.path.join(ROOT, "requirements", "development.txt")
STAMP = os.path.join(VENV, "installed")


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
            return file.read() == fingerprint()
    except (IOError, OSError):
        return False


def make():
    """Create the environment and install the pinned requirements."""
    python = os.path.join(VENV, "bin", "python")
    print("Setting up (once; about a minute)…")
    if not os.path.exists(python):
        call(
            [sys.executable, "-m", "venv", VENV],
            "Could not create .venv: install Python's venv module (Debian: apt-get install python3-venv).",
        )
    call(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", REQUIREMENTS],
        "Could not install the requirements: check the connection to your package index and the room on this disk, then try again.",
    )
    with open(STAMP, "w") as file:
        file.write(fingerprint())


def call(command, words):
    """Run a command, or end with these words after its own."""
    if subprocess.call(command) != 0:
        stop(words)


def main():
    """Make the environment if it isn't there yet."""
    if sys.version_info < OLDEST:
        stop(
            "Kennismarkt needs Python 3.11 or newer; this is %d.%d. Install one and run: make PYTHON=python3.11 …"
            % sys.version_info[:2]
        )
    try:
        if not installed():
            make()
    except (IOError, OSError) as error:
        if error.errno == errno.ENOSPC:
            stop("The disk is full: free about 1 GB and try again.")
        stop("Could not set up in %s: %s." % (ROOT, error.strerror))


if __name__ == "__main__":
    main()
