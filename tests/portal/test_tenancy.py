"""What is open to a piece of work: nothing, one studio, a person's, or a named list."""

from contextlib import suppress
from threading import Thread
from uuid import uuid4

import pytest
from django.db import DataError, ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from portal.models import AuditEvent, Invitation, Membership, Studio
from portal.models.invitations import invite
from portal.models.secrets import digest
from portal.postgres import base
from portal.postgres.base import DatabaseWrapper
from portal.tenancy import (
    CLOSED,
    Fence,
    across_studios,
    acting_as,
    closed,
    current,
    for_studio,
    holding,
    in_studio,
    resumed,
    seeking,
)
from projects.models import Episode, Project
from tests.world import build_world, person


def found():
    """Names of the studios whose projects the database shows."""
    return sorted(Project.objects.values_list("studio__name", flat=True))


class TestWhatIsOpen:
    def test_nothing_when_nothing_is_named(self, world):
        with closed():
            assert found() == [] and not Membership.objects.exists()

    def test_one_studio(self, world):
        with closed(), in_studio(world.ours.studio):
            assert found() == ["Ours"]
        with closed(), in_studio(str(world.theirs.studio.pk)):
            assert found() == ["Theirs"]

    @pytest.mark.parametrize("kind", ["producer", "artist", "reviewer"])
    def test_the_studios_of_a_person(self, world, kind):
        with acting_as(world.visitor(kind)):
            assert found() == ["Ours"]

    def test_all_studios_of_somebody_with_two(self, world):
        both = world.visitor("artist")
        Membership.objects.create(studio=world.theirs.studio, user=both, role="artist")
        with acting_as(type(both).objects.get(pk=both.pk)):
            assert found() == ["Ours", "Theirs"]

    @pytest.mark.parametrize("kind", ["beta_lead", "admin", "anonymous"])
    def test_none_without_a_membership(self, world, kind):
        with acting_as(world.visitor(kind)):
            assert found() == []

    def test_none_after_the_membership_ended(self, world):
        artist = world.visitor("artist")
        world.ours.memberships["artist"].revoke(actor=world.visitor("producer"))
        with acting_as(type(artist).objects.get(pk=artist.pk)):
            assert found() == []

    def test_none_of_a_suspended_studio(self, world):
        Studio.objects.filter(pk=world.ours.studio.pk).update(suspended_at="2026-01-01T00:00Z")
        with acting_as(world.visitor("producer")):
            assert found() == []

    def test_a_person_finds_their_own_memberships_before_any_studio_is_known(self, world):
        artist = world.visitor("artist")
        with closed(), holding(""), acting_as(artist):
            assert [m.user for m in Membership.objects.filter(user=artist)] == [artist]

    def test_what_is_named_ends_with_its_block(self, world):
        with closed():
            with in_studio(world.ours.studio):
                assert found() == ["Ours"]
            assert found() == [] and current() == CLOSED

    def test_no_studio_is_named_by_nonsense(self):
        with pytest.raises(ValueError, match="badly formed"), in_studio("x,y"):
            pytest.fail("opened")


class TestTheSecret:
    def test_it_opens_its_own_invitation_only(self, world):
        mine, secret = invite(
            actor=None, email="n@example.org", role="artist", studio=world.ours.studio
        )
        with closed(), holding(digest(secret)):
            assert list(Invitation.objects.all()) == [mine]
        with closed(), holding(digest("another")):
            assert not Invitation.objects.exists()

    def test_whoever_holds_it_is_enrolled_with_nothing_else_open(self, world):
        _row, secret = invite(
            actor=None, email="n@example.org", role="artist", studio=world.ours.studio
        )
        with closed():
            user = Invitation.by_secret(secret).accept(name="N", password="a long sentence")
        assert user.memberships.get().studio == world.ours.studio

    def test_an_invitation_to_the_programme_is_accepted_too(self, db):
        _row, secret = invite(actor=None, email="l@example.org", role="beta_lead", studio=None)
        with closed():
            user = Invitation.by_secret(secret).accept(name="L", password="a long sentence")
        assert user.programme_role == "beta_lead"

    def test_invitations_to_the_programme_are_not_for_studios(self, world):
        invite(actor=None, email="l@example.org", role="beta_lead", studio=None)
        with acting_as(world.visitor("producer")):
            assert not Invitation.objects.filter(studio=None).exists()


