"""What the pages say of a cut: which picture stands for a shot, and from when the clock counts."""

import pytest

from projects.models import Version
from projects.showing import clock, shots, start_frame
from tests.world import make_rendition


@pytest.fixture
def version(world):
    return world.ours.version


def starting(version, text, num, den, **facts):
    Version.objects.filter(pk=version.pk).update(
        rate_num=num, rate_den=den, facts={"timecode": text, **facts}
    )
    return Version.objects.get(pk=version.pk)


@pytest.mark.parametrize(
    ("text", "rate", "begins", "told"),
    [
        ("01:00:00.00", (30000, 1001), 107892, "01:00:00;00"),
        ("01:00:00;00", (30000, 1001), 107892, "01:00:00;00"),
        ("01:00:00:00", (30000, 1001), 108000, "01:00:00:00"),
        ("01:00:00.00", (25, 1), 90000, "01:00:00:00"),
    ],
)
def test_a_start_is_read_and_written_by_one_rule(version, text, rate, begins, told):
    film = starting(version, text, *rate, drop_frame=False)  # as it was noted before
    assert start_frame(film) == begins
    assert clock(film, 0) == told


def test_the_picture_follows_a_cut_that_is_moved(world, version):
    candidate = world.ours.candidate
    rows = [
        make_rendition(world.ours.project, f"thumbnail{n}", "image/jpeg", candidate=candidate)
        for n in range(3)
    ]
    for number, row in enumerate(rows):
        row.role, row.index = "thumbnail", number
        row.save()
    own = [f"/media/renditions/{row.pk}/" for row in rows]
    assert [card["thumbnail"] for card in shots(candidate, candidate.latest)] == own
    world.ours.decision.delete()
    edit = {"op": "move", "boundary": 1, "frame": 30}
    moved = candidate.revise(actor=world.visitor("artist"), base=0, edit=edit)
    pictures = [card["thumbnail"] for card in shots(candidate, moved)]
    assert pictures == [f"/versions/{version.pk}/frames/{n}.jpg" for n in (15, 45)] + own[2:]
    back = candidate.revise(
        actor=world.visitor("artist"), base=1, edit={"op": "restore", "revision": 0}
    )
    assert [card["thumbnail"] for card in shots(candidate, back)] == own
