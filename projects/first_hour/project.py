"""The sample project of a studio: there on request, once, with a film and a script in it."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import gettext as _

from portal.access import Role
from portal.models import Membership, Studio, User
from portal.storage import files
from projects.announcing import start_upload
from projects.first_hour import film
from projects.models import Project, Upload

CODE = "SAMPLE"


def start_sample(*, actor: User, studio: Studio) -> Project:
    """The project with its files on their way through ingest, or the one that is there.

    Its files come as everybody's do: they count to the quota and are examined. Raises what
    `start_upload` raises; nothing is left behind then.
    """
    known = Project.objects.filter(studio=studio, code=CODE).first()
    if known is not None:
        return known
    drawn = film.drawn()  # before anything is locked
    with transaction.atomic(), TemporaryDirectory() as folder:
        Studio.objects.select_for_update().get(pk=studio.pk)
        project, new = Project.objects.get_or_create(
            studio=studio,
            code=CODE,
            defaults={
                "name": _("Sample project"),
                "rate_label": "24",
                "description": _("To play with. Its film and its script are made by code."),
            },
        )
        if new:
            script = Path(folder, "script")
            script.write_text(film.SCRIPT)
            _fill(project, actor, {film.NAME: drawn, film.SCRIPT_NAME: script})
    return project


def _fill(project: Project, actor: User, paths: dict[str, Path]) -> None:
    project.note_changes(None, actor=actor)
    members = Membership.objects.active().filter(studio=project.studio_id, role=Role.REVIEWER)
    for membership in members:
        project.give_to(membership, actor=actor)
    for name, path in paths.items():
        send_file(path, project=project, actor=actor, name=name)


def send_file(path: Path, *, project: Project, actor: User, name: str) -> Upload:
    """Upload a file on this machine in parts to the folder storage or S3."""
    upload = start_upload(
        actor=actor,
        project=project,
        file_name=name,
        size=path.stat().st_size,
        asset=None,
        shot=None,
    )
    digests = []
    with path.open("rb") as source:
        for number in range(1, upload.part_count + 1):
            block = source.read(upload.part_size)
            sha256 = hashlib.sha256(block)
            digests.append(sha256.digest())
            row = {"number": number, "size": len(block), "sha256": sha256.hexdigest()}
            part, _signed = upload.sign([row])[0]
            files.receive(upload.storage_key, upload.storage_ref, part, block)
    upload.complete(tree_sha256=hashlib.sha256(b"".join(digests)).hexdigest())
    upload.refresh_from_db()
    return upload
