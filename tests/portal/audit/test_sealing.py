"""Rows are only added, also in the eyes of the database; the sealer misses and doubles none."""

import threading
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from portal.audit import sealing
from portal.audit.sealing import LOCK, head, seal, seal_all
from portal.audit.verify_audit import GENESIS, link
from portal.models import AuditEvent, AuditPending, AuditSeal, Studio
from portal.tasks import seal_audit
from tests.portal.together import together
from tests.world import person


def note(n: int = 1) -> list[AuditEvent]:
    return [AuditEvent.record(None, "test:noted", n=i) for i in range(n)]


class TestOnlyAdded:
    @pytest.mark.parametrize("table", ["portal_auditevent", "portal_auditseal"])
    @pytest.mark.parametrize("what", ["update {} set digest = digest", "delete from {}"])
    def test_the_database_refuses_to_rewrite_or_delete(self, db, table, what):
        note()
        seal_all()
        with (
            pytest.raises(IntegrityError, match="only ever added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(what.format(table))

    @pytest.mark.parametrize("table", ["event", "seal", "pending"])
    def test_the_database_refuses_to_empty_a_table(self, db, table):
        """The tests' own clean-up switches this trigger off; here it is as everywhere else."""
        with connection.cursor() as cursor:
            cursor.execute(f"alter table portal_audit{table} enable trigger never_emptied")
        with (
            pytest.raises(IntegrityError, match="only ever added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"truncate portal_audit{table}")

    def test_a_row_is_never_written_again(self, db):
        event = note()[0]
        with pytest.raises(TypeError):
            event.save()

    def test_what_waits_for_its_seal_cannot_be_taken_out_of_the_queue(self, db):
        note()
        with pytest.raises(IntegrityError, match="no seal yet"), transaction.atomic():
            AuditPending.objects.all().delete()

    def test_nothing_is_queued_that_is_no_event_or_has_its_seal(self, world):
        """A forged row would take a place in the chain, or stop the sealer for good."""
        seal_all()
        sealed = AuditSeal.objects.order_by("-position")[0]
        for event, hashed in ((10**9, "0" * 64), (sealed.event_id, sealed.digest)):
            with pytest.raises(IntegrityError, match="waits for a seal"), transaction.atomic():
                AuditPending.objects.create(event=event, digest=hashed)

    @pytest.mark.parametrize("wrong", [{"position": 9}, {"hash": "0" * 64}, {"digest": "1" * 64}])
    def test_a_seal_that_does_not_continue_the_chain_is_refused(self, db, wrong):
        """One row of it would stop every export, or every further seal."""
        note()
        seal_all()
        (event,) = note()
        position, before = head()
        true = {"position": position + 1, "digest": event.digest, "event": event}
        true["hash"] = link(before, event.digest)
        with pytest.raises(IntegrityError, match="continue the chain"), transaction.atomic():
            AuditSeal.objects.create(**true | wrong, at=event.at)
        AuditSeal.objects.create(**true, at=event.at)
        assert head()[0] == position + 1

    def test_nothing_is_sealed_that_does_not_wait(self, db):
        position, before = head()
        made = {"event_id": 10**9, "digest": "1" * 64, "hash": link(before, "1" * 64)}
        with pytest.raises(IntegrityError, match="continue the chain"), transaction.atomic():
            AuditSeal.objects.create(position=position + 1, **made, at=timezone.now())

    def test_a_digest_of_another_form_is_refused(self, db):
        event = AuditEvent(actor_name="x", verb="x", digest="no digest")
        with pytest.raises(IntegrityError, match="audit_has_a_digest"), transaction.atomic():
            AuditEvent.objects.bulk_create([event])

    def test_a_row_outlives_its_person_and_its_studio(self, db):
        someone, studio = person("Gone"), Studio.objects.create(name="Gone pictures")
        event = AuditEvent.record(someone, "test:noted", studio)
        before = event.content()
        someone.delete()
        studio.delete()
        kept = AuditEvent.objects.get(pk=event.pk)
        assert kept.content() == before
        assert (kept.actor_name, kept.studio_name) == ("Gone", "Gone pictures")


class TestDigests:
    @pytest.mark.parametrize(
        "fact", ["é ☃", "\x00a\ud800", 1.5, 1e16, 2**70, True, None, [1, {"a": (2, 3)}], {1: 2}]
    )
    def test_what_was_noted_is_read_back_to_the_letter(self, db, fact):
        event = AuditEvent.record(None, "test:noted", fact=fact)
        kept = AuditEvent.objects.get(pk=event.pk)
        assert kept.content() == event.content()
        assert sealing_digest(kept) == kept.digest

    def test_two_rows_that_say_the_same_have_digests_of_their_own(self, db):
        """Else a digest in another studio's export could be guessed."""
        one, other = (AuditEvent.record(None, "test:noted") for _ in range(2))
        assert one.digest != other.digest


def sealing_digest(event: AuditEvent) -> str:
    from portal.audit.verify_audit import digest_of

    return digest_of(event.content())


def assert_chain() -> int:
    """Every event has one seal, and each seal follows the one before."""
    previous, seals = GENESIS, list(AuditSeal.objects.select_related("event"))
    assert [seal.position for seal in seals] == list(range(1, len(seals) + 1))
    for row in seals:
        assert row.digest == row.event.digest
        assert row.hash == link(previous, row.digest)
        previous = row.hash
    assert {s.event_id for s in seals} == set(AuditEvent.objects.values_list("pk", flat=True))
    assert not AuditPending.objects.exists()
    return len(seals)


class TestSealing:
    def test_rows_are_bound_in_their_order(self, db):
        events = note(5)
        assert seal() == 5
        assert assert_chain() == 5
        order = AuditSeal.objects.values_list("event_id", flat=True)
        assert list(order) == [event.pk for event in events]

    def test_the_chain_goes_on_from_batch_to_batch(self, db, monkeypatch):
        monkeypatch.setattr(sealing, "BATCH", 3)
        note(8)
        assert seal_all() == 8
        assert assert_chain() == 8
        assert head()[0] == 8

    def test_it_stops_when_its_time_is_up_and_goes_on_next_time(self, db, monkeypatch):
        monkeypatch.setattr(sealing, "BATCH", 3)
        note(8)
        assert seal_all(seconds=-1) == 3
        assert seal_all() == 5
        assert_chain()

    def test_the_task_seals(self, db):
        note(2)
        seal_audit()
        assert assert_chain() == 2

    def test_nothing_to_do_is_nothing_done(self, db):
        assert seal_all() == 0
        assert head() == (0, GENESIS)

    def test_it_needs_no_fence_opened(self, db):
        from portal.tenancy import closed

        note(2)
        with closed():
            assert seal_all() == 2


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_second_sealer_leaves_at_once(self):
        note(3)
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
            try:
                assert together(seal) == [0]
            finally:
                cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
        assert together(seal) == [3]

    def test_sealers_and_writers_at_once_leave_one_whole_chain(self):
        def write() -> None:
            note(40)

        def seal_often() -> int:
            return sum(seal() for _ in range(30))

        together(write, seal_often, write, seal_often, write)
        seal_all()
        assert assert_chain() == 120

    def test_a_row_that_commits_late_is_sealed_after_those_that_came_later(self):
        noted, go_on = threading.Event(), threading.Event()
        late = []

        def slow() -> None:
            try:
                with transaction.atomic():
                    late.extend(note())
                    noted.set()
                    go_on.wait(10)
            finally:
                connections.close_all()

        thread = threading.Thread(target=slow)
        thread.start()
        assert noted.wait(10)
        early = note()[0]
        assert seal_all() == 1
        go_on.set()
        thread.join(10)
        assert late[0].pk < early.pk
        assert seal_all() == 1
        assert assert_chain() == 2
        assert list(AuditSeal.objects.values_list("event_id", flat=True)) == [early.pk, late[0].pk]

    def test_what_is_rolled_back_leaves_no_gap(self):
        with transaction.atomic():
            note()
            transaction.set_rollback(True)
        note(2)
        seal_all()
        assert assert_chain() == 2


def test_rows_from_before_the_chain_get_the_digest_that_a_new_row_gets(world):
    """The migration has a copy of `content`, since models change and migrations do not."""
    migration = import_module("portal.migrations.0009_audit_chain")
    for event in AuditEvent.objects.all():
        assert migration.content(event) == event.content()
    assert AuditEvent.objects.exists()
