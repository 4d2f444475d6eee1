"""A script in the portal: asked for, looked at, its scenes imported, its files taken away."""

import json

import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.models import ApiToken, AuditEvent
from projects.home.awaited import awaiting
from projects.interchange.pdf_pages import Pages
from projects.interchange.scripts.pdf_lines import MOST_PAGES
from projects.models import Decision, Episode, Scene
from projects.models.decisions import decide
from projects.models.hierarchy import in_order
from projects.script_scenes import Choice, LeftOut, codes
from projects.script_taking import take_scenes
from tests.projects.scripts import TEXT, broken_down, ran

ALL = frozenset({1, 2, 4})


def pages(count):
    """A PDF of so many pages without a word on them, as scans are."""
    made = Pages(612, 792)
    for _number in range(count):
        made.page()
    return made.document()


@pytest.fixture
def candidate(world, tmp_path):
    Scene.objects.filter(project=world.ours.project).delete()
    return broken_down(world, tmp_path)


@pytest.fixture
def director(world):
    return world.visitor("director")


def scenes(world):
    return {scene.code: scene for scene in world.ours.project.scenes.all()}


def address(candidate, name="candidate_scenes"):
    return reverse(name, args=[candidate.pk])


def sent(*scenes, **more):
    return {"choice": json.dumps({"scenes": scenes, **more})}


class TestTheRun:
    def test_leaves_one_candidate_with_every_file_under_its_name(self, candidate):
        assert candidate.kind == "script" and candidate.latest.cut == []
        names = {row.facts["name"] for row in candidate.renditions.all()}
        assert names == {
            *("scenes.csv", "characters.csv", "elements.csv", "shooting_order.csv", "story.csv"),
            *("continuity.csv", "breakdown.xlsx", "sheets.pdf", "stripboard.pdf", "result.json"),
        }

    def test_awaits_a_decision(self, world, candidate, director):
        assert candidate in awaiting(director)
        decide(actor=director, candidate=candidate, revision=0, verdict="approved")
        assert candidate not in awaiting(director)

    @pytest.mark.parametrize(
        ("text", "code", "said"),
        [
            ("Once upon a time.\n", "script:no_scenes", "There is no scene heading in film."),
            (pages(1), "script:no_text", "The PDF has pictures of text, and no text"),
            (pages(MOST_PAGES + 1), "script:too_long", "The script is too long: more than"),
        ],
    )
    def test_a_refusal_reaches_the_page_as_a_sentence(
        self, world, tmp_path, as_person, text, code, said
    ):
        run = ran(world, tmp_path, text)
        page = as_person(world.visitor("artist")).get(reverse("run", args=[run.pk])).text
        assert (run.state, run.error_code) == ("FAILED", code)
        assert said in page and "Your original is kept as it arrived." in page

    def test_text_that_no_database_takes_is_left_out(self, world, tmp_path):
        found = broken_down(world, tmp_path, "INT. A\0B - DAY #1#\n\nBob runs.\n")
        assert found.result["scenes"][0]["location"] == "AB"


