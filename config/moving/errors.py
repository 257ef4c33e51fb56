class CannotMove(Exception):
    """One plain sentence for the host; nothing was moved, and both databases are as they were."""
