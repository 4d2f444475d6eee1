"""What lies over the media while somebody looks: whose look, in which studio, and when."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from portal.models import AuditEvent
from projects.models import Project


def page(world, visitor):
    return visitor.get(reverse("asset", args=[world.ours.asset.pk])).content.decode()


def text(world, kind):
    return f"{world.visitor(kind)} · {world.ours.studio.name}"


@pytest.mark.parametrize("kind", ["producer", "reviewer"])
def test_every_project_is_marked_unless_somebody_decides_otherwise(world, as_person, kind):
    assert Project().watermark == "overlay"
    assert f'data-mark="{text(world, kind)}"' in page(world, as_person(world.visitor(kind)))


def test_cuts_are_marked_too(world, as_person):
    address = reverse("candidate", args=[world.ours.candidate.pk])
    shown = as_person(world.visitor("director")).get(address).content.decode()
    assert f'data-mark="{text(world, "director")}"' in shown
    assert f'<view-mark data-text="{text(world, "director")}">' in shown


def test_a_picture_is_marked_as_well(world, as_person):
    rendition = world.ours.version.rendition("proxy")
    rendition.role = "poster"
    world.ours.version.renditions.exclude(pk=rendition.pk).delete()
    rendition.save()
    shown = page(world, as_person(world.visitor("artist")))
    assert f'<view-mark data-text="{text(world, "artist")}">' in shown


def test_only_a_producer_takes_the_mark_away_and_it_is_noted(world, as_person):
    address = f"/api/v1/projects/{world.ours.project.pk}/"
    for kind, status in (("director", 403), ("producer", 200)):
        sent = as_person(world.visitor(kind)).patch(
            address, {"watermark": "none"}, content_type="application/json"
        )
        assert sent.status_code == status
    facts = AuditEvent.objects.filter(verb="project:changed").get().facts
    assert (facts["what"], facts["before"], facts["after"]) == ("watermark", "overlay", "none")
    shown = page(world, as_person(world.visitor("producer")))
    assert 'data-mark=""' in shown and "view-mark" not in shown


def test_the_database_knows_the_policies(world):
    with pytest.raises(IntegrityError):
        Project.objects.filter(pk=world.ours.project.pk).update(watermark="some")
