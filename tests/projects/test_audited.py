"""What people do with footage and work stands in the audit, with the project's name."""

import pytest
import redis
from django.core.cache import cache
from django.urls import reverse

from portal.models import AuditEvent
from projects import viewing
from projects.models import ProjectGrant, State
from projects.models.requests import request_assistance
from projects.viewing import viewed
from tests.contract.visits import BYTES, SHA, TREE
from tests.world import make_rendition


def told(verb: str) -> list[str]:
    return [str(event) for event in AuditEvent.objects.filter(verb=verb)]


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def producer(house, as_person):
    return as_person(house.people["producer"])


class TestViews:
    def look(self, client, house, role="proxy"):
        return client.get(reverse("rendition", args=[house.version.rendition(role).pk]))

    def test_a_viewing_copy_is_told_once_a_quarter_of_an_hour(self, house, producer, monkeypatch):
        for _ in range(3):
            assert self.look(producer, house).status_code == 200
        assert told("media:viewed") == ["Ours-producer viewed clip.mp4, version 1"]
        later = viewing.time.time() + viewing.WINDOW
        monkeypatch.setattr(viewing.time, "time", lambda: later)
        self.look(producer, house)
        assert len(told("media:viewed")) == 2

    def test_each_person_is_told(self, house, as_person):
        for kind in ("director", "reviewer"):
            self.look(as_person(house.people[kind]), house)
        assert len(told("media:viewed")) == 2

    def test_a_row_names_version_project_and_studio(self, house, producer):
        self.look(producer, house)
        event = AuditEvent.objects.get(verb="media:viewed")
        assert event.studio == house.studio
        assert event.facts["project"] == house.project.name
        assert event.facts["id"] == str(house.version.pk)

    def test_a_small_picture_of_a_contact_sheet_is_not(self, house, producer):
        self.look(producer, house, "poster")
        assert told("media:viewed") == []

    def test_a_single_frame_is(self, house, producer, monkeypatch):
        monkeypatch.setattr(
            "projects.views.media.still", lambda path, number, at=None, width=320: b"jpeg"
        )
        producer.get(reverse("frame", args=[house.version.pk, 3]))
        assert len(told("media:viewed")) == 1

    def test_the_page_that_shows_a_picture_is(self, house, producer):
        type(house.version).objects.filter(pk=house.version.pk).update(rate_num=None, rate_den=None)
        make_rendition(house.project, "strip", "image/jpeg", version=house.version)
        producer.get(reverse("asset", args=[house.asset.pk]))
        assert len(told("media:viewed")) == 1

    def test_the_page_of_a_film_is_not_until_it_plays(self, house, producer):
        producer.get(reverse("asset", args=[house.asset.pk]))
        assert told("media:viewed") == []

    def test_who_may_not_see_it_leaves_no_row(self, world, as_person):
        self.look(as_person(world.theirs.people["producer"]), world.ours)
        assert told("media:viewed") == []

    def test_without_a_cache_each_look_is_a_row(self, house, monkeypatch):
        def gone(*args):
            raise redis.ConnectionError

        monkeypatch.setattr(cache, "add", gone)
        for _ in range(2):
            viewed(actor=house.people["producer"], version=house.version)
        assert len(told("media:viewed")) == 2

    def test_a_look_that_could_not_be_noted_is_noted_the_next_time(self, house, monkeypatch):
        def fails(*args, **facts):
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(AuditEvent, "record", fails)
            with pytest.raises(ZeroDivisionError):
                viewed(actor=house.people["producer"], version=house.version)
        viewed(actor=house.people["producer"], version=house.version)
        assert len(told("media:viewed")) == 1


class TestProjects:
    def test_a_changed_policy_is_told_before_and_after(self, house, producer):
        where = reverse("project_settings", args=[house.project.pk])
        form = {"name": house.project.name, "code": "PRJ", "rate_label": "24"}
        producer.post(where, {**form, "allow_downloads": "on"})
        assert told("project:changed") == [
            "Ours-producer changed allow_downloads of Ours film from False to True"
        ]

    def test_over_the_api_too(self, house, producer):
        where = reverse("api:project-detail", args=[house.project.pk])
        producer.patch(where, {"name": "Renamed"}, content_type="application/json")
        assert told("project:changed") == [
            "Ours-producer changed name of Renamed from Ours film to Renamed"
        ]

    def test_what_stays_the_same_is_not_told(self, house):
        house.project.note_changes(house.project, actor=None)
        assert told("project:changed") == []

    def test_one_that_is_made_and_deleted_is_told(self, house, producer):
        new = {"studio": str(house.studio.pk), "name": "Second", "code": "SEC", "rate_label": "24"}
        producer.post(reverse("project_new"), new)
        made = producer.post(
            reverse("api:project-list"), {**new, "code": "TRD"}, content_type="application/json"
        )
        producer.delete(reverse("api:project-detail", args=[made.json()["id"]]))
        assert told("project:made") == ["Ours-producer made the project Second"] * 2
        assert told("project:deleted") == ["Ours-producer deleted the project Second"]


class TestGrants:
    def test_those_given_and_removed_on_the_page_are_told_once(self, house, producer):
        where = reverse("project_reviewers", args=[house.project.pk])
        chosen = {"reviewer": [house.memberships["ungranted"].pk]}
        for _ in range(2):
            producer.post(where, chosen)
        assert told("grant:given") == ["Ours-producer let Ours-ungranted see Ours film"]
        assert told("grant:removed") == ["Ours-producer no longer lets Ours-reviewer see Ours film"]

    def test_over_the_api_too(self, house, producer):
        body = {"project": str(house.project.pk), "membership": house.memberships["ungranted"].pk}
        producer.post(reverse("api:projectgrant-list"), body, content_type="application/json")
        grant = ProjectGrant.objects.get(membership=house.memberships["ungranted"])
        producer.delete(reverse("api:projectgrant-detail", args=[grant.pk]))
        assert len(told("grant:given")) == len(told("grant:removed")) == 1


class TestWork:
    def test_a_request_a_cancelled_run_and_a_repeated_one_are_told(self, house):
        artist = house.people["artist"]
        made = request_assistance(
            actor=artist, tool="shot_breakdown", versions=[house.version], parameters={}
        )
        run = made.runs.get()
        run.cancel(actor=artist)
        run.again(actor=house.people["director"])
        made.withdraw(actor=house.people["producer"])
        assert told("run:requested") == [
            "Ours-director requested Shot breakdown",
            "Ours-artist requested Shot breakdown",
        ]
        assert told("run:cancelled") == ["Ours-artist cancelled Shot breakdown"]
        assert told("request:withdrawn") == [
            "Ours-producer withdrew the request for Shot breakdown"
        ]

    def test_a_run_that_has_ended_is_not_told_as_cancelled(self, house, as_person):
        type(house.run).objects.filter(pk=house.run.pk).update(state=State.READY)
        as_person(house.people["artist"]).post(reverse("run_cancel", args=[house.run.pk]))
        assert told("run:cancelled") == []

    def test_a_completed_upload_is_told_once(self, house):
        from portal.storage import files

        upload = house.upload
        part, _signed = upload.sign([{"number": 1, "size": len(BYTES), "sha256": SHA}])[0]
        files.receive(upload.storage_key, upload.storage_ref, part, BYTES)
        for _ in range(2):
            upload.complete(tree_sha256=TREE)
        assert told("upload:completed") == ["Ours-artist uploaded more.mov, version 1 (10 bytes)"]
