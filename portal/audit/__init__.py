"""The audit as a chain: ordering and hashing its rows, reading, exporting and proving them."""
