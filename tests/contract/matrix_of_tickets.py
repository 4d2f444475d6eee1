"""Who gets what at the doors of tickets: columns as in `matrix.py`."""

TELLERS = "in ok ok ok ok ok ok 403 403"
LEADS = "in 403 403 403 403 403 403 ok ok"
OWN = "in 404 ok ok ok 404 404 ok ok"  # reviewers find their own alone
VOTERS = "in 404 ok ok ok 404 404 403 403"

PAGES = {
    "feedback GET": TELLERS,
    "ticket_new GET": TELLERS,
    "ticket_new POST": "in 200 ok ok ok ok ok 403 403",  # 200: our studio is no choice
    "tickets_alike GET": TELLERS,
    "ticket GET": OWN,
    "ticket_picture GET": OWN,
    "ticket_let POST": "in 404 ok 403 403 403 403 403 403",
    "ticket_ask POST": LEADS,
    "tickets GET": LEADS,
    "topic GET": LEADS,
    "topic_move POST": LEADS,
    "topic_weigh POST": LEADS,
    "topic_answer POST": LEADS,
    "topic_merge GET": LEADS,
    "topic_merge POST": LEADS,
    "topic_send POST": LEADS,
    "topic_vote POST": VOTERS,
    "released GET": "in ok ok ok ok ok ok ok ok",
    "releases GET": LEADS,
    "releases POST": LEADS,
    "release GET": LEADS,
    "release POST": LEADS,
}
API = {
    "api:ticket-list GET": "in ok ok ok ok ok ok ok ok",
    "api:ticket-list POST": "in 404 ok ok ok ok ok 403 403",
    "api:ticket-detail GET": OWN,
    "api:ticket-detail PATCH": LEADS,
    "api:ticket-merge POST": LEADS,
    "api:ticket-vote POST": VOTERS,
    "api:ticket-vote DELETE": VOTERS,
}
