"""A world that is laid out again is the one that was built, or it is not kept."""

import pytest

from projects.models import Asset
from projects.revoking import say_who
from tests.kept_world import keep_world_with


def test_what_was_made_in_it_is_laid_out_with_it(db, kept_world, tmp_path):
    made = keep_world_with(
        kept_world, tmp_path, lambda w: Asset.objects.create(project=w.ours.project, name="x"), "x"
    )
    assert not Asset.objects.filter(name="x").exists()
    world, asset = made.lay_out(tmp_path / "media")
    assert Asset.objects.get(name="x") == asset and asset.project == world.ours.project


def test_what_triggers_would_not_tell_again_is_refused(db, kept_world, tmp_path):
    def told(world):
        ours = world.ours
        seen = {ours.performer: ours.consent}
        say_who(actor=ours.people["producer"], version=ours.version, seen=seen)

    with pytest.raises(AssertionError, match="triggers tell something else"):
        keep_world_with(kept_world, tmp_path, told, "refused")
