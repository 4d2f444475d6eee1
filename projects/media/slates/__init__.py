"""Takes within one unedited clip: slates, flash frames, and where the camera was stopped."""
