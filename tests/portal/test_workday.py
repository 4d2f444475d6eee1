"""The people of a day at work ask again as they should, and the reckoning can find fault."""

import threading
from collections import Counter
from types import SimpleNamespace

import httpx
import pytest

from portal.workday import acts, person
from portal.workday.book import Answer, Book, Promise, recoveries, summed
from portal.workday.person import GaveUp, Person
from portal.workday.reckoning import (
    Found,
    judge_access,
    judge_ingests,
    judge_runs,
    judge_sent,
    marks_in,
)

FACTS = {"name": "Mei", "role": "artist", "token": "t", "links": [], "project": "p"}


@pytest.fixture
def book():
    return Book(now=lambda: 100.0)


@pytest.fixture
def mei(book, monkeypatch):
    """Somebody whose requests are answered by `answers`, in turn; `asked` keeps the requests."""
    monkeypatch.setattr(person, "PAUSE", 0.001)
    made = Person(
        "http://portal.example", {**FACTS, "versions": [], "asked": []}, book, threading.Event()
    )
    made.close()
    answers, asked = [], []

    def answered(request):
        asked.append(request)
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    made.api = httpx.Client(transport=httpx.MockTransport(answered))
    made.pages = httpx.Client(transport=httpx.MockTransport(answered))
    yield SimpleNamespace(person=made, answers=answers, asked=asked)
    made.close()


def told(code, status=503, **headers):
    return httpx.Response(status, json={"error": {"code": code}}, headers=headers)


def test_a_write_is_made_again_with_the_same_key_until_it_is_answered(mei, book):
    mei.answers += [
        httpx.ReadError("cut"),
        told("unavailable", **{"Retry-After": "5"}),
        told("idempotency:in_progress", 409),
        httpx.Response(201, json={"id": 1}),
    ]
    assert mei.person.write("note", "POST", "notes/", {}, mark="m1").status_code == 201
    assert len({request.headers["Idempotency-Key"] for request in mei.asked}) == 1
    assert [answer.status for answer in book.answers] == [0, 503, 409, 201]
    assert book.tried == {("note", "m1"): 4}


def test_a_refusal_is_an_answer(mei):
    mei.answers += [told("invalid", 400)]
    assert mei.person.write("note", "POST", "notes/", {}, mark="m1").status_code == 400


def test_nobody_asks_for_ever(mei):
    mei.person.patience = -1
    mei.answers += [told("unavailable")]
    with pytest.raises(GaveUp, match="note notes/"):
        mei.person.write("note", "POST", "notes/", {}, mark="m1")


def test_what_was_promised_has_the_mark_that_was_sent(mei, book):
    mei.person.facts["film_version"] = "v"
    mei.answers += [httpx.Response(201, json={"id": "n1"})]
    acts.write_a_note(mei.person)
    [promise] = book.promised("note")
    assert promise.mark in mei.asked[0].content.decode()


def test_an_upload_is_promised_only_when_it_is_complete(mei, book):
    signed = {"parts": [{"confirmed": True, "url": None, "headers": {}}]}
    mei.answers += [httpx.Response(201, json={"id": "u"}), httpx.Response(200, json=signed)]
    mei.answers += [told("upload:parts_missing", 409)]
    acts.send_script(mei.person)
    assert not book.promises and not mei.person.facts["versions"]


def test_a_sign_in_whose_answer_was_lost_takes_the_next_link(mei):
    mei.person.links = ["http://portal.example/enter/1/", "http://portal.example/enter/2/"]
    form = '<h1>x</h1><input name="csrfmiddlewaretoken" value="abc">'
    mei.answers += [httpx.Response(410, text="<h1>used</h1>")]
    assert not mei.person.sign_in()
    mei.answers += [httpx.Response(200, text=form), httpx.Response(302)]
    assert mei.person.sign_in() and mei.person.links == []


def test_every_role_has_something_to_do():
    assert {acts.next_act(role) for role in acts.DUTIES for _n in range(50)}


def seen(status, lane="page", at=1.0, **more):
    return Answer(at, 0.5, "Mei", "look", lane, status, **more)


