"""Fault drills: one module each, with `run(args) -> dict`."""
