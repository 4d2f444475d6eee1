"""Beta leads and administrators see no media, unless a studio opens it or the glass is broken."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.access import Capability
from portal.errors import PortalError
from portal.models import AuditEvent, User
from portal.models.agreements import open_agreements
from portal.tenancy import acting_as
from projects.models import Opening, Project, Version
from projects.models.openings import break_glass, open_to
from projects.tasks import sweep
from tests.world import enrolled, make_version, person, publish

SURE = {"sure": "yes"}


def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def let_in(world):
    def make(project=None, until=None, person=world.beta_lead, house=world.ours):
        return open_to(
            actor=house.people["producer"],
            studio=house.studio,
            email=person.email,
            project=project,
            until=until or tomorrow(),
        )

    return make


def again(user):
    """As the next request reads the person."""
    return User.objects.get(pk=user.pk)


def projects_of(user):
    return {p.name for p in Project.objects.visible_to(again(user))}


class TestWhatIsOpened:
    def test_nothing_by_itself(self, world):
        assert projects_of(world.beta_lead) == projects_of(world.admin) == set()

    def test_the_whole_studio_also_what_comes_later(self, world, let_in):
        let_in()
        Project.objects.create(studio=world.ours.studio, name="Later", code="L")
        assert projects_of(world.beta_lead) == {"Ours film", "Later"}
        assert projects_of(world.admin) == set()

    def test_one_project_with_its_media_and_no_other(self, world, let_in):
        other = Project.objects.create(studio=world.ours.studio, name="Other", code="O")
        make_version(other, world.visitor("artist"))
        let_in(project=world.ours.project)
        assert projects_of(world.beta_lead) == {"Ours film"}
        seen = Version.objects.visible_to(again(world.beta_lead))
        assert {v.project for v in seen} == {world.ours.project}

    def test_both_fences_open(self, world, let_in, as_person):
        with acting_as(again(world.beta_lead)):
            assert not Project.objects.exists()
        let_in()
        with acting_as(again(world.beta_lead)):
            assert [p.name for p in Project.objects.all()] == ["Ours film"]
        lead = as_person(world.beta_lead)
        assert lead.get(f"/assets/{world.ours.asset.pk}/").status_code == 200
        assert lead.get(f"/media/renditions/{world.ours.rendition.pk}/").status_code == 200
        assert lead.get(f"/assets/{world.theirs.asset.pk}/").status_code == 404

    def test_looking_is_all(self, world, let_in, as_person):
        let_in()
        lead, ours = as_person(world.beta_lead), world.ours
        held = [c for c in Capability if again(world.beta_lead).can(c, ours.studio.pk)]
        assert held == [Capability.SIGNED_IN, Capability.SEE]
        assert lead.get(f"/versions/{ours.version.pk}/original/").status_code == 403
        assert lead.get(f"/candidates/{ours.candidate.pk}/export/edl/").status_code == 403
        verdict = {"verdict": "approved", "revision": 0}
        assert lead.post(f"/candidates/{ours.candidate.pk}/decide/", verdict).status_code == 403
        people = lead.get(f"/studio/?studio={ours.studio.pk}").text
        assert ours.people["artist"].email not in people

    def test_a_studio_page_of_the_others_stays_shut(self, world, let_in, as_person):
        let_in()
        page = as_person(world.beta_lead).get(f"/studio/?studio={world.theirs.studio.pk}")
        assert page.status_code == 404


class TestItsEnd:
    def test_after_the_day_nothing_is_found(self, world, let_in):
        opening = let_in()
        Opening.objects.filter(pk=opening.pk).update(
            created_at=timezone.now() - timedelta(days=3),
            until=timezone.now() - timedelta(seconds=1),
        )
        assert projects_of(world.beta_lead) == set()

    def test_a_producer_ends_it_and_the_sockets_close(self, world, let_in, as_person, monkeypatch):
        opening, closed = let_in(), []
        monkeypatch.setattr("projects.models.openings.close_sockets", closed.append)
        producer = as_person(world.visitor("producer"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(transaction, "on_commit", lambda call, **_options: call())
            assert producer.post(f"/studio/openings/{opening.pk}/end/", SURE).status_code == 302
        assert projects_of(world.beta_lead) == set() and closed == [world.beta_lead.pk]
        assert producer.post(f"/studio/openings/{opening.pk}/end/", SURE).status_code == 409

    def test_the_sweep_closes_sockets_when_time_is_over(self, world, let_in, monkeypatch):
        past, closed = let_in(), []
        let_in(person=world.admin)
        moment = timezone.now() - timedelta(minutes=1)
        Opening.objects.filter(pk=past.pk).update(
            created_at=moment - timedelta(days=1), until=moment
        )
        monkeypatch.setattr("projects.models.openings.close_sockets", closed.append)
        sweep()
        sweep()
        past.refresh_from_db()
        assert past.ended_at == moment and closed == [world.beta_lead.pk]

    def test_a_suspended_studio_opens_nothing(self, world, let_in):
        let_in()
        type(world.ours.studio).objects.update(suspended_at=timezone.now())
        assert projects_of(world.beta_lead) == set()


class TestWhoMayBeLetIn:
    @pytest.mark.parametrize("email", ["nobody@example.org", "theirs-producer@example.org"])
    def test_only_people_of_the_programme(self, world, as_person, email):
        page = as_person(world.visitor("producer")).post(
            f"/studio/openings/?studio={world.ours.studio.pk}",
            {"email": email, "until": "2099-01-01"},
        )
        assert page.status_code == 200 and "no beta lead" in page.text
        assert f'value="{email}"' in page.text, "what was typed stays"
        assert not Opening.objects.exists()

    def test_a_project_of_another_studio_is_no_choice(self, world, as_person):
        page = as_person(world.visitor("producer")).post(
            f"/studio/openings/?studio={world.ours.studio.pk}",
            {
                "email": world.beta_lead.email,
                "until": "2099-01-01",
                "project": world.theirs.project.pk,
            },
        )
        assert page.status_code == 200 and not Opening.objects.exists()
        with pytest.raises(PortalError, match="not_found"):
            open_to(
                actor=world.visitor("producer"),
                studio=world.ours.studio,
                email=world.beta_lead.email,
                project=world.theirs.project,
                until=tomorrow(),
            )

    def test_not_until_yesterday(self, world, let_in):
        with pytest.raises(PortalError, match="opening:until"):
            let_in(until=timezone.now() - timedelta(days=1))

    def test_the_page_lists_who_may_look_and_who_could(self, world, let_in, as_person):
        let_in(project=world.ours.project)
        opening = let_in(person=person("Gone", programme_role="beta_lead"))
        opening.end(actor=world.visitor("producer"))
        page = as_person(world.visitor("producer")).get("/studio/openings/")
        assert [o.person.name for o in page.context["open"]] == ["Lead"]
        assert [o.person.name for o in page.context["past"]] == ["Gone"]

    def test_what_happened_reads_as_a_sentence(self, world, let_in):
        let_in(project=world.ours.project, until=timezone.now().replace(year=2099, month=5, day=4))
        event = AuditEvent.objects.get(verb="opening:granted")
        assert event.sentence == "Ours-producer opened Ours film to Lead until 2099-05-04"
        assert event.studio == world.ours.studio


class TestTheGlass:
    def test_an_administrator_breaks_it_with_a_reason_for_hours(self, world, as_person):
        page = as_person(world.admin).post(
            "/admin/projects/opening/add/",
            {"studio": world.ours.studio.pk, "reason": "a stuck ingest", "hours": 2},
        )
        assert page.status_code == 302
        opening = Opening.objects.get()
        assert (opening.kind, opening.person, opening.made_by) == (
            "glass",
            world.admin,
            world.admin,
        )
        assert timedelta(hours=1.9) < opening.until - timezone.now() < timedelta(hours=2.1)
        assert projects_of(world.admin) == {"Ours film"}
        sentence = AuditEvent.objects.get(verb="glass:broken").sentence
        assert sentence == "Admin broke the glass to look at the work: a stuck ingest"

    def test_without_a_reason_it_stays_whole(self, world, as_person):
        page = as_person(world.admin).post(
            "/admin/projects/opening/add/",
            {"studio": world.ours.studio.pk, "reason": " ", "hours": 1},
        )
        assert page.status_code == 200 and not Opening.objects.exists()
        with pytest.raises(PortalError, match="opening:reason"):
            break_glass(actor=world.admin, studio=world.ours.studio, reason=" ")

    def test_never_for_longer_than_a_day(self, world):
        made = break_glass(actor=world.admin, studio=world.ours.studio, reason="x", hours=999)
        assert made.until - timezone.now() <= timedelta(hours=24)

    def test_the_studio_sees_it_and_can_end_it(self, world, as_person):
        made = break_glass(actor=world.admin, studio=world.ours.studio, reason="a stuck ingest")
        producer = as_person(world.visitor("producer"))
        assert "a stuck ingest" in producer.get("/studio/openings/").text
        producer.post(f"/studio/openings/{made.pk}/end/", SURE)
        assert projects_of(world.admin) == set()

    def test_the_admin_reads_and_ends_but_never_edits(self, world, as_person):
        made = break_glass(actor=world.admin, studio=world.ours.studio, reason="x")
        admin = as_person(world.admin)
        assert admin.get(f"/admin/projects/opening/{made.pk}/change/").status_code == 200
        assert admin.post(f"/admin/projects/opening/{made.pk}/change/", {}).status_code == 403
        chosen = {"action": "end", "_selected_action": [str(made.pk)]}
        for _time in range(2):
            assert admin.post("/admin/projects/opening/", chosen).status_code == 302
        made.refresh_from_db()
        assert made.ended_at is not None

    def test_the_database_asks_for_a_reason_too(self, world):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.create(
                studio=world.ours.studio, person=world.admin, kind="glass", until=tomorrow()
            )


class TestTheApi:
    def test_a_producer_opens_lists_and_ends(self, world, as_person):
        producer = as_person(world.visitor("producer"))
        body = {
            "studio": str(world.ours.studio.pk),
            "email": world.beta_lead.email,
            "until": "2099-01-01T00:00:00Z",
        }
        made = producer.post("/api/v1/openings/", body, "application/json").json()
        assert made["kind"] == "granted" and made["project"] is None
        assert [o["id"] for o in producer.get("/api/v1/openings/").json()["results"]] == [
            made["id"]
        ]
        assert producer.delete(f"/api/v1/openings/{made['id']}/").status_code == 204
        assert projects_of(world.beta_lead) == set()


def test_ending_is_asked_for_first(world, let_in, as_person):
    opening = let_in()
    producer = as_person(world.visitor("producer"))
    page = producer.post(f"/studio/openings/{opening.pk}/end/")
    assert "End that Lead may look?" in page.text
    opening.refresh_from_db()
    assert opening.ended_at is None


def test_whoever_only_looks_accepts_nothing_in_the_studios_name(world, let_in):
    version = publish("nda", "Keep it quiet.")
    lead = enrolled(world.beta_lead)
    let_in()
    fresh = User.objects.get(pk=lead.pk)
    assert world.ours.studio.pk in fresh.roles and open_agreements(fresh) == []
    assert version.acceptances.filter(person=lead).values_list("studio", flat=True).get() is None
