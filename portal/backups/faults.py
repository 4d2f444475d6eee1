"""What stops a backup, in a sentence for the operator at the shell."""


class BackupFault(RuntimeError):
    """Says what happened, what was kept, and what to do."""
