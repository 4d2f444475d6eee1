"""Measured work: shot-tasks with a bid, a drawn arm, the time they took and what they cost."""
