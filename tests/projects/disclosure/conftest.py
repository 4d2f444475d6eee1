"""A project with a final cut of four shots, and approved results of every class."""

import pytest

from projects.disclosure.making import choose_final
from projects.models import Shot
from tests.world import make_edit, make_used, make_version

EDIT = """TITLE: FINAL
FCM: NON-DROP FRAME

001  CLIP     V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME: clip.mp4
002  AX       V     C        00:00:00:00 00:00:02:00 01:00:01:00 01:00:03:00
* FROM CLIP NAME: clip_picture_0001_made_with_ai.jpg
003  AX       V     C        00:00:00:00 00:00:01:00 01:00:03:00 01:00:04:00
* FROM CLIP NAME: PRJ_0020_comp_v003.mov
004  AX       V     C        00:00:00:00 00:00:01:00 01:00:04:00 01:00:05:00
* FROM CLIP NAME: stock footage.mov
"""


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def made(house):
    """An approved picture that a trained model made of our film."""
    return make_used(house)


@pytest.fixture
def final(house, made):
    edit = make_edit(house, house.people["producer"], EDIT)
    return choose_final(
        actor=house.people["producer"], project=house.project, version=edit, episode=None
    )


@pytest.fixture
def shot(house):
    """A shot that the cut names by its code alone."""
    return Shot.objects.create(project=house.project, scene=house.scene, code="PRJ_0020")


@pytest.fixture
def brought(house):
    """A film that was made elsewhere, and says so itself."""
    version = make_version(house.project, house.people["artist"], name="battle.mov")
    version.source_type = "compositeWithTrainedAlgorithmicMedia"
    version.save(update_fields=["source_type"])
    return version
