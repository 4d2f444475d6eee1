"""What the beta team sees of a studio's work, and what it does not; true to code that is named.

`tests/feedback/test_help_seen.py` holds the page against the table of roles, the suppression, and
the settings that it speaks of.
"""
