"""Screenplays: Fountain, Final Draft's XML and PDF, read into one form."""
