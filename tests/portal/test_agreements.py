"""Agreements: versions, hashes, acceptance with its receipt, what changed."""

import hashlib
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from portal import documents
from portal.errors import PortalError
from portal.models import Acceptance, Agreement, AgreementVersion, AuditEvent
from portal.models.agreements import open_agreements
from tests.world import publish


@pytest.fixture
def artist(world):
    return world.visitor("artist")


@pytest.fixture
def version(world):
    return publish("beta", "# Terms\n\nBe kind.\n")


def test_the_hash_is_of_the_very_bytes(world):
    draft = AgreementVersion.objects.create(
        agreement=Agreement.objects.get(), text="one\r\ntwo", pdf=ContentFile(b"%PDF", name="a.pdf")
    )
    assert draft.sha256 == hashlib.sha256(b"one\ntwo").hexdigest()
    assert draft.pdf_sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert draft.number == 2


@pytest.mark.parametrize("field", ["text", "sha256", "in_force_from"])
def test_the_database_refuses_to_change_published_words(version, field):
    value = timezone.now() if field == "in_force_from" else "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_a_draft_is_edited_and_asks_nobody(artist, version):
    draft = AgreementVersion.objects.create(agreement=version.agreement, text="new")
    draft.text = "newer"
    draft.save()
    assert draft.sha256 == hashlib.sha256(b"newer").hexdigest()
    assert [pk for pk, _studios in open_agreements(artist)] == [version.pk]


def test_it_is_published_once(version):
    with pytest.raises(PortalError, match="agreement:published"):
        version.publish(actor=None)


def test_a_version_of_tomorrow_is_not_in_force_today(artist, version):
    publish("beta", "tomorrow", in_force_from=timezone.now() + timedelta(days=1))
    assert [pk for pk, _studios in open_agreements(artist)] == [version.pk]


def test_accepting_keeps_person_time_address_version_and_hash(artist, version, as_person):
    inside = as_person(None)
    inside.force_login(artist)
    before = timezone.now()
    inside.post(f"/agreements/{version.pk}/", {"sha256": version.sha256}, REMOTE_ADDR="192.0.2.7")
    row = Acceptance.objects.get(person=artist, version=version)
    assert (row.email, row.address, row.sha256) == (artist.email, "192.0.2.7", version.sha256)
    assert row.at >= before and row.studio is None
    assert "accepted BETA, version 1" in str(AuditEvent.objects.first())


def test_what_is_accepted_for_oneself_is_told_in_ones_studios(world, artist):
    terms = publish("beta", "Be kind.")
    terms.accept(actor=artist, studios=[None], address=None)
    event = AuditEvent.objects.get(verb="agreement:accepted", facts__title="BETA", actor=artist)
    assert event.studio == world.ours.studio


def test_accepting_twice_keeps_the_first(artist, version):
    first = version.accept(actor=artist, studios=[None], address="192.0.2.1")
    again = version.accept(actor=artist, studios=[None], address="192.0.2.2")
    assert first == again
    assert Acceptance.objects.get(person=artist, version=version).address == "192.0.2.1"


@pytest.mark.parametrize("sha256", ["", "0" * 64])
def test_words_other_than_those_shown_are_not_accepted(artist, version, client, sha256):
    client.force_login(artist)
    assert client.post(f"/agreements/{version.pk}/", {"sha256": sha256}).status_code == 409
    assert not Acceptance.objects.filter(version=version).exists()


def test_the_page_shows_what_changed_since_the_version_accepted_before(artist, version, client):
    version.accept(actor=artist, studios=[None], address=None)
    newer = publish("beta", "# Terms\n\nBe kind and quick.\n")
    client.force_login(artist)
    page = client.get(f"/agreements/{newer.pk}/").text
    assert "<del>Be kind.</del>" in page and "<ins>Be kind and quick.</ins>" in page


def test_a_reader_of_another_language_is_told_what_it_is_and_that_its_words_stay(
    artist, version, client
):
    artist.language = "fr"
    artist.save()
    client.force_login(artist)
    for page in ("/agreements/", f"/agreements/{version.pk}/"):
        body = client.get(page).text
        assert f'lang="">{version.agreement.title}<' in body
        with override("fr"):
            assert version.agreement.get_kind_display() in body


