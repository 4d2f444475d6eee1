"""The Django admin: administrators only, read-only where rows are told."""

import pytest
from django.contrib import admin
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from feedback.models import Ticket
from portal.admin.readonly import ReadOnly
from portal.models import ApiToken, AuditEvent, Invitation, Mail, Trouble, User
from portal.tenancy import in_studio
from projects.disclosure.making import choose_final
from projects.models import IndexCard, Ingest, Note, Run, State, Upload, ViewingCopy
from projects.revoking import say_who
from tests.feedback.dashboard.made import a_closed_week
from tests.world import make_carrying, make_edit, make_placement, make_version

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OURS = [m for m in MODELS if m._meta.app_label in ("portal", "projects", "feedback")]


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def administrator(world, as_person):
    return as_person(world.admin)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_list_opens_and_can_be_searched(world, administrator, model):
    assert administrator.get(address(model)).status_code == 200
    assert admin.site._registry[model].search_fields
    assert administrator.get(address(model), {"q": "Ours"}).status_code == 200


@pytest.mark.parametrize("kind", ["producer", "director", "artist", "reviewer", "beta_lead"])
def test_nobody_else_comes_in(world, as_person, kind):
    inside = as_person(world.visitor(kind))
    for model in (AuditEvent, Run):
        answer = inside.get(address(model))
        assert answer.status_code == 302 and "/login/" in answer.url


def test_only_pages_that_read_rows_of_studios_fill_the_audit(world, administrator):
    told = AuditEvent.objects.filter(verb="studios:across")
    assert administrator.get("/admin/jsi18n/").status_code == 200 and not told.exists()
    assert administrator.get(address(Run)).status_code == 200
    assert [event.facts["reason"] for event in told] == [f"admin GET {address(Run)}"]


def test_signed_out_one_is_asked_to_sign_in(world, client):
    assert "/login/" in client.get("/admin/").url


TOLD = [m for m in OURS if isinstance(admin.site._registry[m], ReadOnly)]


def _carried(world):
    """What the world has none of: copies, and notes that came along with a later version."""
    Trouble.objects.create(about="queue:media", text="300 messages wait.", seen_at=timezone.now())
    ours, user = world.ours, world.ours.people["artist"]
    later = make_version(ours.project, user, asset=ours.asset)
    make_carrying(later, ours.version)
    make_placement(ours.note, later)
    ViewingCopy.objects.create(project=ours.project, version=later, height=1080)
    choose_final(version=make_edit(ours, user), episode=None, project=ours.project, actor=user)
    seen = {ours.performer: ours.consent}
    say_who(actor=ours.people["producer"], version=ours.version, seen=seen)
    a_closed_week()


