"""Reading a PDF in a test: its words in order, what is inside, and a picture to look at."""

from __future__ import annotations

import re
import zlib

import pypdfium2


def words(made: bytes) -> str:
    """What stands on the pages, in the order of reading aloud."""
    with pypdfium2.PdfDocument(made) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")


def inside(made: bytes) -> bytes:
    """The objects of the file, unpacked: tags, fonts, language, metadata."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    return made + b"\n".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"\x78")


def pages(made: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in millimetres."""
    with pypdfium2.PdfDocument(made) as document:
        return [(round(page.get_width() / 72 * 25.4), round(page.get_height() / 72 * 25.4)) for page in document]
