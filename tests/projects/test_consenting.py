"""From rows to what the gate asks of likenesses, and what may leave as a master."""

from dataclasses import replace

import pytest

from portal.errors import PortalError
from projects import consenting
from projects.assist.gate.records import Reason
from projects.assist.tools import TOOLS
from projects.consenting import consents_of, must_cover, uses_of
from projects.exporting import approved
from projects.models import Scene, Shot
from projects.relying import rely
from projects.revoking import revoke, say_who, touched
from tests.projects.consents import make_consent, make_performer
from tests.world import make_candidate, make_version

STILLS = TOOLS["stills"]
MAKES = replace(STILLS, makes="trainedAlgorithmicMedia", serves="vfx")


@pytest.fixture
def house(world):
    return world.ours


def uses(house, *versions, tool=STILLS, parameters=None, **more):
    return uses_of(versions or (house.version,), tool, parameters or {}, "luma", **more)


def test_nobody_has_said_who_is_seen(house):
    plain = make_version(house.project, house.people["artist"])
    assert uses(house, plain) == ((), True)
    say_who(actor=house.people["artist"], version=plain, seen={})
    assert uses(house, plain) == ((), False)


def test_a_script_shows_nobody(house):
    script = make_version(house.project, house.people["artist"])
    script.asset.kind = "script"
    assert uses(house, script) == ((), False)


def test_a_use_says_who_for_what_in_which_scenes_of_which_script(house):
    script = make_version(house.project, house.people["artist"], name="x.fountain")
    script.asset.kind = "script"
    script.asset.save()
    scene = Scene.objects.create(project=house.project, code="12A")
    Shot.objects.create(project=house.project, scene=scene, code="S2", version=house.version)
    (use,), unknown = uses(house, tool=MAKES)
    assert not unknown and use.subject == "Ida Voss" and use.scenes == {"12A"}
    assert (use.purpose, use.script, use.medium) == ("vfx", script.tree_sha256, "series")
    assert use.replica and not use.biometric and not use.master and use.provider == "luma"


@pytest.mark.parametrize(
    ("tool", "parameters", "quality"),
    [
        (STILLS, {}, "preview"),
        (MAKES, {}, "hd"),
        (MAKES, {"resolution": "720p"}, "preview"),
        (MAKES, {"resolution": "4k"}, "uhd"),
        (MAKES, {"height": 2160}, "uhd"),
        (MAKES, {"height": 9000}, "master"),
    ],
)
def test_the_quality_is_that_of_what_is_made(house, tool, parameters, quality):
    assert uses(house, tool=tool, parameters=parameters)[0][0].quality == quality


def test_faces_are_biometric_where_somebody_vouched_or_a_provider_compares(house):
    cast = TOOLS["character_continuity"]
    vouched = uses(house, tool=cast, parameters={cast.vouched: True})[0][0]
    assert vouched.biometric and not uses(house, tool=cast)[0][0].biometric
    assert uses(house, tool=replace(STILLS, needs="faces"))[0][0].biometric


def test_consents_of_another_project_are_not_theirs(house, world):
    found, _unknown = uses(house)
    assert [c.id for c in consents_of(found)] == [str(house.consent.pk)]
    assert consents_of(()) == ()


def test_it_takes_few_queries_however_many_versions_there_are(house, django_assert_max_num_queries):
    more = [make_version(house.project, house.people["artist"]) for _n in range(5)]
    for version in more:
        say_who(actor=None, version=version, seen={house.performer: None})
    with django_assert_max_num_queries(5):
        consents_of(uses(house, house.version, *more)[0])


def only_masters(consents, use, now):
    """As the gate's rule does it for one clause: the best quality."""
    short = [c for c in consents if c.quality != "master"]
    return (Reason("consent:master", {}, "Consent 1, quality"),) if use.master and short else ()


@pytest.fixture
def generated(house, monkeypatch):
    """An approved result of a tool that makes pictures of people."""
    monkeypatch.setattr(consenting, "TOOLS", {**TOOLS, "shot_breakdown": MAKES})
    monkeypatch.setattr(consenting, "covering", lambda: only_masters)
    return house.candidate


def test_what_covers_a_master_may_leave(generated):
    must_cover(generated)
    assert approved(generated).verdict == "approved"


def test_what_does_not_is_refused_with_the_clause(house, generated):
    make_consent(house.performer, house.people["producer"], quality="hd")
    with pytest.raises(PortalError) as refused:
        approved(generated)
    assert refused.value.code == "consent:not_covered"
    assert "Consent 1, quality" in refused.value.sentence


def test_of_unknown_people_nothing_made_leaves(house, generated):
    house.version.likenesses.all().delete()
    with pytest.raises(PortalError) as refused:
        must_cover(generated)
    assert refused.value.code == "consent:unknown_people"


def test_what_makes_no_picture_needs_no_consent(house):
    house.version.likenesses.all().delete()
    must_cover(house.candidate)


def test_results_of_the_engine_that_measured_faces_stand_on_what_covers_them(house, monkeypatch):
    producer = house.people["producer"]
    without = make_consent(house.performer, producer, biometric=False)
    other = make_consent(make_performer(house, "Bo Lind"), producer)

    def allowing(consents, use, now):
        short = use.biometric and not all(c.biometric for c in consents)
        return (Reason("consent:biometric"),) if short else ()

    monkeypatch.setattr("projects.relying.covering", lambda: allowing)
    run = make_candidate(house.version, producer).run
    run.request.tool = "character_continuity"
    rely(run)
    assert touched(house.consent).candidates == 0  # nobody vouched: no face was measured
    run.request.parameters = {"consent_vouched": True}
    rely(run)
    assert touched(house.consent).candidates == 1
    assert touched(without).candidates == touched(other).candidates == 0
    revoke(consent=house.consent, actor=producer, name="Ida", why="No.")
    assert consenting.withdrawn_of([run.candidates.get().pk])
