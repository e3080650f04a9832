"""From a bare Python to an environment: once, again when the requirements change, and in one line when it can't be."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kennismarkt.machine import ROOT

SCRIPT = ROOT / "kennismarkt" / "environment.py"
AS_OLD = "import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path(sys.argv[1], run_name='__main__')"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing to install, so that no index is needed."""
    (tmp_path / "kennismarkt").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "development.txt").write_text("# nothing\n")
    shutil.copy(SCRIPT, tmp_path / "kennismarkt")
    return tmp_path


def made(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script as the Makefile does."""
    command = [str(Path(sys.base_prefix) / "bin" / "python3"), "kennismarkt/environment.py"]
    return subprocess.run(command, cwd=checkout, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def test_sets_up_once_and_again_when_the_requirements_change(checkout: Path) -> None:
    assert made(checkout).stdout.startswith("Setting up")
    assert (checkout / ".venv" / "bin" / "python").exists()
    assert made(checkout).stdout == ""
    (checkout / "requirements" / "development.txt").write_text("# nothing else\n")
    assert made(checkout).stdout.startswith("Setting up")


def test_sets_up_over_what_an_interrupted_attempt_left(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    assert made(checkout).returncode == 0
    assert (checkout / ".venv" / "bin" / "pip").exists()


def test_says_in_one_line_that_requirements_without_a_hash_are_refused(checkout: Path) -> None:
    (checkout / "requirements" / "development.txt").write_text("django\n")
    done = made(checkout)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Could not install the requirements (")


def test_says_in_one_line_that_the_venv_module_is_missing(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    done = made(checkout, PYTHONPATH=str(tmp_path))
    words = "Python's venv module is missing: install it (Debian: apt-get install python3-venv) and try again.\n"
    assert (done.returncode, done.stderr) == (1, words)


def test_says_in_one_line_that_this_python_is_too_old() -> None:
    done = subprocess.run([sys.executable, "-c", AS_OLD, str(SCRIPT)], capture_output=True, text=True, check=False)
    words = "Kennismarkt needs Python 3.11 or newer; this is 3.8. Install one and run: make PYTHON=python3.11 …\n"
    assert (done.returncode, done.stderr) == (1, words)


def test_an_old_python_can_read_it() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 4))
    assert source.startswith("# coding: utf-8\n")
