"""Deciding on pictures: groups, signing what was seen, undoing, being blind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, Notification
from projects import triage
from projects.home.awaited import awaiting, needed
from projects.models import AssistRequest, Candidate, Decision, State
from projects.models.decisions import Word, decide, decide_together
from projects.running import offer
from projects.showing import clock
from tests.portal.together import together
from tests.projects.jobs import jpeg, queued
from tests.world import make_candidate, make_pictures

A, A2, B = "0" * 16, "0" * 15 + "3", "f" * 16


@pytest.fixture
def request_(world):
    """Three pictures of one run: the first two look alike."""
    return make_pictures(world.ours.version, world.visitor("artist"), [A, B, A2])


@pytest.fixture
def shown(world, request_):
    return triage.pictures(world.visitor("director"), request_)


def fresh(candidate):
    return Candidate.objects.get(pk=candidate.pk)


def state(request):
    return AssistRequest.objects.get(pk=request.pk).state


@pytest.fixture
def sign(world):
    def call(candidate, verdict="approved", kind="director", **said):
        return decide(
            actor=world.visitor(kind),
            candidate=fresh(candidate),
            revision=0,
            verdict=verdict,
            **{"seen": None, **said},
        )

    return call


class TestTheBoard:
    def test_look_alikes_stand_together_in_film_order(self, world, request_):
        board = triage.board(world.visitor("director"), request_)
        assert [p["number"] for p in board["pictures"]] == [1, 2, 3]
        assert [p["group"] for p in board["pictures"]] == [1, 1, 2]
        plates = [p["plate"]["frame"] for p in board["pictures"]]
        assert plates == [1, 3, 2]
        assert {p["decision"] for p in board["pictures"]} == {None}

    def test_a_still_says_where_in_the_film_it_is_and_a_made_picture_does_not(self, world):
        request = make_pictures(world.ours.version, world.visitor("artist"), [A, B])
        still, made = Candidate.objects.filter(run__request=request).order_by("number")
        still.result = {"tool": "stills", "frame": 26}
        made.result = {"tool": "plate_picture", "frame": 26}
        for row in (still, made):
            row.save(update_fields=["result"])
        pictures = triage.board(world.visitor("director"), request)["pictures"]
        assert [p["timecode"] for p in pictures] == [clock(world.ours.version, 26), ""]

    def test_pictures_of_all_runs_are_on_it(self, world, request_):
        make_pictures(
            world.ours.version, world.visitor("artist"), [B], request=request_, provider="other"
        )
        board = triage.board(world.visitor("director"), request_)
        assert len(board["pictures"]) == 4 and board["pictures"][-1]["group"] == 2
        assert {p["provider"] for p in board["pictures"]} == {"local", "other"}

    def test_whose_a_picture_is_and_where_its_file_is_had(self, world, request_, monkeypatch):
        me = world.visitor("producer")
        row = triage.pictures(me, request_)[0]

        def first():
            return triage.board(me, request_)["pictures"][0]

        assert first()["whose"] == "Local engine"
        assert first()["run_url"] == row.run.get_absolute_url()
        assert first()["take"] == f"/candidates/{row.pk}/export/picture/"
        with monkeypatch.context() as patch:
            patch.setattr(type(me), "can", lambda *given: False)
            assert first()["take"] == ""
        row.renditions.filter(role="picture").delete()
        assert first()["take"] == ""

    def test_another_studio_sees_none(self, world, request_):
        assert triage.pictures(world.visitor("other"), request_) == []
        assert triage.decisions(world.visitor("other"), request_) == {}

    def test_without_a_plate_none_is_led_to(self, world, request_):
        Candidate.objects.filter(run__request=request_).update(plate=None)
        rows = triage.board(world.visitor("director"), request_)["pictures"]
        assert [row["plate"] for row in rows] == [None] * 3

    def test_the_whole_file_is_not_among_the_addresses(self, world, request_):
        text = str(triage.board(world.visitor("director"), request_))
        for candidate in Candidate.objects.filter(run__request=request_):
            assert str(candidate.renditions.get(role="picture").pk) not in text
            assert str(candidate.renditions.get(role="large").pk) in text


class TestSigning:
    def test_a_word_is_a_decision_of_its_own_and_audited(self, sign, shown):
        made = sign(shown[0], "rejected", why="soft")
        assert (made.verdict, made.why, made.reason) == ("rejected", "soft", "soft or out of focus")
        note = AuditEvent.objects.filter(verb="decision:rejected").latest("at")
        assert note.sentence == "Ours-director rejected Stills, picture 1 (revision 0)"
        assert note.facts["id"] == str(shown[0].pk)

    def test_the_audit_numbers_a_picture_as_the_board_does(self, sign, shown, world, request_):
        assert [row.number for row in shown] == [1, 3, 2]
        sign(shown[1], "rejected", why="soft")
        telling = AuditEvent.objects.filter(verb="decision:rejected").latest("pk")
        assert "picture 2 (" in telling.sentence
        words = [(fresh(row), Word("approved", seen=None)) for row in (shown[0], shown[2])]
        decide_together(actor=world.visitor("director"), request=request_, words=words)
        told = AuditEvent.objects.filter(verb="decision:approved").order_by("pk")
        assert [f"picture {n} (" in row.sentence for n, row in zip((1, 3), told, strict=True)] == [
            *(True, True)
        ]

    def test_own_words_stand_in_place_of_the_keys(self, sign, shown):
        assert sign(shown[0], "rejected", why="face", reason=" Eyes shut ").reason == "Eyes shut"

    def test_a_rejection_needs_a_reason(self, sign, shown):
        with pytest.raises(PortalError, match="decision:reason"):
            sign(shown[0], "rejected")

    def test_what_somebody_else_decided_meanwhile_is_not_overwritten(self, sign, shown):
        first = sign(shown[0], "rejected", why="soft", kind="producer")
        Decision.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(seconds=3.4))
        with pytest.raises(PortalError) as stale:
            sign(shown[0], "approved")
        told = stale.value.as_dict()
        assert told["message"] == "Ours-producer rejected this 3 s ago."
        assert told["kept"] == "Nothing was signed."
        assert told["fields"] == {"candidate": [str(shown[0].pk)]}
        assert shown[0].decisions.count() == 1

    def test_who_does_not_say_what_they_saw_has_seen_nothing(self, world, sign, shown):
        sign(shown[0])
        with pytest.raises(PortalError, match="decision:stale"):
            decide(
                actor=world.visitor("producer"),
                candidate=fresh(shown[0]),
                revision=0,
                verdict="rejected",
                reason="x",
            )

    def test_whoever_saw_it_may_decide_otherwise(self, sign, shown):
        first = sign(shown[0], kind="producer")
        second = sign(shown[0], "rejected", why="exposure", seen=str(first.pk))
        assert fresh(shown[0]).decision == second

    def test_a_decision_that_does_not_stand_here_is_told(self, sign, shown):
        other = sign(shown[1])
        with pytest.raises(PortalError, match="decision:unknown"):
            sign(shown[0], seen=other.pk)

    def test_taking_back_is_a_further_decision(self, sign, shown):
        first = sign(shown[0])
        back = sign(shown[0], "reopened", seen=first.pk)
        assert (back.verdict, back.reason) == ("reopened", "Taken back")
        assert not fresh(shown[0]).signed and shown[0].decisions.count() == 2
        with pytest.raises(PortalError, match="decision:nothing"):
            sign(shown[1], "reopened")

    @pytest.mark.parametrize("verdict", ["changes", "nonsense"])
    def test_a_picture_is_not_decided_like_a_cut(self, sign, shown, verdict):
        with pytest.raises(PortalError, match="decision:verdict"):
            sign(shown[0], verdict, reason="x")

    def test_a_cut_is_not_decided_like_a_picture(self, world):
        cut = make_candidate(world.ours.version, world.visitor("artist"))
        director = world.visitor("director")
        with pytest.raises(PortalError, match="decision:verdict"):
            decide(actor=director, candidate=cut, revision=0, verdict="reopened")
        with pytest.raises(PortalError, match="candidate:cut"):
            decide_together(
                actor=director, request=cut.run.request, words=[(cut, Word("approved", seen=None))]
            )

    @pytest.mark.parametrize(
        ("seconds", "said"), [(0, "0 s"), (61, "1 min"), (7300, "2 h"), (300_000, "3 days")]
    )
    def test_how_long_ago_is_said_in_fitting_units(self, sign, shown, seconds, said):
        first = sign(shown[0], kind="producer")
        Decision.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(seconds=seconds))
        with pytest.raises(PortalError) as stale:
            sign(shown[0])
        assert f"this {said} ago" in stale.value.as_dict()["message"]


class TestTogether:
    def test_each_gets_its_own_row_and_its_own_audit(self, world, request_, shown):
        words = [(row, Word("rejected", why="artefact", seen=None)) for row in shown]
        before = AuditEvent.objects.filter(verb="decision:rejected").count()
        made = decide_together(actor=world.visitor("director"), request=request_, words=words)
        assert len({row.pk for row in made}) == 3
        assert AuditEvent.objects.filter(verb="decision:rejected").count() == before + 3

    def test_all_or_nothing(self, world, request_, sign, shown):
        sign(shown[1], kind="producer")
        words = [(row, Word("rejected", why="soft", seen=None)) for row in shown]
        with pytest.raises(PortalError) as stale:
            decide_together(actor=world.visitor("director"), request=request_, words=words)
        assert stale.value.fields == {"candidate": [str(shown[1].pk)]}
        assert Decision.objects.filter(candidate__in=shown).count() == 1


class TestTheRequest:
    def test_it_is_decided_with_the_last_picture_and_open_again_without(
        self, sign, shown, request_
    ):
        made = [sign(row) for row in shown[:2]]
        assert state(request_) == "open"
        made.append(sign(shown[2], "rejected", why="soft"))
        assert state(request_) == "decided"
        sign(shown[0], "reopened", seen=made[0].pk)
        assert state(request_) == "open"

    def test_it_stays_open_while_a_run_may_bring_more(self, world, sign, shown, request_):
        make_pictures(
            world.ours.version, world.visitor("artist"), [], request=request_, state=State.RUNNING
        )
        for row in shown:
            sign(row)
        assert state(request_) == "open"

    def test_its_person_hears_once_when_all_is_decided(self, world, sign, shown):
        about = Notification.objects.filter(user=world.visitor("artist"))
        before = about.count()
        for row in shown:
            sign(row)
        told = about.exclude(kind="run.done")[: about.count() - before]
        assert [row.kind for row in told] == ["board.decided"]

    def test_a_withdrawn_request_is_closed(self, world, sign, shown, request_):
        request_.withdraw(actor=world.visitor("artist"))
        with pytest.raises(PortalError, match="request:closed"):
            sign(shown[0])

    def test_a_board_is_one_line_of_what_awaits(self, world, sign, shown, request_):
        director = world.visitor("director")
        assert [c.kind for c in awaiting(director)] == ["cut"] * awaiting(director).count()
        assert needed(director) == awaiting(director).count() + 1
        assert [r for r, _left in triage.awaited(director, 5)] == [request_]
        sign(shown[0])
        (line,) = triage.lines(director, 5)
        assert line["text"] == "2 pictures of Stills await a decision"
        for row in shown[1:]:
            sign(row)
        assert triage.lines(director, 5) == []


class TestBlind:
    def test_providers_are_left_out_until_all_is_decided(self, world, sign, shown, request_):
        me, other = world.visitor("director"), world.visitor("producer")
        triage.go_blind(me, request_, blind=True)
        mine, theirs = (triage.board(user, request_) for user in (me, other))
        assert mine["blind"] and not theirs["blind"]
        hidden = {"provider", "run", "whose", "run_url", "take", "origin"}
        assert not any(hidden & set(row) for row in mine["pictures"])
        assert str(shown[0].run_id) not in str(mine) and str(shown[0].run_id) in str(theirs)
        with pytest.raises(PortalError) as sealed:
            triage.go_blind(me, request_, blind=False)
        assert "3 that are left" in sealed.value.as_dict()["todo"]
        for row in shown:
            sign(row)
        request_.refresh_from_db()
        triage.go_blind(me, request_, blind=False)
        assert triage.board(me, request_)["pictures"][0]["provider"] == "local"


def test_the_last_word_is_in_force_whatever_another_servers_clock_says(sign, shown):
    """Signed where the clock is five seconds ahead, taken back where it is right."""
    first = sign(shown[0])
    ahead = timezone.now() + timedelta(seconds=5)
    Decision.objects.filter(pk=first.pk).update(at=ahead)
    back = sign(shown[0], "reopened", seen=first.pk)
    assert fresh(shown[0]).decision == back and back.at > ahead
    assert not fresh(shown[0]).signed
    again = sign(shown[0], "rejected", kind="producer", why="soft", seen=back.pk)
    assert fresh(shown[0]).decision == again


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_signs_and_the_other_is_told(world, sign, shown):
    results = together(
        lambda: sign(shown[0], kind="director"), lambda: sign(shown[0], kind="producer")
    )
    assert "decision:stale" in results
    assert Decision.objects.filter(candidate=shown[0]).count() == 1


def test_further_pictures_open_a_decided_request(world, request_, shown, sign, tmp_path):
    from projects.assist.contract import Outcome, OutputFile, Picture

    for row in shown:
        sign(row)
    run = queued(world, state=State.RUNNING, attempt=1, lease_expires_at=timezone.now())
    type(run).objects.filter(pk=run.pk).update(request=request_)
    run.refresh_from_db()
    files = []
    for role in ("picture", "large", "small"):
        path = tmp_path / f"{role}.jpg"
        path.write_bytes(jpeg())
        files.append(OutputFile(path, role, "image/jpeg"))
    picture = Picture(960, 540, B, plate=0, plate_frame=7)
    offer(run, world.ours.version, [Outcome({"tool": "stills"}, files, picture)])
    made = run.candidates.get()
    assert (made.kind, made.likeness, made.plate_id) == ("picture", B, world.ours.version.pk)
    assert (made.width, made.height, made.plate_frame) == (960, 540, 7)
    assert {row.role for row in made.renditions.all()} == {"picture", "large", "small"}
    assert made.latest.cut == [] and state(request_) == "open"
