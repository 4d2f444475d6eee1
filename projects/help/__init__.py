"""What this room puts into the help: its tools, guests and performers, and how to leave."""
