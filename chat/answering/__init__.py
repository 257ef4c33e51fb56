"""The archive answers with quotations: finds what was told, and says so when nothing was. Pure Python."""
