"""Addresses are found by their first word.

Django tries one address after the other: a call of the API was compared with 250 others first,
which cost as much CPU as reading its row. Addresses that begin with the same word stand together
here, in their order, behind that word. What each of them means, and how it is called, stays as it
is; the framework knows no such thing, nor does a library that is kept up.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RegexPattern, RoutePattern

Address = URLPattern | URLResolver


def by_first_word(addresses: Iterable[Address]) -> list[Address]:
    """The same addresses. One that has no word at its beginning stays where it is, and what comes
    after it stays behind it.
    """
    found: list[Address] = []
    words: dict[str, list[Address]] = {}
    for address in _flat(addresses):
        word = _word(address)
        if word:
            words.setdefault(word, []).append(address)
        else:
            found += [*_joined(words), address]
            words = {}
    return [*found, *_joined(words)]


def _joined(words: dict[str, list[Address]]) -> list[Address]:
    """A single one gains nothing by being taken apart."""
    return [
        path(word, include([_after(word, one) for one in same])) if len(same) > 1 else same[0]
        for word, same in words.items()
    ]


def _flat(addresses: Iterable[Address]) -> Iterable[Address]:
    """Without the lists of a room, which add nothing to its addresses."""
    for one in addresses:
        if isinstance(one, URLResolver) and not (
            one.namespace or str(one.pattern) or one.default_kwargs
        ):
            yield from _flat(one.url_patterns)
        else:
            yield one


def _word(address: Address) -> str:
    """Its first word with the stroke after it; "" where it has none."""
    word, stroke, _rest = str(address.pattern).removeprefix("^").partition("/")
    plain = stroke and word.replace("-", "").replace("_", "").isalnum()
    known = type(address.pattern) in (RoutePattern, RegexPattern)
    return word + stroke if plain and known else ""


def _after(word: str, address: Address) -> Address:
    """The same, behind its first word."""
    pattern: Any = address.pattern
    rest = str(pattern).removeprefix("^").removeprefix(word)
    start = "^" if isinstance(pattern, RegexPattern) else ""
    own = copy(address)
    own.pattern = type(pattern)(start + rest, name=pattern.name, is_endpoint=pattern._is_endpoint)
    return own
