"""Compiling: catalogues that are older than their source, without gettext's own programs."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from kennismarkt.management.commands.compile import compiled

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Zet op de markt"
msgstr "Pazara koy"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "tr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_compiles_once_and_again_when_the_source_changes(catalogue: Path) -> None:
    assert [compiled(catalogue), compiled(catalogue)] == [True, False]
    later = catalogue.stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert compiled(catalogue)


def test_what_it_compiles_speaks(catalogue: Path) -> None:
    compiled(catalogue)
    turkish = gettext.translation("django", str(catalogue.parents[2]), ["tr"])
    assert turkish.gettext("Zet op de markt") == "Pazara koy"
