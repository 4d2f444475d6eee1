"""Fault drills: a module each, or a room each where one is not enough; with `run(args) -> dict`."""
