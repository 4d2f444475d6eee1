"""The board over the API and on its page; how pictures are seen and how they leave."""

import json

import pytest
from django.urls import reverse

from portal.models import ApiToken, AuditEvent
from projects.models import AssistRequest, Candidate, Decision
from projects.models.decisions import decide
from projects.views.originals import approved as frees_the_original
from tests.world import make_candidate, make_pictures

A, A2, B = "0" * 16, "0" * 15 + "3", "f" * 16


@pytest.fixture
def request_(world):
    return make_pictures(world.ours.version, world.visitor("artist"), [A, A2, B])


@pytest.fixture
def ids(request_):
    rows = Candidate.objects.filter(run__request=request_).order_by("number")
    return [str(row.pk) for row in rows]


@pytest.fixture
def send(world, as_person, request_):
    def call(kind="director", **body):
        path = reverse("api:assistrequest-decisions", args=[request_.pk])
        client = as_person(world.visitor(kind))
        return client.post(path, json.dumps(body), content_type="application/json")

    return call


def approve(world, pk):
    return decide(
        actor=world.visitor("director"),
        candidate=Candidate.objects.get(pk=pk),
        revision=0,
        verdict="approved",
        seen=None,
    )


class TestDecisions:
    def test_a_group_is_decided_row_by_row(self, send, ids):
        answer = send(candidates=ids[:2], verdict="rejected", why="continuity")
        assert answer.status_code == 201
        assert [row["candidate"] for row in answer.json()] == ids[:2]
        assert {row["word"] for row in answer.json()} == {"rejected"}
        assert all(row["mine"] for row in answer.json())
        assert Decision.objects.filter(candidate__in=ids).count() == 2

    def test_one_is_kept_and_the_rest_rejected_in_one_go(self, send, ids):
        answer = send(candidates=[ids[1]], keep=ids[0], verdict="rejected", why="duplicate")
        told = {row["candidate"]: row["verdict"] for row in answer.json()}
        assert told == {ids[0]: "approved", ids[1]: "rejected"}

    def test_when_one_is_not_as_it_was_seen_none_is_signed(self, world, send, ids):
        approve(world, ids[1])
        answer = send("producer", candidates=[ids[1]], keep=ids[0], verdict="rejected", why="soft")
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (409, "decision:stale")
        assert error["fields"] == {"candidate": [ids[1]]}
        assert Decision.objects.filter(candidate__in=ids).count() == 1

    def test_who_names_what_they_saw_decides_otherwise(self, world, send, ids):
        stood = approve(world, ids[0])
        seen = {ids[0]: str(stood.pk)}
        answer = send("producer", candidates=ids[:1], verdict="reopened", seen=seen)
        assert answer.status_code == 201 and answer.json()[0]["verdict"] == "reopened"

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({"candidates": [], "verdict": "approved"}, 400),
            ({"candidates": ["{0}", "{0}"], "verdict": "approved"}, 409),
            ({"candidates": ["{0}"], "keep": "{0}", "verdict": "rejected", "why": "soft"}, 409),
            ({"candidates": ["{0}"], "verdict": "changes"}, 400),
            ({"candidates": ["{0}"], "verdict": "rejected"}, 422),
            ({"candidates": ["{0}"], "verdict": "rejected", "why": "ugly"}, 400),
            ({"candidates": ["nonsense"], "verdict": "approved"}, 400),
            ({"candidates": "{0}", "verdict": "approved"}, 400),
            ({"candidates": ["{0}"], "verdict": "approved", "seen": {"{0}": "x"}}, 400),
            ({"candidates": ["{0}"], "verdict": "approved", "seen": []}, 400),
            ({"candidates": ["{0}"], "verdict": "approved", "reason": "x" * 2001}, 400),
            ({}, 400),
        ],
    )
    def test_what_does_not_fit_is_refused_with_a_sentence(self, send, ids, body, status):
        filled = json.loads(json.dumps(body).replace("{0}", ids[0]))
        answer = send(**filled)
        assert answer.status_code == status
        assert answer.json()["error"]["message"]
        assert not Decision.objects.filter(candidate__in=ids).exists()

    def test_a_picture_of_another_request_is_refused(self, world, send):
        other = make_pictures(world.ours.version, world.visitor("artist"), [B])
        (pk,) = Candidate.objects.filter(run__request=other).values_list("pk", flat=True)
        answer = send(candidates=[str(pk)], verdict="approved")
        assert answer.status_code == 400
        assert "of another request" in answer.text

    def test_a_cut_is_sent_to_its_own_page(self, world, as_person):
        cut = make_candidate(world.ours.version, world.visitor("artist"))
        path = reverse("api:assistrequest-decisions", args=[cut.run.request_id])
        body = {"candidates": [str(cut.pk)], "verdict": "approved"}
        client = as_person(world.visitor("director"))
        answer = client.post(path, json.dumps(body), content_type="application/json")
        assert answer.json()["error"]["code"] == "candidate:cut"

    def test_the_same_key_signs_once(self, world, as_person, request_, ids):
        client = as_person(world.visitor("director"))
        path = reverse("api:assistrequest-decisions", args=[request_.pk])
        body = json.dumps({"candidates": ids[:1], "verdict": "approved"})
        answers = [
            client.post(path, body, "application/json", headers={"Idempotency-Key": "k"})
            for _ in range(2)
        ]
        assert [a.status_code for a in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert Decision.objects.filter(candidate__in=ids).count() == 1

    def test_a_token_needs_the_scope(self, client, world, request_, ids):
        path = reverse("api:assistrequest-decisions", args=[request_.pk])
        _row, secret = ApiToken.issue(world.visitor("director"), name="x", scopes=["read"])
        answer = client.post(
            path,
            {"candidates": ids, "verdict": "approved"},
            "application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        assert answer.status_code == 403

    def test_the_decisions_in_force_are_told_alone(self, world, as_person, request_, ids):
        first = approve(world, ids[0])
        decide(
            actor=world.visitor("producer"),
            candidate=Candidate.objects.get(pk=ids[0]),
            revision=0,
            verdict="rejected",
            why="soft",
            seen=first.pk,
        )
        path = reverse("api:assistrequest-decisions", args=[request_.pk])
        (told,) = as_person(world.visitor("artist")).get(path).json()
        assert (told["verdict"], told["why"], told["mine"]) == ("rejected", "soft", False)

    def test_single_pictures_are_decided_at_their_own_address_too(self, world, as_person, ids):
        path = reverse("api:candidate-decisions", args=[ids[0]])
        client = as_person(world.visitor("director"))
        body = {"revision": 0, "verdict": "approved", "seen": None}
        assert client.post(path, json.dumps(body), "application/json").status_code == 201
        again = {"revision": 0, "verdict": "rejected", "why": "soft", "seen": None}
        answer = client.post(path, json.dumps(again), "application/json")
        assert answer.json()["error"]["code"] == "decision:stale"


class TestBlind:
    def test_it_is_a_persons_own_and_stays(self, world, as_person, request_):
        path = reverse("api:assistrequest-blind", args=[request_.pk])
        director = as_person(world.visitor("director"))
        body = json.dumps({"blind": True})
        board = director.post(path, body, "application/json").json()
        assert board["blind"] and "provider" not in board["pictures"][0]
        page = director.get(reverse("triage", args=[request_.pk])).text
        assert '"blind": true' in page and "local" not in page.split("triage-data")[-1]
        answer = director.post(path, json.dumps({"blind": False}), "application/json")
        assert answer.json()["error"]["code"] == "blind:sealed"
        others = as_person(world.visitor("producer")).get(
            reverse("api:assistrequest-board", args=[request_.pk])
        )
        assert others.json()["pictures"][0]["provider"] == "local"
        assert AssistRequest.objects.get(pk=request_.pk).blind == [
            str(world.visitor("director").pk)
        ]


class TestPages:
    def test_the_board_holds_its_pictures_and_the_mark(self, world, as_person, request_, ids):
        page = as_person(world.visitor("artist")).get(reverse("triage", args=[request_.pk]))
        assert all(pk in page.text for pk in ids)
        assert 'data-may-decide="0"' in page.text
        assert "<view-mark" in page.text and "Ours-artist · Ours" in page.text

    def test_opening_it_is_a_view(self, world, as_person, request_):
        as_person(world.visitor("artist")).get(reverse("triage", args=[request_.pk]))
        (row,) = AuditEvent.objects.filter(verb="media:viewed")
        assert row.facts["name"] == world.ours.version.file_name

    def test_a_large_picture_is_a_view_and_a_small_one_is_not(self, world, as_person, ids):
        made = Candidate.objects.get(pk=ids[0])
        artist = as_person(world.visitor("artist"))
        for role, views in (("small", 0), ("large", 1)):
            row = made.renditions.get(role=role)
            assert artist.get(reverse("rendition", args=[row.pk])).status_code == 200
            assert AuditEvent.objects.filter(verb="media:viewed").count() == views

    def test_a_request_without_pictures_says_what_belongs_there(self, world, as_person):
        page = as_person(world.visitor("artist")).get(
            reverse("triage", args=[world.ours.request.pk])
        )
        assert "No picture to decide on" in page.text

    def test_run_film_review_and_home_lead_to_it(self, world, as_person, request_):
        director, board = (
            as_person(world.visitor("director")),
            reverse("triage", args=[request_.pk]),
        )
        run = request_.runs.get()
        for address in (
            run.get_absolute_url(),
            reverse("asset", args=[world.ours.asset.pk]),
            reverse("review"),
            reverse("home"),
        ):
            assert board in director.get(address).text, address
        assert "Look at the shots" not in director.get(run.get_absolute_url()).text

    def test_the_page_of_a_cut_leads_on_from_a_picture(self, world, as_person, request_, ids):
        answer = as_person(world.visitor("artist")).get(reverse("candidate", args=[ids[0]]))
        assert answer["Location"] == f"{reverse('triage', args=[request_.pk])}#{ids[0]}"

    def test_the_files_of_a_film_in_the_trash_are_gone_from_it(self, world, as_person, request_):
        world.ours.asset.delete_by(world.visitor("producer"))
        page = as_person(world.visitor("director")).get(reverse("triage", args=[request_.pk]))
        assert "No picture to decide on" in page.text


class TestLeaving:
    @pytest.fixture
    def take(self, world, as_person, ids):
        def call(kind="artist", name="picture", api=False):
            route = "api:candidate-exports" if api else "candidate_export"
            return as_person(world.visitor(kind)).get(reverse(route, args=[ids[0], name]))

        return call

    def test_the_whole_picture_is_no_viewing_copy(self, world, as_person, ids):
        row = Candidate.objects.get(pk=ids[0]).renditions.get(role="picture")
        answer = as_person(world.visitor("producer")).get(reverse("rendition", args=[row.pk]))
        assert answer.status_code == 404

    @pytest.mark.parametrize("api", [False, True])
    def test_it_leaves_when_it_is_approved(self, world, take, ids, api):
        assert take(api=api).status_code == 409
        approve(world, ids[0])
        answer = take(api=api)
        assert answer.status_code == 200
        assert 'filename="clip_picture_0001' in answer["Content-Disposition"]
        row = AuditEvent.objects.filter(verb="picture:exported").latest("at")
        assert row.facts["name"].startswith("clip_picture_0001")

    def test_a_picture_has_no_edit_list_and_a_cut_no_picture(self, world, as_person, take, ids):
        approve(world, ids[0])
        assert take(name="edl").status_code == 409
        cut = reverse("candidate_export", args=[world.ours.candidate.pk, "picture"])
        assert as_person(world.visitor("artist")).get(cut).status_code == 409

    def test_a_picture_is_not_edited_nor_made_shots(self, world, as_person, ids):
        approve(world, ids[0])
        artist = as_person(world.visitor("artist"))
        for route, body in (
            ("api:candidate-revise", {"base": 0, "edit": {"op": "merge", "boundary": 1}}),
            ("api:candidate-adopt", {}),
        ):
            path = reverse(route, args=[ids[0]])
            answer = artist.post(path, json.dumps(body), "application/json")
            assert answer.json()["error"]["code"] == "candidate:picture"

    def test_an_approved_picture_does_not_free_the_original_film(self, world, ids):
        Decision.objects.exclude(candidate__in=ids).delete()
        approve(world, ids[0])
        assert not frees_the_original(world.ours.version)