def test_html_in_the_words_is_only_text():
    html = documents.as_html("# A\n<script>x</script>\n\n[go](javascript:alert(1))")
    assert "<script" not in html and "href=" not in html
    assert "<h2>A</h2>" in html


def test_the_receipt_has_every_fact_and_the_words(artist, version, as_person):
    (row,) = version.accept(actor=artist, studios=[None], address="192.0.2.7")
    inside = as_person(artist)
    answer = inside.get(f"/receipts/{row.pk}/")
    assert "attachment" in answer["Content-Disposition"]
    for fact in (artist.email, version.sha256, "192.0.2.7", "Be kind.", "BETA"):
        assert fact in answer.text
    words = answer.text.split("-" * 70 + "\n")[1]
    assert hashlib.sha256(words.encode()).hexdigest() == row.sha256


def test_the_text_and_the_pdf_are_the_bytes_that_were_hashed(artist, version, as_person):
    pdf = ContentFile(b"%PDF-1.7", name="terms.pdf")
    newer = publish("ai", "words", pdf=pdf)
    inside = as_person(artist)
    text = inside.get(f"/agreements/{newer.pk}/md/").content
    assert hashlib.sha256(text).hexdigest() == newer.sha256
    sent = b"".join(inside.get(f"/agreements/{newer.pk}/pdf/").streaming_content)
    assert hashlib.sha256(sent).hexdigest() == newer.pdf_sha256
    assert inside.get(f"/agreements/{version.pk}/pdf/").status_code == 404
    assert inside.get(f"/agreements/{version.pk}/exe/").status_code == 404


def test_a_draft_and_somebody_elses_receipt_are_not_there(world, artist, version, as_person):
    draft = AgreementVersion.objects.create(agreement=version.agreement, text="new")
    (row,) = version.accept(actor=world.visitor("director"), studios=[None], address=None)
    inside = as_person(artist)
    assert inside.get(f"/agreements/{draft.pk}/").status_code == 404
    assert inside.get(f"/receipts/{row.pk}/").status_code == 404


def test_over_the_api_the_words_are_read_and_accepted(artist, version, client):
    client.force_login(artist)
    listed = {row["kind"]: row for row in client.get("/api/v1/agreements/").json()}
    assert listed["nda"]["accepted"] and not listed["beta"]["accepted"]
    address, kind = f"/api/v1/agreements/{version.pk}/accept/", "application/json"
    wrong = client.post(address, {"sha256": "no"}, content_type=kind)
    assert wrong.json()["error"]["code"] == "agreement:changed"
    answer = client.post(address, {"sha256": listed["beta"]["sha256"]}, content_type=kind)
    assert answer.json()["accepted"] is True
    assert client.get("/api/v1/projects/").status_code == 200


def test_an_administrator_sees_who_of_a_studio_accepted_what(world, version, as_person):
    page = as_person(world.admin).get(f"/admin/portal/studio/{world.ours.studio.pk}/change/").text
    assert "NDA · v1" in page and "not yet" in page


def test_the_admin_publishes_and_then_only_reads(world, version, as_person):
    draft = AgreementVersion.objects.create(agreement=version.agreement, text="new")
    admin = as_person(world.admin)
    form = {"action": "publish", "_selected_action": [str(draft.pk)]}
    admin.post("/admin/portal/agreementversion/", {**form, "sure": "1"})
    draft.refresh_from_db()
    assert draft.published_at
    admin = as_person(world.admin)
    page = f"/admin/portal/agreementversion/{draft.pk}/"
    assert admin.post(f"{page}change/", {"text": "x"}).status_code == 403
    assert admin.post(f"{page}delete/", {"post": "yes"}).status_code == 403