class TestImporting:
    def test_brings_what_is_ticked_and_nothing_else(self, world, candidate, director):
        taken = take_scenes(actor=director, candidate=candidate, choice=Choice(frozenset({1, 4})))
        assert (taken.added, taken.replaced, taken.unchanged) == (["1", "10"], [], [])
        assert set(scenes(world)) == {"1", "10"}
        first = scenes(world)["1"]
        assert first.name == "INT. KITCHEN - DAY" and first.studio_id == world.ours.studio.pk
        assert first.script["characters"] == ["BOB", "KARL"]
        assert {"kind": "weapon", "name": "gun"} in first.script["elements"]
        assert first.length_text == "1/8"

    def test_is_signed_and_written_down(self, world, candidate, director):
        take_scenes(actor=director, candidate=candidate, choice=Choice(frozenset({1, 4})))
        assert (candidate.decision.verdict, candidate.decision.person) == ("approved", director)
        event = AuditEvent.objects.get(verb="script:imported")
        assert event.facts["scenes"] == "1, 10" and event.facts["added"] == 2
        assert event.sentence == (
            "Ours-director imported 2 scenes of film.fountain, version 1, into "
            f"{world.ours.project}, and replaced 0"
        )

    def test_what_is_wrong_stays_out_and_is_remembered(self, world, candidate, director):
        gun = next(
            at
            for at, item in enumerate(candidate.result["scenes"][0]["elements"])
            if item["name"] == "gun"
        )
        wrong = {1: LeftOut(frozenset({"KARL"}), frozenset({gun}))}
        choice = Choice(ALL, frozenset({"CYBER BOB"}), wrong)
        take_scenes(actor=director, candidate=candidate, choice=choice)
        first, second = scenes(world)["1"].script, scenes(world)["2"].script
        assert first["characters"] == ["BOB"] and first["left_out"]["characters"] == ["KARL"]
        assert first["left_out"]["elements"] == [{"kind": "weapon", "name": "gun"}]
        assert "CYBER BOB" not in second["characters"]

    def test_a_second_time_adds_nothing_and_says_so(self, world, candidate, director):
        take_scenes(actor=director, candidate=candidate, choice=Choice(ALL))
        again = take_scenes(actor=director, candidate=candidate, choice=Choice(ALL))
        assert (again.added, again.replaced) == ([], [])
        assert again.unchanged == ["1", "2", "10"] and len(scenes(world)) == 3
        assert AuditEvent.objects.filter(verb="script:imported").count() == 1

    def test_a_scene_that_is_there_is_replaced_only_when_ticked(self, world, candidate, director):
        mine = Scene.objects.create(project=world.ours.project, code="1", name="The big kitchen")
        take_scenes(actor=director, candidate=candidate, choice=Choice(frozenset({2})))
        mine.refresh_from_db()
        assert (mine.name, mine.script) == ("The big kitchen", {})
        taken = take_scenes(actor=director, candidate=candidate, choice=Choice(frozenset({1})))
        mine.refresh_from_db()
        assert taken.replaced == ["1"] and mine.name == "INT. KITCHEN - DAY"

    def test_episodes_have_scenes_of_their_own(self, world, candidate, director):
        episode = Episode.objects.create(project=world.ours.project, code="E07")
        choice = Choice(frozenset({1}))
        take_scenes(actor=director, candidate=candidate, choice=choice)
        taken = take_scenes(actor=director, candidate=candidate, choice=choice, episode=episode)
        assert taken.added == ["1"] and episode.scenes.get().code == "1"

    @pytest.mark.parametrize(
        ("ticked", "code"),
        [(set(), "scenes:none"), ({3}, "scenes:unknown"), ({99}, "scenes:unknown")],
    )
    def test_what_cannot_be_imported_changes_nothing(self, candidate, director, ticked, code):
        with pytest.raises(PortalError) as caught:
            take_scenes(actor=director, candidate=candidate, choice=Choice(frozenset(ticked)))
        assert caught.value.code == code and candidate.decision is None

    def test_an_artist_waits_for_somebodys_word(self, world, candidate, director):
        artist, choice = world.visitor("artist"), Choice(frozenset({1}))
        with pytest.raises(PortalError, match="scenes:not_approved"):
            take_scenes(actor=artist, candidate=candidate, choice=choice)
        assert not scenes(world)
        decide(actor=director, candidate=candidate, revision=0, verdict="approved")
        assert take_scenes(actor=artist, candidate=candidate, choice=choice).added == ["1"]

    def test_what_was_rejected_is_approved_by_an_import(self, world, candidate, director):
        no = {"verdict": "rejected", "reason": "Wrong draft."}
        made = decide(actor=world.visitor("producer"), candidate=candidate, revision=0, **no)
        choice = Choice(frozenset({1}))
        with pytest.raises(PortalError, match="decision:stale"):
            take_scenes(actor=director, candidate=candidate, choice=choice)
        assert not scenes(world)
        take_scenes(actor=director, candidate=candidate, choice=choice, seen=made.pk)
        assert candidate.decision.verdict == "approved" and candidate.decisions.count() == 2

    def test_a_cut_has_no_scenes(self, world, director):
        with pytest.raises(PortalError, match="candidate:cut"):
            take_scenes(
                actor=director, candidate=world.ours.candidate, choice=Choice(frozenset({1}))
            )

    def test_numbers_become_codes(self):
        rows = [(1, "12"), (2, "12"), (3, "1.2 A"), (4, "…"), (5, "X" * 50), (6, "12")]
        found = codes([{"index": index, "number": number} for index, number in rows])
        assert list(found.values()) == ["12", "12-2", "1-2-A", "S4", "X" * 32, "12-3"]


