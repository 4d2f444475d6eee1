"""What a process finds out about its lines, places and keys; and that nothing holds it up."""

import errno
import smtplib
import threading
from types import SimpleNamespace

import pytest
from django.conf import settings as portal_settings

from portal import embedded
from portal.examining import lines, places, process
from portal.examining.findings import DOUBT, OK, WRONG, ok, taken
from portal.storage.proving import Proved
from tests.portal.test_checks import STRONG

HERE = portal_settings.CELERY_BROKER_URL


def states(found):
    return [(finding.state, finding.said) for finding in found]


def only(found):
    (finding,) = found
    return finding


class TestTurns:
    def test_one_that_hangs_holds_nobody_up(self):
        held = threading.Event()
        rows = taken({"slow": held.wait, "quick": lambda: [ok("well")]}, seconds=0.2)
        held.set()
        assert [(row["about"], row["state"]) for row in rows] == [("slow", WRONG), ("quick", OK)]
        assert "no answer within" in rows[0]["said"] and rows[0]["mend"]

    def test_one_that_breaks_tells_its_first_line(self):
        def broken():
            raise ValueError("no such thing\nat all")

        (row,) = taken({"x": broken})
        assert (row["state"], row["said"]) == (WRONG, "ValueError: no such thing")


class TestTheBroker:
    def test_one_that_answers_is_told(self):
        assert states(lines.broker()) == [(OK, "the broker answers")]

    def test_one_that_is_away_is_told_with_the_setting(self, monkeypatch, tmp_path):
        gone = f"redis+socket://{tmp_path}/none?virtual_host=1"
        monkeypatch.setattr(lines.app.conf, "broker_write_url", gone)
        finding = only(lines.broker())
        assert finding.state == WRONG and "CELERY_BROKER_URL" in finding.mend

    def test_tasks_that_wait_in_their_thousands_are_a_doubt(self, monkeypatch):
        monkeypatch.setattr(lines, "WAITING_DOUBT", -1)
        found = [finding.said for finding in lines.broker() if finding.state == DOUBT]
        assert len(found) == len(portal_settings.CELERY_TASK_QUEUES)

    def test_one_that_forgets_when_it_is_full_is_wrong(self, monkeypatch):
        client = SimpleNamespace(config_get=lambda name: {name: "allkeys-lru"})
        monkeypatch.setattr(lines.redis, "Redis", SimpleNamespace)
        finding = only(lines._keeps_all(SimpleNamespace(client=client)))
        assert finding.state == WRONG and "allkeys-lru" in finding.said


class TestTheLiveLayer:
    def test_a_frame_comes_back(self):
        assert states(lines.live()) == [(OK, "a live event came back")]

    def test_one_that_is_away_is_told(self, settings, tmp_path):
        settings.CHANNELS_URL = f"unix://{tmp_path}/none"
        finding = only(lines.live())
        assert finding.state == WRONG and "CHANNELS_URL" in finding.mend


class TestMail:
    @pytest.fixture
    def server(self, settings, monkeypatch):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 25
        line = SimpleNamespace(open=lambda: True, close=lambda: None)
        monkeypatch.setattr(lines, "get_connection", lambda **how: line)
        return line

    def test_a_server_that_takes_them_is_told(self, server, settings):
        settings.EMAIL_USE_TLS = True
        assert states(lines.mail()) == [(OK, "127.0.0.1:25 takes our mails")]

    def test_without_tls_is_a_doubt(self, server, settings):
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        assert only(lines.mail()).state == DOUBT

    def test_a_refused_password_is_told_and_the_password_is_not(self, server):
        def refused():
            raise smtplib.SMTPAuthenticationError(535, b"no")

        server.open = refused
        finding = only(lines.mail())
        assert finding.state == WRONG and "535" in finding.said and "EMAIL_URL" in finding.mend

    @pytest.mark.parametrize(("production", "state"), [(True, WRONG), (False, OK)])
    def test_a_deployment_without_a_server_is_wrong(self, settings, production, state):
        settings.PRODUCTION = production
        assert only(lines.mail()).state == state


