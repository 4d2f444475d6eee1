"""What a mail is made of, and the one door by which it goes: plain text and HTML alike.

letters.py    a mail before it is written     written.py    the same as text and as HTML
sending.py    headers, and the door           silence.py    switching a kind off from a mail
kinds.py      which mails there are           specimens.py  each of them, to be looked at
entering.py   mails that let somebody in      news.py       mails of what has happened
links.py      addresses as mails have them    previews.py   the pages of specimens
views.py      the page that switches off      errors.py     its sentences
"""
