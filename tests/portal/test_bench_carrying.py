"""The benchmark of carried notes counts what really happens."""

import numpy as np
import pytest

from portal.benchmarks import carrying
from projects.media.carrying import edits
from tests.projects.media.test_shots_films import scene


def place(start=0, exact=True, reason=""):
    return {"start": start, "end": start + 1, "exact": exact, "reason": reason}


@pytest.mark.parametrize(
    ("there", "found", "kind"),
    [
        ((5, 6), place(5), "exact"),
        ((5, 6), place(6), "within_1"),
        ((5, 6), place(8, exact=False), "about"),
        ((5, 6), place(8), "wrong"),
        (None, place(8, exact=False), "wrong"),
        (None, place(reason="gone"), "rightly_refused"),
        ((5, 6), place(reason="gone"), "missed"),
    ],
)
def test_each_outcome_has_its_name(there, found, kind):
    assert carrying._judged(there, found) == kind


def test_a_named_edit_is_made_and_measured(monkeypatch, capsys):
    pictures = [p for seed in (1, 2) for p in scene(seed, 30, speed=4)]
    strange = [np.full_like(pictures[0], 90)]
    film = edits.Film(pictures, [(0, 30), (30, 60)], edits.Fraction(24), strange)
    monkeypatch.setattr(carrying, "_films", lambda scratch: iter([("a film", film)]))
    told = carrying.run(["reordered"])
    assert told["rows"][0]["notes"] == 7 == sum(told["whole"].values()) - 7
    assert told["whole"].get("wrong", 0) == 0 and told["exact_of_placed"] > 0.8
    assert '"edit": "reordered"' in capsys.readouterr().out
