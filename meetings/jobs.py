"""What is done about meetings by the clock: each part lists its own."""

from meetings import jobs_after  # noqa: F401 (registers its jobs)
