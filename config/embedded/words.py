"""What `manage.py prepare` says on its standard output, and the launcher listens for."""

PREPARED = "Prepared."
GREETED = "All workers have answered."
