"""The page of one's sessions: devices by name, and when each was last used."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from portal import sessions
from portal.devices import device

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
LINUX = f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = f"Mozilla/5.0 (Linux; Android 14; SM-S921B) {WEBKIT}"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (LINUX, "Chrome on Linux"),
        (f"{WINDOWS} Edg/130.0.0.0", "Edge on Windows"),
        (f"{WINDOWS} OPR/115.0.0.0", "Opera on Windows"),
        (f"{LINUX} Vivaldi/7.0", "Vivaldi on Linux"),
        (f"{MAC} Version/17.6 Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Firefox/132.0", "Firefox on Linux"),
        (f"{PHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{PHONE} CriOS/130.0 Mobile Safari/604.1", "Chrome on iPhone"),
        (PHONE.replace("iPhone", "iPad") + " FxiOS/132.0 Safari/605.1", "Firefox on iPad"),
        (f"{ANDROID} SamsungBrowser/26.0 Chrome/122.0", "Samsung Internet on Android"),
        (LINUX.replace("X11; Linux", "X11; CrOS"), "Chrome on ChromeOS"),
        ("Dalvik/2.1.0 (Linux; U; Android 14)", "Android"),
        ("Firefox/132.0", "Firefox"),
        ("curl/8.5", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_and_a_system_by_name(user_agent, name):
    assert device(user_agent) == name


@pytest.fixture
def mine(world, as_person):
    """Somebody's client, and the row of its session, last used some days ago."""
    user = world.visitor("artist")
    client = as_person(user)
    facts = {"user": user, "ip": "192.0.2.1", "user_agent": LINUX}
    row = UserSession.objects.create(
        **facts,
        session_key=client.session.session_key,
        last_seen_at=timezone.now() - timedelta(days=3),
    )
    return client, row


def last_seen(row):
    row.refresh_from_db()
    return timezone.now() - row.last_seen_at


def test_the_page_names_the_device_and_keeps_the_whole_text_at_hand(mine):
    page = mine[0].get("/accounts/sessions/").text
    assert f'<span title="{LINUX}">Chrome on Linux</span>' in page
    assert "last seen" in page


def test_a_request_is_written_down_once_in_a_while(mine, monkeypatch):
    client, row = mine
    client.get("/")
    assert last_seen(row) > timedelta(days=2), "signing in was the last time"
    monkeypatch.setattr(sessions, "SEEN_EVERY", 0)
    client.get("/")
    assert last_seen(row) < timedelta(minutes=1)


def test_what_a_process_remembers_has_an_end(monkeypatch):
    monkeypatch.setattr(sessions, "_REMEMBERED", 2)
    monkeypatch.setattr(sessions, "_seen", {"a": 0.0, "b": 0.0})
    sessions._remember("c")
    assert set(sessions._seen) == {"c"}


def test_somebody_signed_out_is_not_seen(client, db, monkeypatch):
    monkeypatch.setattr(sessions, "seen", None)
    assert client.get("/accounts/login/").status_code == 200
