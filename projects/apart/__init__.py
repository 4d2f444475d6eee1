"""Work in a process of its own: how a child is started, spoken to and ended. No Django."""
