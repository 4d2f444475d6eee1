"""The shots of the final cut: which class each has, because of which rows, and how many."""

from fractions import Fraction

import pytest

from projects.disclosure import shot_map
from projects.disclosure.finding import Media, stem
from projects.disclosure.making import choose_final, say_use
from projects.disclosure.shot_map import counted, final_cuts, mapped
from projects.models import Ingest, Shot
from tests.projects.disclosure.conftest import EDIT
from tests.world import make_edit, make_used, make_version


def of(house):
    [cut] = mapped(house.project, Media(house.project), lambda: None)
    return cut


def layer(**fields):
    empty = {"media": "", "name": "", "reel": "", "source": 0, "source_end": 24}
    return {**empty, **fields}


def test_each_shot_has_a_class_and_the_rows_that_say_so(house, final, made):
    cut = of(house)
    assert [shot["class"] for shot in cut["shots"]] == ["none", "generated", "unknown", "unknown"]
    first, second, *_ = cut["shots"]
    assert first["evidence"][0]["row"]["id"] == str(house.version.pk)
    assert second["evidence"][0]["row"]["id"] == str(made.pk)
    place = f"/requests/{made.run.request_id}/triage/#{made.pk}"
    assert second["evidence"][0]["row"]["url"].endswith(place)
    assert (second["tc_in"], second["tc_out"]) == ("01:00:01:00", "01:00:03:00")
    assert cut["shots"][3]["evidence"][0]["row"] is None


def test_counts_add_up_to_the_film(house, final):
    cut = of(house)
    by = {row["class"]: row for row in cut["counts"]}
    assert (by["generated"]["shots"], by["generated"]["seconds"]) == (1, 2.0)
    assert (by["unknown"]["shots"], by["none"]["shots"]) == (2, 1)
    assert sum(row["shots"] for row in cut["counts"]) == len(cut["shots"])
    assert sum(row["frames"] for row in cut["counts"]) == cut["frames"]


def test_counts_of_nothing_are_zeros():
    assert {row["shots"] for row in counted([], Fraction(24))} == {0}


@pytest.mark.parametrize(
    ("used_as", "meant"),
    [("led_plate", "led_plate"), ("final", "composite"), ("temporary", "unknown")],
)
def test_what_is_said_of_a_shot_counts_where_its_code_is_named(house, final, shot, used_as, meant):
    made = make_used(house, source_type="compositeWithTrainedAlgorithmicMedia")
    say_use(actor=house.people["director"], candidate=made, used_as=used_as, shots=[shot])
    third = of(house)["shots"][2]
    assert third["class"] == meant
    assert [one["code"] for one in third["shots"]] == ["PRJ_0020"]
    said = third["evidence"][-1]
    assert (said["by"], said["used_as"]) == ("said", used_as)


def test_a_temporary_result_counts_where_the_film_is_known(house, final, made):
    shot = Shot.objects.create(
        project=house.project, code="PRJ_0030", version=house.version, cut_in=0, cut_out=24
    )
    say_use(actor=house.people["director"], candidate=made, used_as="temporary", shots=[shot])
    shots = of(house)["shots"]
    assert shots[0]["class"] == "temporary"
    assert shots[1]["class"] == "generated"


def test_a_temporary_result_in_the_final_cut_is_told(house, final, made):
    say_use(actor=house.people["director"], candidate=made, used_as="temporary")
    second = of(house)["shots"][1]
    assert (second["class"], second["remarks"]) == ("generated", ["said_temporary"])


def test_the_newest_word_counts(house, final, made, shot):
    for used_as in ("final", "unused"):
        say_use(actor=house.people["director"], candidate=made, used_as=used_as, shots=[shot])
    assert of(house)["shots"][2]["class"] == "unknown"


def test_what_credentials_say_of_a_film_counts(house, brought):
    edit = make_edit(house, house.people["producer"], EDIT.replace("clip.mp4", "Battle.MOV"))
    choose_final(actor=house.people["producer"], project=house.project, version=edit, episode=None)
    assert of(house)["shots"][0]["class"] == "composite"


def test_namesakes_count_by_the_one_that_says_most_and_are_told(house, brought):
    make_version(house.project, house.people["artist"], name="battle.mp4")
    edit = make_edit(house, house.people["producer"], EDIT.replace("clip.mp4", "battle"))
    choose_final(actor=house.people["producer"], project=house.project, version=edit, episode=None)
    first = of(house)["shots"][0]
    assert (first["class"], first["remarks"]) == ("composite", ["namesakes"])


def test_the_newest_choice_stands_for_each_episode(house, final):
    producer = house.people["producer"]
    later = make_edit(house, producer, EDIT, name="later.edl")
    choose_final(actor=producer, project=house.project, version=later, episode=None)
    choose_final(actor=producer, project=house.project, version=later, episode=house.episode)
    assert [(cut.version, cut.episode) for cut in final_cuts(house.project)] == [
        (later, house.episode)
    ]  # one of the whole film would count its shots twice


