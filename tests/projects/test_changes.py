"""Two cuts compared in the portal: asked for, looked at shot by shot, signed, taken away."""

import re
from fractions import Fraction

import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import files
from projects import change_words as words
from projects.media.carrying.edits import write
from projects.models import AssistRequest, Candidate
from projects.models.decisions import decide
from projects.tasks import run as run_task
from tests.projects.files_made import CHANGES, make_changes
from tests.projects.media.test_shots_films import scene
from tests.world import make_version

HOSTILE = "<b>עברית</b>" + "x" * 90 + ".mp4"


@pytest.fixture
def other(world):
    return make_version(world.ours.project, world.visitor("artist"), name="other.mp4")


@pytest.fixture
def changes(world, other):
    return make_changes([world.ours.version, other], world.visitor("artist"))


def look(as_person, world, candidate, query="", who="reviewer"):
    return as_person(world.visitor(who)).get(candidate.get_absolute_url() + query)


def ids(text):
    """Entries in their order."""
    return re.findall(r'<li (?:class="change [^"]*" )?id="((?:shot|lost)-\d+)"', text)


class TestAsking:
    def path(self, version):
        return f"{reverse('ask', args=[version.pk])}?tool=cut_compare"

    def test_an_older_version_is_offered_and_stands_first(self, world, as_person):
        mine, artist = world.ours.version, world.visitor("artist")
        newer = make_version(world.ours.project, artist, asset=mine.asset)
        text = as_person(artist).get(self.path(newer)).text
        assert re.search(rf'name="first" value="{mine.pk}" checked', text)
        assert re.search(rf'name="also" value="{newer.pk}" checked', text)

    def test_two_versions_of_one_film_are_compared_in_their_order(self, world, as_person):
        mine, artist = world.ours.version, world.visitor("artist")
        newer = make_version(world.ours.project, artist, asset=mine.asset)
        client = as_person(artist)
        answer = client.post(self.path(newer), {"first": mine.pk, "also": newer.pk})
        assert answer.status_code == 302, answer.text
        assert AssistRequest.objects.get(tool="cut_compare").inputs == [mine, newer]

    def test_one_cut_alone_is_told(self, world, as_person):
        mine, client = world.ours.version, as_person(world.visitor("artist"))
        answer = client.post(self.path(mine), {"also": mine.pk})
        assert answer.status_code == 200 and "an earlier and a later cut" in answer.text


