"""Models and their dates."""

from datetime import UTC, date, datetime

import pytest

from projects.assist.palette import Final, Need, Retired
from projects.assist.providers import anthropic, catalogue, google, openai
from projects.assist.providers.catalogue import IMAGE, WORDS, Catalogue, Entry

LISTED = [
    Entry("new", "New", WORDS),
    Entry("old", "Old", WORDS, date(2026, 12, 1), ("new",)),
    Entry("other", "Other", WORDS),
    Entry("painter", "Painter", IMAGE),
]


@pytest.fixture
def on(monkeypatch):
    """Models(day): the catalogue as that day reads it."""

    def at(day):
        monkeypatch.setattr(catalogue, "_today", lambda: date.fromisoformat(day))
        return Catalogue(LISTED)

    return at


def test_a_model_is_offered_until_its_last_day(on):
    assert "old" in [model.name for model in on("2026-11-30").offered()]
    assert "old" not in [model.name for model in on("2026-12-01").offered()]


def test_its_end_is_known_before(on):
    before, after = on("2026-11-30").lifecycle("old"), on("2026-12-01").lifecycle("old")
    assert before.active and not after.active
    assert before.ends == after.ends == date(2026, 12, 1)
    assert before.alternatives == after.alternatives == ("new",)


def test_a_model_that_ended_is_refused_with_its_date(on):
    models = on("2026-12-02")
    with pytest.raises(Retired) as told:
        models.check("old", Need.TEXT)
    assert told.value.lifecycle == models.lifecycle("old")
    on("2026-11-30").check("old", Need.TEXT)


def test_what_a_model_cannot_do_and_one_that_is_not_listed_are_refused(on):
    for name, need in (("new", Need.IMAGE), ("painter", Need.TEXT), ("newest", Need.TEXT)):
        with pytest.raises(Final) as told:
            on("2026-11-30").check(name, need)
        assert told.value.code == "remote:need" and name in told.value.detail


def test_instead_of_one_that_is_gone_those_are_named_that_do_the_same(on):
    models = on("2026-12-02")
    assert models.gone("new").lifecycle.alternatives == ("other",)
    assert models.gone("old").lifecycle.alternatives == ("new",)
    assert models.gone("painter").lifecycle.alternatives == ()
    assert models.lifecycle("newest").active


def test_a_day_is_read_when_it_is_asked():
    assert catalogue._today() == datetime.now(UTC).date()


@pytest.mark.parametrize("module", [anthropic, openai, google])
def test_advice_is_about_models_that_are_offered(module):
    offered = {model.name for model in module.MODELS.offered()}
    for entry in module.MODELS.entries.values():
        assert entry.name not in entry.instead
        ours = {name for name in entry.instead if ": " not in name}
        assert ours <= offered
        assert not entry.ends or entry.instead
