"""Addresses behind their first word mean what they meant one after the other."""

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, include, path, re_path
from django.urls.resolvers import RegexPattern, URLResolver

from portal.routes import by_first_word


def view(request, **found):
    return HttpResponse(str(found))


def named(name):
    def own(request, **found):
        return HttpResponse(name)

    own.__name__ = name
    return own


ADDRESSES = [
    path("", named("home"), name="home"),
    path("films/", named("films"), name="films"),
    path("notes/", named("notes"), name="notes"),
    path("films/new/", named("new"), name="new"),
    path("films/<slug:film>/", named("film"), name="film"),
    re_path(r"^notes/(?P<pk>[^/.]+)/$", named("note"), name="note"),
    path("films-old/", named("old"), name="old"),
    path("films/<slug:film>/", named("never"), name="never"),
    path("", include([path("films/<slug:film>/cut/", named("cut"), name="cut")])),
    path("own/", include(([path("<int:pk>/", named("inner"), name="inner")], "app"))),
    path("own/", named("outer"), name="outer"),
    path("<slug:any>/", named("any"), name="any"),
    path("late/", named("late"), name="late"),
    path("late/er/", named("later"), name="later"),
]
PATHS = [
    *["", "films/", "films/new/", "films/a-1/", "films/a-1/cut/", "films-old/", "notes/"],
    *["notes/7/", "notes/a.b/", "own/", "own/4/", "own/x/", "anything/", "late/", "late/er/"],
    *["films", "films/new", "nothing/here/", "films/a/b/", "films/\n/", "FILMS/"],
]


def resolver(addresses):
    return URLResolver(RegexPattern(r"^/"), addresses)


@pytest.fixture(params=[list, by_first_word], ids=["one-by-one", "by-word"])
def asked(request):
    return resolver(request.param(ADDRESSES))


def meaning(found):
    return found.func.__name__, found.kwargs, found.view_name, found.route.replace("^", "")


def answer(found_by, where):
    try:
        return meaning(found_by.resolve("/" + where))
    except Resolver404:
        return None


@pytest.mark.parametrize("where", PATHS)
def test_each_path_means_the_same(where):
    before, after = resolver(ADDRESSES), resolver(by_first_word(ADDRESSES))
    assert answer(after, where) == answer(before, where)


def test_what_is_compared_here_is_found_at_all(asked):
    found = [answer(asked, where) for where in PATHS]
    assert [one[0] if one else None for one in found] == [
        *["home", "films", "new", "film", "cut", "old", "notes"],
        *["note", None, "outer", "inner", None, "any", "any", "later"],
        *[None, None, None, None, None, "any"],
    ]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("home", {}),
        ("films", {}),
        ("film", {"film": "a-1"}),
        ("cut", {"film": "a-1"}),
        ("note", {"pk": "7"}),
        ("outer", {}),
        ("any", {"any": "x"}),
        ("later", {}),
    ],
)
def test_each_name_leads_to_the_same_path(name, given):
    before, after = resolver(ADDRESSES), resolver(by_first_word(ADDRESSES))
    assert after.reverse(name, **given) == before.reverse(name, **given)


def test_same_words_stand_together():
    found = [str(one.pattern) for one in by_first_word(ADDRESSES)]
    assert found == ["", "films/", "notes/", "films-old/", "own/", "<slug:any>/", "late/"]


def test_what_was_given_is_left_as_it_was():
    before = [str(one.pattern) for one in ADDRESSES]
    by_first_word(ADDRESSES)
    assert [str(one.pattern) for one in ADDRESSES] == before


def test_a_room_with_values_of_its_own_stays_a_room():
    room = path("", include([path("a/", view), path("a/b/", view)]), {"kind": "x"})
    assert by_first_word([room]) == [room]
    assert resolver(by_first_word([room])).resolve("/a/b/").kwargs == {"kind": "x"}


def test_the_portal_tries_few_addresses_before_the_one_that_is_meant():
    from django.urls import get_resolver

    tried = 0
    addresses = get_resolver().url_patterns
    for word in ("api/", "v1/", "shots/"):
        names = [str(one.pattern) for one in addresses]
        tried += names.index(word) + 1 if word in names else names.index("api/v1/") + 1
        addresses = addresses[names.index(word if word in names else "api/v1/")].url_patterns
    assert tried < 100
