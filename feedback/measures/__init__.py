"""What beta leads see of measured work: the answer first, then what it is made of."""
