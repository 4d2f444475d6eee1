"""Which final cuts change when a consent is withdrawn: by what the edits name."""

import pytest

from projects.disclosure.making import choose_final
from projects.disclosure.naming import changed, named_by
from projects.models import Candidate, FinalCut, Version
from projects.revoking import revoke, touched
from tests.projects.consents import made_under
from tests.projects.disclosure.conftest import EDIT
from tests.world import make_edit

NAMED = {"clip", "clip_picture_0001_made_with_ai", "prj_0020_comp_v003", "stock footage"}


def told(house, **gone):
    versions = Version.objects.filter(pk__in=gone.get("versions", [])).values("pk")
    candidates = Candidate.objects.filter(pk__in=gone.get("candidates", [])).values("pk")
    return changed(house.project, versions, candidates)


def test_an_edit_says_what_it_names_when_it_is_chosen(house, final):
    assert set(final.names) >= NAMED


def test_a_film_that_is_withdrawn_changes_the_cut_that_names_it(house, final):
    house.version.file_name = "CLIP.mov"
    house.version.save(update_fields=["file_name"])
    assert told(house, versions=[house.version.pk]) == [(final, True)]
    assert told(house) == []


def test_a_result_changes_it_under_the_name_of_its_files(house, final, made):
    assert told(house, candidates=[made.pk]) == [(final, True)]


def test_a_cut_that_is_final_no_more_does_not_change(house, final, made):
    producer = house.people["producer"]
    later = make_edit(house, producer, EDIT.replace("clip", "other"), name="later.edl")
    choose_final(actor=producer, project=house.project, version=later, episode=None)
    assert told(house, candidates=[made.pk]) == []


@pytest.mark.parametrize("text", ["", "no edit at all\n", "TITLE: x\n\n001  broken"])
def test_an_edit_that_cannot_be_read_is_told_as_such(house, made, text):
    producer = house.people["producer"]
    edit = make_edit(house, producer, text, name="odd.edl")
    cut = choose_final(actor=producer, project=house.project, version=edit, episode=None)
    assert (cut.names is None) == (named_by(edit) is None)
    FinalCut.objects.filter(pk=cut.pk).update(names=None)
    assert told(house) == [(FinalCut.objects.get(pk=cut.pk), False)]


def test_withdrawing_a_consent_lists_the_final_cut_by_name(house, final):
    made_under(house.consent, house.version, actor=house.people["producer"])
    house.version.file_name = "clip.mp4"
    house.version.save(update_fields=["file_name"])
    before = touched(house.consent)
    assert before.cuts >= 1
    assert before.names["cuts"][0][0] == f"final cut {final.version.file_name}"
    found = revoke(consent=house.consent, actor=None, name="Ada", why="")
    assert found.names["cuts"][0][1].startswith(f"/assets/{final.version.asset_id}/")
