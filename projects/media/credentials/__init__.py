"""Content credentials (C2PA) of pictures and films: written, and read again. No Django.

`types` what a file may be said to be; `signing` writes; `reading` reads, and `apart` has it done by
a child of its own, since what is read was sent by strangers; `chains` knows certificates.
"""
