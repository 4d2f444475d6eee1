"""What of the work can be found by its words: the index, how it is kept, and what is shown."""
