"""What outlives a deleted asset does not say how its file was called."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.live.topics import open_topic
from portal.models import Notification
from projects import telling
from projects.models import Ingest, State, Upload
from projects.sweeping import remove_deleted_assets

NAME, GONE = "secret-title.mp4", "a deleted file"


@pytest.fixture
def house(world):
    """The world's own studio; its one asset has a name that nothing else has."""
    world.ours.asset.name = NAME
    world.ours.asset.save()
    world.ours.version.file_name = NAME
    world.ours.version.save()
    return world.ours


@pytest.fixture
def delete(house):
    return lambda: house.asset.delete_by(house.people["producer"])


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


class TestPages:
    @pytest.fixture
    def artist(self, house, as_person):
        return as_person(house.people["artist"])

    def test_the_list_of_runs(self, artist, delete):
        assert NAME in read(artist, "/runs/")
        delete()
        assert NAME not in read(artist, "/runs/") and GONE in read(artist, "/runs/")

    def test_the_list_once_the_rows_are_gone(self, house, artist, delete):
        house.decision.delete()
        delete()
        house.asset.end_now(actor=house.people["producer"])
        remove_deleted_assets()
        assert not house.run.request.versions.exists()
        assert GONE in read(artist, "/runs/")
        assert GONE in read(artist, f"/runs/{house.run.pk}/")

    def test_the_page_of_a_run_stays_and_offers_nothing_of_it(self, house, artist, delete):
        page = f"/runs/{house.run.pk}/"
        candidate = f"/candidates/{house.candidate.pk}/"
        assert NAME in read(artist, page) and candidate in read(artist, page)
        delete()
        text = read(artist, page)
        assert GONE in text and NAME not in text
        assert candidate not in text and f"/assets/{house.asset.pk}/" not in text

    @pytest.mark.parametrize("page", ["/", "/review/", "/notifications/", "/projects/"])
    def test_other_pages(self, house, as_person, delete, page):
        ingest = Ingest.objects.get(pk=house.ingest.pk)
        ingest.state = State.FAILED
        telling.examined(ingest)
        assert NAME in Notification.objects.get(kind="upload.refused").sentence
        delete()
        for kind in ("artist", "producer"):
            assert NAME not in read(as_person(house.people[kind]), page)
        assert Notification.objects.get(kind="upload.refused").sentence.startswith(GONE)

    def test_what_people_were_told_of_other_files_stays(self, world, house, delete):
        ingest = Ingest.objects.get(pk=world.theirs.ingest.pk)
        ingest.state = State.FAILED
        telling.examined(ingest)
        delete()
        assert Notification.objects.get(kind="upload.refused").sentence.startswith("clip.mp4")


class TestTheApi:
    @pytest.mark.parametrize(
        "address",
        ["runs", "requests", "uploads", "versions", "assets", "candidates"],
    )
    def test_lists(self, house, as_person, delete, address):
        Upload.objects.filter(pk=house.upload.pk).update(
            asset=house.asset, file_name=NAME, state=Upload.State.COMPLETE, version=house.version
        )
        artist = as_person(house.people["artist"])
        delete()
        assert NAME not in read(artist, f"/api/v1/{address}/")

    def test_an_upload_says_so(self, house, as_person, delete):
        Upload.objects.filter(pk=house.upload.pk).update(asset=house.asset)
        artist, where = as_person(house.people["artist"]), f"/api/v1/uploads/{house.upload.pk}/"
        assert artist.get(where).json()["file_name"] == "more.mov"
        delete()
        assert artist.get(where).json()["file_name"] == GONE

    def test_versions_are_told_without_a_query_each(self, house, as_person):
        artist = as_person(house.people["artist"])
        with CaptureQueriesContext(
            connection,
        ) as counted:
            read(artist, "/api/v1/versions/")
        assert sum('from "projects_asset"' in q["sql"].lower() for q in counted) == 0


class TestSockets:
    def test_the_topic_of_an_examination(self, house, delete):
        def event():
            return open_topic(house.people["artist"], f"ingest:{house.ingest.pk}")[1]()[0]["job"]

        assert event()["title"] == NAME and event()["url"] == f"/assets/{house.asset.pk}/"
        delete()
        assert event()["title"] == GONE
        assert event()["url"] == f"/projects/{house.project.pk}/"

    def test_what_is_still_told_when_it_is_stopped(
        self, house, delete, monkeypatch, django_capture_on_commit_callbacks
    ):
        told = []
        monkeypatch.setattr(
            "projects.models.job_news.publish", lambda groups, message: told.append(message)
        )
        Ingest.objects.filter(pk=house.ingest.pk).update(
            state=State.RUNNING, finished_at=None, started_at=timezone.now()
        )
        with django_capture_on_commit_callbacks(execute=True):
            delete()
        assert [m["job"]["title"] for m in told if m["job"]["kind"] == "ingest"] == [GONE]
