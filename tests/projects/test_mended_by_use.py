"""What people using the portal stumbled over, so that nobody does again."""

import io
import zipfile

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.models import AuditEvent, Membership
from projects.exporting import Exported, export
from projects.file_names import safe_name
from projects.models import Decision, Scene, Shot, Version
from projects.showing import clock
from tests.world import make_candidate, person


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


def post(client, address, body):
    return client.post(address, body, "application/json")


class TestComingIn:
    def test_a_forgotten_password_is_set_anew(self, world, client):
        email = world.visitor("artist").email
        client.post(reverse("account_reset_password"), {"email": email})
        link = next(w for w in mail.outbox[0].body.split() if "/password/reset/key/" in w)
        page = client.get(link, follow=True)
        assert page.status_code == 200 and "has been used" not in page.text
        words = {"password1": "quite another sentence", "password2": "quite another sentence"}
        client.post(page.redirect_chain[-1][0], words)
        assert client.login(username=email, password="quite another sentence")
        assert "you can sign up" not in mail.outbox[0].body

    def test_a_stranger_is_not_told_to_sign_up(self, db, client):
        client.post(reverse("account_reset_password"), {"email": "stranger@example.org"})
        assert mail.outbox == []

    def test_somebody_without_a_password_is_led_to_set_one(self, world, as_person):
        user = world.visitor("artist")
        user.set_unusable_password()
        user.save()
        page = as_person(user).get(reverse("account_change_password"), follow=True)
        assert page.status_code == 200 and "Set a password" in page.text

    def test_an_address_that_is_too_long_is_refused_on_the_form(self, world, producer):
        studio = f"/studio/?studio={world.ours.studio.pk}"
        page = producer.post(studio, {"email": "x" * 300 + "@example.com", "role": "artist"})
        assert page.status_code == 200 and page.context["form"].errors["email"]

    def test_the_admin_adds_a_member_once_and_it_is_noted(self, world, as_person):
        admin, add = as_person(world.admin), "/admin/portal/membership/add/"
        body = {"studio": world.ours.studio.pk, "user": person("New").pk, "role": "artist"}
        assert admin.post(add, body).status_code == 302
        assert AuditEvent.objects.get(verb="member:added").sentence == "Admin added New as Artist"
        again = admin.post(add, body)
        assert again.status_code == 200 and "belongs to the studio already" in again.text
        assert Membership.objects.filter(user__name="New").count() == 1


class TestTheApi:
    def test_json_nested_too_deeply_is_malformed(self, producer):
        answer = producer.generic(
            "POST", "/api/v1/requests/", "[" * 100_000, content_type="application/json"
        )
        assert answer.status_code == 400 and answer.json()["error"]["code"] == "invalid"

    def test_who_is_turned_away_is_counted(self, db, client, monkeypatch):
        from portal.api.views import MeView
        from portal.throttles import AnonThrottle

        monkeypatch.setattr(AnonThrottle, "THROTTLE_RATES", {"anon": "2/min"})
        monkeypatch.setattr(MeView, "throttle_classes", [AnonThrottle])
        asked = [client.get("/api/v1/me/") for _n in range(3)]
        assert [a.status_code for a in asked] == [401, 401, 429]
        assert 0 < int(asked[2]["Retry-After"]) <= 60

    @pytest.mark.parametrize("second", ["0" * 64, "1" * 64])
    def test_a_part_is_announced_once_in_a_request(self, world, as_person, second):
        upload = world.ours.upload
        rows = [{"number": 1, "size": 10, "sha256": sha} for sha in ("0" * 64, second)]
        answer = post(
            as_person(world.visitor("artist")),
            f"/api/v1/uploads/{upload.pk}/parts/",
            {"parts": rows},
        )
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "upload:part_twice"

    def test_an_approved_cut_becomes_shots(self, world, producer):
        address = f"/api/v1/candidates/{world.ours.candidate.pk}/shots/"
        made = post(producer, address, {"scene": str(world.ours.scene.pk)})
        assert (made.status_code, made.json()) == (201, {"shots": 3})
        assert Shot.objects.filter(scene=world.ours.scene).exclude(cut_in=None).count() == 3
        theirs = post(producer, address, {"scene": str(world.theirs.scene.pk)})
        assert theirs.status_code == 400

    def test_a_base_that_never_was_blames_nobody(self, world, producer):
        open_one = make_candidate(world.ours.version, world.visitor("artist"))
        answer = post(
            producer,
            f"/api/v1/candidates/{open_one.pk}/revisions/",
            {"base": 9, "edit": {"op": "merge", "boundary": 1}},
        )
        assert answer.json()["error"]["code"] == "revision:edit"


