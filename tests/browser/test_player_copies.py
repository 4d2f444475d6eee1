"""A larger picture when somebody wants one, and a copy with a name in it before anything plays."""

import pytest

from .fake_pages import problem
from .test_player_and_cuts import READ, clip
from .waiting import until

PLAYER = """<frame-player data-src="%s" data-rate="24000/1001" data-frames="120" data-drop-frame="0"
data-start-frame="0" data-copies="/api/v1/versions/v1/copies/" data-heights="%s"></frame-player>"""
COPIES = ("POST", "/api/v1/versions/v1/copies/")
NOTE = "document.querySelector('.player-note').textContent"
SRC = "document.querySelector('frame-player video').getAttribute('src')"


def job(state="QUEUED", seq=1, fraction=0.0, error=None):
    figures = {"remaining_low": None, "remaining_high": None, "elapsed": 0, "stage": "copy"}
    names = {"kind": "copy", "id": "c1", "title": "clip", "url": "/", "stage_text": ""}
    return {**names, **figures, "state": state, "seq": seq, "fraction": fraction, "error": error}


@pytest.fixture
def answers(fake, tmp_path):
    """What the portal says when it is asked, in turn; the last is said again."""
    said = []
    fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
    fake.files["/large.mp4"] = clip(tmp_path / "large.mp4")

    def answer(data):
        now = said[0] if len(said) == 1 else said.pop(0)
        return now if isinstance(now, tuple) else (200, {"height": data["height"], **now})

    fake.answers[COPIES] = answer
    return said


@pytest.fixture
def player(tab, fake, answers):
    def open_(src="/clip.mp4", heights="540,1080"):
        fake.page("/play/", PLAYER % (src, heights))
        tab.goto(f"{fake.url}/play/")
        tab.wait_for_selector(".player-bar")
        return tab

    return open_


def asked(fake):
    return [body for method, path, body in fake.calls if (method, path) == COPIES]


def test_a_larger_picture_stands_on_the_same_frame(player, fake, answers):
    answers[:] = [{"src": "/large.mp4", "job": None}]
    tab = player()
    until(tab, "document.querySelector('video').readyState >= 2")
    tab.evaluate("document.querySelector('frame-player').seekFrame(48)")
    until(tab, f"({READ})() === 48")
    tab.select_option("[aria-label='Picture size']", "1080")
    until(tab, f"{SRC} === '/large.mp4'")
    until(tab, f"({READ})() === 48")
    assert asked(fake) == [{"height": 1080, "again": False}]
    assert tab.evaluate(NOTE) == ""


def test_one_size_is_no_choice_and_nothing_is_asked(player, fake, answers):
    tab = player(heights="540")
    assert tab.locator("[aria-label='Picture size']").count() == 0
    assert asked(fake) == []


def test_without_a_copy_it_is_asked_for_and_followed_until_it_plays(player, fake, answers):
    answers[:] = [{"src": "", "job": job()}, {"src": "/clip.mp4", "job": None}]
    tab = player(src="")
    until(tab, f"{NOTE}.includes('waits for its turn')")
    fake.publish("copy:c1", job("RUNNING", 2, 0.42))
    until(tab, f"{NOTE}.includes('being made: 42')")
    fake.publish("copy:c1", job("READY", 3, 1.0))
    until(tab, f"{SRC} === '/clip.mp4'")
    until(tab, "document.querySelector('video').readyState >= 2")
    assert tab.evaluate(NOTE) == ""


def test_one_that_failed_says_why_and_is_tried_again_by_hand(player, fake, answers):
    why = {"code": "media:x", "message": "The film is broken.", "kept": "", "todo": "Send it."}
    failed = {"src": "", "job": job("FAILED", 5, error=why)}
    answers[:] = [failed, {"src": "/clip.mp4", "job": None}]
    tab = player(src="")
    until(tab, f"{NOTE}.includes('The film is broken. Send it.')")
    tab.click(".player-note button")
    until(tab, f"{SRC} === '/clip.mp4'")
    assert [one["again"] for one in asked(fake)] == [False, True]


def test_a_refusal_keeps_what_was_shown(player, fake, answers):
    answers[:] = [(422, problem("copy:height", "There is no such viewing copy."))]
    tab = player()
    tab.select_option("[aria-label='Picture size']", "1080")
    until(tab, f"{NOTE}.includes('no such viewing copy')")
    assert tab.input_value("[aria-label='Picture size']") == "540"
    assert tab.evaluate(SRC) == "/clip.mp4"


def test_who_changes_their_mind_gets_what_they_want_now(player, fake, answers):
    answers[:] = [{"src": "", "job": job()}, {"src": "/clip.mp4", "job": None}]
    tab = player()
    tab.select_option("[aria-label='Picture size']", "1080")
    until(tab, f"{NOTE}.includes('waits for its turn')")
    tab.select_option("[aria-label='Picture size']", "540")
    until(tab, f"{NOTE} === ''")
    fake.publish("copy:c1", job("READY", 9, 1.0))
    tab.wait_for_timeout(300)
    assert tab.evaluate(SRC) == "/clip.mp4" and len(asked(fake)) == 2
