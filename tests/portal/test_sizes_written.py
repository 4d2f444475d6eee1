"""A quota is written with its unit, and read as it was written."""

import pytest
from django import forms
from django.utils import translation

from portal.admin.sizes import SizeField, written

GB = 1024**3


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("5", 5),
        ("5 bytes", 5),
        ("1 byte", 1),
        ("1 octet", 1),
        ("1.1 TB", 1209462790554),
        ("0.25 GB", GB // 4),
        ("200 GB", 200 * GB),
        ("200GB", 200 * GB),
        ("200\u00a0Go", 200 * GB),
        ("200 gib", 200 * GB),
        ("1.5 TB", 1536 * GB),
        ("1,5 To", 1536 * GB),
        ("9007199254740993", 9007199254740993),
        ("-1", -1),
        ("0", 0),
    ],
)
def test_a_size_is_read(text, size):
    assert SizeField().clean(text) == size


@pytest.mark.parametrize(
    "text", ["much", "200 XB", "1.5.2 GB", "GB", "1e9", "²", "--5", "\x00", "9" * 41]
)
def test_what_is_no_size_is_refused_with_an_example(text):
    with pytest.raises(forms.ValidationError, match="such as 200 GB"):
        SizeField().clean(text)


@pytest.mark.parametrize("text", ["1,500 GB", "1.500 Go", "10,000 GB", "-1,500"])
def test_what_is_a_thousand_to_some_and_a_fraction_to_others_is_asked_again(text):
    with pytest.raises(forms.ValidationError, match="Write 1500 GB"):
        SizeField().clean(text)


def test_nothing_is_nothing_where_it_may_be():
    assert SizeField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (200 * GB, "200 GB"),
        (1536 * GB, "1.5 TB"),
        (1209462790554, "1.1 TB"),
        (1024 * GB, "1 TB"),
        (GB + 1, "1073741825 B"),
        (1023, "1023 B"),
        (100 * GB, "100 GB"),
        (0, "0 B"),
        (1024**7, "1048576 PB"),
    ],
)
def test_it_is_written_without_rounding_and_read_back(size, text):
    assert written(size) == text
    assert SizeField().clean(text) == size


def test_in_french_it_is_written_as_there():
    with translation.override("fr"):
        assert written(200 * GB) == "200 Go" and SizeField().clean(written(5)) == 5
        assert written(1536 * GB) == "1,5 To" and SizeField().clean("1,5 To") == 1536 * GB


@pytest.mark.parametrize(
    ("data", "changed"), [("200 GB", False), ("204800 MB", False), ("3", True)]
)
def test_another_way_of_writing_it_is_no_change(data, changed):
    assert SizeField().has_changed(200 * GB, data) is changed


def test_what_cannot_be_read_is_a_change():
    assert SizeField().has_changed(5, "much")


def test_the_page_of_a_studio_asks_for_it_so(world, as_person):
    admin, studio = as_person(world.admin), world.ours.studio
    where = f"/admin/portal/studio/{studio.pk}/change/"
    assert f'value="{written(studio.quota_bytes)}"' in admin.get(where).text
    form = {"name": studio.name, "quota_bytes": "3 TB", "currency": "USD", "concurrent_runs": 2}
    form |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    admin.post(where, form)
    studio.refresh_from_db()
    assert studio.quota_bytes == 3 * 1024**4
    page = admin.post(where, form | {"quota_bytes": "99999999999 PB"})
    assert page.status_code == 200 and "or less." in page.text
    studio.refresh_from_db()
    assert studio.quota_bytes == 3 * 1024**4
