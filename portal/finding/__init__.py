"""Search: which kinds of rows can be found, where their words are looked up, and what is shown.

Rooms above register theirs, as they contribute to the frame (`portal/frame.py`).
"""
