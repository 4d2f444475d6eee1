"""Pages of people and studios, one module a place."""
