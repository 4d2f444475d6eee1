"""Takes of one setup: what machines can judge of picture and sound, never the performance."""
