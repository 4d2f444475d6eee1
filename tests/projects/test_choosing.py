"""Files that tools of several inputs are asked with: which are offered, ticked, taken, refused."""

import re

import pytest
from django.urls import reverse

from portal.errors import PortalError
from projects.assist.tools import TOOLS
from projects.models import AssistRequest
from projects.models.assets import Asset, Kind, Version
from projects.models.requests import request_assistance
from tests.world import make_version


@pytest.fixture
def artist(world, as_person):
    return as_person(world.visitor("artist"))


@pytest.fixture
def make(world):
    def call(name="other.mp4", kind=Kind.FILM, **fields):
        version = make_version(world.ours.project, world.visitor("artist"), name=name, **fields)
        Asset.objects.filter(pk=version.asset_id).update(kind=kind)
        return Version.objects.get(pk=version.pk)

    return call


def path(version, tool):
    return f"{reverse('ask', args=[version.pk])}?tool={tool}"


def ask(client, version, tool, **fields):
    return client.post(path(version, tool), fields)


def inputs(tool):
    return AssistRequest.objects.get(tool=tool).inputs


def ticked(text):
    """(name, version's pk) of what the page has ticked."""
    rows = re.findall(r'name="(first|also)" value="([0-9a-f-]+)"( checked)?', text)
    return {(name, pk) for name, pk, checked in rows if checked}


class TestTools:
    def test_those_of_several_files_say_how_they_ask(self):
        for tool in TOOLS.values():
            assert (tool.most_inputs > 1) == (tool.inputs is not None), tool.name
            if tool.inputs:
                assert tool.inputs.least <= tool.most_inputs
                assert tool.inputs.few or tool.inputs.least == 1
                named = {tool.inputs.instead, *tool.inputs.alone} - {""}
                assert named <= set(tool.parameters.model_fields)
                assert (tool.inputs.first_is | tool.inputs.others_are) <= tool.accepts

    @pytest.mark.parametrize(
        ("name", "kind", "first", "further"),
        [
            ("stills", "film", True, True),
            ("shot_find", "image", False, True),
            ("shot_find", "film", True, True),
            ("scope_extension", "film", True, False),
            ("scope_extension", "image", False, True),
            ("selects", "sound", False, False),
        ],
    )
    def test_what_can_stand_where(self, name, kind, first, further):
        tool = TOOLS[name]
        assert (tool.takes(kind), tool.takes(kind, first=False)) == (first, further)


class TestTakes:
    def test_their_order_says_nothing(self, world, artist, make):
        make()
        text = artist.get(path(world.ours.version, "selects")).text
        assert 'name="first"' not in text and text.count('type="checkbox" name="also"') == 2
        assert ticked(text) == {("also", str(world.ours.version.pk))}

    def test_one_take_alone_is_told_on_the_form(self, world, artist):
        answer = ask(artist, world.ours.version, "selects")
        assert answer.status_code == 200 and "a take alone has nothing" in answer.text
        assert "There is no other file for this tool" in answer.text

    def test_what_is_ticked_goes_with_this_one(self, world, artist, make):
        second, third = make(), make("third.mp4")
        ask(artist, world.ours.version, "selects", also=[third.pk, second.pk], chosen="best")
        assert inputs("selects") == [world.ours.version, third, second]


class TestTwoCuts:
    def test_the_draft_before_is_the_earlier_one(self, world, artist, make):
        first = world.ours.version
        later = make(asset=first.asset)
        make("another.mp4")
        assert ticked(artist.get(path(later, "cut_compare")).text) == {
            ("first", str(first.pk)),
            ("also", str(later.pk)),
        }

    def test_without_a_draft_the_earlier_one_is_to_be_chosen(self, world, artist, make):
        make("another.mp4")
        text = artist.get(path(world.ours.version, "cut_compare")).text
        assert ticked(text) == {("also", str(world.ours.version.pk))}
        assert text.count('type="radio" name="also"') == 2 and "checkbox" not in text

    def test_both_are_taken_as_they_are_named(self, world, artist, make):
        first, other = world.ours.version, make("another.mp4")
        ask(artist, first, "cut_compare", first=first.pk, also=other.pk)
        assert inputs("cut_compare") == [first, other]

    def test_one_film_is_not_compared_with_itself(self, world, artist):
        pk = world.ours.version.pk
        answer = ask(artist, world.ours.version, "cut_compare", first=pk, also=pk)
        assert answer.status_code == 200 and "an earlier and a later cut" in answer.text
        assert ("also", str(pk)) in ticked(answer.text)


class TestAFilmAndOthers:
    def test_the_film_of_the_page_is_the_one_that_is_searched(self, world, artist, make):
        still, clip = make("still.png", Kind.IMAGE), make("clip2.mp4")
        text = artist.get(path(world.ours.version, "shot_find")).text
        assert 'name="first"' not in text and str(still.pk) in text
        ask(artist, world.ours.version, "shot_find", first=clip.pk, also=[still.pk, clip.pk])
        assert inputs("shot_find") == [world.ours.version, still, clip]

    def test_a_picture_is_no_place_to_begin(self, make, artist):
        still = make("still.png", Kind.IMAGE)
        assert artist.get(path(still, "shot_find")).status_code == 409
        assert "shot_find" not in artist.get(reverse("asset", args=[still.asset_id])).text

    def test_only_pictures_are_laid_into_a_shot(self, world, artist, make):
        still, clip = make("still.png", Kind.IMAGE), make("clip2.mp4")
        text = artist.get(path(world.ours.version, "scope_extension")).text
        assert f'name="also" value="{still.pk}"' in text
        assert f'name="also" value="{clip.pk}"' not in text

    def test_nor_does_the_api_take_others(self, world, make):
        clip = make("clip2.mp4")
        with pytest.raises(PortalError, match="request:kind"):
            request_assistance(
                actor=world.visitor("artist"),
                tool="scope_extension",
                versions=[world.ours.version, clip],
                parameters={"corners": "[]"},
            )
