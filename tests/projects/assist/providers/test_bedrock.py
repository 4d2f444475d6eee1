"""Bedrock: what it offers, what is still there, what it would cost, whose it is."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from PIL import Image
from pydantic import BaseModel

from projects.assist import providers
from projects.assist.contract import Connected
from projects.assist.palette import Attachment, Final, Need, Rate, Retired, Transient, Work
from projects.assist.providers import bedrock_models as models
from projects.assist.providers import bedrock_quotes as quotes
from projects.assist.providers.bedrock import Bedrock
from tests.projects.assist.providers.aws_server import Cut, Fails, Raw, serving

KEYS = {"access_key_id": "AKID", "secret_access_key": "secret"}
RATES = [
    Rate("input_token", Decimal("0.000004"), "USD"),
    Rate("output_token", Decimal("0.000020"), "USD"),
    Rate("second", Decimal("1.5"), "USD"),
]
OPUS, RAY = "anthropic.claude-opus-5-5", "luma.ray-v2:0"
CANVAS, REEL = "amazon.nova-canvas-v1:0", "amazon.nova-reel-v1:1"


class Said(BaseModel):
    words: str


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    monkeypatch.setattr(models, "today", lambda: date(2026, 11, 29))


@pytest.fixture
def aws():
    with serving() as server:
        yield server


@pytest.fixture
def bedrock(aws):
    return Bedrock(Connected(aws.url, "us-west-2", KEYS, seconds=5))


def described(**life):
    """As GetFoundationModel tells of a model."""
    arn = "arn:aws:bedrock:us-west-2::foundation-model/luma.ray-v2:0"
    return {"modelDetails": {"modelArn": arn, "modelId": RAY, "modelLifecycle": life}}


class TestOffers:
    def test_it_is_reached_by_its_name(self):
        assert isinstance(providers.reach("bedrock", Connected()), Bedrock)
        assert RAY in [m.name for m in providers.serving(Need.VIDEO, ["bedrock"])["bedrock"]]

    def test_what_has_ended_is_not_offered(self):
        names = {model.name for model in Bedrock(Connected()).capabilities()}
        assert {OPUS, RAY} <= names
        assert not {CANVAS, REEL, "amazon.nova-premier-v1:0"} & names

    def test_on_the_day_before_it_was(self, monkeypatch):
        monkeypatch.setattr(models, "today", lambda: date(2026, 9, 29))
        assert REEL in {model.name for model in Bedrock(Connected()).capabilities()}

    def test_every_offer_needs_something_that_is_asked_for(self):
        """And answers at once, or is a film: nothing else is spoken here."""
        for model in Bedrock(Connected()).capabilities():
            assert model.needs and model.needs <= Bedrock.at_once | {Need.VIDEO}

    def test_no_secret_is_shown(self):
        secret = {setting.name for setting in Bedrock.settings if setting.secret}
        assert secret == {"secret_access_key", "session_token"}


class TestLifecycle:
    def test_active(self, aws, bedrock):
        aws.says("GetFoundationModel", described(status="ACTIVE"))
        told = bedrock.lifecycle(RAY)
        assert (told.active, told.ends, told.alternatives) == (True, None, ())
        assert aws.asked("GetFoundationModel") == [{"modelIdentifier": RAY}]

    def test_legacy_may_be_asked_until_its_day(self, aws, bedrock):
        ends = datetime.now(UTC) + timedelta(days=40)
        aws.says("GetFoundationModel", described(status="LEGACY", endOfLifeTime=ends))
        told = bedrock.lifecycle(OPUS)
        assert told.active and told.ends == ends.date()
        assert "anthropic.claude-sonnet-5-5" in told.alternatives
        assert OPUS not in told.alternatives and RAY not in told.alternatives

    def test_past_its_day_it_is_gone_with_that_date(self, aws, bedrock):
        ends = datetime(2026, 11, 1, tzinfo=UTC)
        aws.says("GetFoundationModel", described(status="LEGACY", endOfLifeTime=ends))
        told = bedrock.lifecycle(OPUS)
        assert not told.active and told.ends == date(2026, 11, 1) and told.alternatives

    @pytest.mark.parametrize("code", ["ResourceNotFoundException", "ValidationException"])
    def test_what_bedrock_does_not_know_is_gone(self, aws, bedrock, code):
        aws.says("GetFoundationModel", Fails(code))
        assert not bedrock.lifecycle(OPUS).active

    def test_what_is_known_to_have_ended_is_told_without_a_call(self, aws, bedrock):
        told = bedrock.lifecycle(REEL)
        assert (told.active, told.ends) == (False, date(2026, 9, 30))
        assert told.alternatives == (RAY,) and aws.calls == []
        assert bedrock.lifecycle(CANVAS).ends == date(2026, 9, 30)

    @pytest.mark.parametrize("said", [Cut(), Raw(500), Fails("InternalServerException"), Raw(200)])
    def test_out_of_reach_is_neither_alive_nor_gone(self, aws, bedrock, said):
        aws.says("GetFoundationModel", said)
        with pytest.raises(Transient) as told:
            bedrock.lifecycle(RAY)
        assert not told.value.taken

    def test_without_the_right_to_ask_the_key_is_told(self, aws, bedrock):
        aws.says("GetFoundationModel", Fails("AccessDeniedException"))
        with pytest.raises(Final) as told:
            bedrock.lifecycle(RAY)
        assert told.value.code == "remote:key"

    def test_a_name_that_nobody_knows(self, bedrock):
        with pytest.raises(Final) as told:
            bedrock.lifecycle("amazon.nova-99")
        assert told.value.code == "remote:need"


class TestQuote:
    def test_an_ended_model_has_no_price_but_a_date(self, bedrock):
        with pytest.raises(Retired) as told:
            bedrock.quote(Work(Need.VIDEO, text="a"), REEL, RATES)
        assert told.value.lifecycle.ends == date(2026, 9, 30)
        assert told.value.lifecycle.alternatives == (RAY,)

    def test_a_model_that_cannot_do_it(self, bedrock):
        with pytest.raises(Final) as told:
            bedrock.quote(Work(Need.TEXT, text="a"), RAY, RATES)
        assert told.value.code == "remote:need"

    def test_a_unit_without_a_price_is_told(self, bedrock):
        with pytest.raises(Final) as told:
            bedrock.quote(Work(Need.VIDEO, text="a"), RAY, RATES[:2])
        assert (told.value.code, told.value.detail) == ("remote:unpriced", "second")

    @pytest.mark.parametrize(("wanted", "price"), [(None, 7.5), (3, 7.5), (5, 7.5), (6, 13.5)])
    def test_a_film_is_counted_by_the_second_that_is_made(self, bedrock, wanted, price):
        options = {"seconds": wanted} if wanted else {}
        told = bedrock.quote(Work(Need.VIDEO, text="a", options=options), RAY, RATES)
        assert (told.low, told.high, told.currency) == (Decimal(price), Decimal(price), "USD")

    def test_words_are_a_range(self, bedrock):
        """20,000 bytes: 4,000 to 10,000 tokens, 50 around them; answers of 50 to 10,050."""
        told = bedrock.quote(Work(Need.TEXT, text="w" * 20_000), OPUS, RATES)
        assert told.low == Decimal("0.0172") and told.high == Decimal("0.2412")
        assert told.usage == {"input_token": 10_050, "output_token": 10_050}

    def test_the_form_and_the_instructions_are_counted_too(self, bedrock):
        plain = bedrock.quote(Work(Need.TEXT, text="a"), OPUS, RATES)
        more = Work(Need.TEXT, text="a", instructions="b" * 500, answer=Said)
        assert bedrock.quote(more, OPUS, RATES).usage["input_token"] > 250
        assert plain.usage["input_token"] < 60

    def test_a_real_text_lies_within(self):
        """1,200 English words are about 1,600 tokens, whoever counts them."""
        text = "The lamp goes out and she waits for him by the door. " * 100
        low, high = quotes.tokens(Work(Need.TEXT, text=text), models.known(OPUS))
        assert low["input_token"] < 1_300 < high["input_token"]

    def test_pictures_are_counted_by_their_size(self, bedrock, tmp_path):
        for name, size in (("small", (300, 200)), ("large", (4000, 3000))):
            Image.new("RGB", size).save(tmp_path / f"{name}.png")
        seen = {}
        for name in ("small", "large"):
            picture = Attachment(tmp_path / f"{name}.png", "image/png")
            low, high = quotes.tokens(Work(Need.VISION, attachments=(picture,)), models.known(OPUS))
            seen[name] = (int(low["input_token"]) - 50, int(high["input_token"]) - 50)
        assert seen == {"small": (40, 80), "large": (800, 4800)}

    def test_what_is_no_picture_is_told(self, bedrock, tmp_path):
        (tmp_path / "no.png").write_bytes(b"no picture")
        work = Work(Need.VISION, attachments=(Attachment(tmp_path / "no.png", "image/png"),))
        with pytest.raises(Final) as told:
            bedrock.quote(work, OPUS, RATES)
        assert told.value.code == "remote:need"

    def test_no_model_is_asked_for_more_than_it_can_say(self):
        work = Work(Need.TEXT, text="w" * 1_000_000)
        assert quotes.most(work, models.known("amazon.nova-pro-v1:0")) == 10_000
        assert quotes.most(work, models.known(OPUS)) == 64_000


class TestConnection:
    def test_who_answered_in_words(self, aws, bedrock):
        rows = [
            {"modelArn": f"arn:aws:bedrock:us-west-2::foundation-model/{n}", "modelId": n}
            for n in (RAY, OPUS, "ai21.jamba-1-5-mini-v1:0")
        ]
        aws.says("ListFoundationModels", {"modelSummaries": rows})
        assert bedrock.test() == "Amazon Bedrock in us-west-2 answered: 3 models, 2 of ours."
        assert aws.asked("ListFoundationModels") == [{}]

    def test_a_wrong_key_is_told(self, aws, bedrock):
        aws.says("ListFoundationModels", Fails("UnrecognizedClientException", "is invalid"))
        with pytest.raises(Final) as told:
            bedrock.test()
        assert told.value.code == "remote:key"

    def test_terms_name_where_they_are_written(self):
        (terms,) = Bedrock(Connected()).terms()
        assert terms.source.startswith("https://docs.aws.amazon.com/bedrock/")
        assert terms.trains_on_inputs is False and str(terms.note)
        assert terms.retention_days is None  # a mode of the account: not said
