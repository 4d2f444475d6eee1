"""Sends files to a portal from the shell: a client, and no part of the server.

Plain Python over httpx and the standard library. Nothing here knows Django or the rooms of the
portal, so that the folder works by itself on any machine: `python -m sending PATH… --url …`.
"""
