"""What this room tells on Home: what needs somebody, what runs, and how much of it there is."""
