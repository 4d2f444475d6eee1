"""The empty background of a locked-off or slowly moving shot, from the frames of the shot."""
