"""A ticket's card in the index of search: its words and its number, for who may read them."""

from projects.finding.triggers import Carded

TICKETS = Carded(
    "feedback_ticket",
    "t",
    "r.title",
    "concat_ws(' ', r.title, r.text, 't-' || left(replace(r.id::text, '-', ''), 6))",
    ("title", "text", "person_id"),
    project="null::uuid",
    person="r.person_id",
)
