"""What meetings tell people: each part lists its own."""

from meetings import notices_after  # noqa: F401 (registers its kinds)
