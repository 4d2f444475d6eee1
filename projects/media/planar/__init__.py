"""A plane followed through a shot, and a picture laid into it."""
