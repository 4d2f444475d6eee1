"""Where frames of one version of a film stand in the next, found by looking at both."""
