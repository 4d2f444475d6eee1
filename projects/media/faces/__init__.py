"""People in shots: found or marked, described, told apart, followed from shot to shot."""
