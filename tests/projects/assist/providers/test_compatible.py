"""A server that speaks as OpenAI does: in the house or outside, with a key or without."""

from decimal import Decimal

import pytest

from projects.assist.contract import Connected
from projects.assist.palette import Final, Need, Rate, Transient
from projects.assist.providers.compatible import Compatible
from tests.projects.assist.providers.asking import refused
from tests.projects.assist.providers.loopback import Reply, serving
from tests.projects.assist.providers.speakers import GOOD, WORK, CompatibleSpeaker

SPEAKER = CompatibleSpeaker()
RATES = [Rate("input_token", Decimal("0.001"), "EUR"), Rate("output_token", Decimal(1), "EUR")]


def reached(address="http://127.0.0.1:1", **values):
    return Compatible(Connected(address, values={"models": "llama", **values}))


def listed(*names):
    models = [{"id": n, "object": "model", "created": 1, "owned_by": "vllm"} for n in names]
    return Reply(body={"object": "list", "data": models})


@pytest.mark.parametrize("told", ["a, b", "a b", "a,b,", "['a', 'b']", '["a","b"]'])
def test_its_models_are_those_of_its_connection(told):
    provider = reached(models=told, vision="b")
    assert [(m.name, sorted(m.needs)) for m in provider.capabilities()] == [
        ("a", ["text"]),
        ("b", ["text", "vision"]),
    ]


def test_none_is_offered_where_none_is_named():
    assert Compatible(Connected()).capabilities() == ()


@pytest.mark.parametrize("told", ["", "no", "False", "maybe", "0"])
def test_it_stands_outside_until_somebody_says_otherwise(told):
    assert reached(in_house=told).outside
    assert Compatible.outside  # what is not asked of one connection is asked of the class


@pytest.mark.parametrize("told", ["yes", "True", "1", " on "])
def test_it_stands_in_the_house_where_an_administrator_says_so(told):
    assert not reached(in_house=told).outside
    assert not reached("http://vllm.studio:8000", in_house=told).outside


def test_an_address_on_the_internet_is_outside_whatever_is_said():
    assert reached("https://8.8.8.8/v1", in_house="yes").outside


def test_in_the_house_nothing_is_paid():
    with serving(SPEAKER.good()) as server:
        provider = SPEAKER.reach(server.address, in_house="yes")
        answer = provider.submit(WORK, SPEAKER.model, "k", None).answer
    assert answer.data == GOOD and answer.usage == {}
    assert provider.quote(WORK, SPEAKER.model, []).high == 0
    assert provider.quote(WORK, SPEAKER.model, RATES).currency == "EUR"


def test_outside_tokens_are_paid():
    provider = reached()
    assert provider.quote(WORK, "llama", RATES).high > 16_000
    with pytest.raises(Final) as told:
        provider.quote(WORK, "llama", [])
    assert told.value.code == "remote:unpriced"


def test_without_a_key_nothing_is_said_of_one(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "env-key")
    with serving(SPEAKER.good()) as server:
        SPEAKER.reach(server.address, api_key="").submit(WORK, SPEAKER.model, "k", None)
    assert "authorization" not in server.calls[0].headers


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/"])
def test_its_address_may_end_as_people_write_it(end):
    with serving(listed("llama")) as server:
        assert reached(f"{server.address}{end}").listed() == ["llama"]
    assert server.calls[0].path == "/v1/models"


def test_within_the_house_it_may_speak_in_clear():
    provider = reached("http://no-such-host.invalid", in_house="yes")
    with pytest.raises(Transient) as told:
        provider.test()
    assert told.value.code == "remote:down"


def test_it_needs_an_address():
    with pytest.raises(Final) as told:
        reached("").test()
    assert (told.value.code, told.value.detail) == ("remote:not_connected", "endpoint")


def test_a_connection_is_tested_by_the_models_that_it_names():
    with serving(listed("llama", "qwen")) as server:
        assert reached(server.address).test() == "The server answered. Its models: llama, qwen."
    with serving(listed("lama")) as server, pytest.raises(Final) as told:
        reached(server.address).test()
    assert told.value.detail == "the server answered, but has no model llama. It has: lama"
    with serving(listed()) as server, pytest.raises(Final) as told:
        reached(server.address).test()
    assert told.value.detail.endswith("It has: none")


def test_a_model_that_the_server_no_longer_names_is_gone():
    with serving(listed("llama", "qwen")) as server:
        provider = reached(server.address)
        assert provider.lifecycle("llama").active
        gone = provider.lifecycle("older")
    assert not gone.active and gone.alternatives == ("llama", "qwen")
    assert reached("").lifecycle("llama").active


def test_a_list_that_is_none_is_malformed():
    for reply in (Reply(body=b"<html>"), Reply(body={"data": None})):
        assert refused(lambda at: reached(at).listed(), reply).code == "remote:malformed"


def test_a_model_without_eyes_is_sent_no_pictures():
    with pytest.raises(Final) as told:
        reached().submit(type(WORK)(Need.VISION, answer=WORK.answer), "llama", "k", None)
    assert told.value.code == "remote:need"


def test_its_terms_are_known_in_the_house_alone():
    assert reached().terms() == ()
    (terms,) = reached(in_house="yes").terms()
    assert terms.retention_days == 0 and terms.trains_on_inputs is False
