"""`make bench`: what the project measures about itself. docs/measurements.md says how to read it.

A developer's tool: it starts the real site and the real engine, and stands on the same shoulders as the
tests from outside (tests/e2e).
"""
