"""Addresses of tickets, topics and releases."""

from django.urls import path

from feedback.views import releases, tickets, topics

PATTERNS = [
    path("feedback/mine/", tickets.mine, name="feedback"),
    path("tickets/", topics.listed, name="tickets"),
    path("tickets/new/", tickets.new, name="ticket_new"),
    path("tickets/alike/", tickets.known, name="tickets_alike"),
    path("tickets/<uuid:pk>/", tickets.ticket, name="ticket"),
    path("tickets/<uuid:pk>/picture/", tickets.picture, name="ticket_picture"),
    path("tickets/<uuid:pk>/let/", tickets.let, name="ticket_let"),
    path("tickets/<uuid:pk>/ask/", topics.asked, name="ticket_ask"),
    path("topics/<uuid:pk>/", topics.detail, name="topic"),
    path("topics/<uuid:pk>/move/", topics.moved, name="topic_move"),
    path("topics/<uuid:pk>/weigh/", topics.weighed, name="topic_weigh"),
    path("topics/<uuid:pk>/answer/", topics.answered, name="topic_answer"),
    path("topics/<uuid:pk>/merge/", topics.merged, name="topic_merge"),
    path("topics/<uuid:pk>/send/", topics.sent, name="topic_send"),
    path("topics/<uuid:pk>/vote/", tickets.voted, name="topic_vote"),
    path("released/", releases.done, name="released"),
    path("releases/", releases.listed, name="releases"),
    path("releases/<uuid:pk>/", releases.one, name="release"),
]