@pytest.mark.parametrize("model", TOLD, ids=lambda model: model._meta.label)
def test_rows_that_are_told_cannot_be_made_changed_or_deleted(world, administrator, model):
    AuditEvent.record(world.admin, "test")
    Mail.objects.create(studio=world.ours.studio, user=world.admin, subject="x", body="y")
    _carried(world)
    row = model.objects.first()
    assert administrator.get(address(model, "add")).status_code == 403
    assert administrator.get(address(model, "change", row.pk)).status_code == 200
    assert administrator.post(address(model, "change", row.pk), {"x": 1}).status_code == 403
    assert administrator.post(address(model, "delete", row.pk), {"post": 1}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


class TestInvitations:
    def invite(self, administrator, **form):
        return administrator.post(address(Invitation, "add"), form)

    def test_one_made_here_goes_out_by_mail(self, world, administrator):
        form = {"email": "n@example.org", "role": "producer", "studio": world.ours.studio.pk}
        assert self.invite(administrator, **form).status_code == 302
        made = Invitation.objects.get(email="n@example.org")
        assert made.invited_by == world.admin and made.state == "open"
        (sent,) = mail.outbox
        assert sent.to == ["n@example.org"]
        secret = sent.body.split("/invitations/")[1].split("/")[0]
        assert Invitation.by_secret(secret) == made

    def test_no_day_is_told_before_it_is_sent(self, world, administrator):
        page = administrator.get(address(Invitation, "add")).content.decode()
        assert 'name="email"' in page
        assert "Last sent" not in page and "field-created_at" not in page
        self.invite(administrator, email="n@example.org", role="admin", studio="")
        sent = address(Invitation, "change", Invitation.objects.get(email="n@example.org").pk)
        assert "Last sent" in administrator.get(sent).content.decode()

    @pytest.mark.parametrize("role", ["admin", "beta_lead"])
    def test_the_programmes_roles_are_given_here(self, world, administrator, role):
        self.invite(administrator, email="n@example.org", role=role, studio="")
        assert Invitation.objects.get(email="n@example.org").role == role

    @pytest.mark.parametrize(("role", "inside"), [("admin", True), ("artist", False)])
    def test_a_role_that_does_not_fit_is_a_sentence(self, world, administrator, role, inside):
        studio = world.ours.studio.pk if inside else ""
        answer = self.invite(administrator, email="n@example.org", role=role, studio=studio)
        assert answer.status_code == 200 and answer.context["adminform"].form.errors
        assert not mail.outbox

    def test_one_for_a_member_is_refused(self, world, administrator):
        email = world.visitor("artist").email
        form = {"email": email, "role": "artist", "studio": world.ours.studio.pk}
        assert self.invite(administrator, **form).status_code in (200, 409)
        assert not mail.outbox

    def test_open_ones_are_withdrawn(self, world, administrator):
        row = world.ours.invitation
        form = {"action": "withdraw", "_selected_action": [str(row.pk)]}
        administrator.post(address(Invitation), form)
        row.refresh_from_db()
        assert row.state == "revoked"


@pytest.mark.parametrize("model", [Run, Ingest])
def test_what_is_active_can_be_cancelled_here(world, administrator, model):
    row = model.objects.filter(studio=world.ours.studio).first()
    for state, after in ((State.RUNNING, "CANCELLED"), (State.READY, "READY")):
        model.objects.filter(pk=row.pk).update(state=state)
        form = {"action": "cancel", "_selected_action": [str(row.pk)]}
        administrator.post(address(model), form)
        row.refresh_from_db()
        assert row.state == after


def test_uploads_and_tokens_are_ended_here(world, administrator):
    form = {"action": "abort", "_selected_action": [str(world.ours.upload.pk)]}
    administrator.post(address(Upload), form)
    assert Upload.objects.get(pk=world.ours.upload.pk).state == "aborted"
    form = {"action": "revoke", "_selected_action": [str(world.ours.token.pk)]}
    administrator.post(address(ApiToken), form)
    assert not ApiToken.objects.usable().filter(pk=world.ours.token.pk).exists()


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        (Note, "text__startswith"),
        (IndexCard, "title__contains"),
        (Ticket, "text__startswith"),
        (Mail, "html__contains"),
        (User, "password__startswith"),
    ],
)
def test_no_address_asks_for_what_no_page_shows(world, administrator, model, asked):
    assert administrator.get(address(model), {asked: "a"}).status_code == 400


def test_every_list_can_be_filtered_by_its_address(world, administrator):
    for model in OURS:
        assert administrator.get(address(model), {"pk__isnull": "False"}).status_code == 200, model
        for one in admin.site._registry[model].list_filter:
            if name := getattr(one, "parameter_name", ""):
                assert administrator.get(address(model), {name: "x"}).status_code == 200, name


def test_what_a_note_says_is_on_no_page_of_its_card(world, administrator):
    note = world.ours.note
    with in_studio(note.studio_id):
        card = IndexCard.objects.get(kind="n", row=note.pk)
    page = administrator.get(address(IndexCard, "change", card.pk))
    assert page.status_code == 200
    assert card.title and card.title not in page.text.lower()
