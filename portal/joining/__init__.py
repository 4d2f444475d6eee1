"""Modules and stylesheets that pages fetch together lie in one file once they are collected.

Sources stay small and are served as they are wherever they were not collected; nobody runs anything
by hand. `portal/static_files.py` joins while static files are collected, before they get their
hashed names: a page of 25 modules asks for one or two files. See portal/decisions/0066.
"""
