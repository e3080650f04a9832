"""What the tables of meetings hold of people: each part lists its own."""

from meetings import personal_signup  # noqa: F401 (lists its tables)
