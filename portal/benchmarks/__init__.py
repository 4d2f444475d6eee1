"""Measurements: one module each, with `run(args) -> dict`."""
