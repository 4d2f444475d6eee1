"""Takes in order, in the portal: asked for, looked at, chosen, signed, taken away."""

import json
import re
from fractions import Fraction

import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import files
from projects import selects_words, take_strips
from projects.assist import stringing
from projects.assist.tools.selects_rows import UNITS
from projects.models import AssistRequest, Candidate
from projects.models.decisions import decide
from projects.tasks import run as run_task
from tests.projects.files_made import make_selects, take_row
from tests.projects.media.takes_films import frames, soft, speech, write
from tests.world import make_version


@pytest.fixture
def versions(world):
    artist = world.visitor("artist")
    more = [make_version(world.ours.project, artist, name=n) for n in ("b.mp4", "c.mp4")]
    return [world.ours.version, *more]


@pytest.fixture
def selects(world, versions):
    return make_selects(versions, world.visitor("artist"))


@pytest.fixture
def make(world, versions):
    return lambda **result: make_selects(versions, world.visitor("artist"), **result)


@pytest.fixture
def choose(world, selects):
    def call(names, whole=False, base=0, kind="artist"):
        edit = {"op": "choose", "takes": names, "whole": whole}
        row = Candidate.objects.get(pk=selects.pk)
        return row.revise(actor=world.visitor(kind), base=base, edit=edit)

    return call


@pytest.fixture
def sign(world, selects):
    def call(revision=0, verdict="approved", **more):
        row = Candidate.objects.get(pk=selects.pk)
        word = {"revision": revision, "verdict": verdict, "seen": None, **more}
        return decide(actor=world.visitor("director"), candidate=row, **word)

    return call


@pytest.fixture
def client(world, as_person):
    return as_person(world.visitor("artist"))


def page(client, candidate):
    return client.get(candidate.get_absolute_url())


def take(client, candidate, name):
    return client.get(reverse("candidate_export", args=[candidate.pk, name]))


class TestThePage:
    def test_takes_stand_in_order_with_picture_sound_and_player(self, client, selects, versions):
        text = page(client, selects).text
        names = [f'value="{name}"' for name in ("clip.mp4", "b.mp4", "c.mp4")]
        assert sorted(map(text.index, names)) == [text.index(name) for name in names]
        for row in selects.renditions.filter(role="large"):
            assert reverse("rendition", args=[row.pk]) in text
        assert "−23.1 LUFS" in text and "6.5 LU" in text and "−1.2 dBTP" in text
        assert "never judges the performance" in text and "<view-mark" in text
        for version in versions:
            assert reverse("rendition", args=[version.rendition("proxy").pk]) in text
            assert f"/assets/{version.asset_id}/?version=1" in text

    def test_the_best_is_ticked_and_is_the_string_out(self, client, selects):
        text = page(client, selects).text
        assert text.count('name="take"') == 3 and 'value="clip.mp4" checked' in text
        assert 'value="b.mp4" checked' not in text
        assert "as the tool proposes" in text and "Whole takes" in text

    def test_who_may_not_choose_sees_what_was_chosen(self, world, as_person, selects):
        text = page(as_person(world.visitor("reviewer")), selects).text
        assert 'name="take"' not in text and "Make a string-out" not in text
        assert "in the string-out" in text

    def test_without_dead_air_there_is_nothing_to_keep(self, client, make, versions):
        rows = {one.file_name: take_row(n) for n, one in enumerate(versions, 1)}
        text = page(client, make(takes=rows)).text
        assert "Whole takes" not in text and "Dead air" not in text

    def test_what_was_not_judged_and_warnings_stand_on_top(self, client, make):
        text = page(
            client,
            make(
                not_judged=[{"name": "x.mov", "code": "tool:unreadable"}],
                warnings=[{"code": "selects:sizes", "detail": "320x180, 640x360"}],
            ),
        ).text
        assert "x.mov was not judged: it cannot be read. Send it again." in text
        assert text.index("x.mov was not judged") < text.index("320x180, 640x360")

    def test_ties_are_said(self, client, make):
        rows = {"clip.mp4": take_row(1, as_good_as=["b.mp4"])}
        text = " ".join(page(client, make(takes=rows)).text.split())
        assert "As good as <bdi>b.mp4</bdi>: too near for an order." in text

    def test_names_are_only_names(self, world, client):
        odd = '"><script>a()</script>{detail}\u202e.mp4'
        version = make_version(world.ours.project, world.visitor("artist"), name=odd)
        made = make_selects(
            [world.ours.version, version],
            world.visitor("artist"),
            warnings=[{"code": "selects:empty", "detail": odd}],
            not_judged=[{"name": odd, "code": "tool:no_picture"}],
        )
        text = page(client, made).text
        assert "<script>a()" not in text and "&lt;script&gt;a()" in text

    def test_others_find_nothing(self, world, as_person, selects):
        assert page(as_person(world.visitor("other")), selects).status_code == 404

    @pytest.mark.parametrize("watermark", ["overlay", "burnt"])
    def test_many_takes_ask_little_of_the_database(
        self, world, client, django_assert_max_num_queries, watermark
    ):
        world.ours.project.watermark = watermark
        world.ours.project.save()
        artist = world.visitor("artist")
        many = [
            make_version(world.ours.project, artist, name=f"take {n:02}.mp4") for n in range(20)
        ]
        made = make_selects(many, artist)
        page(client, made)
        with django_assert_max_num_queries(45):
            text = page(client, made).text
        assert text.count('name="take"') == 20
        # A copy with a name in it is asked for by the player.
        assert (text.count("&quot;src&quot;: &quot;&quot;") == 20) == (watermark == "burnt")


