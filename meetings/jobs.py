"""What is done for meetings by the worker and by the clock: each part lists its own."""

from meetings import jobs_after, jobs_signup

__all__ = ["jobs_after", "jobs_signup"]
