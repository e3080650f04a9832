"""Paper: a template becomes a PDF that screen readers read, with files of ours and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pytest_django import Settings

from kennismarkt import paper, printing
from kennismarkt.errors import Refused
from tests.papers import inside, words

PAGE = '<html lang="nl"><head><title>Een proef</title></head><body><h1>Kop</h1>{}</body></html>'


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What WeasyPrint has to say; in the site nobody hears it, since it quotes people's words."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]  # the shortest handler
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    yield lines
    logger.removeHandler(handler)
    logger.setLevel(logging.CRITICAL)


def test_tagged_with_language_title_and_our_fonts(told: list[str]) -> None:
    made = paper.pdf_from(PAGE.format("<p>Şükran geeft <b>taalles</b>, ğ en ı ook.</p>"))
    with pypdfium2.PdfDocument(made) as document:
        assert (document.is_tagged(), document.get_metadata_value("Title")) == (True, "Een proef")
    assert [part in inside(made) for part in (b"/Lang (nl)", b"pdfuaid", b"Atkinson")] == [True, True, True]
    assert "Şükran geeft taalles, ğ en ı ook." in words(made)
    assert told == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "/etc/hostname",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static//etc/hostname",
        "http://127.0.0.1:9/x.png",
        "http://paper.invalid.example.org/static/img/mark.svg",
        "//example.org/static/img/mark.svg",
        "ftp://paper.invalid/static/img/mark.svg",
        "/static/nothing.png",
        "/media/photo.jpg",
    ],
)
def test_reads_static_files_of_the_site_and_nothing_else(address: str, told: list[str]) -> None:
    paper.pdf_from(PAGE.format(f'<img src="{address}" alt="plaatje">'))
    assert [line for line in told if "ValueError" in line] == [line for line in told if "Failed to load image" in line] != []


def test_takes_a_static_file_gathered_with_its_hash_or_from_the_source(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert paper.static_file("img/mark.svg").read_bytes().startswith(b"<svg")
    with pytest.raises(ValueError, match="no such"):
        paper.static_file("img/mark.123.svg")


def test_where_pango_is_missing_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(printing, "import_module", missing)
    with pytest.raises(Refused, match="Pango") as refused:
        printing.pdf("paper/base.html", {})
    assert refused.value.status == 503


def test_a_paper_is_kept_by_no_cache() -> None:
    answer = printing.answer("paper/base.html", {}, filename="proef.pdf")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert answer["Content-Disposition"] == 'inline; filename="proef.pdf"'
