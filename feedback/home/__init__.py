"""What this room tells on Home: to partners what waits for their answer, to beta leads the beta."""