def test_a_cut_that_was_deleted_counts_no_shots_and_brings_none_back(house, final):
    producer = house.people["producer"]
    later = make_edit(house, producer, EDIT, name="later.edl")
    choose_final(actor=producer, project=house.project, version=later, episode=None)
    later.asset.throw_away()
    assert final_cuts(house.project) == []


def test_a_nested_sequence_is_not_known_and_told(house, final, monkeypatch):
    read = shot_map.shots_apart

    def nested(*asked):
        found = read(*asked)
        found["shots"][0]["layers"][0]["kind"] = "nested"
        return found

    monkeypatch.setattr(shot_map, "shots_apart", nested)
    first = of(house)["shots"][0]
    assert (first["class"], first["remarks"]) == ("unknown", ["nested"])


def test_a_rate_that_was_assumed_is_told(house, final):
    assert of(house)["remarks"] == ["The file says no rate; that of the project was taken: 24/1."]


def test_what_nobody_could_examine_is_not_known(house, final):
    Ingest.objects.filter(version=house.version).update(state="FAILED")
    assert of(house)["shots"][0]["class"] == "unknown"
    Ingest.objects.filter(version=house.version).update(state="READY")
    house.version.facts = {**house.version.facts, "origin": {"state": "unreadable"}}
    house.version.save(update_fields=["facts"])
    assert of(house)["shots"][0]["class"] == "unknown"


class TestFinding:
    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("A001.mov", "a001"),
            ("file:///Volumes/My%20Disk/A001.MOV", "a001"),
            ("C:\\footage\\A001.mov", "a001"),
            ("shot.v01", "shot"),
            ("Élan.mp4", "élan"),
            ("", ""),
        ],
    )
    def test_names_are_compared_without_folder_ending_and_case(self, name, meant):
        assert stem(name) == meant

    def test_the_name_of_the_file_goes_before_the_clips(self, house, brought):
        found = Media(house.project).find(layer(media="/x/clip.mp4", name="battle"))
        assert (found.versions, found.by) == ([house.version], "file")
        found = Media(house.project).find(layer(media="/x/other.mp4", name="battle"))
        assert (found.versions, found.by) == ([brought], "clip")
        found = Media(house.project).find(layer(reel="BATTLE"))
        assert (found.versions, found.by) == ([brought], "reel")

    def test_what_was_never_approved_has_left_under_no_name(self, house, made):
        name = "clip_picture_0001_made_with_ai"
        assert Media(house.project).find(layer(name=name)).results == [made]
        made.decisions.all().delete()
        assert not Media(house.project).find(layer(name=name))

    def test_nothing_is_found_for_nothing(self, house):
        assert not Media(house.project).find(layer())

    def test_every_version_of_that_name_may_be_meant(self, house):
        later = make_version(house.project, house.people["artist"], asset=house.asset)
        found = Media(house.project).find(layer(media="clip.mp4"))
        assert found.versions == [later, house.version]

    @pytest.mark.parametrize("kind", ["sound", "editorial", "script"])
    def test_what_no_cut_shows_is_not_meant(self, house, brought, kind):
        type(brought.asset).objects.filter(pk=brought.asset_id).update(kind=kind)
        assert not Media(house.project).find(layer(media="battle.mov"))

    def test_what_another_studio_has_is_never_found(self, world, house):
        make_version(world.theirs.project, world.theirs.people["artist"], name="theirs.mov")
        assert not Media(house.project).find(layer(media="theirs.mov"))

    def test_a_shot_is_known_by_its_frames(self, house):
        for code, (start, end) in {"PRJ_0100": (0, 24), "PRJ_0110": (24, 96)}.items():
            Shot.objects.create(
                project=house.project, code=code, version=house.version, cut_in=start, cut_out=end
            )
        media = Media(house.project)
        clip = layer(media="clip.mp4", source=20, source_end=60)
        [shot] = media.shots(clip, media.find(clip))
        assert shot.code == "PRJ_0110"

    def test_a_source_that_begins_at_its_timecode_is_counted_from_there(self, house):
        house.version.facts = {**house.version.facts, "timecode": "01:00:00:00"}
        house.version.save(update_fields=["facts"])
        Shot.objects.create(
            project=house.project, code="PRJ_0100", version=house.version, cut_in=0, cut_out=24
        )
        media = Media(house.project)
        clip = layer(media="clip.mp4", source=86400, source_end=86412)
        assert [shot.code for shot in media.shots(clip, media.find(clip))] == ["PRJ_0100"]

    def test_an_asset_that_was_filed_under_a_shot_is_of_it(self, house, brought, shot):
        brought.asset.shot = shot
        brought.asset.save(update_fields=["shot"])
        media = Media(house.project)
        clip = layer(media="battle.mov")
        assert media.shots(clip, media.find(clip)) == [shot]

    def test_a_code_that_two_shots_have_is_neithers(self, house, shot):
        media = Media(house.project)
        clip = layer(name="prj-0020 comp")
        assert media.shots(clip, media.find(clip)) == [shot]
        Shot.objects.create(project=house.project, code="PRJ_0020")
        media = Media(house.project)
        assert media.shots(clip, media.find(clip)) == []