class TestChoosing:
    def test_a_choice_is_a_revision_with_its_author(self, world, choose, client, selects):
        made = choose(["b.mp4", "clip.mp4"])
        assert (made.number, made.made_by) == (1, world.visitor("artist"))
        assert [row["take"] for row in made.cut] == ["b.mp4", "clip.mp4"]
        assert made.cut[0]["spans"] == [[0, 36], [60, 96]]
        text = page(client, selects).text
        assert "2 takes, chosen by" in text and "Takes without dead air: b.mp4, clip.mp4" in text
        assert text.index('data-name="b.mp4"') < text.index('data-name="clip.mp4"')
        assert 'data-base="1"' in text

    def test_the_latest_choices_stand_on_top_of_the_history(self, choose, client, selects):
        for base in range(22):
            choose(["b.mp4"] if base % 2 else ["c.mp4"], base=base)
        history = page(client, selects).text.split('id="history"')[1]
        numbers = [int(one) for one in re.findall(r">r(\d+)<", history)]
        assert numbers == list(range(22, 2, -1))

    def test_whole_takes_keep_their_dead_air(self, choose, client, selects):
        assert choose(["b.mp4"], whole=True).cut[0]["spans"] == [[0, 96]]
        assert 'value="1" checked' in page(client, selects).text

    @pytest.mark.parametrize("names", [[], ["x.mp4"], ["b.mp4", "b.mp4"]])
    def test_what_cannot_be_chosen_is_told(self, choose, selects, names):
        with pytest.raises(PortalError) as refused:
            choose(names)
        assert refused.value.code == "revision:edit" and selects.revisions.count() == 1

    def test_of_two_people_the_second_sees_first(self, choose):
        choose(["b.mp4"])
        with pytest.raises(PortalError) as refused:
            choose(["c.mp4"], base=0, kind="director")
        assert refused.value.code == "revision:stale"

    def test_nobody_changes_what_is_signed_until_it_is_taken_back(
        self, choose, sign, client, selects
    ):
        standing = sign()
        with pytest.raises(PortalError) as refused:
            choose(["b.mp4"])
        assert refused.value.code == "revision:signed"
        assert "of selects, take the decision back" in refused.value.as_dict()["todo"]
        assert 'name="take"' not in page(client, selects).text
        sign(verdict="reopened", seen=standing.pk)
        assert choose(["b.mp4"]).number == 1

    def test_shots_of_a_cut_are_not_edited_here_nor_takes_chosen_of_a_cut(self, world, selects):
        artist = world.visitor("artist")
        with pytest.raises(PortalError) as refused:
            selects.revise(actor=artist, base=0, edit={"op": "split", "frame": 3})
        assert refused.value.code == "revision:edit"
        with pytest.raises(PortalError) as refused:
            decide(
                actor=world.visitor("director"), candidate=selects, revision=0, verdict="changes"
            )
        assert "This (selects) is not decided" in refused.value.as_dict()["message"]
        with pytest.raises(PortalError):
            world.ours.candidate.revise(actor=artist, base=0, edit={"op": "choose", "takes": ["a"]})

    def test_over_the_api_and_back_to_what_the_tool_chose(self, client, selects):
        path = f"/api/v1/candidates/{selects.pk}/revisions/"

        def send(base, **edit):
            body = json.dumps({"base": base, "edit": edit})
            return client.post(path, body, content_type="application/json")

        told = send(0, op="choose", takes=["c.mp4"])
        assert told.status_code == 201, told.text
        assert told.json()["takes"] == [{"take": "c.mp4", "whole": False, "spans": [[0, 96]]}]
        assert told.json()["shots"] == [] and told.json()["can_edit"]
        back = send(1, op="restore", revision=0).json()
        assert [row["take"] for row in back["takes"]] == ["clip.mp4"]
        assert send(2, op="choose").status_code == 422

    def test_a_reviewer_may_not(self, world, as_person, selects):
        answer = as_person(world.visitor("reviewer")).post(
            f"/api/v1/candidates/{selects.pk}/revisions/",
            json.dumps({"base": 0, "edit": {"op": "choose", "takes": ["b.mp4"]}}),
            content_type="application/json",
        )
        assert answer.status_code == 403

    def test_a_long_choice_is_named_as_far_as_there_is_room(self, world):
        artist = world.visitor("artist")
        many = [
            make_version(world.ours.project, artist, name=f"a long take {n}.mp4") for n in range(12)
        ]
        made = make_selects(many, artist)
        edit = {"op": "choose", "takes": [one.file_name for one in many]}
        summary = made.revise(actor=artist, base=0, edit=edit).summary
        assert len(summary) == 200 and summary.endswith("…")


