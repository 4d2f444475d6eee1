"""The audit's page, its API, its export and the admin's list: who sees what of it."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import AsyncClient
from django.urls import reverse
from django.utils import timezone

from portal.audit import export as exporting
from portal.audit.sealing import head, seal_all
from portal.audit.verify_audit import verify
from portal.models import AuditEvent
from portal.models.audit import GROUPS, SENTENCES
from portal.tenancy import closed, in_studio
from projects.models import Closeout

PAGE, API = reverse("audit"), reverse("api:auditevent-list")


@pytest.fixture
def told(world):
    """Something in each studio, and something of the programme's."""
    ours, theirs = world.ours, world.theirs
    AuditEvent.record(ours.people["artist"], "media:viewed", ours.studio, **film("Our film"))
    AuditEvent.record(ours.people["director"], "test:other", ours.studio, project="Second")
    AuditEvent.record(theirs.people["artist"], "media:viewed", theirs.studio, **film("Their film"))
    AuditEvent.record(None, "test:programme")
    return world


def film(project: str) -> dict:
    return {"name": "clip.mp4", "version": 1, "project": project}


@pytest.fixture
def producer(told, as_person):
    return as_person(told.ours.people["producer"])


@pytest.fixture
def administrator(told, as_person):
    return as_person(told.admin)


def rows(client, **asked) -> list[str]:
    return [str(row) for row in client.get(PAGE, asked).context["rows"]]