class TestPlaces:
    def test_a_folder_that_works_is_told(self):
        assert only(places.storage()).state == OK

    def test_a_failing_step_is_told(self, monkeypatch):
        monkeypatch.setattr(places, "prove", lambda: [Proved("write", "AccessDenied: no")])
        assert only(places.storage()).said == "write: AccessDenied: no"

    def test_files_without_tls_are_refused_by_browsers(self, settings):
        settings.PRODUCTION, settings.S3_BUCKET = True, "films"
        settings.S3_PUBLIC_ENDPOINT_URL = "http://files.example"
        assert [f.state for f in places.storage()] == [OK, WRONG]

    @pytest.mark.parametrize(("free", "state"), [(100, OK), (5, DOUBT), (0.5, WRONG)])
    def test_a_disk_is_full_before_it_is_full(self, monkeypatch, tmp_path, free, state):
        left = SimpleNamespace(free=free * places.GIGABYTE)
        monkeypatch.setattr(places.shutil, "disk_usage", lambda folder: left)
        assert places._disk(tmp_path).state == state

    def test_a_folder_that_cannot_be_written_is_named(self, monkeypatch, tmp_path):
        def refused(dir):
            raise OSError(errno.EROFS, "Read-only file system")

        monkeypatch.setattr(places.tempfile, "TemporaryFile", refused)
        finding = places._disk(tmp_path)
        assert finding.said == f"{tmp_path} cannot be written: Read-only file system"

    def test_without_a_bucket_the_folder_of_files_is_looked_at(self, settings, tmp_path):
        settings.MEDIA_ROOT, settings.S3_BUCKET = str(tmp_path / "films"), ""
        assert any(str(tmp_path / "films") in finding.said for finding in places.disks())


class TestKeysAndAddresses:
    def test_a_strong_key_passes_and_old_ones_are_a_doubt(self, settings):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = STRONG, [f"{STRONG}1"]
        assert [finding.state for finding in process.secrets()] == [DOUBT, OK]

    def test_a_key_that_could_be_guessed_is_named_and_not_shown(self, settings):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "hunter2", []
        finding = only(process.secrets())
        assert finding.said == "SECRET_KEY could be guessed" and finding.state == WRONG

    def test_a_portal_that_does_not_know_its_own_name_is_wrong(self, settings):
        settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://a.example", ["b.example"]
        assert "a.example" in next(iter(process.addresses())).said

    @pytest.mark.parametrize(
        ("production", "url", "state"),
        [(True, "https://a.b", OK), (True, "http://a.b", WRONG), (False, "http://a.b", DOUBT)],
    )
    def test_a_deployment_has_tls(self, settings, production, url, state):
        settings.PRODUCTION, settings.PUBLIC_URL = production, url
        settings.ALLOWED_HOSTS = ["a.b"]
        assert only(process.addresses()).state == state

    def test_djangos_deployment_checks_are_part_of_it(self, settings):
        settings.SESSION_COOKIE_SECURE = False
        assert any("security.W012" in said for _state, said in states(process.security()))


class TestFacts:
    def test_they_tell_keys_and_places_apart_without_telling_them(self, settings):
        before = process.facts()
        settings.SECRET_KEY, settings.S3_BUCKET = f"{STRONG}2", "elsewhere"
        after = process.facts()
        assert before["code"] == after["code"] == process.code()
        assert before["SECRET_KEY"] != after["SECRET_KEY"]
        assert before["addresses"] != after["addresses"]
        assert all(len(word) == 12 for word in after.values())
        assert STRONG not in str(after) and embedded.ROLE not in str(after)

    def test_a_web_server_says_the_same_again_for_a_while(self, monkeypatch):
        told = iter(({"n": 1}, {"n": 2}))
        monkeypatch.setattr(process, "examine", lambda: next(told))
        monkeypatch.setattr(process, "_lately", (-60.0, {}))
        assert process.examined_lately() == process.examined_lately() == {"n": 1}
        assert process.examined_lately(seconds=-1) == {"n": 2}
