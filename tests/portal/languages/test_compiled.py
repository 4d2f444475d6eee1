"""Catalogues are compiled where their text is newer, by whoever starts first."""

import gettext
import os

import pytest

from portal.checks import catalogues_are_of_today
from portal.languages.compiled import folders, stale

TEXT = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "cut"
msgstr "{}"
"""


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "portal" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.format("coupe"), encoding="utf-8")
    return path


def said(tmp_path):
    [folder] = folders([tmp_path / "portal"])
    return gettext.translation("django", str(folder), ["fr"]).gettext("cut")


def test_what_has_never_been_compiled_is(tmp_path, text):
    assert stale(text)
    assert said(tmp_path) == "coupe"
    assert not stale(text)
    assert [p.suffix for p in sorted(text.parent.iterdir())] == [".mo", ".po"]


def test_a_newer_text_is_compiled_again_and_another_is_left(tmp_path, text):
    said(tmp_path)
    made = text.with_suffix(".mo")
    before = made.stat().st_mtime_ns
    said(tmp_path)
    assert made.stat().st_mtime_ns == before
    text.write_text(TEXT.format("montage"), encoding="utf-8")
    os.utime(text, ns=(before + 10**9, before + 10**9))
    assert stale(text)


def test_where_nothing_may_be_written_the_start_goes_on(tmp_path, text, monkeypatch, settings):
    def refused(**_given):
        raise PermissionError

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refused)
    folders([tmp_path / "portal"])
    assert stale(text)
    settings.LOCALE_PATHS = [text.parents[2]]
    [warning] = catalogues_are_of_today()
    assert str(text) in warning.msg


def test_the_portals_own_are_compiled_by_now(settings):
    folders([folder.parent for folder in settings.LOCALE_PATHS])  # where one was just written
    assert catalogues_are_of_today() == []


def test_what_has_a_plural_may_be_asked_for_alone(tmp_path, text):
    """Also of a Python before 3.11.5, which looks for the word as it stands."""
    plural = '\nmsgid "shot"\nmsgid_plural "shots"\nmsgstr[0] "plan"\nmsgstr[1] "plans"\n'
    text.write_text(TEXT.format("coupe") + plural, encoding="utf-8")
    said(tmp_path)
    with text.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert found._catalog["shot"] == "plan" and found.gettext("cut") == "coupe"
    assert (found.ngettext("shot", "shots", 1), found.ngettext("shot", "shots", 2)) == (
        "plan",
        "plans",
    )
