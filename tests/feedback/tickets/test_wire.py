"""Calls and answers of the three trackers, as their references write them."""

import base64
import json
from datetime import UTC, datetime

import pytest

from feedback.tickets import wire
from feedback.tickets.wire import Draft, Made, fenced, system

DRAFT = Draft("last-mile-77", "Bar freezes", [("Severity", "major")], "It stops.", ["bug", "a,b"])
SINCE = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def at(kind, **more):
    given = {"address": "https://host/", "project": "film/portal", "token": "t0ken", **more}
    return system(kind, **given)


def test_github_takes_title_body_and_labels():
    call = at("github").creating(DRAFT)
    assert (call.method, call.url) == ("POST", "https://host/repos/film/portal/issues")
    assert call.headers["authorization"] == "Bearer t0ken"
    assert call.headers["accept"] == "application/vnd.github+json"
    assert call.headers["x-github-api-version"] == "2022-11-28"
    told = json.loads(call.content)
    assert told["title"] == "Bar freezes" and told["labels"] == ["bug", "a,b"]
    assert told["body"] == "- Severity: major\n\n```text\nIt stops.\n```\n\n`last-mile-77`"


def test_gitlab_takes_a_path_as_one_part_of_the_address_and_labels_as_a_line():
    call = at("gitlab").creating(DRAFT)
    assert call.url == "https://host/api/v4/projects/film%2Fportal/issues"
    assert call.headers["private-token"] == "t0ken"
    assert (call.body["labels"], call.body["title"]) == ("bug,a b", "Bar freezes")
    assert "`last-mile-77`" in call.body["description"]


def test_jira_takes_a_document_and_is_asked_with_account_and_token():
    call = at("jira", project="LM", account="a@b.org", issue_type="Bug").creating(DRAFT)
    assert call.url == "https://host/rest/api/3/issue"
    scheme, key = call.headers["authorization"].split()
    assert (scheme, base64.b64decode(key)) == ("Basic", b"a@b.org:t0ken")
    fields = call.body["fields"]
    assert fields["project"] == {"key": "LM"} and fields["issuetype"] == {"name": "Bug"}
    assert fields["summary"] == "Bar freezes" and "last-mile-77" in fields["labels"]
    assert all(" " not in label for label in fields["labels"])
    document = fields["description"]
    assert (document["type"], document["version"]) == ("doc", 1)
    assert [part["type"] for part in document["content"]] == [
        "bulletList",
        "codeBlock",
        "paragraph",
    ]
    assert document["content"][1]["content"] == [{"type": "text", "text": "It stops."}]


@pytest.mark.parametrize("kind", ["github", "gitlab", "jira"])
def test_without_words_nothing_is_quoted(kind):
    bare = Draft(DRAFT.mark, DRAFT.title, DRAFT.facts)
    told = at(kind).creating(bare).content.decode()
    assert "```" not in told and "codeBlock" not in told and "Bar freezes" in told


@pytest.mark.parametrize("kind", ["github", "gitlab", "jira"])
def test_a_long_title_is_cut_to_what_they_take(kind):
    long = Draft(DRAFT.mark, "x" * 400, [])
    told = json.loads(at(kind).creating(long).content)
    title = told.get("title") or told["fields"]["summary"]
    assert len(title) == wire.TITLE


@pytest.mark.parametrize("words", ["@everyone", "```\n@all\n```", "a ````` b"])
def test_words_call_nobody_and_end_no_block(words):
    first, *middle, last = fenced(words).split("\n")
    assert last == first.removesuffix("text") and set(last) == {"`"}
    assert "\n".join(middle) == words and last not in words


@pytest.mark.parametrize(
    ("kind", "row", "made"),
    [
        ("github", {"number": 7, "html_url": "https://g/7"}, Made("#7", "https://g/7")),
        ("gitlab", {"iid": 7, "id": 99, "web_url": "https://l/7"}, Made("#7", "https://l/7")),
        ("jira", {"key": "LM-7", "self": "x"}, Made("LM-7", "https://host/browse/LM-7")),
    ],
)
def test_what_was_made_has_a_name_and_an_address(kind, row, made):
    assert at(kind).made(row) == made


@pytest.mark.parametrize(
    ("kind", "field", "names"),
    [("github", "body", ("number", "html_url")), ("gitlab", "description", ("iid", "web_url"))],
)
def test_lists_are_looked_through_page_by_page_for_the_mark(kind, field, names):
    there, row = at(kind), {names[0]: 3, names[1]: "https://x/3"}
    call = there.looking("mark-1", SINCE, 2)
    assert call.method == "GET" and "page=2" in call.url and "2026-11-29T12%3A00%3A00Z" in call.url
    assert there.found([{**row, field: None}, {**row, field: "a `mark-1` b"}], "mark-1") == (
        Made("#3", "https://x/3"),
        False,
    )
    assert there.found([{**row, field: "other"}] * wire.PAGE, "mark-1") == (None, True)


def test_jira_is_asked_by_the_label():
    there = at("jira", project="LM")
    call = there.looking("mark-1", SINCE, 1)
    assert call.url == "https://host/rest/api/3/search/jql"
    assert call.body["jql"] == 'project = "LM" AND labels = "mark-1"'
    assert there.found({"issues": []}, "mark-1") == (None, False)
    assert there.found({"issues": [{"key": "LM-2"}]}, "mark-1")[0].name == "LM-2"


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("github", {"message": "Validation Failed", "errors": [{"code": "missing"}]}, "missing"),
        ("gitlab", {"message": {"title": ["can't be blank"]}}, "can't be blank"),
        ("gitlab", {"error": "insufficient_scope"}, "insufficient_scope"),
        ("jira", {"errorMessages": ["No."], "errors": {"project": "is required"}}, "project: is"),
    ],
)
def test_their_reasons_are_read(kind, body, said):
    assert said in at(kind).said(body)
