from django.db import models


class Milestone(models.Model):
    """Something that happens once in the life of a site, such as loading the demo memorials."""

    name = models.CharField(max_length=40, unique=True)
    reached = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