class TestThePage:
    def test_shows_strips_scenes_people_and_sentences(self, world, as_person, candidate, director):
        page = as_person(director).get(candidate.get_absolute_url()).text
        assert "script-strip is-white" in page and "script-strip is-green" in page
        assert "Script order" in page and "Shooting order" in page
        assert "BOB (40) drops the gun." in page and "90 %" in page
        assert page.count('data-state="new" aria-label') == 3 and "omitted" in page
        assert "You sign as Ours-director." in page and "stripboard.pdf" in page

    def test_says_what_is_there_and_what_differs(self, world, as_person, candidate, director):
        take_scenes(actor=director, candidate=candidate, choice=Choice(frozenset({1})))
        Scene.objects.create(project=world.ours.project, code="2", name="The hall")
        page = as_person(director).get(candidate.get_absolute_url()).text
        assert "In the project: The hall, made by hand" in page
        assert page.count('data-state="there"') == 1 and page.count('data-state="differs"') == 1

    def test_tells_how_a_newer_draft_differs(self, world, tmp_path, as_person, candidate, director):
        take_scenes(actor=director, candidate=candidate, choice=Choice(ALL))
        newer = broken_down(world, tmp_path, TEXT.replace("A car burns", "A horse waits"))
        page = as_person(director).get(newer.get_absolute_url()).text
        assert "comes: horse · goes: car. Tick it to replace what the project says" in page

    def test_with_left_out_things_it_is_still_the_same(self, world, as_person, candidate, director):
        choice = Choice(ALL, without={1: LeftOut(frozenset({"KARL"}), frozenset({0}))})
        take_scenes(actor=director, candidate=candidate, choice=choice)
        page = as_person(director).get(candidate.get_absolute_url()).text
        assert page.count('data-state="there"') == 3
        assert 'data-character="KARL" data-of="1">' in page  # not ticked any more

    def test_an_import_answers_with_what_happened(self, world, as_person, candidate, director):
        client = as_person(director)
        page = client.post(address(candidate), sent(1, 2), follow=True).text
        assert "2 scenes are new." in page
        page = client.post(address(candidate), sent(1, 2), follow=True).text
        assert "No scene is new. 2 were in the project as they are." in page
        Scene.objects.filter(code="2").update(name="Hall")
        page = client.post(address(candidate), sent(2, 4), follow=True).text
        assert "1 scene is new. 1 scene was replaced." in page

    def test_goes_into_the_episode_that_is_chosen(self, world, as_person, candidate, director):
        episode, client = world.ours.project.episodes.get(), as_person(director)
        chosen = f"{candidate.get_absolute_url()}?episode={episode.pk}"
        assert "They go into the episode" in client.get(chosen).text
        answer = client.post(address(candidate), sent(1, episode=str(episode.pk)))
        assert answer.url == chosen and episode.scenes.filter(code="1").exists()

    def test_a_long_script_is_shown_and_imported_by_pages(
        self, world, as_person, candidate, director, monkeypatch
    ):
        monkeypatch.setattr("projects.script_showing.SCENES", 2)
        client, there = as_person(director), candidate.get_absolute_url()
        first, second = client.get(there).text, client.get(f"{there}?page=2").text
        assert 'id="scene-2"' in first and 'id="scene-4"' not in first
        assert 'href="?page=2#scene-4"' in first and 'href="#scene-4"' in second
        answer = client.post(f"{address(candidate)}?page=2", sent(4))
        assert answer.url == f"{there}?page=2" and set(scenes(world)) == {"10"}

    def test_its_queries_do_not_grow_with_the_script(
        self, world, as_person, candidate, director, django_assert_max_num_queries
    ):
        client = as_person(director)
        client.get(candidate.get_absolute_url())
        with django_assert_max_num_queries(30):
            client.get(candidate.get_absolute_url())

    @pytest.mark.parametrize(
        ("choice", "status"),
        [
            ("", 400),
            ("[]", 400),
            ('"x"', 400),
            pytest.param("[" * 100_000, 400, id="deep"),
            ('{"scenes": []}', 422),
            ('{"scenes": ["x"]}', 400),
            ('{"scenes": [1], "without": {"x": {}}}', 400),
            ('{"scenes": [1], "without": {"1": 4}}', 400),
            ('{"scenes": [77]}', 422),
            ('{"scenes": [1], "episode": "7b0d4b9e-3c1b-4a8a-9a43-0d6d4b6f5f11"}', 400),
        ],
    )
    def test_a_wrong_choice_imports_nothing(
        self, world, as_person, candidate, director, choice, status
    ):
        answer = as_person(director).post(address(candidate), {"choice": choice})
        assert answer.status_code == status and not scenes(world)

    @pytest.mark.parametrize("wanted", ["x", "7b0d4b9e-3c1b-4a8a-9a43-0d6d4b6f5f11"])
    def test_an_episode_of_nowhere_is_told(self, as_person, candidate, director, wanted):
        answer = as_person(director).get(f"{candidate.get_absolute_url()}?episode={wanted}")
        assert answer.status_code == 400

    def test_a_reviewer_looks_only(self, world, as_person, candidate):
        page = as_person(world.visitor("reviewer")).get(candidate.get_absolute_url()).text
        assert "INT. KITCHEN - DAY" in page and "data-scene" not in page
        assert address(candidate) not in page

    def test_looking_is_written_down(self, as_person, candidate, director):
        as_person(director).get(candidate.get_absolute_url())
        assert AuditEvent.objects.filter(verb="media:viewed").exists()

    def test_can_be_rejected(self, as_person, candidate, director):
        form = {"verdict": "rejected", "revision": 0, "reason": "Wrong draft."}
        page = as_person(director).post(address(candidate, "candidate_decide"), form, follow=True)
        assert "Wrong draft." in page.text
        assert candidate.decision.verdict == Decision.Verdict.REJECTED

    def test_run_and_asset_lead_there(self, as_person, candidate, director):
        client = as_person(director)
        assert "Look at the scenes" in client.get(candidate.run.get_absolute_url()).text
        asset = client.get(f"/assets/{candidate.version.asset_id}/").text
        assert "Script breakdown" in asset and candidate.get_absolute_url() in asset


