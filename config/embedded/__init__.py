"""`make run`: one process that starts every part of the site, watches them, and stops them in order."""
