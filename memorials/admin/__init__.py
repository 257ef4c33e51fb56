"""Django's admin for moderators, behind the same doors as the site."""

from memorials.admin import memorials, people

__all__ = ["memorials", "people"]
