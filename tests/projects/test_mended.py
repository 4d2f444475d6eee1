"""Ways to go wrong that were tried once and must not come back."""

import pytest
from kombu.exceptions import OperationalError

from portal.errors import PortalError
from projects.models import Ingest, Run, State
from projects.models.decisions import decide
from tests.world import make_candidate, make_version


def post(client, address, body):
    return client.post(address, body, "application/json")


def test_a_project_never_moves_to_another_studio(world, as_person):
    producer = world.visitor("producer")
    world.theirs.studio.memberships.create(user=producer, role="producer")
    address = f"/api/v1/projects/{world.ours.project.pk}/"
    body = {"studio": str(world.theirs.studio.pk), "name": "Moved"}
    as_person(producer).patch(address, body, "application/json")
    world.ours.project.refresh_from_db()
    assert (world.ours.project.name, world.ours.project.studio) == ("Moved", world.ours.studio)


def test_a_broker_that_is_away_fails_no_request(
    world, as_person, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*_args, **_options):
        raise OperationalError("no broker")

    monkeypatch.setattr("projects.tasks.run.apply_async", away)
    version = str(world.ours.version.pk)
    with django_capture_on_commit_callbacks(execute=True):
        body = {"tool": "shot_breakdown", "versions": [version]}
        answer = post(as_person(world.visitor("artist")), "/api/v1/requests/", body)
    assert answer.status_code == 201
    assert Run.objects.filter(request=answer.json()["id"], state=State.QUEUED).count() == 1


def test_a_request_takes_exactly_one_film(world, as_person):
    other = make_version(world.ours.project, world.visitor("artist"), name="b.mp4")
    body = {"tool": "shot_breakdown", "versions": [str(world.ours.version.pk), str(other.pk)]}
    answer = post(as_person(world.visitor("artist")), "/api/v1/requests/", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "request:inputs")


def test_a_run_is_repeated_once_at_a_time(world):
    run = make_candidate(world.ours.version, world.visitor("artist")).run
    Run.objects.filter(pk=run.pk).update(state=State.FAILED)
    run.refresh_from_db()
    run.again(actor=None)
    with pytest.raises(PortalError) as refused:
        run.again(actor=None)
    assert refused.value.code == "run:active"


def test_the_same_signature_is_not_given_twice(world):
    candidate = make_candidate(world.ours.version, world.visitor("artist"))
    director = world.visitor("director")
    word = {"candidate": candidate, "revision": 0, "verdict": "approved"}
    made = decide(actor=director, **word)
    with pytest.raises(PortalError) as refused:
        decide(actor=director, **word, seen=made.pk)
    assert refused.value.code == "decision:same"


def test_nothing_is_signed_of_a_withdrawn_request(world):
    candidate = make_candidate(world.ours.version, world.visitor("artist"))
    candidate.run.request.withdraw(actor=None)
    with pytest.raises(PortalError) as refused:
        decide(actor=world.visitor("director"), candidate=candidate, revision=0, verdict="approved")
    assert refused.value.code == "request:closed"


def test_a_failed_examination_can_be_repeated(world, as_person):
    Ingest.objects.filter(version=world.ours.version).update(
        state=State.ERRORED, attempt=4, error_code="job:worker_lost"
    )
    as_person(world.visitor("artist")).post(f"/versions/{world.ours.version.pk}/examine/")
    ingest = Ingest.objects.get(version=world.ours.version)
    assert (ingest.state, ingest.error_code) == (State.QUEUED, "")
    assert (ingest.attempt, ingest.forgiven) == (4, 4)


@pytest.mark.parametrize("address", ["memberships/abc", "grants/abc", "projects/abc", "runs/1"])
def test_an_id_of_another_form_is_not_found(world, as_person, address):
    answer = as_person(world.visitor("producer")).get(f"/api/v1/{address}/")
    assert answer.status_code == 404


def test_a_token_reads_media_and_makes_no_token(world, client):
    from portal.models import ApiToken

    _token, secret = ApiToken.issue(world.visitor("producer"), name="script")
    headers = {"Authorization": f"Bearer {secret}"}
    picture = client.get(f"/media/renditions/{world.ours.rendition.pk}/", headers=headers)
    assert picture.status_code == 200
    answer = client.post("/api/v1/tokens/", {"name": "more"}, headers=headers)
    assert answer.status_code in (403, 415)


def test_the_invitations_of_a_removed_producer_end(world):
    second = world.ours.studio.memberships.create(
        user=world.theirs.people["artist"], role="producer"
    )
    world.ours.memberships["producer"].revoke(actor=second.user)
    world.ours.invitation.refresh_from_db()
    assert world.ours.invitation.state == "revoked"


def test_pictures_of_a_deleted_asset_are_gone_at_once(world, as_person):
    from tests.world import make_rendition

    ours = world.ours
    picture = make_rendition(ours.project, "thumbnail", "image/jpeg", candidate=ours.candidate)
    ours.asset.delete_by(world.visitor("producer"))
    answer = as_person(world.visitor("producer")).get(f"/media/renditions/{picture.pk}/")
    assert answer.status_code == 404
