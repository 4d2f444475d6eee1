"""Shots matched with a hero in the portal: asked for, looked at, signed, taken away."""

import json
import re

import numpy as np
import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import files
from projects import match_words
from projects.media.match.measures import UNITS
from projects.models import AssistRequest, Candidate, Decision, Rendition
from projects.models.decisions import decide
from projects.models.requests import request_assistance
from projects.removing import remove
from projects.tasks import run as run_task
from tests.projects.files_made import MATCH, make_match
from tests.projects.media.test_match import drifted, painting
from tests.projects.media.test_shots_films import write
from tests.world import make_version


@pytest.fixture
def other(world):
    return make_version(world.ours.project, world.visitor("artist"), name="other.mp4")


@pytest.fixture
def match(world, other):
    return make_match([world.ours.version, other], world.visitor("artist"))


@pytest.fixture
def sign(world, match):
    def call(verdict="approved"):
        return decide(
            actor=world.visitor("director"),
            candidate=Candidate.objects.get(pk=match.pk),
            revision=0,
            verdict=verdict,
            seen=None,
        )

    return call


def path(version):
    return f"{reverse('ask', args=[version.pk])}?tool=shot_match"


def ask(client, version, **fields):
    return client.post(path(version), {"shots": "", **fields})


def names(run):
    return [version.file_name for version in run.request.inputs]


class TestAsking:
    def test_the_projects_ready_films_can_be_chosen(self, world, as_person, other):
        make_version(world.ours.project, world.visitor("artist"), name="raw.mp4", state="QUEUED")
        make_version(world.theirs.project, world.visitor("other"), name="secret.mp4")
        text = as_person(world.visitor("artist")).get(path(world.ours.version)).text
        assert text.count('name="first"') == 2
        assert "other.mp4" in text and "raw.mp4" not in text and "secret.mp4" not in text

    def test_of_an_older_version_the_newest_is_offered(self, world, as_person, other):
        newer = make_version(
            world.ours.project, world.visitor("artist"), asset=other.asset, name="other.mp4"
        )
        text = as_person(world.visitor("artist")).get(path(world.ours.version)).text
        assert str(newer.pk) in text and str(other.pk) not in text

    def test_those_of_its_scene_come_first(self, world, as_person, other):
        last = make_version(world.ours.project, world.visitor("artist"), name="zz.mp4")
        for version in (world.ours.version, last):
            version.asset.shot = world.ours.shot
            version.asset.save()
        text = as_person(world.visitor("artist")).get(path(world.ours.version)).text
        assert text.index("zz.mp4") < text.index("other.mp4")

    def test_other_tools_ask_for_one_film(self, world, as_person, other):
        page = as_person(world.visitor("artist")).get(reverse("ask", args=[world.ours.version.pk]))
        assert "first" not in page.text

    def test_the_hero_goes_first_and_the_film_of_the_page_is_always_in(
        self, world, as_person, other
    ):
        third = make_version(world.ours.project, world.visitor("artist"), name="third.mp4")
        answer = ask(
            as_person(world.visitor("artist")),
            world.ours.version,
            first=other.pk,
            also=[third.pk, other.pk],
            hero="1",
        )
        assert answer.status_code == 302
        run = AssistRequest.objects.get(tool="shot_match").runs.get()
        assert names(run) == ["other.mp4", "clip.mp4", "third.mp4"]
        assert run.request.parameters["hero"] == 0

    def test_one_shot_alone_is_told_on_the_form(self, world, as_person, other):
        answer = ask(as_person(world.visitor("artist")), world.ours.version)
        assert answer.status_code == 200 and "at least one shot to compare" in answer.text

    def test_frames_of_one_film_do(self, world, as_person):
        answer = ask(
            as_person(world.visitor("artist")), world.ours.version, shots="0-12,12-24", hero="1"
        )
        assert answer.status_code == 302
        assert AssistRequest.objects.get(tool="shot_match").parameters["hero"] == 1

    def test_frames_and_several_films_do_not_go_together(self, world, as_person, other):
        client = as_person(world.visitor("artist"))
        answer = ask(client, world.ours.version, also=[other.pk], shots="0-12,12-24")
        assert answer.status_code == 200 and "one film alone" in answer.text
        assert f'value="{other.pk}" checked' in answer.text

    @pytest.mark.parametrize("field", ["first", "also"])
    def test_films_of_others_are_not_found(self, world, as_person, field):
        for pk in (world.theirs.version.pk, "nonsense"):
            answer = ask(as_person(world.visitor("artist")), world.ours.version, **{field: pk})
            assert answer.status_code == 404
        assert not AssistRequest.objects.filter(tool="shot_match").exists()


