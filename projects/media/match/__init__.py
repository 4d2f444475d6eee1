"""Bringing a shot back to how another one looks."""
