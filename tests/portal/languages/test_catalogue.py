"""French is complete: every word of today's sources, nothing left over, set as French is set."""

import re

import pytest

from portal.languages.catalogue import (
    KEPT,
    forms_of,
    kept,
    known,
    messages,
    missing,
    path_of,
    renewed,
    word_of,
    written,
)
from portal.languages.marked import Word
from portal.languages.typography import french, wrong

#: %(name)s, %s, %%, {name}, and tags with their attributes: the same in both languages.
PARTS = re.compile(r"%\(\w+\)[.\d]*[a-z]|%[sd](?!\w)|%%|\{[^{}]*\}|</?\w+[^<>]*>")
#: Words that make a sentence English; names and loan words have none of them.
ENGLISH = re.compile(r"\b(the|of|is|are|was|not|with|this|that|you|your|it|to|for|by|no)\b", re.I)


@pytest.fixture(scope="module")
def there():
    """Every message as it is kept, in one list."""
    return [message for place in KEPT for message in messages(kept(*place))]


@pytest.fixture(scope="module")
def today():
    said = known()
    return {place: renewed(*place, said) for place in KEPT}


def test_every_word_of_the_sources_is_in_french(today):
    lacking = [str(word_of(m)) for catalogue in today.values() for m in missing(catalogue)]
    assert lacking == [], "uv run manage.py words lists them; terms: portal/decisions/0059"


@pytest.mark.parametrize("place", KEPT, ids="-".join)
def test_each_file_is_that_of_todays_sources(today, place):
    told = "run uv run manage.py words"
    assert written(today[place]) == path_of(*place).read_text(encoding="utf-8"), told


def test_nothing_in_the_files_is_empty_or_guessed(there):
    assert len(there) > 5000
    assert [word_of(m) for m in there if not forms_of(m)] == []


def parts(text):
    return sorted(PARTS.findall(text))


def differs(message):
    """A form says what its English says; French may count with the many's words for one."""
    word, forms = word_of(message), forms_of(message)
    if not word.many:
        return parts(forms[0]) != parts(word.one)
    allowed = (set(parts(word.one)), set(parts(word.many)))
    return set(parts(forms[0])) not in allowed or set(parts(forms[-1])) != allowed[1]


def test_placeholders_and_tags_are_those_of_the_english(there):
    assert [word_of(m).one for m in there if differs(m)] == []


def test_spaces_around_a_text_are_those_of_the_english(there):
    def around(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert [word_of(m) for m in there if around(word_of(m).one) != around(forms_of(m)[0])] == []


def test_every_text_is_set_as_french_is_set(there):
    texts = [form for message in there for form in forms_of(message)]
    assert [text for text in texts if wrong(text) or french(text) != text] == []


def test_no_sentence_was_left_in_english(there):
    same = [word_of(m).one for m in there if forms_of(m)[0] == word_of(m).one]
    bare = [(text, PARTS.sub(" ", text)) for text in same]
    assert [text for text, words in bare if ENGLISH.search(words)] == []


def test_a_sentence_ends_as_its_english_ends(there):
    """A full stop, a colon, an ellipsis or nothing: so that a list of lines looks like one."""
    ends = {".", ":", "…", "?"}
    last = [(word_of(m).one[-1:], forms_of(m)[0][-1:], word_of(m).one) for m in there]
    odd = [text for one, other, text in last if one != other and {one, other} & ends]
    assert odd == ["No."]  # is short for a number, as n° is


def test_what_is_wrong_is_found(today):
    """The tests above can fail: a word without French, a guess, a plural with one form."""
    catalogue = renewed("djangojs", "portal", {})
    assert len(list(missing(catalogue))) == len(messages(catalogue)) > 300
    plural = renewed("djangojs", "portal", {Word("shot", "shots", ""): ("plan", "")})
    assert Word("shot", "shots", "") in map(word_of, missing(plural))
    message = messages(renewed("djangojs", "portal", known()))[0]
    message.flags.add("fuzzy")
    assert forms_of(message) == ()
    message.flags.clear()
    message.string = "%(gone)s"
    assert differs(message)
    assert written(catalogue) != written(today["djangojs", "portal"])
