"""The archive's answers, measured on invented families: how often they are found, and how often refused.

`python -m bench.chat.fit` fits the confidence anew; `make bench` reports. docs/chat.md explains the sets.
"""
