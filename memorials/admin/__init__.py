"""Django's admin for moderators, behind the same doors as the site."""

from memorials.admin import memorials, people, preparations, queue, story, uploads, ways_in

__all__ = ["memorials", "people", "preparations", "queue", "story", "uploads", "ways_in"]