class TestPage:
    def test_a_producer_reads_sentences_of_the_own_studio_and_no_other(self, producer):
        page = producer.get(PAGE).content.decode()
        assert "Ours-artist viewed clip.mp4, version 1" in page
        assert "Theirs" not in page
        assert "test:programme" not in page

    def test_an_administrator_reads_the_programme(self, administrator):
        page = administrator.get(PAGE).content.decode()
        for part in ("Ours-artist viewed", "Theirs-artist viewed", "test:programme"):
            assert part in page

    def test_an_administrator_chooses_a_studio(self, told, administrator):
        found = rows(administrator, studio=str(told.theirs.studio.pk))
        assert any("Theirs-artist" in row for row in found)
        assert not any("Ours-" in row for row in found)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"who": "ours-DIR", "project": "Second"}, ["Ours-director: test:other"]),
            ({"what": "media"}, ["Ours-artist viewed clip.mp4, version 1"]),
            ({"project": "our fi"}, ["Ours-artist viewed clip.mp4, version 1"]),
            ({"who": "artist", "project": "Second"}, []),
        ],
    )
    def test_it_is_filtered(self, producer, asked, found):
        assert rows(producer, **asked) == found

    def test_the_last_day_is_included_and_the_first_one_too(self, producer):
        today = timezone.localdate()
        yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
        assert rows(producer, since=str(today), until=str(today), what="media")
        assert not rows(producer, until=str(yesterday))
        assert not rows(producer, since=str(tomorrow))

    def test_a_filter_that_cannot_be_read_is_said(self, producer):
        response = producer.get(PAGE, {"since": "soon"})
        assert response.status_code == 200
        assert "could not be read" in response.content.decode()

    @pytest.mark.parametrize("studio", ["nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_a_studio_of_others_is_not_found(self, told, producer, studio):
        assert producer.get(reverse("audit_export"), {"studio": studio}).status_code == 404
        assert producer.get(PAGE, {"studio": studio}).status_code == 404

    def test_pages_go_on_where_they_ended_while_rows_arrive(self, told, producer):
        studio = told.ours.studio
        for n in range(120):
            AuditEvent.record(None, f"many:{n}", studio)
        seen, asked = [], {}
        for _ in range(6):
            context = producer.get(PAGE, asked).context
            seen += [row.pk for row in context["rows"]]
            AuditEvent.record(None, "late:one", studio)
            if not context["older"]:
                break
            asked = {"before": context["older"]}
        assert seen == sorted(set(seen), reverse=True)
        assert len(seen) >= 120

    def test_a_sealed_row_shows_its_place(self, producer):
        assert "being sealed" in producer.get(PAGE).content.decode()
        seal_all()
        page = producer.get(PAGE).content.decode()
        assert "{}:{}".format(*head()) in page

    def test_nothing_found_says_so(self, producer):
        assert "No row meets these filters" in producer.get(PAGE, {"who": "zz"}).content.decode()


class TestApi:
    def test_a_producer_gets_the_own_studios_rows(self, told, producer):
        found = producer.get(API).json()["results"]
        assert {row["studio"] for row in found} == {str(told.ours.studio.pk)}
        assert found[0]["position"] is None

    def test_a_row_tells_its_place_in_the_chain(self, producer):
        seal_all()
        row = producer.get(API, {"verb": "media:viewed"}).json()["results"][0]
        assert row["position"] > 0
        assert len(row["hash"]) == 64
        assert row["sentence"] == "Ours-artist viewed clip.mp4, version 1"

    @pytest.mark.parametrize(
        "asked", [{"who": "artist", "project": "our"}, {"verb": "media:viewed"}]
    )
    def test_it_is_filtered(self, producer, asked):
        assert [r["verb"] for r in producer.get(API, asked).json()["results"]] == ["media:viewed"]

    def test_it_is_filtered_by_moment(self, producer):
        now = timezone.now().isoformat()
        assert producer.get(API, {"since": now}).json()["results"] == []
        assert producer.get(API, {"until": now}).json()["results"]

    def test_pages_have_a_cursor(self, producer):
        first = producer.get(API, {"page_size": 2}).json()
        second = producer.get(first["next"]).json()
        assert not {r["uid"] for r in first["results"]} & {r["uid"] for r in second["results"]}


def exported(response) -> list[str]:
    return b"".join(response.streaming_content).decode().splitlines(keepends=True)


class TestExport:
    def test_a_studios_export_is_in_order_and_tells_nothing_of_others(self, told, producer):
        lines = exported(producer.get(reverse("audit_export")))
        report = verify(lines)
        assert report.findings == []
        assert 0 < report.own < report.rows
        assert "Theirs" not in "".join(lines)
        assert str(told.theirs.studio.pk) not in "".join(lines)
        own = [json.loads(line)["event"] for line in lines if '"event"' in line]
        assert {event["studio"] for event in own} == {str(told.ours.studio.pk)}

    def test_the_programmes_export_is_in_order_and_whole(self, administrator):
        report = verify(exported(administrator.get(reverse("audit_export"))))
        assert report.findings == []
        assert report.own == report.rows == head()[0]

    def test_both_have_the_same_hash_at_the_same_place(self, producer, administrator):
        part = verify(exported(producer.get(reverse("audit_export"))))
        whole = exported(administrator.get(reverse("audit_export")))
        assert verify(whole, part.head).findings == []

    def test_a_tampered_export_is_not(self, producer):
        lines = exported(producer.get(reverse("audit_export")))
        changed = [line.replace("Ours-artist", "Ours-nobody") for line in lines]
        assert verify(changed).findings

    def test_it_is_audited_itself(self, told, producer):
        exported(producer.get(reverse("audit_export")))
        event = AuditEvent.objects.get(verb="audit:exported")
        assert event.actor == told.ours.people["producer"]
        assert "exported the audit up to row" in str(event)

    def test_it_goes_on_after_its_request_is_over_in_small_batches(
        self, told, producer, monkeypatch
    ):
        monkeypatch.setattr(exporting, "BATCH", 2)
        response = producer.get(reverse("audit_export"))
        with closed():
            batches = list(response.streaming_content)
        assert len(batches) > 3
        assert max(batch.count(b"\n") for batch in batches) == 2
        report = verify(b"".join(batches).decode().splitlines())
        assert (report.findings, report.own > 0) == ([], True)

    def test_a_studio_where_one_is_no_producer_is_not_found(self, told, producer):
        asked = {"studio": str(told.theirs.studio.pk)}
        assert producer.get(reverse("audit_export"), asked).status_code == 404

    def test_the_verifier_comes_as_a_file(self, producer):
        response = producer.get(reverse("audit_verifier"))
        assert b"def verify(" in response.content
        assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db(transaction=True)
async def test_under_asgi_it_streams_too(transactional_db):
    from asgiref.sync import sync_to_async

    from tests.world import build_world

    world = await sync_to_async(build_world)()
    client = AsyncClient()
    await client.aforce_login(world.ours.people["producer"])
    response = await client.get(reverse("audit_export"))
    lines = [part.decode() async for part in response.streaming_content]
    assert verify("".join(lines).splitlines()).findings == []
    await sync_to_async(connections.close_all)()


class TestCommand:
    def run(self, *args: str) -> list[str]:
        out = StringIO()
        with closed():
            call_command("export_audit", *args, stdout=out)
        return out.getvalue().splitlines()

    def test_it_writes_the_programme(self, told):
        report = verify(self.run())
        assert (report.findings, report.scope) == ([], "programme")
        assert report.own == report.rows

    def test_it_writes_one_studio_into_a_file(self, told, tmp_path):
        self.run("--studio", "Ours", "--output", str(tmp_path / "x.jsonl"))
        report = verify((tmp_path / "x.jsonl").read_text().splitlines())
        assert (report.findings, report.scope) == ([], "studio")
        assert 0 < report.own < report.rows

    def test_an_unknown_studio_is_named(self, db):
        with pytest.raises(CommandError, match="Nowhere"):
            self.run("--studio", "Nowhere")


class TestAdmin:
    LIST = reverse("admin:portal_auditevent_changelist")

    def test_it_is_filtered_by_kind_and_by_seal(self, administrator):
        def verbs(**asked):
            return {e.verb for e in administrator.get(self.LIST, asked).context["cl"].result_list}

        assert verbs(kind="media") == {"media:viewed"}
        assert "media:viewed" in verbs(sealed="no")
        seal_all()
        assert "media:viewed" in verbs(sealed="yes")
        assert "media:viewed" not in verbs(sealed="no")

    def test_a_row_tells_its_hash(self, administrator):
        seal_all()
        event = AuditEvent.objects.filter(verb="media:viewed").first()
        page = administrator.get(reverse("admin:portal_auditevent_change", args=[event.pk]))
        assert event.seal.hash in page.content.decode()


class TestFence:
    def test_a_studio_sees_its_own_rows_only(self, told):
        with in_studio(told.ours.studio):
            studios = set(AuditEvent.objects.values_list("studio_name", flat=True))
        assert studios == {"Ours"}

    def test_nothing_named_shows_nothing_yet_something_may_be_noted(self, told):
        with closed():
            AuditEvent.record(None, "test:noted")
            assert not AuditEvent.objects.exists()

    def test_rows_of_a_studio_that_is_gone_are_the_programmes(self, told, administrator):
        """No verb of the portal removes a studio's row; its operator might, in the database."""
        Closeout.objects.filter(studio=told.theirs.studio).delete()
        with connections["default"].cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("alter table portal_acceptance disable trigger keep_acceptance")
            cursor.execute("set constraints all deferred")
        told.theirs.studio.delete()
        found = administrator.get(PAGE, {"who": "Theirs-artist"}).context["rows"]
        assert {row.verb for row in found} == {"media:viewed", "agreement:accepted"}


def test_every_kind_of_row_can_be_filtered_by():
    beginnings = [beginning for _label, verbs in GROUPS.values() for beginning in verbs]
    assert [verb for verb in SENTENCES if not verb.startswith(tuple(beginnings))] == []
