"""Five answers from rows: never better than the rows show, also of what was made elsewhere."""

import pytest

from projects.disclosure.answers import QUESTIONS, answered

ROW = {"model": "projects.candidate", "id": "1", "url": "http://x/"}
FILE = {"model": "projects.version", "id": "2", "url": "http://x/"}


def result(**fields):
    given = {"name": "Frame 1", "class": "generated", "used_as": ["temporary"], "row": ROW}
    return {**given, **fields}


def receipt(**terms):
    given = {"name": "API", "contract": "MSA 1", "trains_on_inputs": False, "retention_days": 0}
    given |= {"human_review": False, "output_owner": "", "indemnity": "", "row": ROW}
    return {"terms": {**given, **terms}}


def cut(*classes, evidence=()):
    return {"shots": [{"class": name, "evidence": [*evidence]} for name in classes]}


def told(**given):
    empty = dict.fromkeys(("results", "receipts", "consultations", "uncovered"), ())
    return {one["id"]: one for one in answered(**{**empty, "cuts": [cut("none")], **given})}


def answers(**given):
    return {name: one["answer"] for name, one in told(**given).items()}


def test_a_film_of_known_shots_without_ai_needs_nobody():
    found = told()
    assert {name: one["answer"] for name, one in found.items()} == {
        **{"rights": "no", "data": "no", "security": "yes", "temporary": "yes", "talent": "no"}
    }
    assert not any(one["escalate"] for one in found.values())
    assert found.keys() == QUESTIONS.keys()


@pytest.mark.parametrize("cuts", [[], [cut("none", "unknown")]], ids=["no cut", "unknown shot"])
def test_what_is_not_known_of_the_film_makes_every_answer_unsure(cuts):
    found = told(cuts=cuts)
    assert {one["answer"] for one in found.values()} == {"unsure"}
    assert all(one["escalate"] and one["because"] for one in found.values())


def test_a_part_of_a_shot_that_is_not_known_counts_too():
    part = {"class": "unknown", "row": None, "is": ""}
    assert answers(cuts=[cut("composite", evidence=[part])])["rights"] == "unsure"


def test_what_was_made_elsewhere_and_lies_in_the_film_counts():
    brought = {"class": "generated", "row": FILE, "is": "battle.mov, v1"}
    found = told(cuts=[cut("generated", evidence=[brought])])
    assert found["temporary"]["answer"] == "no"
    for name in ("rights", "data", "security", "talent"):
        assert found[name]["answer"] == "unsure"
        assert FILE in [why["row"] for why in found[name]["because"]]


def test_nobody_can_show_that_nothing_is_imitated_or_replaced():
    found = answers(results=[result()])
    assert (found["rights"], found["talent"], found["temporary"]) == ("unsure", "unsure", "yes")


@pytest.mark.parametrize("used_as", ["final", "led_plate"])
def test_what_is_said_to_be_final_is_not_temporary(used_as):
    assert answers(results=[result(used_as=[used_as])])["temporary"] == "no"


def test_what_nobody_said_a_word_of_is_unsure():
    assert answers(results=[result(used_as=[])])["temporary"] == "unsure"


@pytest.mark.parametrize(
    ("terms", "meant"),
    [
        ({}, "no"),
        ({"trains_on_inputs": True}, "yes"),
        ({"retention_days": 30}, "yes"),
        ({"trains_on_inputs": None}, "unsure"),
        ({"retention_days": None}, "unsure"),
        ({"human_review": None}, "unsure"),
        ({"human_review": True}, "unsure"),
    ],
)
def test_terms_answer_what_happens_to_data(terms, meant):
    assert answers(receipts=[receipt(**terms)])["data"] == meant


def test_a_contract_alone_shows_no_security():
    found = told(receipts=[receipt(), receipt(contract="")])
    assert found["security"]["answer"] == "unsure"
    assert answers(receipts=[{"terms": None}])["security"] == "yes"


@pytest.mark.parametrize(("unsure", "meant"), [(True, "unsure"), (False, "yes")])
def test_likenesses_without_consent_replace_talent(unsure, meant):
    uncovered = [{"text": "x", "row": ROW, "unsure": unsure}]
    assert answers(uncovered=uncovered)["talent"] == meant
