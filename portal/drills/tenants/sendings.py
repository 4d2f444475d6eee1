"""What `drill tenants` has of providers: a studio's own server, and the traces of a sending."""

from django.utils import timezone

from portal.drills.tenants.parting import part
from projects.models import Connection, Entry, Place, Policy, Receipt, Remote, Run


def sent_out(run: Run, mark: str) -> None:
    """A server of the studio's own, switched off, and the traces of one sending."""
    project = run.project
    part(project, run.request.versions.get(), run.request.person)
    connection = Connection(studio=project.studio, provider="comfyui", product=mark, name=mark)
    connection.endpoint, connection.enabled = f"https://own.example.org/{mark}", False
    connection.seal({"token": mark})
    connection.save()
    Policy.objects.create(project=project, providers=["comfyui"], regions=[mark])
    Remote.objects.create(project=project, run=run, step="kept", external_id=mark)
    moments = dict.fromkeys(("since", "asked_at", "taken_at"), timezone.now())
    Place.objects.create(project=project, run=run, connection=connection, **moments)
    Entry.objects.create(project=project, run=run, kind="cost", amount=1, currency="USD")
    sent = {"provider": "comfyui", "product": mark, "model": mark, "host": "own.example.org"}
    manifest = {"files": [{"name": mark}]}
    Receipt.objects.create(
        project=project, run=run, **sent, manifest=manifest, digest="0" * 64, person_name=mark
    )
