"""Moving in: everything that the database of a site holds goes to an empty PostgreSQL, or nothing does."""

from config.moving.errors import CannotMove
from config.moving.journey import move
from config.moving.report import Report

__all__ = ["CannotMove", "Report", "move"]
