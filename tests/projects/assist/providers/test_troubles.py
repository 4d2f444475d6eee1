"""What goes wrong with a provider of words, each in its own form: told rightly, and asked once."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from projects.assist.palette import Final, Retired, Transient, Trouble
from projects.errors_of_remote import TEXTS
from tests.projects.assist.providers.loopback import Reply, closed_port, serving
from tests.projects.assist.providers.speakers import GOOD, KEY, SPEAKERS, WORK


def without(name):
    """Every speaker but one, which says it in another way: see the tests of its own."""
    rest = [speaker for speaker in SPEAKERS if speaker.name != name]
    return pytest.mark.parametrize("speaker", rest, ids=lambda speaker: speaker.name)


def trouble(speaker, *replies, seconds=5.0, calls=1):
    """What is raised where it answers so; it was asked `calls` times and no more."""
    with serving(*replies) as server:
        provider = speaker.reach(server.address, seconds)
        with pytest.raises(Trouble) as told:
            provider.submit(WORK, speaker.model, "key-1", None)
        assert len(server.calls) == calls
    assert told.value.code in TEXTS
    return told.value


def refusal(speaker, status, code="", message="no", headers=None):
    body = speaker.error(status, code, message)
    return trouble(speaker, Reply(status, body, headers or {}))


def test_a_busy_provider_says_when_to_come_again(speaker):
    found = refusal(speaker, 429, "rate_limit_exceeded", headers={"retry-after": "17"})
    assert isinstance(found, Transient) and found.code == "remote:throttled"
    assert (found.after, found.taken) == (17.0, False)


def test_or_on_which_date(speaker):
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    found = refusal(speaker, 429, "rate_limit_exceeded", headers={"retry-after": soon})
    assert 60 < found.after <= 90


@pytest.mark.parametrize("headers", [{}, {"retry-after": "soon"}])
def test_or_does_not_say_it(speaker, headers):
    found = refusal(speaker, 429, "rate_limit_exceeded", headers=headers)
    assert isinstance(found, Transient) and found.after is None and not found.taken


@pytest.mark.parametrize("status", [503, 529])
def test_an_overloaded_provider_took_nothing(speaker, status):
    found = refusal(speaker, status, "overloaded_error", "Overloaded")
    assert isinstance(found, Transient)
    assert (found.code, found.taken) == ("remote:throttled", False)


@pytest.mark.parametrize(("status", "taken"), [(500, False), (502, True), (504, True)])
def test_a_gateway_does_not_know_what_goes_on_behind_it(speaker, status, taken):
    found = refusal(speaker, status, "api_error", "Internal")
    assert isinstance(found, Transient)
    assert (found.code, found.taken) == ("remote:down", taken)


def test_where_nobody_listens_nothing_was_taken(speaker):
    with pytest.raises(Transient) as told:
        speaker.reach(closed_port()).submit(WORK, speaker.model, "key-1", None)
    assert (told.value.code, told.value.taken) == ("remote:down", False)


def test_a_name_that_is_none_took_nothing(speaker):
    provider = speaker.reach("https://no-such-host.invalid")
    with pytest.raises(Transient) as told:
        provider.submit(WORK, speaker.model, "key-1", None)
    assert (told.value.code, told.value.taken) == ("remote:down", False)


@pytest.mark.parametrize("cut", [-1, 0, 20])
def test_a_connection_that_breaks_may_have_been_taken(speaker, cut):
    whole = speaker.good()
    found = trouble(speaker, Reply(body=whole.body, cut=cut))
    assert isinstance(found, Transient)
    assert (found.code, found.taken) == ("remote:down", True)


def test_so_may_one_that_is_silent_for_too_long(speaker):
    found = trouble(speaker, Reply(body=speaker.good().body, wait=1.0), seconds=0.03)
    assert isinstance(found, Transient)
    assert (found.code, found.taken) == ("remote:down", True)


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_final_and_never_told(speaker, status):
    found = refusal(speaker, status, "invalid_api_key", f"Incorrect API key: {KEY}.")
    assert isinstance(found, Final) and found.code == "remote:key" and not found.billed
    assert KEY not in found.detail


@without("google")
@pytest.mark.parametrize("status", [402, 429])
def test_an_account_that_is_used_up_is_final(speaker, status):
    code = "insufficient_quota" if status == 429 else "billing"
    message = "Your credit balance is too low." if speaker.name == "anthropic" else "No quota."
    found = refusal(speaker, status, code, message)
    assert isinstance(found, Final) and found.code == "remote:quota"


def test_what_the_provider_refuses_to_read_is_told_in_its_words(speaker):
    found = refusal(speaker, 400, "invalid_request_error", "temperature: too hot")
    assert isinstance(found, Final)
    assert (found.code, found.billed) == ("remote:invalid", False)
    assert "too hot" in found.detail


def test_a_model_that_is_gone_in_mid_run_is_told_with_others(speaker):
    found = refusal(speaker, 404, "model_not_found", f"model: {speaker.model}")
    assert isinstance(found, Retired) and found.code == "remote:retired"
    assert not found.lifecycle.active and found.detail == speaker.model
    assert found.lifecycle.alternatives and speaker.model not in found.lifecycle.alternatives


def test_a_redirect_is_not_followed(speaker):
    with serving(speaker.good()) as elsewhere:
        moved = Reply(307, b"", {"location": f"{elsewhere.address}/v1/messages"})
        found = trouble(speaker, moved)
        assert not elsewhere.calls
    assert isinstance(found, Final) and found.code == "remote:invalid"


@without("google")
def test_a_refusal_is_told_and_what_was_written_is_paid(speaker):
    found = trouble(speaker, Reply(body=speaker.said("", "refusal")))
    assert isinstance(found, Final) and found.code == "remote:refused" and found.billed
    assert found.detail == "Not that"


@without("anthropic")
def test_a_filtered_answer_is_told(speaker):
    found = trouble(speaker, Reply(body=speaker.said("", "filter")))
    assert isinstance(found, Final) and found.code == "remote:filtered"


def test_an_answer_that_is_cut_off_is_paid_and_not_asked_again(speaker):
    found = trouble(speaker, Reply(body=speaker.said(json.dumps(GOOD)[:20], "length")))
    assert isinstance(found, Final)
    assert (found.code, found.billed) == ("remote:malformed", True)


@pytest.mark.parametrize(
    "text",
    ["", "Here it is.", '{"title": "x"}', '{"title": 3, "people": "Mara"}', "[]", '{"title":'],
)
def test_an_answer_of_another_form_is_paid_and_not_asked_again(speaker, text):
    found = trouble(speaker, Reply(body=speaker.said(text)))
    assert isinstance(found, Final)
    assert (found.code, found.billed) == ("remote:malformed", True)
    assert "Mara" not in found.detail


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>Welcome</html>", headers={"content-type": "text/html"}),
        Reply(body=b"not json at all"),
        Reply(body=b'{"id": "x", "usa'),
        Reply(body=b""),
        Reply(body=b"[]"),
        Reply(body=b"{}"),
        Reply(body=b"null"),
        Reply(body=b"\xff\xfe\x00"),
    ],
    ids=lambda reply: reply.bytes[:12].hex() or "empty",
)
def test_what_is_no_answer_of_the_provider_is_malformed(speaker, reply):
    found = trouble(speaker, reply)
    assert isinstance(found, Final)
    assert (found.code, found.billed) == ("remote:malformed", True)


@without("compatible")
def test_without_a_key_nothing_leaves(speaker, network):
    provider = speaker.kind(type(speaker.reach("").connected)())
    with pytest.raises(Final) as told:
        provider.submit(WORK, speaker.model, "k", None)
    assert told.value.code == "remote:not_connected" and not network.connected


def test_no_key_and_no_film_goes_in_clear_over_the_internet(speaker, network):
    provider = speaker.reach("http://api.example.com")
    with pytest.raises(Final) as told:
        provider.submit(WORK, speaker.model, "k", None)
    assert told.value.code == "remote:invalid" and "https" in told.value.detail
    assert not network.connected and not network.sought
