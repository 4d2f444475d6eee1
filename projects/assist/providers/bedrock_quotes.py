"""What a request to Bedrock may take, counted before it is sent.

Tokens are estimated, for nobody outside counts them without being sent the text: a token is
between five bytes of UTF-8 (plain English) and two (names, numbers, other scripts). A picture
counts about its pixels by 750, at most 1,600 or, where a model looks closer, 4,800
(https://platform.claude.com/docs/en/build-with-claude/vision); Nova counts fewer. An answer is
anything from a few words to the longest that is asked for.
"""

import json
from decimal import Decimal
from math import ceil

from PIL import Image, UnidentifiedImageError

from projects.assist.palette import Attachment, Final, Usage, Work
from projects.assist.providers.bedrock_models import Offer

#: Tokens that the form of a request takes beside its words.
_AROUND = 50
_SHORTEST = 50
_USUAL = 8_192


def most(work: Work, offer: Offer) -> int:
    """The longest answer that is asked for, in tokens: room for as much again as was read."""
    return min(max(_USUAL, _words(work, 2)), offer.most)


def tokens(work: Work, offer: Offer) -> tuple[Usage, Usage]:
    """The least and the most."""
    few = _words(work, 5) + sum(_picture(a, 1_600) // 2 for a in work.attachments)
    many = _words(work, 2) + sum(_picture(a, 4_800) for a in work.attachments)
    return _usage(few, _SHORTEST), _usage(many, most(work, offer))


def _usage(read: int, written: int) -> Usage:
    return {"input_token": Decimal(read), "output_token": Decimal(written)}


def _words(work: Work, bytes_each: int) -> int:
    form = json.dumps(work.answer.model_json_schema()) if work.answer else ""
    size = sum(len(words.encode()) for words in (work.instructions, work.text, form))
    return ceil(size / bytes_each) + _AROUND


def _picture(attachment: Attachment, highest: int) -> int:
    """Tokens of a picture, by its size alone: its pixels are not decoded."""
    try:
        with Image.open(attachment.path) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Final("remote:need", attachment.name) from error
    return min(ceil(width * height / 750), highest)
