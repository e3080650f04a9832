"""What meetings tell people: each part lists its own."""

from meetings import notices_signup  # noqa: F401 (registers its kinds)
