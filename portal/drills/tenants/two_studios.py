"""What `drill tenants` fills the two sample studios with, and how it reads them back.

Runs inside the portal (`portal.shell`). A test walks all models with a studio and fails if one
has no row here.
"""

import hashlib
import json
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.utils import timezone

from portal.drills.tenants.casting import cast
from portal.drills.tenants.evidence import evidence
from portal.drills.tenants.people import OURS, THEIRS, ids, keys
from portal.drills.tenants.sendings import sent_out
from portal.drills.tenants.tries import PART
from portal.models import (
    ApiToken,
    Mail,
    Mode,
    Notification,
    Studio,
    User,
    WebhookDelivery,
    WebhookEndpoint,
)
from portal.models.invitations import invite
from portal.outbox.endpoints import add
from portal.signin import absolute
from portal.storage import files
from projects import certificates
from projects.announcing import start_upload
from projects.assist import cutting
from projects.models import (
    Asset,
    AssistRequest,
    Candidate,
    Carrying,
    Episode,
    Export,
    Ingest,
    Note,
    Placement,
    Project,
    Revision,
    Run,
    Scene,
    Shot,
    StoredObject,
    Version,
    ViewingCopy,
)
from projects.models.closeouts import ask_for_closeout
from projects.models.decisions import decide
from projects.models.openings import open_to
from projects.models.playlists import make_playlist
from projects.models.shares import link_of, share

SHA = hashlib.sha256(PART).hexdigest()
RESULT = {
    "rate": "24/1",
    "shots": [{"start": 0, "end": 24}, {"start": 24, "end": 96}],
    "transitions": [{"kind": "cut", "start": 24, "end": 24}],
    "warnings": [],
}


def tell() -> None:
    """Fills both studios, and prints all that an intruder might guess of them."""
    lead = User.objects.get(programme_role="beta_lead")
    told: dict[str, Any] = {}
    for name in (OURS, THEIRS):
        studio, mark = Studio.objects.get(name=name), "mark" + uuid4().hex
        secrets = fill(studio, mark, lead)
        told[name] = {"mark": mark, "name": name, "ids": ids(studio), **secrets}
    told["people"], told["lead"] = keys(), lead.email
    told["crossed"] = _crossed_link(told[OURS]["ids"]["studio"], told[THEIRS]["ids"]["closeout"])
    sys.stdout.write(json.dumps(told) + "\n")


def fill(studio: Studio, mark: str, lead: Any) -> dict[str, Any]:
    """One of everything, named by the mark; returns the secrets that open single rows."""
    producer = studio.memberships.filter(role="producer").first().user  # type: ignore[union-attr]
    project = _named(studio, mark)
    version = _structure(project, mark)
    sent_out(_signed_work(project, version, producer, mark), mark)
    _notes(project, version, producer, mark)
    _carried(project, version, mark)
    shared = _sessions(project, version, producer, mark)
    shared |= cast(project, version, producer, mark)
    _outbox(studio, producer, mark)
    until = timezone.now() + timedelta(days=1)
    for _number in range(2):  # both over: a beta lead who was let in would see by right
        open_to(actor=producer, studio=studio, email=lead.email, project=project, until=until).end(
            actor=producer
        )
    return {
        **_upload(project, producer, mark),
        **_leaving(studio, producer, mark, version),
        **_secrets(studio, producer, mark),
        **shared,
    }


def _named(studio: Studio, mark: str) -> Project:
    project = Project.objects.get(studio=studio)
    project.name = project.description = mark
    project.save()
    return project


def _structure(project: Project, mark: str) -> Any:
    """Names of the film, its place, and assets to lose without losing the film."""
    version = Version.objects.filter(project=project).earliest("created_at")
    Asset.objects.filter(pk=version.asset_id).update(name=mark + ".mp4")
    Version.objects.filter(pk=version.pk).update(file_name=mark + ".mp4")
    for number in range(2):
        _to_lose(project, f"{mark}{number}")
    for number in range(4):
        _to_lose(project, f"{mark} thrown {number}").throw_away()
    episode = Episode.objects.create(project=project, code="E1", name=mark)
    scene = Scene.objects.create(project=project, code="S1", name=mark, episode=episode)
    Shot.objects.create(
        project=project, scene=scene, code="X1", name=mark, version=version, cut_in=0, cut_out=24
    )
    return version


def _to_lose(project: Project, name: str) -> Asset:
    asset = Asset.objects.create(project=project, name=name, kind="film")
    version = Version.objects.create(
        project=project,
        asset=asset,
        number=1,
        file_name=name,
        size=1,
        part_size=1,
        storage_key=f"originals/{asset.pk.hex}",
    )
    Ingest.objects.create(project=project, version=version, state="READY")
    ViewingCopy.objects.create(project=project, version=version, height=1080, state="READY")
    return asset


def _signed_work(project: Project, version: Any, producer: Any, mark: str) -> Run:
    request = AssistRequest.objects.create(project=project, tool="shot_breakdown", person=producer)
    request.versions.set([version], through_defaults={"studio": project.studio})
    run = Run.objects.create(project=project, request=request, state="READY")
    candidate = Candidate.objects.create(
        project=project, run=run, version=version, number=1, result=RESULT
    )
    Revision.objects.create(
        project=project, candidate=candidate, number=0, cut=cutting.from_result(RESULT)
    )
    decision = decide(
        actor=producer, candidate=candidate, revision=0, verdict="approved", reason=mark
    )
    evidence(producer, decision, mark)
    return run


