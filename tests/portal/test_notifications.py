"""Who is told, in the portal and by mail, once, and as they chose."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
import redis
from django.core import mail as outgoing
from django.core.cache import cache
from django.utils import timezone

from portal.mailing import news
from portal.models import Mail, Mode, Notification, NotificationChoice
from portal.outbox import kinds, mails, notices, tasks
from portal.outbox.notices import notify


@pytest.fixture(autouse=True)
def nothing_told_yet(world):
    Notification.objects.all().delete()


@pytest.fixture
def tell(world):
    def call(kind="run.failed", people=("artist",), studio=None, **more):
        return notify(
            kind=kind,
            people=[world.visitor(p) if isinstance(p, str) else p for p in people],
            studio=studio or world.ours.studio,
            url=world.ours.run.get_absolute_url(),
            facts={"work": "Shot breakdown", "project": "Film"},
            **more,
        )

    return call


def who(rows):
    return sorted(row.user.name for row in rows)


class TestTelling:
    def test_each_person_once_with_a_sentence(self, tell):
        rows = tell(people=["artist", "artist", "director", None])
        assert who(rows) == ["Ours-artist", "Ours-director"]
        assert rows[0].sentence == "Shot breakdown in Film did not succeed."

    def test_nobody_outside_the_studio_is_told(self, world, tell):
        world.ours.memberships["director"].revoke(actor=world.admin)
        assert who(tell(people=["other", "director", "artist"])) == ["Ours-artist"]

    def test_people_of_the_programme_can_be_told(self, tell):
        assert who(tell(people=["beta_lead"])) == ["Lead"]

    def test_nobody_who_may_not_sign_in_is_told(self, world, tell):
        artist = world.visitor("artist")
        artist.is_active = False
        assert tell(people=[artist]) == []

    def test_a_kind_nobody_registered_is_a_mistake_of_ours(self, tell):
        with pytest.raises(KeyError):
            tell(kind="run.invented")

    def test_a_kind_has_one_meaning(self):
        kinds.register({"run.failed": kinds.KINDS["run.failed"]})
        with pytest.raises(ValueError, match="two kinds"):
            kinds.register({"run.failed": kinds.Kind("x", "y", "z")})

    def test_a_fact_that_is_missing_leaves_a_gap_and_no_error(self):
        assert "…" in kinds.sentence("run.failed", {})
        assert kinds.sentence("gone.kind", {}) == "gone.kind" and kinds.action("gone.kind")


class TestChoosing:
    @pytest.mark.parametrize(
        ("kind", "mode"), [("run.failed", Mode.AT_ONCE), ("decision.made", Mode.DIGEST)]
    )
    def test_what_needs_me_comes_at_once_the_rest_daily(self, tell, kind, mode):
        assert tell(kind=kind)[0].mode == mode
        assert Mail.objects.count() == (mode == Mode.AT_ONCE)

    @pytest.mark.parametrize("mode", Mode.values)
    def test_a_choice_holds_for_that_person_and_kind(self, world, tell, mode):
        notices.choose(world.visitor("artist"), {"run.failed": mode})
        rows = {row.user.name: row.mode for row in tell(people=["artist", "director"])}
        assert rows == {"Ours-artist": mode, "Ours-director": Mode.AT_ONCE}

    def test_what_is_too_serious_cannot_be_switched_off(self, world, tell):
        producer = world.visitor("producer")
        notices.choose(producer, {"webhook.disabled": Mode.OFF})
        NotificationChoice.objects.create(user=producer, kind="webhook.disabled", mode=Mode.OFF)
        assert tell(kind="webhook.disabled", people=["producer"])[0].mode == Mode.AT_ONCE

    def test_choosing_again_replaces(self, world):
        artist = world.visitor("artist")
        notices.choose(artist, {"run.failed": Mode.OFF})
        notices.choose(artist, {"run.failed": Mode.DIGEST})
        assert notices.modes(artist)["run.failed"] == Mode.DIGEST
        assert notices.modes(artist)["decision.made"] == Mode.DIGEST


class TestMails:
    def sent(self, world):
        mails.send_due(world.ours.studio.pk)
        return outgoing.outbox

    def test_one_mail_with_one_way_on(self, world, tell, settings):
        settings.PUBLIC_URL = "https://portal.example.org/"
        tell()
        message = self.sent(world)[0]
        assert message.to == ["ours-artist@example.org"]
        assert message.subject == "Last Mile: Shot breakdown in Film did not succeed."
        assert f"https://portal.example.org/runs/{world.ours.run.pk}/" in message.body
        assert "https://portal.example.org/notifications/choices/" in message.body
        row = Mail.objects.get()
        assert (row.state, row.attempt) == ("sent", 1) and row.sent_at
        assert message.extra_headers["Message-ID"] == f"<{row.pk.hex}@portal.example.org>"

    def test_a_mail_goes_once(self, world, tell):
        tell()
        assert len(self.sent(world)) == len(self.sent(world)) == 1

    def test_two_workers_never_take_the_same_one(self, tell):
        tell()
        one, other = Mail.objects.get(), Mail.objects.get()
        assert one.claim() and not other.claim()
        other.sent()
        assert Mail.objects.get().state == "waiting"

    def test_a_name_with_line_breaks_forges_no_header(self, world):
        notify(
            kind="upload.refused",
            people=[world.visitor("artist")],
            studio=world.ours.studio,
            url="/",
            facts={"file": "a\r\nBcc: all@example.org", "project": "x" * 400},
        )
        subject = self.sent(world)[0].subject
        assert "\n" not in subject and len(subject) <= 180

    def test_a_server_that_is_away_is_asked_again_ever_later_and_then_no_more(
        self, world, tell, monkeypatch
    ):
        def away(*_args, **_how):
            raise smtplib.SMTPServerDisconnected("gone for lunch")

        monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
        tell()
        waits = []
        for _ in range(6):
            self.sent(world)
            row = Mail.objects.get()
            waits.append((row.next_try - timezone.now()).total_seconds())
            Mail.objects.update(next_try=timezone.now())
        assert waits[:5] == sorted(waits[:5]) and 50 < waits[0] < 61
        assert (row.state, row.attempt) == ("dead", 6)
        assert row.said == "SMTPServerDisconnected: gone for lunch"
        row.again()
        assert (row.tries, row.attempt) == (0, 7)
        self.sent(world)
        assert (Mail.objects.get().state, Mail.objects.get().tries) == ("waiting", 1)
        Mail.objects.update(next_try=timezone.now())
        monkeypatch.undo()
        assert len(self.sent(world)) == 1

    def test_a_worker_that_was_at_it_before_it_went_again_writes_nothing(self, world, tell):
        tell()
        slow = Mail.objects.get()
        assert slow.claim()
        Mail.objects.get().again()
        slow.sent()
        assert Mail.objects.get().state == "waiting"
        slow.give_up("nobody listens")
        assert (Mail.objects.get().state, Mail.objects.get().said) == ("waiting", "")

    def test_a_worker_does_not_wait_for_a_dead_server_again_and_again(
        self, world, tell, monkeypatch
    ):
        asked = []

        def away(*_args, **_how):
            asked.append(1)
            raise TimeoutError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
        for _ in range(mails.PATIENCE + 2):
            tell()
        self.sent(world)
        assert len(asked) == mails.PATIENCE
        assert Mail.objects.due().count() == 2

    def test_somebody_who_left_meanwhile_gets_nothing(self, world, tell):
        tell()
        world.ours.memberships["artist"].revoke(actor=world.admin)
        assert self.sent(world) == []
        assert Mail.objects.get().state == "dead"

    def test_the_task_sends_for_its_studio_only(self, world, tell):
        tell()
        tasks.mail(str(world.theirs.studio.pk))
        assert outgoing.outbox == []
        tasks.mail(str(world.ours.studio.pk))
        assert len(outgoing.outbox) == 1

    def test_the_sweep_finds_what_no_message_reached(self, tell, monkeypatch):
        tell()
        tasks.sweep()
        assert len(outgoing.outbox) == 1


class TestTheDailyMail:
    @pytest.fixture(autouse=True)
    def yesterdays_news(self, world, tell):
        for _ in range(2):
            tell(kind="decision.made", people=["artist", "director"])
        Notification.objects.update(created_at=timezone.now() - timedelta(days=2))

    def test_one_for_each_person_with_all_of_it(self, world):
        assert mails.write_digests(world.ours.studio) == 2
        row = Mail.objects.get(user=world.visitor("artist"))
        assert row.subject == f"Last Mile: 2 pieces of news from {world.ours.studio}"
        assert row.body.count("\n- ") == 2

    def test_nothing_is_told_twice(self, world):
        mails.write_digests(world.ours.studio)
        assert mails.write_digests(world.ours.studio) == 0

    def test_what_was_read_in_the_portal_is_no_news(self, world):
        notices.read(Notification.objects.all(), reader=world.visitor("artist"))
        assert mails.write_digests(world.ours.studio) == 1

    def test_what_came_after_the_hour_waits_for_tomorrow(self, world):
        Notification.objects.update(created_at=timezone.now())
        assert mails.write_digests(world.ours.studio) == 0

    def test_a_long_list_is_cut_and_says_so(self, world, monkeypatch):
        monkeypatch.setattr(news, "LINES", 1)
        mails.write_digests(world.ours.studio)
        assert "And 1 more." in Mail.objects.first().body

    @pytest.mark.parametrize(("hour", "day"), [(5, 3), (6, 4), (23, 4)])
    def test_the_hour_is_a_setting_in_utc(self, settings, hour, day):
        settings.DIGEST_HOUR = 6
        now = datetime(2026, 3, 4, hour, 30, tzinfo=UTC)
        assert mails.newest_digest(now) == datetime(2026, 3, day, 6, tzinfo=UTC)


class TestReading:
    def test_one_reads_only_ones_own(self, world, tell):
        tell(people=["artist", "director"])
        assert notices.read(Notification.objects.all(), reader=world.visitor("artist")) == 1
        assert Notification.objects.unread().get().user == world.visitor("director")

    def test_what_a_studio_told_is_gone_with_the_membership(self, world, tell):
        tell()
        world.ours.memberships["artist"].revoke(actor=world.admin)
        again = type(world.admin).objects.get(pk=world.visitor("artist").pk)
        assert not Notification.objects.visible_to(again).exists()

    def test_the_number_is_kept_and_asked_anew_when_it_changed(
        self, world, tell, django_assert_num_queries, django_capture_on_commit_callbacks
    ):
        artist = world.visitor("artist")
        with django_capture_on_commit_callbacks(execute=True):
            tell()
        assert notices.unread(artist) == 1
        with django_assert_num_queries(0):
            assert notices.unread(artist) == 1
        with django_capture_on_commit_callbacks(execute=True):
            notices.read(Notification.objects.all(), reader=artist)
        assert notices.unread(artist) == 0

    def test_a_lost_cache_is_counted_by_the_database(self, world, tell, monkeypatch):
        def gone(*_args, **_how):
            raise redis.ConnectionError

        tell()
        monkeypatch.setattr(cache, "get", gone)
        monkeypatch.setattr(cache, "set", gone)
        assert notices.unread(world.visitor("artist")) == 1

    def test_open_pages_hear_of_it(
        self, world, tell, monkeypatch, django_capture_on_commit_callbacks
    ):
        frames = []
        monkeypatch.setattr(
            notices, "publish", lambda groups, frame: frames.append((groups, frame))
        )
        with django_capture_on_commit_callbacks(execute=True):
            tell()
        assert frames == [([f"user.{world.visitor('artist').pk}"], {"type": "notices"})]


class TestHome:
    def test_what_is_too_serious_to_be_missed_stays_until_it_is_read(self, tell, as_person, world):
        rows = tell("account.link", people=["producer"])
        rows += tell("run.ready", people=["producer"])
        client, sentence = as_person(world.visitor("producer")), rows[0].sentence
        home = client.get("/").text
        assert home.count(sentence) == 1 and "/notifications/?only=unread" in home
        assert rows[1].sentence not in home, "what awaits a decision has its own line there"
        client.post(f"/notifications/{rows[0].pk}/")
        assert sentence not in client.get("/").text

    def test_nobody_else_sees_it(self, tell, as_person, world):
        (row,) = tell("account.link", people=["producer"])
        for kind in ("director", "other", "admin"):
            assert row.sentence not in as_person(world.visitor(kind)).get("/").text
