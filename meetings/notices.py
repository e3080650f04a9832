"""What meetings tell people: each part lists its own."""

from meetings import notices_after, notices_groups, notices_planning, notices_signup

__all__ = ["notices_after", "notices_groups", "notices_planning", "notices_signup"]