def _notes(project: Project, version: Any, producer: Any, mark: str) -> None:
    """One that was answered, and one to lose."""
    said = {"project": project, "version": version, "person": producer, "person_name": mark}
    note = Note.objects.create(**said, start=0, end=1, text=mark)
    Note.objects.create(**said, start=1, end=2, text=mark)
    Note.objects.create(**said, parent=note, text=mark)
    later = Version.objects.filter(project=project, asset__name=f"{mark}0").get()
    stood = {"source": version, "source_start": 0, "source_end": 1}
    Placement.objects.create(project=project, note=note, version=later, state="refused", **stood)
    Carrying.objects.create(project=project, version=later, source=version, state="READY")


def _sessions(project: Project, version: Any, producer: Any, mark: str) -> dict[str, str]:
    """Two playlists with the film, each with two links; the door of the last, its note, its ids."""
    until = timezone.now() + timedelta(days=1)
    for number in range(2):
        playlist = make_playlist(actor=producer, project=project, name=f"{mark}{number}")
        playlist.add([version], actor=producer)
        playlist.items.update(remark=mark)
        for _link in range(2):
            link, secret, phrase = share(
                actor=producer,
                playlist=playlist,
                guest_name=mark,
                expires_at=until,
                may_comment=True,
            )
    said = {"project": project, "version": version, "guest": link, "person_name": mark}
    note = Note.objects.create(**said, start=0, end=1, text=mark)
    film = version.renditions.get(role="proxy")
    return {
        **{"share": link_of(secret).removeprefix(absolute("")), "phrase": phrase},
        **{"guest_note": str(note.pk), "shared": str(version.pk), "film": str(film.pk)},
    }


def _carried(project: Project, version: Any, mark: str) -> None:
    """A later version whose notes came along, and one more to lose."""
    for number in (2, 3):
        later = Version.objects.create(
            project=project,
            asset_id=version.asset_id,
            number=number,
            file_name=f"{mark} {number}.mp4",
            size=1,
            tree_sha256="0" * 64,
            part_size=1,
            storage_key=f"originals/{uuid4().hex}",
        )
        Ingest.objects.create(project=project, version=later, state="READY")
        Carrying.objects.create(project=project, version=later, source=version, state="READY")
        note = Note.objects.filter(version=version, parent=None).earliest("created_at")
        stood = {"source": version, "source_start": note.start, "source_end": note.end}
        placed = {"state": "placed", "start": 0, "end": 1, "confidence": 1.0}
        Placement.objects.create(project=project, note=note, version=later, **stood, **placed)


def _outbox(studio: Studio, producer: Any, mark: str) -> None:
    """Switched off at once, so that no worker writes a row while we look."""
    for number in range(2):
        endpoint = add(
            actor=producer,
            studio=studio,
            url=f"https://hooks.example.org/{mark}/{number}",
            events=["run.finished"],
            description=mark,
        )
        endpoint.disable(WebhookEndpoint.Why.PERSON, actor=producer)
        WebhookDelivery.objects.create(
            studio=studio,
            endpoint=endpoint,
            event="run.finished",
            payload={"type": "run.finished", "data": {"name": mark}},
            state=WebhookDelivery.State.DELIVERED,
        )
    Mail.objects.create(studio=studio, user=producer, subject=mark, body=mark, state="sent")
    facts = {"work": mark, "project": mark}
    Notification.objects.create(
        studio=studio, user=producer, kind="run.ready", facts=facts, url="/", mode=Mode.OFF
    )


def _upload(project: Project, producer: Any, mark: str) -> dict[str, str]:
    """One that waits for its only part; with the signed address of that part."""
    upload = start_upload(
        actor=producer, project=project, file_name=mark, size=len(PART), asset=None, shot=None
    )
    part = {"number": 1, "size": len(PART), "sha256": SHA}
    _part, signed = upload.sign([part])[0]
    assert signed is not None
    return {"part": signed.url}


def _leaving(studio: Studio, producer: Any, mark: str, version: Any) -> dict[str, str]:
    """A finished export, and a closeout that nobody confirms."""
    export = Export.objects.create(studio=studio, person=producer, state="READY")
    key = f"{export.storage_prefix}1/export.zip"
    with NamedTemporaryFile() as archive:
        archive.write(mark.encode())
        archive.flush()
        files.put(key, Path(archive.name), "application/zip")
    made = {
        "storage_key": key,
        "size": len(mark),
        "expires_at": timezone.now() + settings.EXPORT_LIFE,
    }
    Export.objects.filter(pk=export.pk).update(**made)
    closeout = ask_for_closeout(actor=producer, studio=studio, name=studio.name, reason=mark)
    StoredObject.objects.create(
        studio=studio, closeout=closeout, key=version.storage_key, kind="original"
    )
    return {"closed": certificates.link(closeout).removeprefix(absolute(""))}


def _secrets(studio: Studio, producer: Any, mark: str) -> dict[str, str]:
    """Invitations, tokens and sessions; one row for each way of ending it."""
    for number in range(4):
        invitation, _secret = invite(
            actor=producer, email=f"{mark}{number}@example.org", role="artist", studio=studio
        )
    for number in range(3):
        token, _secret = ApiToken.issue(producer, name=f"{mark}{number}")
        UserSession.objects.create(user=producer, ip="192.0.2.1", session_key=uuid4().hex)
    return {"invitation_hash": invitation.secret_hash, "token_hash": token.secret_hash}


def _crossed_link(studio: list[str], closeout: list[str]) -> str:
    """As a flaw would sign it: one studio, and the other's closeout."""
    return f"/closed/{signing.dumps([studio[0], closeout[0]], salt=certificates.SALT)}/"
