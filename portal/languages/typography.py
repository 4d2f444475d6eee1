"""How French is set: what a typist leaves out, and nobody should have to type.

A no-break space stands before : and inside « », a narrow one before ; ! ?; units stay with their
number; the apostrophe is curved. Placeholders, tags and addresses are left as they are.
"""

import re

NBSP, NARROW = "\u00a0", "\u202f"
#: Never touched: %(name)s, {name}, a tag with its attributes, an address, a character entity.
_KEPT = re.compile(r"%\(\w+\)[sdi]|\{[^{}]*\}|<[^<>]+>|https?://\S+|&[#\w]+;|`[^`]*`")
_SPACES = "[ \u00a0\u202f]"
_UNITS = "ko|Mo|Go|To|octets|ms|s|min|h|px|Hz|kHz|i/s"
_RULES = (
    (re.compile(r"(?<=\w)'(?=\w)|(?<=\w)'(?=\x00)"), "’"),
    (re.compile(rf"(?<=\S){_SPACES}*(?=[;!?](?:[\s»)]|$))"), NARROW),
    (re.compile(rf"(?<=[\w\x00)\]»%…’.*]){_SPACES}+:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"«{_SPACES}*"), f"«{NBSP}"),
    (re.compile(rf"{_SPACES}*»"), f"{NBSP}»"),
    (re.compile(rf"(?<=[\d\x00]){_SPACES}(?=%%|%(?![(\w])|€|(?:{_UNITS})(?!\w))"), NBSP),
)
#: What stands wrong after all: a straight apostrophe, or a plain space where none may break.
_WRONG = re.compile(r"(?<=\w)'(?=\w)|(?<=\S) [;:!?»](?=\s|$)|« |[“”]")


def french(text: str) -> str:
    """The text as it is printed; a text that is printed so already stays."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return "\x00"

    bare = _KEPT.sub(keep, text)
    for pattern, put in _RULES:
        bare = pattern.sub(put, bare)
    parts = iter(kept)
    return re.sub("\x00", lambda _: next(parts), bare)


def wrong(text: str) -> list[str]:
    """The places that are set as in English, for the test that allows none."""
    return _WRONG.findall(_KEPT.sub("\x00", text))
