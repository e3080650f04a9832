"""Photos from people: read, bounded, turned upright and written anew, so that nothing but the picture is kept."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 1600
SMALL_SIDE = 160
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def reencoded(file: IO[bytes]) -> ContentFile[bytes]:
    """Return the picture in `file` as WebP of at most 1600 px, without metadata, under a random name.

    Raises `ValidationError` for what is no picture, too many bytes (12 MB) or too many pixels (50 million).
    """
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ValidationError(_("Deze foto is te groot. Kies er een van minder dan 12 MB."))
    return written(opened(raw))


def small(file: IO[bytes]) -> ContentFile[bytes]:
    """Return a square of 160 px from the top of the picture in `file` (one of ours), for a thumbnail."""
    with Image.open(file, formats=("WEBP",)) as picture:
        return written(ImageOps.fit(picture, (SMALL_SIDE, SMALL_SIDE), centering=(0.5, 0)))


def written(picture: Image.Image) -> ContentFile[bytes]:
    """Return `picture` as WebP under a random name."""
    out = BytesIO()
    picture.save(out, "WEBP", quality=80, method=4)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(16)}.webp")


def opened(raw: bytes) -> Image.Image:
    """Return the upright, scaled picture in `raw` (`ValidationError` when there is none)."""
    try:
        picture = Image.open(BytesIO(raw), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise ValidationError(_("Deze foto heeft te veel pixels. Maak hem eerst kleiner."))
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return upright.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("Dit is geen foto die we kunnen lezen. Kies een JPEG, PNG of WebP.")) from error
