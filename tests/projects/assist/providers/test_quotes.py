"""What a question costs before it is asked: from the least to the most."""

from decimal import Decimal

import pytest

from projects.assist.palette import Attachment, Final, Need, Rate, Work
from projects.assist.providers import structured
from tests.projects.assist.providers.speakers import WORK, Scene

RATES = [
    Rate("input_token", Decimal("0.000003"), "USD"),
    Rate("output_token", Decimal("0.000015"), "USD"),
]


def test_a_question_costs_from_the_least_to_what_it_allows(speaker):
    quote = speaker.reach("").quote(WORK, speaker.model, RATES)
    assert quote.currency == "USD" and 0 < quote.low < quote.high
    assert quote.usage["output_token"] == 16_000
    assert Decimal("0.24") < quote.high < Decimal("0.25")


def test_a_tool_that_allows_less_is_quoted_less(speaker):
    short = Work(Need.TEXT, "a", "b", answer=Scene, options={"output_tokens": 100})
    quote = speaker.reach("").quote(short, speaker.model, RATES)
    assert quote.usage["output_token"] == 100


def test_pictures_and_longer_texts_cost_more(speaker, tmp_path):
    provider = speaker.reach("")
    plain = provider.quote(WORK, speaker.model, RATES)
    seen = Work(Need.VISION, WORK.instructions, WORK.text, 2 * (Attachment(tmp_path, "image/png"),))
    assert provider.quote(seen, speaker.model, RATES).usage["input_token"] > (
        plain.usage["input_token"] + 4_000
    )
    long = Work(Need.TEXT, WORK.instructions, WORK.text * 1000, answer=Scene)
    assert provider.quote(long, speaker.model, RATES).low > plain.low


def test_english_lies_between():
    """Four letters a token, as OpenAI says of English: https://help.openai.com/en/articles/4936856"""
    text = "the cat sat on the mat. " * 100
    low, high = structured.estimated(Work(Need.TEXT, "", text), (0, 0))
    assert low["input_token"] - 60 <= len(text) / 4 <= high["input_token"]


def test_letters_of_three_bytes_count_more_than_one_token_each():
    _, high = structured.estimated(Work(Need.TEXT, "", "港" * 1000), (0, 0))
    assert high["input_token"] > 1500


@pytest.mark.parametrize("rates", [[], RATES[:1], RATES[1:]])
def test_without_a_price_there_is_no_quote(speaker, rates):
    with pytest.raises(Final) as told:
        speaker.reach("").quote(WORK, speaker.model, rates)
    assert told.value.code == "remote:unpriced"
