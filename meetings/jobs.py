"""What is done for meetings by the worker and by the clock: each part lists its own."""

from meetings import jobs_signup  # noqa: F401 (registers its jobs)
