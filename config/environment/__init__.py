"""Reading the environment: each value is checked once, and a bad one stops the start with one sentence.

A sentence names the variable and what it may be; it never repeats a password or a key.
"""