class TestAcrossStudios:
    def test_an_explicit_list_is_open_and_audited(self, world):
        lead = world.beta_lead
        with closed():
            with across_studios([world.ours.studio], reason="a report", actor=lead):
                assert found() == ["Ours"]
            assert found() == []
        event = AuditEvent.objects.filter(verb="studios:across").latest("pk")
        assert event.sentence == "Lead worked across 1 studios: a report"

    def test_the_list_may_be_long(self, world):
        studios = [Studio.objects.create(name=f"S{n}") for n in range(300)]
        with closed(), across_studios([*studios, world.theirs.studio], reason="many"):
            assert found() == ["Theirs"]

    def test_an_empty_list_opens_no_studio(self, world):
        with closed(), across_studios([], reason="none"):
            assert found() == []

    def test_rows_without_a_studio_belong_to_the_programme(self, world):
        invite(actor=None, email="l@example.org", role="beta_lead", studio=None)
        with closed(), across_studios([], reason="programme"):
            assert Invitation.objects.get().email == "l@example.org"


class TestWriting:
    def test_a_row_of_another_studio_cannot_be_made(self, world):
        with closed(), in_studio(world.ours.studio), transaction.atomic():
            with pytest.raises(ProgrammingError, match="row-level security"):
                Project.objects.create(studio=world.theirs.studio, name="x", code="X")
            transaction.set_rollback(True)

    def test_a_row_cannot_be_moved_to_another_studio(self, world):
        with closed(), in_studio(world.ours.studio), transaction.atomic():
            with pytest.raises(ProgrammingError, match="row-level security"):
                Episode.objects.update(studio=world.theirs.studio)
            transaction.set_rollback(True)

    def test_an_update_or_deletion_does_not_reach_another_studio(self, world):
        with closed(), in_studio(world.ours.studio):
            assert Project.objects.filter(pk=world.theirs.project.pk).update(name="x") == 0
            assert Episode.objects.filter(pk=world.theirs.episode.pk).delete()[0] == 0

    def test_a_person_cannot_enrol_themselves(self, world):
        stranger = person("Stranger")
        with acting_as(stranger), transaction.atomic():
            with pytest.raises(ProgrammingError, match="row-level security"):
                Membership.objects.create(studio=world.ours.studio, user=stranger, role="producer")
            transaction.set_rollback(True)


