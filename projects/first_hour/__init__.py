"""The first hour of a studio: a film to play with, and the steps that lead through the work."""
