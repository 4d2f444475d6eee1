"""Projects and what they are made of: making, naming, adopting shots."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from projects.models import Episode, Project, ProjectGrant, Scene, Shot
from tests.world import make_candidate


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


NEW = {"name": "New film", "code": "NEW", "rate_label": "25"}


KINDS = {"episode": (Episode, "E01"), "scene": (Scene, "S01"), "shot": (Shot, "PRJ_0010")}


class TestStructure:
    def add(self, client, house, kind, code, **more):
        form = {"add": kind, f"{kind}-code": code, f"{kind}-name": "A name"}
        form |= {f"{kind}-{name}": value for name, value in more.items()}
        return client.post(reverse("project_structure", args=[house.project.pk]), form)

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_crew_adds(self, world, as_person, kind):
        assert (
            self.add(as_person(world.visitor("artist")), world.ours, kind, "X").status_code == 302
        )
        made = KINDS[kind][0].objects.get(code="X")
        assert (made.project, made.studio) == (world.ours.project, world.ours.studio)

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_reviewer_looks_only(self, world, as_person, kind):
        reviewer = as_person(world.visitor("reviewer"))
        assert self.add(reviewer, world.ours, kind, "X").status_code == 403
        assert reviewer.get(f"/projects/{world.ours.project.pk}/structure/").status_code == 200

    def test_a_taken_code_is_a_sentence(self, world, producer):
        answers = [
            self.add(producer, world.ours, "episode", "E01"),
            self.add(producer, world.ours, "scene", "S01", episode=world.ours.episode.pk),
            self.add(producer, world.ours, "shot", "PRJ_0010", scene=world.ours.scene.pk),
        ]
        for kind, answer in zip(KINDS, answers, strict=True):
            assert answer.status_code == 200
            assert answer.context["forms"][kind].errors["code"]

    def test_two_without_a_scene_need_two_codes(self, world, producer):
        assert self.add(producer, world.ours, "shot", "A").status_code == 302
        assert self.add(producer, world.ours, "shot", "A").status_code == 200
        assert Shot.objects.filter(code="A").count() == 1

    def test_a_scene_of_another_studio_is_no_choice(self, world, producer):
        answer = self.add(producer, world.ours, "shot", "A", scene=world.theirs.scene.pk)
        assert answer.context["forms"]["shot"].errors["scene"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_over_the_api_a_taken_code_is_a_sentence_too(self, world, producer, kind):
        body = {"project": str(world.ours.project.pk), "code": KINDS[kind][1]}
        body |= {"scene": {"episode": str(world.ours.episode.pk)}}.get(kind, {})
        body |= {"shot": {"scene": str(world.ours.scene.pk)}}.get(kind, {})
        answer = producer.post(f"/api/v1/{kind}s/", body, "application/json")
        assert answer.status_code in (400, 409) and answer.json()["error"]["message"]

    def test_a_row_stays_in_its_project(self, world, producer):
        second = Project.objects.create(studio=world.ours.studio, name="2", code="TWO")
        address = f"/api/v1/episodes/{world.ours.episode.pk}/"
        producer.patch(address, {"project": str(second.pk), "name": "n"}, "application/json")
        world.ours.episode.refresh_from_db()
        assert world.ours.episode.project == world.ours.project

    def test_relations_are_rows_of_the_same_project(self, world, producer):
        second = Project.objects.create(studio=world.ours.studio, name="2", code="TWO")
        body = {"project": str(second.pk), "scene": str(world.ours.scene.pk), "code": "X"}
        answer = producer.post("/api/v1/shots/", body, "application/json")
        assert answer.status_code == 400 and "scene" in answer.json()["error"]["fields"]

    @pytest.mark.parametrize(("first", "end"), [(5, 5), (6, 5)])
    def test_a_shot_has_a_length(self, world, first, end):
        with pytest.raises(IntegrityError), transaction.atomic():
            Shot.objects.create(project=world.ours.project, code="L", cut_in=first, cut_out=end)

    def test_an_impossible_length_over_the_api_is_no_failure(self, world, producer):
        producer.raise_request_exception = False
        body = {"project": str(world.ours.project.pk), "code": "L", "cut_in": 9, "cut_out": 3}
        assert producer.post("/api/v1/shots/", body, "application/json").status_code == 400


class TestAdopting:
    def adopt(self, client, candidate, scene=""):
        return client.post(reverse("candidate_adopt", args=[candidate.pk]), {"scene": scene})

    def test_the_approved_cut_becomes_shots_counted_in_tens(self, world, as_person):
        artist = as_person(world.visitor("artist"))
        assert self.adopt(artist, world.ours.candidate).status_code == 302
        made = Shot.objects.filter(version=world.ours.version)
        assert [(s.code, s.cut_in, s.cut_out, s.length) for s in made] == [
            ("PRJ_0010", 0, 24, 24),
            ("PRJ_0020", 24, 60, 36),
            ("PRJ_0030", 60, 96, 36),
        ]

    def test_again_changes_nothing(self, world, producer):
        for _time in range(2):
            self.adopt(producer, world.ours.candidate, str(world.ours.scene.pk))
        assert Shot.objects.filter(version=world.ours.version).count() == 3
        assert set(Shot.objects.filter(version=world.ours.version).values_list("scene")) == {
            (world.ours.scene.pk,)
        }

    def test_what_is_not_approved_is_not_adopted(self, world, producer):
        candidate = make_candidate(world.ours.version, world.visitor("artist"))
        assert self.adopt(producer, candidate).status_code == 409

    @pytest.mark.parametrize("scene", ["x", "0" * 32])
    def test_an_unknown_scene_is_refused(self, world, producer, scene):
        assert self.adopt(producer, world.ours.candidate, scene).status_code == 400
        theirs = str(world.theirs.scene.pk)
        assert self.adopt(producer, world.ours.candidate, theirs).status_code == 400
        assert not Shot.objects.filter(version=world.ours.version).exists()

    def test_a_reviewer_adopts_nothing(self, world, as_person):
        reviewer = as_person(world.visitor("reviewer"))
        assert self.adopt(reviewer, world.ours.candidate).status_code == 403


class TestReviewersOfAProject:
    def test_the_producer_chooses_who_sees_it(self, world, as_person):
        ungranted, granted = (world.ours.memberships[k] for k in ("ungranted", "reviewer"))
        page = f"/projects/{world.ours.project.pk}/reviewers/"
        as_person(world.visitor("producer")).post(page, {"reviewer": [ungranted.pk]})
        chosen = world.ours.project.grants.values_list("membership", flat=True)
        assert list(chosen) == [ungranted.pk]
        assert granted.pk not in chosen

    def test_a_reviewer_of_another_studio_is_never_taken(self, world, as_person):
        stranger = world.theirs.memberships["reviewer"]
        page = f"/projects/{world.ours.project.pk}/reviewers/"
        as_person(world.visitor("producer")).post(page, {"reviewer": [stranger.pk]})
        assert not world.ours.project.grants.exists()

    def test_nor_can_a_row_join_two_studios(self, world):
        with pytest.raises(ValidationError):
            ProjectGrant.objects.create(
                project=world.theirs.project, membership=world.ours.memberships["reviewer"]
            )
