"""Anthropic: what is its own. Answers are made of `anthropic.types`."""

import json
from datetime import date

import pytest
from anthropic.types import ModelInfo

from projects.assist.palette import Final, Retired
from projects.assist.providers import anthropic
from tests.projects.assist.providers.asking import refused
from tests.projects.assist.providers.loopback import Reply, serving
from tests.projects.assist.providers.speakers import WORK, AnthropicSpeaker

SPEAKER = AnthropicSpeaker()
MODEL = SPEAKER.model


def info(lifecycle="active", retires=None, name=MODEL):
    made = ModelInfo(
        id=name,
        type="model",
        display_name="Claude",
        created_at="2026-09-01T00:00:00Z",
        lifecycle=lifecycle,
        retires_at=retires,
    )
    return json.loads(made.model_dump_json())


def lifecycle(*replies, model=MODEL):
    with serving(*replies) as server:
        return SPEAKER.reach(server.address).lifecycle(model), server.calls


def test_its_filter_answers_with_an_error():
    told = SPEAKER.error(400, "", "Output blocked by content filtering policy")
    reply = Reply(400, told)
    found = refused(lambda at: SPEAKER.reach(at).submit(WORK, MODEL, "k", None), reply)
    assert isinstance(found, Final) and found.code == "remote:filtered"


def test_an_active_model_is_asked_by_its_name():
    found, calls = lifecycle(Reply(body=info()))
    assert found.active and found.ends is None and found.alternatives == ()
    assert (calls[0].method, calls[0].path) == ("GET", f"/v1/models/{MODEL}")


def test_a_deprecated_one_has_its_date_and_others():
    found, _ = lifecycle(Reply(body=info("deprecated", "2027-01-05T00:00:00Z")))
    assert found.active and found.ends == date(2027, 1, 5) and found.alternatives
    assert MODEL not in found.alternatives


def test_a_retired_one_is_no_longer_active():
    found, _ = lifecycle(Reply(body=info("retired", "2026-11-20T00:00:00Z")))
    assert not found.active and found.ends == date(2026, 11, 20)


def test_one_that_it_does_not_know_is_gone():
    found, _ = lifecycle(Reply(404, SPEAKER.error(404, "", f"model: {MODEL}")))
    assert not found.active and found.alternatives


def test_one_that_ended_by_its_date_is_refused_without_a_call():
    found, calls = lifecycle(Reply(body=info()), model="claude-opus-4-0")
    assert not found.active and found.ends == date(2026, 6, 15) and not calls
    assert found.alternatives == ("claude-opus-5-5",)
    with pytest.raises(Retired) as told:
        SPEAKER.reach("").submit(WORK, "claude-opus-4-0", "k", None)
    assert told.value.lifecycle == found


def test_without_a_key_the_dates_in_its_file_are_told(network):
    provider = SPEAKER.reach("", api_key="")
    assert provider.lifecycle(MODEL).active and not network.connected


def test_a_wrong_key_is_told_by_the_test():
    reply = Reply(401, SPEAKER.error(401, "", "invalid x-api-key"))
    found = refused(lambda at: SPEAKER.reach(at).test(), reply)
    assert found.code == "remote:key"


def test_a_question_about_models_may_be_asked_again():
    reply = Reply(body=b"", cut=-1)
    found = refused(lambda at: SPEAKER.reach(at).test(), reply)
    assert (found.code, found.taken) == ("remote:down", False)


def test_a_connection_is_tested_by_a_list_of_models():
    page = {"data": [info(), info(name="b")], "has_more": False, "first_id": "a", "last_id": "b"}
    with serving(Reply(body=page)) as server:
        told = SPEAKER.reach(server.address).test()
    assert told == "Anthropic answered and offers 2 models."
    assert server.calls[0].path.startswith("/v1/models?") and server.calls[0].method == "GET"


def test_its_own_dates_agree_with_those_of_its_client():
    from anthropic.resources.messages.messages import DEPRECATED_MODELS

    for name, entry in anthropic.MODELS.entries.items():
        told = DEPRECATED_MODELS.get(name)
        assert (entry.ends is None) == (told is None), name
        if entry.ends:
            assert told.startswith(entry.ends.strftime("%B")) and str(entry.ends.year) in told
            assert int("".join(c for c in told.split()[1] if c.isdigit())) == entry.ends.day


def test_its_terms_name_their_source():
    (terms,) = SPEAKER.reach("").terms()
    assert terms.trains_on_inputs is False and terms.retention_days == 30
    assert terms.source.startswith("https://www.anthropic.com/")
