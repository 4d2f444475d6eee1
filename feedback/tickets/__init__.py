"""Tickets: what people tell the beta team from any page, and what becomes of it.

features.py   which part of the portal it is about      impact.py    how much it counts
pages.py      what is told of the page                  pictures.py  the picture of the page
telling.py    who hears of it                           alike.py     whether it was told before
reporting.py  telling it, and voting                    triage.py    what beta leads do with it
words.py      what a beta lead may read of it           board.py     the topics as columns
wire.py       how GitHub, GitLab and Jira write issues  sending.py   sending them there, once
"""
