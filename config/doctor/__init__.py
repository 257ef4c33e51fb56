"""What `manage.py doctor` asks of a site, and what it says about the answers."""

from config.doctor.check import Check
from config.doctor.rounds import examine

__all__ = ["Check", "examine"]
