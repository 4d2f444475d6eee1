"""Every page in French, as somebody sees it: no English sentence stands on it."""

import html
import re

import pytest
from django.db import transaction

from tests.contract import matrix, visits

#: Words that no French sentence has; a bare "on" or "a" would be one.
ENGLISH = re.compile(
    r"\b(the|of|is|are|was|were|not|with|this|that|you|your|it|by|nobody|yet|from|has|have|been"
    r"|which|who|and|here|there|nothing)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(r"\s(?:aria-label|title|placeholder|alt|data-drop-text)=\"([^\"]*)\"")
SILENT = re.compile(r"<(script|style|svg|code|pre|bdi|textarea)\b.*?</\1>", re.DOTALL)
#: What says itself that it is English: the schema of the API, which programmers read.
MARKED = re.compile(r"<(span|p) (?:class=\"quiet\" )?lang=\"en\">.*?</\1>", re.DOTALL)
#: What people wrote, and names: the same in every language.
DATA = re.compile(
    r"Keep it quiet\.|MPA Content Security Best Practices|The hand is soft\.|Release of \w+"
    r"|Her face on the stunt double in the chase\.|I allow this use of my likeness\.|How is it\?"
    r"|Uploads and files|Told by|\d tickets; \d people find it important"  # what a tracker gets
)


def told(body):
    """Each piece of text that a person reads or hears, as one line."""
    body = MARKED.sub(" ", SILENT.sub(" ", body.split("<body", 1)[-1]))
    pieces = [*re.split(r"<[^>]*>", body), *SPOKEN.findall(body)]
    return [" ".join(html.unescape(piece).split()) for piece in pieces if piece.strip()]


def english(body):
    return [text for text in told(body) if ENGLISH.search(DATA.sub("", text))]


def pages():
    return [cell for cell in matrix.PAGES if cell.endswith(" GET")]


@pytest.fixture(autouse=True)
def a_frame_without_a_film(monkeypatch):
    monkeypatch.setattr("projects.views.media.still", lambda path, number, **given: b"jpeg")


@pytest.mark.parametrize("kind", ["producer", "beta_lead", "anonymous"])
def test_no_page_says_a_sentence_in_english(world, as_person, client, kind):
    person = world.visitor(kind)
    browser = as_person(person) if person else client
    browser.raise_request_exception = False
    found, seen = {}, 0
    for cell in pages():
        answer = visited(browser, cell, world)
        if not answer.streaming and answer["Content-Type"].startswith("text/html"):
            seen += 1
            if said := english(answer.content.decode()):
                found[cell] = said
    assert seen > 5
    assert found == {}


def visited(browser, cell, world):
    """The page, and none of what its address needed: the next one finds the world as it was."""
    with transaction.atomic():
        answer = browser.get(visits.address(cell, world), headers={"Accept-Language": "fr"})
        transaction.set_rollback(True)
    return answer


def test_an_english_sentence_is_found():
    page = '<body><p title="Look at it">Bonjour</p><p>Nobody is here yet.</p><script>if it</script>'
    assert english(page) == ["Nobody is here yet.", "Look at it"]
    assert english("<body><p>On n’y voit personne.</p>") == []
