"""Figures of few people are not shown."""

#: A figure of fewer people than this is not shown, nor anything it could be computed from.
FEWEST = 5