class TestThePage:
    def test_a_summary_in_words(self, world, as_person, changes):
        text = look(as_person, world, changes).text
        assert "1 kept, 1 lost, 1 new, 1 moved; 1.0 s shorter" in text

    def test_warnings_the_worst_first(self, world, as_person, changes):
        text = look(as_person, world, changes).text
        said = ["No shot of the later cut", "clip.mp4: 3 frames", "Where a picture stands still"]
        places = [text.index(sentence) for sentence in said]
        assert places == sorted(places)

    def test_pairs_that_look_like_two_shots_are_told(self, world, as_person, other):
        told = [{**row, "alike": 0.1 if row["index"] == 1 else 0.97} for row in CHANGES["shots"]]
        made = make_changes([world.ours.version, other], world.visitor("artist"), shots=told)
        text = look(as_person, world, made).text
        assert "though they were told to be in both cuts: 2. Look" in text
        assert text.count("these may be two different shots") == 1

    def test_a_kept_shot_whose_pictures_differ_is_not_folded_away(self, world, as_person, other):
        kept = {**CHANGES["shots"][0], "alike": 0.2, "look": 0}
        rows = [kept, *CHANGES["shots"][1:]]
        made = make_changes([world.ours.version, other], world.visitor("artist"), shots=rows)
        text = look(as_person, world, made).text
        assert "shots kept" not in text and "shot kept" not in text
        assert "these may be two different shots" in text.split('id="shot-1"')[1]

    def test_shots_stand_in_order_the_lost_one_at_its_place(self, world, as_person, changes):
        text = look(as_person, world, changes).text
        assert ids(text) == ["shot-1", "lost-2", "shot-2", "shot-3"]
        assert "1 shot kept</summary>" in text and "Moved, head trimmed by 5 frames." in text
        assert "00:00:01:00–00:00:01:19" in text and "Fairly sure." in text

    def test_each_entry_has_its_own_picture(self, world, as_person, changes):
        text = look(as_person, world, changes).text
        for entry, look_ in (("shot-2", 0), ("shot-3", 1), ("lost-2", 2)):
            row = changes.renditions.get(role="large", index=look_)
            after = text.split(f'id="{entry}"')[1]
            assert re.search(r'src="([^"]+)"', after)[1] == reverse("rendition", args=[row.pk])
        assert text.count('loading="lazy"') == 3 == text.count("<view-mark")

    def test_every_block_of_the_strips_leads_to_an_entry(self, world, as_person, changes):
        text = look(as_person, world, changes).text
        strips = text.split("<cut-strips")[1].split("</cut-strips>")[0]
        targets = re.findall(r'href="#([^"]+)"', strips)
        assert targets == ["shot-1", "lost-2", "shot-2", "shot-1", "shot-2", "shot-3"]
        assert set(targets) == set(ids(text))
        assert 'aria-label="Earlier: Shot 2, lost, 00:00:01:00–00:00:03:00"' in strips
        assert "style=" not in text.split("<main")[1]

    def test_the_shorter_cut_ends_before_the_longer(self, world, as_person, changes):
        strips = look(as_person, world, changes).text.split("<cut-strips")[1]
        blocks = re.findall(r'"strips-block" x="([\d.]+)%" y="(\d+)" width="([\d.]+)%"', strips)
        ends = [(y, float(x) + float(wide)) for x, y, wide in blocks]
        assert ends[2] == ("2", 100) and ends[5] == ("88", 75)

    def test_shots_of_one_change_are_shown_alone(self, world, as_person, changes):
        text = look(as_person, world, changes, "?change=lost").text
        assert ids(text) == ["lost-2"] and 'href="?change=lost" aria-current="true"' in text
        assert ids(look(as_person, world, changes, "?change=kept").text) == ["shot-1"]

    def test_blocks_of_shots_that_are_not_shown_lead_to_all(self, world, as_person, changes):
        text = look(as_person, world, changes, "?change=lost").text
        strips = text.split("<cut-strips")[1].split("</cut-strips>")[0]
        targets = re.findall(r'<a href="([^"]+)"', strips.split("data-strip", 1)[1])
        assert targets.count("#lost-2") == 1 and targets.count("?#shot-2") == 2
        assert {one for one in targets if one.startswith("#")} == {"#lost-2"}

    def test_a_change_that_there_is_none_of_shows_all(self, world, as_person, changes):
        for query in ("?change=split", "?change=%3Cb%3E"):
            assert len(ids(look(as_person, world, changes, query).text)) == 4

    def test_without_changes_it_says_so(self, world, as_person, other):
        kept = {"shots": CHANGES["shots"][:1], "earlier_shots": CHANGES["earlier_shots"][:1]}
        same = make_changes(
            [world.ours.version, other],
            world.visitor("artist"),
            summary={"kept": 1},
            warnings=[],
            **kept,
        )
        text = look(as_person, world, same).text
        assert "Nothing was changed between these cuts" in text and 'class="chips"' not in text

    def test_a_cut_without_shots_is_shown(self, world, as_person, other):
        nothing = {"name": "a", "frames": 0, "rate": "24/1", "width": 2, "height": 2}
        empty = {"shots": [], "earlier_shots": [], "summary": {}, "warnings": []}
        made = make_changes(
            [world.ours.version, other],
            world.visitor("artist"),
            **empty,
            earlier=nothing,
            later=nothing,
        )
        assert look(as_person, world, made).status_code == 200

    def test_names_are_escaped(self, world, as_person):
        bad = make_version(world.ours.project, world.visitor("artist"), name=HOSTILE)
        made = make_changes(
            [world.ours.version, bad],
            world.visitor("artist"),
            warnings=[{"code": "new:one", "detail": "<i>oh"}],
        )
        text = look(as_person, world, made).text
        assert "<b>עברית" not in text and "&lt;b&gt;עברית" in text and "&lt;i&gt;oh." in text

    def test_others_do_not_find_it(self, world, as_person, changes):
        assert look(as_person, world, changes, who="other").status_code == 404

    def test_hundreds_of_shots_ask_no_more_questions(
        self, world, as_person, other, django_assert_max_num_queries
    ):
        row = CHANGES["shots"][1]
        many = [{**row, "index": n, "start": n, "end": n + 1} for n in range(500)]
        made = make_changes([world.ours.version, other], world.visitor("artist"), shots=many)
        client = as_person(world.visitor("reviewer"))
        client.get(made.get_absolute_url())
        with django_assert_max_num_queries(40):
            assert client.get(made.get_absolute_url()).status_code == 200

    def test_both_versions_lead_to_it(self, world, as_person, other, changes):
        client = as_person(world.visitor("reviewer"))
        for version in (world.ours.version, other):
            text = client.get(reverse("asset", args=[version.asset_id])).text
            assert text.count(changes.get_absolute_url()) == 1


