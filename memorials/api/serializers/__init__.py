"""How each thing is written down in JSON, and read from it."""
