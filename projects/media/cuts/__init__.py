"""Two cuts of one film compared: which frames of the later one are which of the earlier."""
