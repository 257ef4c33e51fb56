"""What is run inside a site so that there is something to look at; see tests/face/family.py."""

SETTLE = "from tests.face.family import settle; settle()"