class TestRowsStayInTheirProject:
    def test_a_scene_of_another_studios_episode_is_refused(self, world, as_person):
        body = {
            "project": world.ours.project.pk,
            "episode": world.theirs.episode.pk,
            "code": "SX",
            "name": "",
        }
        page = as_person(world.admin).post("/admin/projects/scene/add/", body)
        assert page.status_code == 200 and "another project" in page.text
        assert not Scene.objects.filter(code="SX").exists()

    def test_a_shot_ends_within_its_film(self, world):
        shot = Shot(
            project=world.ours.project, code="X", version=world.ours.version, cut_in=0, cut_out=97
        )
        with pytest.raises(ValidationError, match="96 frames"):
            shot.clean()
        shot.cut_out = 96
        shot.clean()

    @pytest.mark.parametrize("code", ["../x y", "a b", "x\n", ""])
    def test_codes_are_plain(self, world, code):
        with pytest.raises(ValidationError):
            Shot(project=world.ours.project, code=code).clean_fields(exclude=["studio"])


class TestNames:
    @pytest.mark.parametrize(
        "name", ["می\u200cخواهم.mov", "क्\u200dष.mov", "👨\u200d👩\u200d👧.png"]
    )
    def test_joiners_are_letters(self, name):
        assert safe_name(name) == name

    def test_marks_that_turn_the_reading_round_are_not(self):
        assert safe_name("a\u202egpj.exe") == "agpj.exe"
        assert safe_name("a\u2028b\u2029c") == "abc"

    def test_a_name_as_a_mac_spells_it_is_composed(self):
        assert safe_name("e\u0301te\u0301.mov") == "\u00e9t\u00e9.mov"


class TestExports:
    def cut(self, count):
        return [
            {"start": n, "end": n + 1, "confidence": 1.0, "transition": None} for n in range(count)
        ]

    def sign(self, world, cut, **fields):
        Version.objects.filter(pk=world.ours.version.pk).update(frames=len(cut), **fields)
        candidate = make_candidate(
            Version.objects.get(pk=world.ours.version.pk), world.visitor("artist")
        )
        candidate.revisions.update(cut=cut)
        Decision.objects.create(
            project=candidate.project,
            candidate=candidate,
            revision=candidate.latest,
            verdict="approved",
            person=world.visitor("director"),
            person_name="D",
        )
        return candidate

    def test_a_long_cut_is_several_edls_in_one_zip(self, world):
        candidate = self.sign(world, self.cut(1500))
        made: Exported = export(actor=world.visitor("director"), candidate=candidate, name="edl")
        assert made.file_name == "PRJ_clip_r0.zip" and made.media_type == "application/zip"
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            lists = [archive.read(name).decode() for name in archive.namelist()]
        assert [text.count("* FROM CLIP NAME") for text in lists] == [999, 501]

    def test_what_cannot_be_written_is_no_button(self, world, producer):
        candidate = self.sign(world, self.cut(4), rate_num=5481, rate_den=325)
        page = producer.get(f"/candidates/{candidate.pk}/").text
        assert "Cannot be written" in page and "/export/edl/" not in page
        assert "/export/csv/" in page

    def test_past_midnight_the_clock_begins_anew(self, world):
        version = world.ours.version
        version.facts = {**version.facts, "timecode": "23:59:59:00"}
        assert [clock(version, n) for n in (23, 24)] == ["23:59:59:23", "00:00:00:00"]


def test_home_counts_what_it_does_not_list(world, producer):
    for _n in range(12):
        make_candidate(world.ours.version, world.visitor("artist"))
    page = producer.get("/").text
    lines = page.partition('id="needs-you-title"')[2]
    assert lines.count("Look and decide") == 10 and "and 2 further decisions" in lines
