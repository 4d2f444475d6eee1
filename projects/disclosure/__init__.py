"""The disclosure pack: what AI did in a project, told from rows, each line with its row."""
