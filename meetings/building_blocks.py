"""Pieces of theory, kept as data beside the code: taken up when the site is set up or made new."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from meetings.models import BuildingBlock

SOURCE = Path(__file__).parent / "frames" / "buildingblocks.json"


def load() -> int:
    """Take up every piece of theory, anew where it is there already; return how many there are in the file."""
    blocks = json.loads(SOURCE.read_text(encoding="utf-8"))
    with transaction.atomic():
        for block in blocks:
            facts = {name: block[name] for name in ("title", "theme", "words", "references")}
            BuildingBlock.objects.update_or_create(slug=block["slug"], defaults=facts)
    return len(blocks)