class TestWords:
    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ({"change": "kept"}, ""),
            ({"change": "new", "unseen": 29}, "Not in the earlier cut."),
            ({"change": "trimmed", "tail": 1}, "Tail trimmed by 1 frame."),
            ({"change": "extended", "head": -3}, "Head extended by 3 frames."),
            ({"change": "trimmed", "head": 3, "exact": False}, "Head trimmed by about 3 frames."),
            ({"change": "split", "unseen": 2}, "Split from an earlier shot, 2 frames are new."),
            ({"change": "joined"}, "Joined from earlier shots."),
            ({"change": "repeated"}, "Shown again."),
            ({"change": "unsure"}, "Not recognised."),
            ({"change": "lost"}, "Not in the later cut."),
            ({"change": "retimed", "speed": 0.5}, "Played at 50 % of its speed."),
        ],
    )
    def test_a_shot_in_a_sentence(self, row, said):
        assert words.sentence({"changes": [row["change"]], "exact": True, **row}) == said

    def test_every_change_that_the_tool_knows_has_words(self):
        from projects.media.cuts import changes

        known = {*changes.FIRST, changes.RETIMED, changes.NEW, changes.LOST, changes.UNSURE}
        assert known == set(words.CHANGES)

    @pytest.mark.parametrize(
        ("seconds", "said"),
        [(0.04, "0.04 s"), (4.2, "4.2 s"), (59.96, "1:00"), (84, "1:24"), (3723, "1:02:03")],
    )
    def test_lengths(self, seconds, said):
        assert words.lasting(seconds) == said

    def test_the_difference(self):
        assert words.summary({"trimmed": 3, "kept": 12}, -84) == "12 kept, 3 trimmed; 1:24 shorter"
        assert words.summary({}, 0) == "of the same length"
        assert words.summary({"new": 1}, 2).endswith("2.0 s longer")

    @pytest.mark.parametrize(("sure", "said"), [(0.3, "A guess"), (0.65, "Fairly"), (0.9, "")])
    def test_how_sure_it_is(self, sure, said):
        told = words.certainty({"change": "trimmed", "confidence": sure})
        assert told.startswith(said) and bool(told) == bool(said)

    @pytest.mark.parametrize(
        "code",
        ["cuts:unrelated", "cuts:not_recognised", "cuts:other_rate", "cuts:about"],
    )
    def test_each_warning_has_a_sentence(self, code):
        (told,) = words.warnings([{"code": code, "detail": "the tool's own"}])
        assert told["text"].endswith(".") and "the tool's own" not in told["text"]