class TestTheFiles:
    @pytest.mark.parametrize("name", ["edl", "otio", "numbers"])
    def test_nothing_leaves_unapproved(self, world, as_person, selects, name):
        producer = as_person(world.visitor("producer"))
        assert take(producer, selects, name).status_code == 409
        assert f"/export/{name}/" not in page(producer, selects).text

    def test_what_leaves_is_what_was_approved(self, world, as_person, selects, choose, sign):
        choose(["c.mp4", "b.mp4"])
        sign(revision=1)
        producer = as_person(world.visitor("producer"))
        answer = take(producer, selects, "edl")
        assert "clip_stringout_r1.edl" in answer["Content-Disposition"]
        lines = [line for line in answer.text.splitlines() if "CLIP NAME" in line]
        assert [line.split(":  ")[1] for line in lines] == ["c.mp4", "b.mp4", "b.mp4"]
        assert "10:00:02:12 10:00:04:00" in answer.text
        track = json.loads(take(producer, selects, "otio").text)["tracks"]["children"][0]
        assert [clip["name"] for clip in track["children"]] == ["c.mp4", "b.mp4", "b.mp4"]
        names = [row.facts["name"] for row in AuditEvent.objects.filter(verb="file:exported")]
        assert sorted(names) == ["clip_stringout_r1.edl", "clip_stringout_r1.otio"]
        assert "/export/edl/" in page(producer, selects).text
        assert take(producer, selects, "numbers").status_code == 200

    def test_an_older_revision_is_not_signed(self, choose, sign):
        choose(["c.mp4"])
        with pytest.raises(PortalError) as refused:
            sign(revision=0)
        assert refused.value.code == "revision:stale"

    def test_over_the_api_too(self, world, as_person, selects, choose, sign):
        choose(["b.mp4"], whole=True)
        sign(revision=1)
        client = as_person(world.visitor("reviewer"))
        told = client.get(f"/api/v1/candidates/{selects.pk}/").json()["files"]
        assert [file["name"] for file in told] == ["edl", "otio", "numbers"]
        answer = client.get(f"/api/v1/candidates/{selects.pk}/exports/edl/")
        assert answer.status_code == 200 and answer.text.count("CLIP NAME") == 1

    def test_takes_of_other_rates_are_told_and_stay_in_the_otio(self, world, client, make):
        made = make(takes={"b.mp4": take_row(2, rate="25/1")})
        edit = {"op": "choose", "takes": ["clip.mp4", "b.mp4"]}
        made.revise(actor=world.visitor("artist"), base=0, edit=edit)
        assert "Not in the EDL, which has one rate: b.mp4." in page(client, made).text

    def test_where_no_edl_can_be_written_none_is_offered(self, world, client, make):
        made = make(takes={"c.mp4": take_row(3, rate="17/1", timecode=None)})
        edit = {"op": "choose", "takes": ["c.mp4"]}
        made.revise(actor=world.visitor("artist"), base=0, edit=edit)
        text = page(client, made).text
        assert "No EDL can be written" in text and "String-out, EDL" not in text
        assert "String-out, OTIO" in text


