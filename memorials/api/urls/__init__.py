"""The addresses under /api/v1/, a module for each circle of nouns."""
