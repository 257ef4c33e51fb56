"""The decoder: a program that reads one photograph and writes upright copies without metadata.

It runs in a process of its own (photographs.py starts it) and imports nothing of the project, because it
must not be able to reach it.
"""