class TestTheFiles:
    def test_leave_under_the_scripts_name_and_are_written_down(
        self, as_person, candidate, director
    ):
        there = reverse("candidate_paper", args=[candidate.pk, "scenes.csv"])
        answer = as_person(director).get(there)
        assert 'filename="film_scenes.csv"' in answer["Content-Disposition"]
        assert AuditEvent.objects.get(verb="script:exported").facts["name"] == "film_scenes.csv"

    def test_leave_by_no_other_door(self, as_person, candidate, director):
        row = candidate.renditions.get(role="workbook")
        assert as_person(director).get(reverse("rendition", args=[row.pk])).status_code == 404

    def test_there_are_no_others(self, world, as_person, candidate, director):
        client = as_person(director)
        for pk, status in ((candidate.pk, 404), (world.ours.candidate.pk, 409)):
            there = reverse("candidate_paper", args=[pk, "secrets.csv"])
            assert client.get(there).status_code == status


class TestTheApi:
    def test_imports_once_under_one_key(self, world, as_person, candidate, director):
        there, client = f"/api/v1/candidates/{candidate.pk}/scenes/", as_person(director)
        body = {"scenes": [1, 2], "without": {"1": {"characters": ["KARL"], "elements": []}}}
        made = client.post(there, body, "application/json")
        assert made.status_code == 201
        assert made.json() == {"added": ["1", "2"], "replaced": [], "unchanged": []}
        first = client.get(f"/api/v1/scenes/{scenes(world)['1'].pk}/").json()
        assert first["script"]["left_out"]["characters"] == ["KARL"]

    def test_a_token_without_the_scope_to_decide_signs_nothing(self, client, candidate, director):
        _token, secret = ApiToken.issue(director, name="upload", scopes=["read", "upload"])
        there, known = f"/api/v1/candidates/{candidate.pk}/scenes/", f"Bearer {secret}"
        body = {"scenes": [1]}
        answer = client.post(there, body, "application/json", headers={"Authorization": known})
        assert answer.status_code == 403 and candidate.decision is None
        assert answer.json()["error"]["code"] == "scenes:not_approved"

    def test_gives_the_files(self, as_person, candidate, director):
        client, there = as_person(director), f"/api/v1/candidates/{candidate.pk}/papers/"
        assert client.get(f"{there}result.json/").status_code == 200
        assert client.get(f"{there}other.json/").status_code == 404

    def test_scenes_keep_what_a_person_imported(self, world, as_person, candidate, director):
        take_scenes(actor=director, candidate=candidate, choice=Choice(frozenset({1})))
        mine = scenes(world)["1"]
        sent = {"name": "Kitchen", "script": {}}
        as_person(director).patch(f"/api/v1/scenes/{mine.pk}/", sent, "application/json")
        mine.refresh_from_db()
        assert mine.name == "Kitchen" and mine.script["int_ext"] == "INT"


def test_scenes_stand_in_the_order_people_count(world, as_person, candidate, director):
    rows = [Scene(code=code) for code in ("10", "A1", "2", "10A", "1")]
    assert [row.code for row in in_order(rows)] == ["1", "2", "10", "10A", "A1"]
    take_scenes(actor=director, candidate=candidate, choice=Choice(ALL))
    page = as_person(director).get(reverse("project_structure", args=[candidate.project_id])).text
    assert page.index("INT. HALL") < page.index("EXT. ROAD") and "BOB, KARL" in page