def test_a_recovery_is_counted_from_healing_to_the_first_success_of_each_lane(book):
    book.fault("stopped", 90.0)
    for status, lane, at in ((503, "page", 101), (200, "page", 103), (200, "write", 99)):
        book.note(seen(status, lane, at))
    assert recoveries(book) == {"1 stopped": {"page": 3.0, "write": None}}
    assert summed(book)["worst_seconds_to_recovery"] is None
    book.note(seen(201, "write", 104.5))
    assert summed(book)["worst_seconds_to_recovery"] == 4.5


def test_failures_and_answers_without_a_word_are_counted(book):
    book.note(seen(500))
    book.note(seen(503, code="unavailable", retry_after="5"))
    book.note(seen(503, code="unavailable"))
    book.note(seen(503, retry_after="5"))
    book.note(seen(0))
    counts = summed(book)
    assert (counts["server_errors"], counts["later_without_a_word"]) == (1, 2)
    assert (counts["asked"], counts["done"], counts["no_answer"]) == (5, 0, 1)


def test_what_the_store_answers_is_no_failure_of_the_portal(book):
    book.note(seen(500, "store"))
    book.note(seen(503, "store"))
    counts = summed(book)
    assert (counts["server_errors"], counts["later_without_a_word"], counts["asked"]) == (0, 0, 2)


def test_marks_are_counted_once_a_row():
    there = marks_in(["a1 a1", "b2", "b2", None], {"a1", "b2", "c3"})
    assert there == {"a1": 1, "b2": 2}
    assert marks_in(["anything"], []) == {}


def test_what_is_not_there_is_lost_and_what_is_there_twice_is_duplicated():
    found = Found()
    found.compare("note", ["a", "b", "c"], Counter(a=1, b=2, unanswered=2))
    assert found.lost == ["note c"]
    assert found.as_dict()["duplicated"] == 2


def run(pk="r", request="q", state="READY", code="", candidates=1, numbers=1):
    return (pk, request, state, code, candidates, numbers)


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (run(state="RUNNING", candidates=0, numbers=0), "stuck"),
        (run(state="ERRORED", candidates=0, numbers=0), "lost"),
        (run(candidates=0, numbers=0), "lost"),
        (run(candidates=2, numbers=1), "duplicated"),
        (run(request="another"), "lost"),
        (run(pk="cancelled"), "lost"),
    ],
)
def test_a_run_that_did_not_end_as_it_should_is_found(book, row, where):
    book.tries("ask", "m")
    book.promise("ask", "m", request="q")
    book.promise("cancel", "cancelled")
    found = Found()
    judge_runs(book, [row], found)
    assert getattr(found, where)


def test_a_run_that_ended_well_is_nothing_to_tell(book):
    book.tries("ask", "m")
    book.promise("ask", "m", request="q")
    found = Found()
    judge_runs(book, [run(), run("c", "q2", "CANCELLED", "", 0, 0)][:1], found)
    assert found.as_dict() == {"lost": 0, "duplicated": 0, "stuck": 0}


def test_more_requests_than_were_asked_for_are_found(book):
    book.tries("ask", "m")
    found = Found()
    judge_runs(book, [run(request="q1"), run(request="q2")], found)
    assert found.duplicated == ["asked 1 times, 2 requests"]


def test_ingests_end_ready():
    found = Found()
    judge_ingests([("v1", "READY", ""), ("v2", "QUEUED", ""), ("v3", "ERRORED", "x")], found)
    assert found.stuck == ["ingest of v2 QUEUED"] and found.lost == ["ingest of v3 ERRORED x"]


@pytest.mark.parametrize("there", [{"kept", "taken"}, set()])
def test_access_is_as_it_was_last_answered(there):
    promises = [Promise("grant", "a", {"grant": "kept"}), Promise("grant", "b", {"grant": "taken"})]
    promises.append(Promise("take back", "taken"))
    found = Found()
    judge_access(promises, there, found)
    assert len(found.lost) == 1
    found = Found()
    judge_access(promises, {"kept"}, found)
    assert not found.lost


def test_messages_are_sent_once():
    found = Found()
    rows = [("a", "sent"), ("b", "sent"), ("c", "waiting"), ("d", "sent")]
    judge_sent("mail", rows, "sent", Counter(a=1, b=2), found)
    assert (found.lost, found.duplicated, found.stuck) == (
        ["mail d"],
        ["mail b ×2"],
        ["mail c waiting"],
    )