class TestPublishing:
    LIST = "/admin/portal/agreementversion/"

    @pytest.fixture
    def inside(self, world, as_person):
        return as_person(world.admin)

    def draft(self, version, **fields):
        return AgreementVersion.objects.create(
            agreement=version.agreement, text="# New\n\nBe *quick*.", **fields
        )

    def publish(self, inside, *drafts, **more):
        form = {"action": "publish", "_selected_action": [str(row.pk) for row in drafts]}
        return inside.post(self.LIST, form | more, follow=True)

    def test_it_is_asked_on_a_page_with_the_words_and_the_number_of_people(
        self, world, version, inside
    ):
        draft = self.draft(version)
        world.theirs.people["artist"].is_active = False
        world.theirs.people["artist"].save()
        page = self.publish(inside, draft)
        people = len(world.ours.people) + len(world.theirs.people) - 1 + 2
        assert page.context["people"] == people
        assert f"{people} people are asked" in page.text and "<em>quick</em>" in page.text
        draft.refresh_from_db()
        assert draft.published_at is None

    def test_people_of_a_suspended_studio_are_not_counted(self, world, version, inside):
        world.theirs.studio.suspend(actor=world.admin, reason="unpaid")
        page = self.publish(inside, self.draft(version))
        assert page.context["people"] == len(world.ours.people) + 2

    def test_one_of_later_names_its_day(self, version, inside):
        draft = self.draft(version, in_force_from=timezone.now() + timedelta(days=2))
        assert f"From {draft.in_force_from:%Y-%m-%d}" in self.publish(inside, draft).text

    def test_one_at_a_time(self, version, inside):
        drafts = [self.draft(version), self.draft(version)]
        assert "Choose exactly one version" in self.publish(inside, *drafts, sure="1").text
        assert not AgreementVersion.objects.filter(pk__in=[d.pk for d in drafts]).published()

    def test_what_is_published_already_is_said_at_once(self, version, inside):
        assert "is published already" in self.publish(inside, version).text

    def save(self, inside, version, **fields):
        form = {"agreement": version.agreement_id, "text": "Be kind."}
        form |= {"in_force_from_0": "2026-01-01", "in_force_from_1": "00:00:00"}
        return inside.post(f"{self.LIST}add/", form | fields, follow=True)

    def test_a_saved_draft_says_that_nobody_is_asked_yet(self, version, inside):
        assert "is a draft: nobody is asked yet" in self.save(inside, version).text

    @pytest.mark.parametrize(("content", "taken"), [(b"%PDF-1.7\n", 1), (b"MZ%PDF-", 0)])
    def test_a_pdf_begins_as_one(self, version, inside, content, taken):
        before = AgreementVersion.objects.count()
        page = self.save(inside, version, pdf=ContentFile(content, name="terms.pdf"))
        assert AgreementVersion.objects.count() == before + taken
        assert ("This file is no PDF" in page.text) == (not taken)
        if taken:
            made = AgreementVersion.objects.order_by("pk").last()
            assert made.pdf_sha256 == hashlib.sha256(content).hexdigest()


def test_over_the_api_too_a_second_factor_comes_before_accepting(artist, version, client):
    client.force_login(artist)
    Authenticator.objects.filter(user=artist).delete()
    answer = client.post(f"/api/v1/agreements/{version.pk}/accept/", {"sha256": version.sha256})
    assert answer.json()["error"]["code"] == "mfa:missing"
    assert not Acceptance.objects.filter(version=version).exists()


def test_what_was_accepted_is_kept_by_the_database(world):
    """Also against this application: nothing but a vanished account is ever written there."""
    row = Acceptance.objects.filter(person=world.ours.people["artist"]).first()
    other = world.visitor("director")
    for change in ({"sha256": "0" * 64}, {"person_name": "Somebody"}, {"person": other}):
        with (
            pytest.raises(DatabaseError, match="neither changed nor removed"),
            transaction.atomic(),
        ):
            Acceptance.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError, match="neither changed nor removed"), transaction.atomic():
        row.delete()
    Acceptance.objects.filter(pk=row.pk).update(person=None)
    kept = Acceptance.objects.get(pk=row.pk)
    assert (kept.person_id, kept.person_name, kept.sha256) == (None, row.person_name, row.sha256)