class TestTheWords:
    @pytest.mark.parametrize("code", sorted(UNITS))
    @pytest.mark.parametrize("reference", [None, 0.5])
    @pytest.mark.parametrize("alone", [False, True])
    def test_every_reason_has_a_sentence_and_a_chip(self, code, reference, alone):
        reason = {"code": code, "named": True, "amount": 2, "measured": 1.25, "unit": UNITS[code]}
        row = take_row(1, defects=[code], reasons=[{**reason, "reference": reference}])
        (told,) = selects_words.reasons(row, alone)
        assert told["named"] and told["text"] != code and "{" not in told["text"]
        assert selects_words.chips(row) != [code] or code in ("soft",)

    @pytest.mark.parametrize("code", sorted(selects_words._WARNINGS))
    def test_every_warning_says_what_it_is_about(self, code):
        (told,) = selects_words.said([{"code": code, "detail": "24/1, 30000/1001"}])
        assert "29.97 fps" in told["text"] or "24/1, 30000/1001" in told["text"]

    def test_what_the_tool_warns_of_has_words(self):
        from projects.assist.tools.selects_words import SAID

        assert {f"selects:{code}" for code in SAID} == set(selects_words._WARNINGS)

    def test_defects_of_the_whole_setup_are_told_in_words(self):
        told = selects_words.said([{"code": "selects:whole_setup", "detail": "blocky, shake"}])
        assert "compressed, shaky" in told[0]["text"]

    def test_silence_is_told(self):
        assert selects_words.sound(take_row(1, sound=None))[0]["value"] == "none that can be heard"

    def test_exposure_of_a_take_alone_is_no_number_of_stops(self):
        reason = {"code": "under", "named": True, "measured": 31.0, "reference": None}
        (told,) = selects_words.reasons(take_row(1, reasons=[reason]), True)
        assert "31" not in told["text"]


class TestTheStrip:
    def test_it_tells_what_is_where_by_the_takes_clock(self):
        sound = take_row(1)["sound"] | {"claps": [{"seconds": 0.5, "frame": 12}]}
        row = take_row(1, dead=True, usable=[2, 90], flash_frames=[7], frozen=[[80, 84]])
        told = take_strips.strip({**row, "sound": sound})
        assert [mark["frame"] for mark in told["marks"]] == [7, 12, 24, 80]
        texts = [mark["text"] for mark in told["marks"]]
        assert texts == [
            "Flash 10:00:00:07",
            "Clap 10:00:00:12, perhaps the slate",
            "Dead air 10:00:01:00 – 10:00:02:23: 1.0 s may go",
            "Frozen 10:00:03:08 – 10:00:03:11",
        ]
        assert told["ends"] == [{"at": 0, "long": 2}, {"at": 90, "long": 6}]
        assert told["cut"] == [{"at": 36, "long": 24}]

    def test_of_many_flashes_some_are_listed(self):
        told = take_strips.strip(take_row(1, flash_frames=list(range(20))))
        assert len(told["marks"]) == 8 and told["more"] == "and 12 flashes more"


class TestAsking:
    def path(self, version):
        return f"{reverse('ask', args=[version.pk])}?tool=selects"

    def test_one_take_alone_is_told_on_the_form(self, client, versions):
        answer = client.post(self.path(versions[0]), {"handles": "12"})
        assert answer.status_code == 200 and "at least one further take" in answer.text

    def test_the_page_does_not_ask_for_what_is_chosen_later(self, client, versions):
        text = client.get(self.path(versions[0])).text
        assert 'name="chosen"' not in text and 'name="whole"' not in text
        assert 'name="handles"' in text

    def test_the_real_tool_leads_to_its_page_and_its_string_out(
        self, world, as_person, versions, tmp_path
    ):
        action = frames(40)
        waits = [*action[:20], *[action[20]] * 75, *action[20:]]
        clock = {"timecode": "10:00:00:00"}
        films = (
            write(tmp_path / "a.mov", soft(action, 2.5), sound=speech(2), metadata=clock),
            write(tmp_path / "b.mov", waits, metadata=clock),
        )
        for version, film in zip(versions, films, strict=False):
            files.put(version.storage_key, film)
        artist = as_person(world.visitor("artist"))
        artist.post(self.path(versions[0]), {"also": [versions[1].pk], "handles": "5"})
        run = AssistRequest.objects.get(tool="selects").runs.get()
        run_task(*run.message)
        run.refresh_from_db()
        assert run.state == "READY", run.event()["error"]
        made = run.candidates.get()
        text = page(artist, made).text
        assert "b.mp4" in text and "soft" in text and "Dead air" in text
        assert "Look at the takes" in artist.get(run.get_absolute_url()).text
        # What the portal writes of the tool's own choice is what the tool wrote.
        cut = stringing.string_out(made.result["takes"], made.choice(made.latest))
        assert cut.rate == Fraction(25)
        for role, told in stringing.written(cut).items():
            with made.renditions.get(role=role).open() as file:
                assert file.read().decode() == told