class TestTheConnection:
    def test_a_rollback_does_not_bring_back_the_studio_before(self, world):
        with closed():
            with in_studio(world.theirs.studio):
                assert found() == ["Theirs"]
            for _n in range(2):
                with in_studio(world.ours.studio):
                    with transaction.atomic():
                        assert found() == ["Ours"]
                        transaction.set_rollback(True)
                    assert found() == ["Ours"]
            assert found() == []

    def test_a_savepoint_rolled_back_is_told_again(self, world):
        with closed(), transaction.atomic():
            point = transaction.savepoint()
            with in_studio(world.ours.studio):
                assert found() == ["Ours"]
                transaction.savepoint_rollback(point)
                assert found() == ["Ours"]
            assert found() == []

    def test_a_failed_transaction_can_be_left_with_another_studio_named(self, world):
        with closed():
            point = transaction.savepoint()
            with in_studio(world.ours.studio), pytest.raises(ProgrammingError):
                Project.objects.raw("select nonsense").columns
            transaction.savepoint_rollback(point)
            with in_studio(world.theirs.studio):
                assert found() == ["Theirs"]

    def test_it_is_told_only_when_something_changed(self, world, monkeypatch):
        told = []
        words = DatabaseWrapper._words
        monkeypatch.setattr(
            DatabaseWrapper, "_words", lambda self, fence: told.append(fence) or words(self, fence)
        )
        with closed(), in_studio(world.ours.studio):
            found()
            told.clear()
            found()
            assert told == []
        with closed():
            found()
        assert told == [CLOSED]

    def test_it_is_told_with_the_statement_that_follows(self, world):
        """One message to the server, and the answer is that of the statement."""
        with closed(), in_studio(world.ours.studio), CaptureQueriesContext(connection) as asked:
            assert found() == ["Ours"]
        (only,) = asked
        assert only["sql"].startswith("SELECT"), "what is told is no part of what is logged"

    def test_a_statement_with_a_share_in_it_travels_with_it(self, world):
        with closed(), in_studio(world.ours.studio), connection.cursor() as cursor:
            cursor.execute("select count(*) from projects_project where name like '%'")
            assert cursor.fetchall() == [(1,)]
        with closed(), in_studio(world.theirs.studio), connection.cursor() as cursor:
            cursor.execute("select studio_id, 100 %% %s from projects_project", [7])
            assert cursor.fetchall() == [(world.theirs.studio.pk, 2)]

    def test_it_is_told_before_a_statement_of_many_rows_and_one_that_stays_open(self, world):
        with closed(), in_studio(world.ours.studio):
            rows = Project.objects.iterator(chunk_size=1)
            assert [row.studio_id for row in rows] == [world.ours.studio.pk]
        with closed(), in_studio(world.theirs.studio), connection.cursor() as cursor:
            cursor.executemany("update projects_project set name = %s", [("x",), ("y",)])
            assert cursor.rowcount == 2, "its own row, each time"

    def test_when_the_statement_fails_it_counts_as_not_told(self, world):
        with closed(), in_studio(world.ours.studio):
            with suppress(DataError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("select 1/0")
            assert found() == ["Ours"]

    @pytest.mark.parametrize("sought", ["it's", 'a "b"', "back\\slash", "100 % %s {}", "é\n;--"])
    def test_whatever_is_told_arrives_as_it_is_also_the_second_time(self, world, sought):
        for _n in range(2):
            with closed(), seeking(sought), connection.cursor() as cursor:
                cursor.execute("select current_setting('portal.sought')")
                assert cursor.fetchone() == (sought,)

    def test_of_what_was_said_only_so_much_is_kept(self, world, monkeypatch):
        monkeypatch.setattr(base, "_said", {})
        monkeypatch.setattr(base, "_SAID_AT_MOST", 3)
        for _number in range(10):
            with closed(), in_studio(uuid4()):
                found()
            assert 0 < len(base._said) <= 3

    def test_a_search_and_a_long_list_of_studios_are_not_kept(self, world, monkeypatch):
        monkeypatch.setattr(base, "_said", {})
        many = Fence(studios=tuple(sorted(str(uuid4()) for _n in range(21))))
        for fence in (Fence(sought="words"), many):
            with resumed(fence):
                found()
        assert base._said == {}

    def test_what_was_cut_off_while_it_was_told_is_told_again(self, world, monkeypatch):
        """A signal may strike when the server knows and this side does not yet."""

        class Struck(Exception):
            pass

        told = connection.connection.execute

        def strikes(words):
            told(words)
            raise Struck

        with closed(), in_studio(world.ours.studio):
            assert found() == ["Ours"]
            with monkeypatch.context() as patched, in_studio(world.theirs.studio):
                patched.setattr(connection.connection, "execute", strikes)
                with pytest.raises(Struck):
                    list(Project.objects.iterator(chunk_size=1))
            assert found() == ["Ours"]

    def test_settings_hold_what_the_policies_read(self):
        fence = Fence(("a", "b"), person="p", secret="s", programme=True)
        assert fence.as_settings() == {
            "portal.studios": "a,b",
            "portal.person": "p",
            "portal.secret": "s",
            "portal.programme": "on",
            "portal.sought": "",
        }


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_that_is_committed_does_not_bring_back_the_studio_before():
    """PostgreSQL rolls it back in silence, and what was told in it with it."""
    world = build_world()
    with closed():
        with in_studio(world.theirs.studio):
            assert found() == ["Theirs"]
        with in_studio(world.ours.studio):
            with transaction.atomic():
                assert found() == ["Ours"]
                with suppress(DataError), connection.cursor() as cursor:
                    cursor.execute("select 1/0")
            assert found() == ["Ours"]


class TestTasksAndThreads:
    def test_a_task_sees_its_studio_only(self, world):
        seen = for_studio(lambda studio: found())
        with closed():
            assert seen(str(world.ours.studio.pk)) == ["Ours"] and found() == []

    @pytest.mark.django_db(transaction=True)
    def test_a_thread_names_its_own(self, world):
        told = []

        def look():
            try:
                with closed():
                    told.append(found())
            finally:
                connections.close_all()

        with in_studio(world.ours.studio):
            thread = Thread(target=look)
            thread.start()
            thread.join(10)
        assert told == [[]]


class TestTheWorkingRole:
    """The portal runs as a role that owns nothing; the tests' own role owns the tables."""

    def test_it_owns_no_table_and_passes_no_policy(self, db):
        with connection.cursor() as cursor:
            cursor.execute(
                "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles"
                " where rolname = 'portal'"
            )
            assert cursor.fetchone() == (False, False, False, False)
            cursor.execute("select count(*) from pg_tables where tableowner = 'portal'")
            assert cursor.fetchone() == (0,)
            cursor.execute("select count(*) from pg_roles where rolbypassrls and not rolsuper")
            assert cursor.fetchone() == (0,)
