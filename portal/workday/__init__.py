"""People at work on a running portal, over its real addresses: for drills that break it meanwhile.

Several people of two studios sign in, open pages, upload, ask for runs, cancel, decide, write
notes, change access and download, each in a thread of its own. `book` holds every request with its
answer, and every promise: what an answer said is done. A request without an answer, or with one
that says "later", is made again with the same idempotency key, as a good client does. At the end
`reckoning` compares what was promised with the rows, files and messages that are there.

    with workday(portal, book) as day:    # people are cast and begin
        …                                 # break things
        day.rest()                        # people go home; the portal works off what it has
    told = reckon(portal, book, day)

Strings of SQL and code only: it names no room above, and runs wherever the portal runs.
"""

from portal.workday.book import Answer, Book, Promise
from portal.workday.day import Day, workday
from portal.workday.reckoning import reckon

__all__ = ["Answer", "Book", "Day", "Promise", "reckon", "workday"]
