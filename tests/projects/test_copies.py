"""Larger copies, and copies with a name in them: made when wanted, for whom they are meant."""

import io
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.errors import status_of
from portal.models import AuditEvent
from portal.storage import files
from projects import removing, sweeping
from projects.media.sample import make_sample
from projects.models import Asset, Ingest, Project, Rendition, State, ViewingCopy
from projects.tasks import copy as copy_task
from projects.tasks import ingest as ingest_task
from tests.kept_world import keep_world_with
from tests.projects.test_ingesting import arrived
from tests.world import make_version


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    path = tmp_path_factory.mktemp("copies") / "film.mp4"
    make_sample(path, seed=3, seconds=Fraction(1, 3), rate=Fraction(24), size=(1280, 720))
    return path.read_bytes()


def examined(world, drawn):
    job = arrived(world, "film.mp4", drawn)
    ingest_task(*job.message)
    return (
        Ingest.objects.select_related("version__asset", "version__project").get(pk=job.pk).version
    )


@pytest.fixture(scope="module")
def kept(kept_world, drawn, tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock():
        folder = tmp_path_factory.mktemp("kept")
        return keep_world_with(kept_world, folder, lambda w: examined(w, drawn), "copies")


@pytest.fixture
def laid_out(kept, db, settings):
    return kept.lay_out(Path(settings.MEDIA_ROOT))


@pytest.fixture
def world(laid_out):
    return laid_out[0]


@pytest.fixture
def film(laid_out):
    """A film of 720 lines, examined."""
    return laid_out[1]


@pytest.fixture
def burning(world):
    Project.objects.filter(pk=world.ours.project.pk).update(watermark="burnt")


@pytest.fixture
def asking(world, as_person):
    """Ask for a copy as somebody; gives status and answer."""

    def ask(kind, version, **body):
        client = as_person(world.visitor(kind))
        address = f"/api/v1/versions/{version.pk}/copies/"
        sent = client.post(address, {"height": 540, **body}, content_type="application/json")
        return sent.status_code, sent.json()

    return ask


def made(version):
    for copy in ViewingCopy.objects.filter(version=version):
        copy_task(*copy.message)
    return ViewingCopy.objects.get(version=version)


def lines(row):
    with row.open() as file, av.open(file) as container:
        return container.streams.video[0].height, container.streams.video[0].frames


class TestALargeCopy:
    def test_is_made_when_it_is_first_wanted(self, film, asking):
        status, answer = asking("artist", film, height=1080)
        assert status == 200 and answer["src"] == ""
        assert answer["job"]["state"] == "QUEUED" and answer["job"]["kind"] == "copy"
        copy = made(film)
        assert copy.state == State.READY
        assert lines(copy.rendition) == (720, film.frames)
        shown = asking("director", film, height=1080)[1]["src"]
        assert shown == reverse("rendition", args=[copy.rendition_id])

    def test_may_be_fetched_by_whoever_sees_the_film(self, world, film, asking, as_person):
        asking("artist", film, height=1080)
        made(film)
        answer = asking("producer", film, height=1080)[1]
        assert as_person(world.visitor("producer")).get(answer["src"]).status_code == 200
        assert as_person(world.visitor("other")).get(answer["src"]).status_code == 404

    def test_is_made_once_for_all(self, film, asking):
        for kind in ("artist", "producer", "director"):
            asking(kind, film, height=1080)
        assert ViewingCopy.objects.filter(version=film).count() == 1

    def test_counts_as_a_look(self, world, film, asking, as_person):
        asking("artist", film, height=1080)
        made(film)
        src = asking("artist", film, height=1080)[1]["src"]
        as_person(world.visitor("artist")).get(src)
        assert AuditEvent.objects.filter(verb="media:viewed").exists()

    def test_is_not_offered_for_a_small_film(self, world, asking):
        status, answer = asking("artist", make_version(world.ours.project, world.visitor("artist")),
                                height=1080)  # fmt: skip
        assert status == 422 and answer["error"]["code"] == "copy:height"

    @pytest.mark.parametrize("height", [0, 720, -1, "tall", None])
    def test_has_one_of_two_heights(self, film, asking, height):
        assert asking("artist", film, height=height)[0] == 400

    def test_is_not_listed_with_what_every_version_has(self, world, film, asking, as_person):
        asking("artist", film, height=1080)
        made(film)
        told = as_person(world.visitor("artist")).get(f"/api/v1/versions/{film.pk}/").json()
        assert "copy" not in {row["role"] for row in told["renditions"]}
        assert film.renditions.filter(role="copy").count() == 1

    def test_of_540_lines_is_the_viewing_copy_itself(self, film, asking):
        answer = asking("artist", film, height=540)[1]
        assert answer == {
            "height": 540,
            "src": reverse("rendition", args=[film.rendition("proxy").pk]),
            "job": None,
        }


class TestOneThatFails:
    @pytest.fixture
    def failed(self, film, asking):
        files.delete(film.storage_key)
        asking("artist", film, height=1080)
        return made(film)

    def test_says_so_and_waits_for_somebody(self, film, failed, asking):
        assert failed.state == State.ERRORED
        answer = asking("artist", film, height=1080)[1]
        assert answer["job"]["state"] == "ERRORED" and answer["job"]["error"]["message"]

    def test_is_made_once_more_when_a_person_asks(self, film, failed, asking, drawn, tmp_path):
        (tmp_path / "film.mp4").write_bytes(drawn)
        files.put(film.storage_key, tmp_path / "film.mp4", "video/mp4")
        assert asking("artist", film, height=1080, again=True)[1]["job"]["state"] == "QUEUED"
        assert made(film).state == State.READY

    def test_a_broken_original_is_a_refusal_with_its_reason(self, film, asking, tmp_path):
        (tmp_path / "broken").write_bytes(b"no film at all")
        files.put(film.storage_key, tmp_path / "broken", "video/mp4")
        asking("artist", film, height=1080)
        copy = made(film)
        assert copy.state == State.FAILED and copy.error_code.startswith("media:")


@pytest.mark.usefixtures("burning")
class TestWhereNamesAreBurnt:
    def test_each_person_has_a_copy_of_their_own(self, world, film, asking, as_person):
        for kind in ("artist", "producer"):
            assert asking(kind, film)[1]["src"] == ""
        copies = ViewingCopy.objects.filter(version=film)
        assert copies.count() == 2
        for copy in copies:
            copy_task(*copy.message)
        src = asking("artist", film)[1]["src"]
        assert as_person(world.visitor("artist")).get(src).status_code == 200
        assert as_person(world.visitor("producer")).get(src).status_code == 404

    def test_the_name_is_in_the_picture(self, film, asking):
        asking("artist", film)
        copy = made(film)
        with copy.rendition.open() as marked, film.rendition("proxy").open() as plain:
            pair = [next(av.open(file).decode(video=0)).to_ndarray(format="gray8").astype(int)
                    for file in (marked, plain)]  # fmt: skip
        assert pair[0].shape == pair[1].shape and np.abs(pair[0] - pair[1]).mean() > 0.5

    def test_two_people_of_one_name_are_told_apart(self, world, film, asking):
        for kind in ("artist", "producer"):
            person = world.visitor(kind)
            type(person).objects.filter(pk=person.pk).update(name="Ines Okafor")
            asking(kind, film)
        marks = set(ViewingCopy.objects.values_list("mark", flat=True))
        addresses = {world.visitor(kind).email for kind in ("artist", "producer")}
        studio = world.ours.studio.name
        assert marks == {f"Ines Okafor · {studio} · {email}" for email in addresses}

    def test_the_longest_names_have_room(self, world, film, asking):
        person = world.visitor("artist")
        email = f"{'e' * 64}@{'x' * 180}.example"
        type(person).objects.filter(pk=person.pk).update(name="N" * 150, email=email)
        house = world.ours.studio
        type(house).objects.filter(pk=house.pk).update(name="S" * 120)
        assert asking("artist", film)[0] == 200
        mark = ViewingCopy.objects.get().mark
        assert len(mark) == 400 and mark.startswith("NNN") and mark.endswith(email)

    def test_the_plain_copy_is_refused_to_everybody(self, world, film, as_person):
        proxy = reverse("rendition", args=[film.rendition("proxy").pk])
        for kind in ("artist", "producer", "reviewer"):
            answer = as_person(world.visitor(kind)).get(proxy)
            assert answer.status_code in (403, 404)
        assert b"name in the picture" in as_person(world.visitor("producer")).get(proxy).content

    @pytest.mark.parametrize("kind", ["image", "sound", ""])
    def test_also_when_a_later_version_is_of_another_kind(
        self, world, film, asking, as_person, kind
    ):
        Asset.objects.filter(pk=film.asset_id).update(kind=kind)
        film.asset.refresh_from_db()
        proxy = reverse("rendition", args=[film.rendition("proxy").pk])
        assert as_person(world.visitor("artist")).get(proxy).status_code == 403
        assert asking("artist", film)[0] == 200  # and there still is a copy of their own

    def test_its_poster_carries_the_name(self, world, film, as_person):
        poster = film.rendition("poster")
        with poster.open() as plain:
            before = plain.read()
        answer = as_person(world.visitor("artist")).get(reverse("rendition", args=[poster.pk]))
        assert answer["Content-Type"] == "image/jpeg" and answer.content != before

    def test_a_poster_that_is_lost_is_told_as_any_lost_file(self, world, film, as_person):
        poster = film.rendition("poster")
        files.delete(poster.storage_key)
        answer = as_person(world.visitor("artist")).get(reverse("rendition", args=[poster.pk]))
        assert answer.status_code == status_of("storage:failed") != 500

    def test_so_is_a_large_plain_one_of_before(self, world, film, as_person):
        plain = ViewingCopy.want(film, height=1080)
        copy_task(*plain.message)
        plain.refresh_from_db()
        src = reverse("rendition", args=[plain.rendition_id])
        assert as_person(world.visitor("producer")).get(src).status_code == 403

    def test_the_page_asks_for_the_copy_and_lays_nothing_over_it(self, world, film, as_person):
        page = as_person(world.visitor("artist")).get(f"/assets/{film.asset_id}/")
        shown = page.content.decode()
        assert 'data-src=""' in shown and 'data-heights="540,1080"' in shown
        assert f'data-copies="/api/v1/versions/{film.pk}/copies/"' in shown
        assert 'data-mark=""' in shown

    def test_a_single_frame_carries_the_name(self, world, film, as_person):
        address = reverse("frame", args=[film.pk, 3])
        marked = as_person(world.visitor("artist")).get(address)
        other = as_person(world.visitor("producer")).get(address)
        Project.objects.update(watermark="overlay")
        plain = as_person(world.visitor("artist")).get(address)
        assert len({marked.content, other.content, plain.content}) == 3
        assert marked["ETag"] != other["ETag"] != plain["ETag"]

    def test_a_picture_carries_it_too(self, world, as_person):
        version = make_version(world.ours.project, world.visitor("artist"), name="plate.png")
        Asset.objects.filter(pk=version.asset_id).update(kind="image")
        out = io.BytesIO()
        Image.new("RGB", (640, 360), "gray").save(out, "JPEG")
        poster = version.rendition("poster")
        with open(files.path(poster.storage_key), "wb") as file:
            file.write(out.getvalue())
        answer = as_person(world.visitor("artist")).get(reverse("rendition", args=[poster.pk]))
        assert answer["Cache-Control"] == "private, no-store"
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert picture.size == (640, 360) and np.asarray(picture).std() > 2

    def test_another_name_is_another_copy(self, world, film, asking):
        asking("artist", film)
        artist = world.visitor("artist")
        artist.name = "Ada Newname"
        artist.save()
        asking("artist", film)
        assert ViewingCopy.objects.filter(version=film).count() == 2


class TestHowAFilmIsShown:
    def test_a_look_has_everything_made_again(self, world, film, as_person, asking):
        asking("artist", film, height=1080)
        made(film)
        before = film.rendition("proxy").storage_key
        client = as_person(world.visitor("artist"))
        client.post(reverse("asset_look", args=[film.asset_id]), {"look": "slog3"})
        assert not ViewingCopy.objects.filter(version=film).exists()
        job = Ingest.objects.get(version=film)
        assert job.state == State.QUEUED
        ingest_task(*job.message)
        film.refresh_from_db()
        assert film.facts["colour"]["look"] == "slog3"
        assert Rendition.objects.get(version=film, role="proxy").storage_key != before
        facts = AuditEvent.objects.get(verb="asset:look").facts
        assert facts["look"] == "Sony S-Log3, S-Gamut3"

    def test_meanwhile_nothing_is_copied_and_nothing_plays(self, film, as_person, world, asking):
        film.asset.look_as("logc3", actor=world.visitor("artist"))
        status, answer = asking("artist", film, height=1080)
        assert status == 409 and answer["error"]["code"] == "copy:not_yet"
        page = as_person(world.visitor("artist")).get(f"/assets/{film.asset_id}/")
        assert b"<frame-player" not in page.content

    def test_a_copy_of_before_does_not_outlive_it(self, film, asking, world):
        asking("artist", film, height=1080)
        film.ingest.afresh()
        ingest_task(*film.ingest.message)
        assert not ViewingCopy.objects.exists()

    def test_the_same_look_again_is_no_work(self, world, film, as_person):
        as_person(world.visitor("artist")).post(reverse("asset_look", args=[film.asset_id]), {})
        assert Ingest.objects.get(version=film).state == State.READY

    def test_a_look_that_nobody_knows_is_refused(self, world, film, as_person):
        answer = as_person(world.visitor("artist")).post(
            reverse("asset_look", args=[film.asset_id]), {"look": "sepia"}
        )
        assert answer.status_code == 400 and Asset.objects.get(pk=film.asset_id).look == ""

    def test_the_page_offers_it_to_those_who_upload(self, world, film, as_person):
        address = f"/assets/{film.asset_id}/"
        assert b"ARRI LogC4" in as_person(world.visitor("artist")).get(address).content
        assert b"ARRI LogC4" not in as_person(world.visitor("reviewer")).get(address).content


class TestTheEnd:
    @pytest.fixture
    def copy(self, film):
        copy = ViewingCopy.want(film, height=1080)
        copy_task(*copy.message)
        copy.refresh_from_db()
        return copy

    def test_one_nobody_wants_goes_after_a_while(self, copy, settings):
        key = copy.rendition.storage_key
        sweeping.tidy()
        assert files.exists(key)
        long_ago = timezone.now() - timedelta(days=settings.COPY_DAYS, minutes=1)
        ViewingCopy.objects.update(asked_at=long_ago)
        sweeping.tidy()
        assert not files.exists(key)
        assert not Rendition.objects.filter(role="copy").exists()
        assert not ViewingCopy.objects.exists()

    def test_one_that_is_wanted_stays(self, copy, film, settings):
        ViewingCopy.objects.update(asked_at=timezone.now() - timedelta(days=settings.COPY_DAYS + 1))
        ViewingCopy.want(film, height=1080)
        sweeping.tidy()
        assert ViewingCopy.objects.get().is_there

    def test_it_goes_with_its_asset(self, copy, film, world):
        key, late = copy.rendition.storage_key, f"{copy.storage_prefix}2/copy.mp4"
        files.save(late, io.BytesIO(b"left by a worker"))
        film.asset.delete_by(world.visitor("artist"))
        yesterday = timezone.now() - timedelta(days=1)
        Asset.objects.filter(pk=film.asset_id).update(gone_after=yesterday)
        for model in (Ingest, ViewingCopy):
            model.objects.update(finished_at=yesterday)
        removing.remove(film.asset_id)
        assert not files.exists(key) and not files.exists(late)

    def test_what_is_being_made_stops_when_the_film_is_deleted(self, film, world):
        copy = ViewingCopy.want(film, height=1080)
        film.asset.delete_by(world.visitor("artist"))
        copy.refresh_from_db()
        assert copy.state == State.CANCELLED


def test_the_database_knows_the_heights(world):
    with pytest.raises(IntegrityError):
        ViewingCopy.objects.create(
            project=world.ours.project, version=world.ours.version, height=720
        )
