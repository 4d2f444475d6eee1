"""Questionnaires in the access matrix: who gets what, and what is sent.

The ask of a made-up studio is its director's.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from feedback.models import Answer, Ask, Sharing
from feedback.questionnaires import building
from tests.world import World

OWN = "in 404 404 ok 404 404 404 403 403"
OWN_KEPT = "in 404 404 200 404 404 404 403 403"  # tells what came of what was typed
PARTNERS = "in ok ok ok ok ok ok 403 403"
LEADS = "in 403 403 403 403 403 403 ok ok"

_LEADS_POST = ("words", "publish", "version", "add", "move", "trigger")
PAGES = {
    "asks GET": PARTNERS,
    "answering GET": OWN,
    "answering POST": OWN,
    "answering_keep POST": OWN_KEPT,
    "answering_later POST": OWN,
    "answering_decline POST": OWN,
    "answering_file GET": OWN,
    "questionnaires GET": LEADS,
    "questionnaires POST": LEADS,
    "questionnaire GET": LEADS,
    "questionnaire POST": LEADS,
    "questionnaire_preview GET": LEADS,
    "questionnaire_results GET": LEADS,
    "questionnaire_file GET": LEADS,
    "questionnaire_question GET": LEADS,
    "questionnaire_question POST": LEADS,
    "trigger_end POST": LEADS,
    **{f"questionnaire_{act} POST": LEADS for act in _LEADS_POST},
}
API = {
    "api:ask-list GET": PARTNERS,
    "api:ask-detail GET": OWN,
    "api:ask-answer POST": OWN,
    "api:ask-later POST": OWN,
    "api:ask-decline POST": OWN,
    "api:questionnaire-list GET": LEADS,
    "api:questionnaire-detail GET": LEADS,
}


def _file(world: World) -> list[Any]:
    sent = {"value": {"name": "a.png", "size": 1, "type": "image/png"}}
    Answer.objects.create(ask=world.ours.ask, question="file", storage_key="feedback/x", **sent)
    return [world.ours.ask.pk, "file"]


def _shared_file(world: World) -> list[Any]:
    _file(world)
    studio = world.ours.studio
    Sharing.objects.update_or_create(studio=studio, defaults={"raw": True, "words": True})
    Ask.objects.filter(pk=world.ours.ask.pk).update(answered_at=timezone.now())
    return [world.ours.ask.answers.get(question="file").pk]


def _drafted(*more: str) -> Callable[[World], list[Any]]:
    def prepare(world: World) -> list[Any]:
        building.begin_version(actor=None, questionnaire=world.ours.questionnaire)
        return [world.ours.questionnaire.pk, *more]

    return prepare


ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    **dict.fromkeys(
        [f"answering{act}" for act in ("", "_keep", "_later", "_decline")],
        lambda w: [w.ours.ask.pk],
    ),
    "answering_file": _file,
    "questionnaire_file": _shared_file,
    **dict.fromkeys(
        [
            *("questionnaire", "questionnaire_preview", "questionnaire_results"),
            *("questionnaire_version", "questionnaire_trigger"),
        ],
        lambda w: [w.ours.questionnaire.pk],
    ),
    **dict.fromkeys([f"questionnaire_{act}" for act in ("words", "publish", "add")], _drafted()),
    "questionnaire_question": _drafted("text"),
    "questionnaire_move": _drafted("text"),
    "trigger_end": lambda w: [w.ours.trigger.pk],
}
_RHYTHM = {"most_a_week": 1, "rest_days": 7, "days_open": 7}
BODIES: dict[str, Callable[[World], dict[str, Any]]] = {
    "answering POST": lambda w: {"a-scale": "4", "a-single": "c1"},
    "answering_keep POST": lambda w: {"a-scale": "4"},
    "answering_later POST": lambda w: {"days": "1"},
    "questionnaires POST": lambda w: {"name": "Another"},
    "questionnaire POST": lambda w: _RHYTHM,
    "questionnaire_words POST": lambda w: {"title_en": "Weekly"},
    "questionnaire_add POST": lambda w: {"what": "text"},
    "questionnaire_move POST": lambda w: {"way": "up"},
    "questionnaire_question POST": lambda w: {
        **{"title_en": "Why?", "longest": 99, "if-holds": "is", "if-bound_holds": "least"},
    },
    "questionnaire_trigger POST": lambda w: {"kind": "decision"},
    "api:ask-answer POST": lambda w: {"answers": {"scale": 3}},
    "api:ask-later POST": lambda w: {"days": 1},
}
