"""Correcting a cut, and signing it."""

import pytest
from django.db import IntegrityError, transaction

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.home.awaited import awaiting
from projects.models import Candidate, Decision, decisions
from projects.models.decisions import decide
from tests.portal.together import together
from tests.world import make_candidate

SPLIT = {"op": "split", "frame": 10}
#: The page was loaded just before.
LOADED = object()


@pytest.fixture
def candidate(world):
    """One that nobody has decided on yet."""
    return make_candidate(world.ours.version, world.visitor("artist"))


@pytest.fixture
def sign(world, candidate):
    def call(verdict="approved", reason="Too short.", revision=0, kind="director", seen=LOADED):
        row = Candidate.objects.get(pk=candidate.pk)
        if seen is LOADED:
            seen = row.decision and row.decision.pk
        return decide(
            actor=world.visitor(kind),
            candidate=row,
            revision=revision,
            verdict=verdict,
            reason=reason,
            seen=seen,
        )

    return call


@pytest.fixture
def correct(world, candidate):
    def call(base=0, edit=SPLIT, kind="artist"):
        person = world.visitor(kind)
        return Candidate.objects.get(pk=candidate.pk).revise(actor=person, base=base, edit=edit)

    return call


class TestCorrecting:
    def test_an_edit_is_a_revision_of_its_own(self, world, candidate, correct):
        made = correct()
        assert (made.number, made.summary, made.author) == (1, "Shot 1 split at 10", "Ours-artist")
        assert len(made.cut) == 4
        assert len(candidate.revisions.get(number=0).cut) == 3
        assert candidate.revisions.get(number=0).author == "the tool"

    def test_an_edit_of_an_older_revision_is_stale(self, correct):
        correct()
        with pytest.raises(PortalError) as stale:
            correct(base=0, kind="director")
        assert stale.value.as_dict()["message"] == "Ours-artist changed this in the meantime."

    def test_going_back_is_a_further_revision(self, candidate, correct):
        correct()
        back = correct(base=1, edit={"op": "restore", "revision": 0})
        assert back.number == 2 and back.summary == "Went back to revision 0"
        assert back.cut == candidate.revisions.get(number=0).cut

    @pytest.mark.parametrize("number", [7, -1, 2**70])
    def test_going_back_to_nothing_is_refused(self, correct, number):
        with pytest.raises(PortalError, match="revision:edit"):
            correct(edit={"op": "restore", "revision": number})
        with pytest.raises(PortalError, match="revision:edit"):
            correct(edit={"op": "restore"})

    def test_an_edit_that_does_not_fit_says_why(self, correct):
        with pytest.raises(PortalError) as refused:
            correct(edit={"op": "split", "frame": 24})
        assert "frame 24 is not inside a shot" in refused.value.as_dict()["message"]

    @pytest.mark.parametrize("verdict", ["approved", "rejected"])
    def test_a_decided_cut_is_closed(self, sign, correct, verdict):
        sign(verdict)
        with pytest.raises(PortalError, match="revision:signed"):
            correct()

    def test_a_request_for_changes_opens_it_again(self, sign, correct):
        sign("approved")
        sign("changes")
        assert correct().number == 1

    @pytest.mark.django_db(transaction=True)
    def test_of_two_edits_at_once_one_is_stale(self, world, candidate, correct):
        results = together(*[correct] * 2)
        assert "revision:stale" in results
        assert candidate.revisions.count() == 2


class TestSigning:
    def test_a_decision_is_a_row_that_names_the_person_as_they_were(self, world, sign):
        made = sign(reason=" Good. ")
        person = world.visitor("director")
        person.name = "Renamed"
        person.save()
        made.refresh_from_db()
        assert (made.person, made.person_name, made.reason) == (person, "Ours-director", "Good.")
        assert made.revision.number == 0
        assert AuditEvent.objects.filter(verb="decision:approved", actor=person).exists()

    @pytest.mark.parametrize("verdict", ["rejected", "changes"])
    @pytest.mark.parametrize("reason", ["", "  ", "\n"])
    def test_without_a_reason_only_an_approval(self, sign, verdict, reason):
        with pytest.raises(PortalError) as refused:
            sign(verdict, reason)
        assert refused.value.code == "decision:reason" and refused.value.fields["reason"]
        assert sign("approved", reason).reason == ""

    @pytest.mark.parametrize("verdict", ["rejected", "changes"])
    def test_the_database_wants_the_reason_too(self, world, candidate, verdict):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(
                project=candidate.project,
                candidate=candidate,
                revision=candidate.latest,
                verdict=verdict,
                person=world.visitor("director"),
            )

    def test_what_was_not_seen_is_not_signed(self, sign, correct):
        correct()
        with pytest.raises(PortalError, match="revision:stale"):
            sign(revision=0)
        with pytest.raises(PortalError, match="revision:stale"):
            sign(revision=2)
        assert sign(revision=1).revision.number == 1

    @pytest.mark.parametrize(
        ("verdict", "state"),
        [("approved", "decided"), ("rejected", "decided"), ("changes", "open")],
    )
    def test_the_request_follows(self, candidate, sign, verdict, state):
        sign(verdict)
        candidate.run.request.refresh_from_db()
        assert candidate.run.request.state == state

    @pytest.mark.parametrize("verdict", ["approved", "rejected", "changes"])
    def test_a_page_from_before_overturns_nothing(self, candidate, sign, verdict):
        sign("approved", kind="producer")
        with pytest.raises(PortalError) as stale:
            sign(verdict, seen=None)
        assert stale.value.code == "decision:stale"
        assert stale.value.as_dict()["message"] == "Ours-producer approved this 0 s ago."
        assert candidate.decisions.count() == 1

    def test_nor_does_one_that_shows_an_older_decision(self, candidate, sign):
        older = sign("approved")
        sign("changes")
        with pytest.raises(PortalError, match="decision:stale"):
            sign("rejected", seen=older.pk)
        assert candidate.decision.verdict == "changes"

    @pytest.mark.django_db(transaction=True)
    def test_of_two_signatures_at_once_one_is_stale(self, candidate, sign):
        results = together(
            lambda: sign("approved", kind="producer", seen=None),
            lambda: sign("rejected", kind="director", seen=None),
        )
        assert "decision:stale" in results and candidate.decisions.count() == 1

    def test_whoever_has_it_open_is_told(self, candidate, sign, monkeypatch):
        told = []
        monkeypatch.setattr(decisions, "tell_board", lambda *said: told.append(said))
        sign("approved")
        assert told == [(candidate.run.request_id, [candidate.pk])]

    def test_the_newest_decision_is_in_force_and_the_older_stay(self, candidate, sign):
        for verdict in ("approved", "changes", "rejected"):
            sign(verdict)
        assert candidate.decision.verdict == "rejected"
        assert candidate.decisions.count() == 3

    def test_a_person_who_signed_cannot_be_deleted(self, world, sign):
        from django.db.models import ProtectedError

        sign()
        with pytest.raises(ProtectedError):
            world.visitor("director").delete()

    @pytest.mark.parametrize(("verdict", "waits"), [("approved", False), ("changes", True)])
    def test_what_is_decided_awaits_nobody(self, world, candidate, sign, verdict, waits):
        assert candidate in awaiting(world.visitor("director"))
        sign(verdict)
        assert (candidate in awaiting(world.visitor("director"))) == waits
