"""Django's admin for moderators, behind the same doors as the site."""

from django.contrib import admin

from memorials.admin import memorials, people, preparations, queue, story, uploads, ways_in

__all__ = ["memorials", "people", "preparations", "queue", "story", "uploads", "ways_in"]

#: The list at the side would move the page when its script comes; the first page has the same list.
admin.site.enable_nav_sidebar = False