class TestInputs:
    def asked(self, world, versions, tool="shot_match"):
        return request_assistance(
            actor=world.visitor("artist"), tool=tool, versions=versions, parameters={}
        )

    def test_the_order_is_kept(self, world, other):
        for versions in ([other, world.ours.version], [world.ours.version, other]):
            assert self.asked(world, versions).inputs == versions

    @pytest.mark.parametrize(
        ("tool", "times", "code"),
        [
            ("stills", 2, "request:inputs"),
            ("shot_match", 2, "request:mixed"),
            ("shot_match", 41, "request:many"),
            ("shot_match", 0, "request:many"),
        ],
    )
    def test_too_many_too_few_or_one_twice(self, world, tool, times, code):
        with pytest.raises(PortalError, match=code):
            self.asked(world, [world.ours.version] * times, tool)

    def test_films_of_two_projects_are_refused(self, world):
        with pytest.raises(PortalError, match="request:mixed"):
            self.asked(world, [world.ours.version, world.theirs.version])

    def test_the_api_takes_several(self, world, as_person, other):
        pks = [str(other.pk), str(world.ours.version.pk)]
        answer = as_person(world.visitor("artist")).post(
            "/api/v1/requests/",
            json.dumps({"tool": "shot_match", "versions": pks}),
            content_type="application/json",
        )
        assert answer.status_code == 201, answer.text
        made = AssistRequest.objects.get(pk=answer.json()["id"])
        assert [str(version.pk) for version in made.inputs] == pks


def test_the_real_tool_leads_to_its_page(world, as_person, other, tmp_path):
    hero, artist = painting(1), as_person(world.visitor("artist"))
    for version, picture in ((world.ours.version, drifted(hero)), (other, hero)):
        film = write(tmp_path / f"{version.pk}.mp4", [np.ascontiguousarray(picture[..., ::-1])] * 6)
        files.put(version.storage_key, film)
    ask(artist, world.ours.version, first=other.pk)
    run = AssistRequest.objects.get(tool="shot_match").runs.get()
    run_task(*run.message)
    run.refresh_from_db()
    assert run.state == "READY", run.event()["error"]
    candidate = run.candidates.get()
    assert (candidate.kind, candidate.version) == ("match", other)
    assert "Look at the match" in artist.get(run.get_absolute_url()).text
    text = artist.get(candidate.get_absolute_url()).text
    assert "It has drifted: " in text and "clip.mp4" in text
    for index in range(1):
        assert candidate.renditions.filter(role="large", index=index).exists()
    looks = candidate.renditions.filter(role="large")
    assert looks.count() == 3 and all(str(row.pk) in text for row in looks)
    roles = set(candidate.renditions.values_list("role", flat=True))
    assert roles == {"large", "compare", "cube", "cdl", "ccc", "edl", "csv", "numbers"}