class TestTakingAway:
    def sign(self, world, changes):
        decide(
            actor=world.visitor("director"),
            candidate=Candidate.objects.get(pk=changes.pk),
            revision=0,
            verdict="approved",
            seen=None,
        )

    @pytest.mark.parametrize("name", ["otio", "edl", "csv", "numbers"])
    def test_approved_work_leaves(self, world, as_person, changes, name):
        client = as_person(world.visitor("reviewer"))
        address = reverse("candidate_export", args=[changes.pk, name])
        assert client.get(address).status_code == 409
        self.sign(world, changes)
        assert client.get(address).status_code == 200
        assert AuditEvent.objects.filter(verb="file:exported").count() == 1

    def test_pictures_are_for_looking(self, world, as_person, changes):
        self.sign(world, changes)
        client = as_person(world.visitor("reviewer"))
        assert (
            client.get(reverse("candidate_export", args=[changes.pk, "large"])).status_code == 404
        )

    def test_requests_for_changes_are_for_cuts(self, world, changes):
        with pytest.raises(PortalError, match="decision:verdict"):
            decide(
                actor=world.visitor("director"),
                candidate=changes,
                revision=0,
                verdict="changes",
                reason="other",
                seen=None,
            )


def test_what_was_signed_is_not_told_while_one_of_the_cuts_is_deleted(
    world, as_person, changes, other
):
    director, told = world.visitor("director"), "Cut comparison of clip.mp4 approved"
    row = Candidate.objects.get(pk=changes.pk)
    made = decide(actor=director, candidate=row, revision=0, verdict="approved", seen=None)
    client = as_person(director)
    assert told in client.get("/").text
    other.asset.delete_by(world.visitor("producer"))
    assert told not in client.get("/").text
    assert client.get(reverse("worth", args=[made.pk])).status_code == 404
    other.asset.take_back(actor=world.visitor("producer"))
    assert told in client.get("/").text


def test_the_real_tool_leads_to_its_page(world, as_person, tmp_path):
    """Two versions of one film: the last shot is second and trimmed, one is lost, one is new."""
    earlier, artist = world.ours.version, as_person(world.visitor("artist"))
    later = make_version(world.ours.project, world.visitor("artist"), asset=earlier.asset)
    one, two, three, four, five = (scene(seed, 40, speed=9) for seed in range(1, 6))
    for version, shots in (
        (earlier, one + two + three + four),
        (later, one + four[5:] + five[:30] + two[:-3]),
    ):
        write(tmp_path / f"{version.pk}.mp4", shots, Fraction(24))
        files.put(version.storage_key, tmp_path / f"{version.pk}.mp4")
    path = f"{reverse('ask', args=[later.pk])}?tool=cut_compare"
    assert artist.post(path, {"first": earlier.pk, "also": later.pk}).status_code == 302
    run = AssistRequest.objects.get(tool="cut_compare").runs.get()
    run_task(*run.message)
    run.refresh_from_db()
    assert run.state == "READY", run.event()["error"]
    candidate = run.candidates.get()
    assert "Look at the changes" in artist.get(run.get_absolute_url()).text
    text = artist.get(candidate.get_absolute_url()).text
    assert "1 kept, 1 lost, 1 new, 1 trimmed, 1 moved; 0.75 s shorter" in text
    assert ids(text) == ["shot-1", "shot-2", "shot-3", "shot-4", "lost-3"]
    assert "Moved, head trimmed by 5 frames." in text and "Tail trimmed by 3 frames." in text
    looks = candidate.renditions.filter(role="large")
    assert looks.count() == 4 and all(str(row.pk) in text for row in looks)
    for entry in [*candidate.result["shots"][1:], candidate.result["earlier_shots"][2]]:
        row = looks.get(index=entry["look"])
        assert row.facts["name"] == entry["picture"].removeprefix("pairs/")
