"""What is written down of the saving at a week's end."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from feedback.dashboard import answer
from feedback.measures.page import page
from feedback.periods import week_of
from tests.feedback.measuring import drawn_items

LATE = week_of(datetime(2027, 6, 1, tzinfo=UTC))


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(answer, "facts", lambda **_given: drawn_items(studios=8))
    return answer.told(LATE)


def test_it_is_what_the_measures_say_in_each_language(told):
    assert set(told) == {"en", "fr"}
    for language, said in told.items():
        with translation.override(language):
            seen = page(drawn_items(studios=8), until=LATE)
            assert said["sentences"] == [str(sentence) for sentence in seen.sentences]


def test_the_chart_is_drawn_of_what_was_kept_as_of_what_was_computed(told):
    seen = page(drawn_items(studios=8), until=LATE)
    drawn = [
        render_to_string("feedback/_intervals.html", {"chart": chart, "title": "Design"})
        for chart in (told["en"]["chart"], seen.designs)
    ]
    assert drawn[0] == drawn[1] and "intervals-value" in drawn[0]


def test_of_no_work_there_is_a_sentence_and_no_chart(db):
    said = answer.told(LATE)["en"]
    assert said["chart"] is None and said["sentences"][0].startswith("Not answerable yet")