class TestThePage:
    def test_each_shot_has_its_verdict_the_worst_are_told_first(self, world, as_person, match):
        text = as_person(world.visitor("reviewer")).get(match.get_absolute_url()).text
        assert "0.40 stops darker, cooler by 20 mired, 5 % less contrast" in text
        first, second = "third.mp4: It shows nothing", "other.mp4"
        assert text.index(first) < text.index(f">{second} ")
        assert text.count("<picture-compare") == 1 and "The shot, as it is" in text
        assert "Copy the CDL" in text and "-0.40 stops" in text and "1.2 1.1 1.3" in text

    def test_every_film_that_is_shown_is_written_down(self, world, as_person, match):
        as_person(world.visitor("reviewer")).get(match.get_absolute_url())
        told = AuditEvent.objects.filter(verb="media:viewed").values_list("facts__name", flat=True)
        assert sorted(told) == ["clip.mp4", "other.mp4"]

    def test_pictures_of_a_deleted_shot_are_gone_and_come_back(
        self, world, as_person, match, other
    ):
        producer = world.visitor("producer")
        client = as_person(producer)
        look = reverse("rendition", args=[match.renditions.filter(role="large").first().pk])
        assert client.get(look).status_code == 200
        other.asset.delete_by(producer)
        assert client.get(match.get_absolute_url()).status_code == 404
        assert client.get(look).status_code == 404
        run = client.get(match.run.get_absolute_url())
        assert run.status_code == 200 and "Look at the match" not in run.text
        other.asset.take_back(actor=producer)
        assert client.get(match.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("signed", [False, True])
    def test_with_a_shot_that_is_removed_its_files_go(self, world, match, other, sign, signed):
        if signed:
            sign()
        keys = list(match.renditions.values_list("storage_key", flat=True))
        other.asset.delete_by(world.visitor("producer"))
        type(other.asset).objects.filter(pk=other.asset_id).update(gone_after="2000-01-01T00:00Z")
        remove(other.asset_id)
        assert not any(files.exists(key) for key in keys)
        assert Candidate.objects.filter(pk=match.pk).exists() == signed
        director = world.visitor("director")
        assert not Candidate.objects.visible_to(director).filter(pk=match.pk).exists()
        assert not Rendition.objects.visible_to(director).filter(candidate=match).exists()
        assert world.ours.version in type(other).objects.visible_to(director)


class TestTakingAway:
    @pytest.mark.parametrize("name", ["cdl", "ccc", "edl", "csv", "cube-1", "compare-2"])
    def test_approved_work_leaves(self, world, as_person, match, sign, name):
        client = as_person(world.visitor("reviewer"))
        address = reverse("candidate_export", args=[match.pk, name])
        assert client.get(address).status_code == 409
        assert address not in client.get(match.get_absolute_url()).text
        sign()
        assert address in client.get(match.get_absolute_url()).text
        answer = client.get(address)
        assert answer.status_code == 200
        assert f"clip_{name.replace('-', '_')}" in answer["Content-Disposition"]
        assert AuditEvent.objects.filter(verb="file:exported").count() == 1

    def test_what_there_is_none_of_is_not_found(self, world, as_person, match, sign):
        sign()
        client = as_person(world.visitor("reviewer"))
        for name in ("cube-2", "cube", "cdl-1", "picture"):
            address = reverse("candidate_export", args=[match.pk, name])
            assert client.get(address).status_code == 404

    def test_a_file_of_a_shot_names_it(self, world, as_person, match):
        told = as_person(world.visitor("reviewer")).get(f"/api/v1/candidates/{match.pk}/").json()
        labels = {file["name"]: file["label"] for file in told["files"]}
        assert labels["cube-1"].endswith(": other.mp4")
        assert labels["compare-2"].endswith(": third.mp4")

    def test_the_verdict_is_by_one_word(self, sign, match):
        sign()
        assert Decision.objects.get(candidate=match).verdict == "approved"
        assert AssistRequest.objects.get(runs=match.run_id).state == "decided"


class TestWords:
    def test_every_verdict_of_the_tool_has_a_sentence(self):
        from projects.media.match import matching as m

        verdicts = {m.DRIFT, m.SAME, m.UNSURE, m.WEAK, m.APART, m.NOTHING}
        assert set(match_words.VERDICTS) == verdicts
        for verdict in verdicts:
            assert re.search(r"\w\.$", match_words.sentence({"verdict": verdict}))

    def test_what_the_tool_tells_besides_stands_after_the_verdicts(self):
        row = MATCH["shots"][1]
        told = [
            {"code": "match:no_overlap", "detail": "third.mp4: no correction"},
            {"code": "match:other_rate", "detail": "third.mp4: it is not in the EDL"},
        ]
        first, second = match_words.warnings([row], told)
        assert (first["code"], second["code"]) == ("no_overlap", "match:other_rate")
        assert second["text"].startswith("third.mp4: It runs at another rate than those before it")
        assert match_words.warnings([], told[1:])[0]["text"].startswith("It runs at another rate")

    def test_everything_that_the_tool_tells_besides_has_words(self):
        from projects.assist.tools import shot_match as tool

        told = {f"match:{code}" for code in (tool.INCOMPLETE, tool.OTHER_RATE)}
        assert told | {"match:box_alone"} == set(match_words._BESIDES)

    def test_a_verdict_of_a_later_tool_is_shown_as_it_is(self):
        assert match_words.state({"verdict": "new"}) == ("changes", "new")
        assert match_words.sentence({"verdict": "new"}) == ""

    def test_a_drift_too_small_for_words_is_told(self):
        assert match_words.drifted({"exposure_stops": 0.01}) == "by a little in each colour"

    def test_nothing_is_never_less_than_nothing(self):
        none, some = dict.fromkeys(UNITS, -0.001), dict.fromkeys(UNITS, 0.0) | {"tint": -1.25}
        told = match_words.measured({"drift": none, "left": some})
        assert [row["before"] for row in told][:4] == ["0.00 stops", "0 mired", "0.0", "0 %"]
        assert [row["after"] for row in told if row["after"].startswith("-")] == ["-1.2"]

    def test_regions_are_told_before_and_after(self):
        row = {"start": 0, "end": 9, "overlap": 0.5, "size": 1, "standard_error": 0.1}
        told = match_words.behind(row | {"regions": {"skin": {"before": 4, "after": 1}}})
        assert told[-1]["value"] == "4.00 → 1.00 CIE94"
