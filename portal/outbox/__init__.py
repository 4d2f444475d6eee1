"""What leaves the portal by itself: notifications, mails and webhooks. Rows first.

kinds.py      what a person can be told of        notices.py     telling it
mails.py      sending mails, daily digests        events.py      what webhooks can hear of
signing.py    how a message is signed             addresses.py   where it may go
posting.py    one request, bounded in all ways    deliveries.py  working off what waits
"""
