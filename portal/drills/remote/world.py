"""What `drill remote` needs in the portal: a studio that may use both providers, and runs."""

import json
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.access import Role
from portal.drills.remote.sides import CREDIT, MODELS, FarSide
from portal.models import Membership, Studio, User
from portal.storage import files
from projects.models import (
    Asset,
    Connection,
    Ingest,
    Policy,
    Price,
    Project,
    Run,
    State,
    Terms,
    Version,
)
from projects.models.requests import Target, request_assistance

SCRIPT = b"INT. BOAT HOUSE - DAWN\n\nFog.\n"
WORKFLOW = {
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "{prompt}"}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}},
}


def contract() -> None:
    """Terms and prices of both: rows of the programme, once for all studios."""
    day = timezone.now().date()
    for name in MODELS:
        Terms.objects.create(
            **_product(name),
            starts=day,
            trains_on_inputs=False,
            retention_days=0,
            human_review=False,
            contract="DRILL-1",
            output_owner="studio",
            indemnity="none",
        )
    Price.objects.create(
        provider="runway", model=MODELS["runway"], unit="credit", amount=CREDIT, starts=day
    )


def _product(name: str) -> dict[str, str]:
    return {"provider": name, "product": "API", "region": "eu"}


def script(studio: Studio) -> Version:
    """A script of a studio whose project allows both providers."""
    who = f"drill-{studio.pk}@lastmile.example"
    producer = User.objects.create_user(email=who, name="Drill")
    Membership.objects.create(studio=studio, user=producer, role=Role.PRODUCER)
    project = Project.objects.create(studio=studio, name="Drill", code="DRL")
    allowed: dict[str, Any] = {"providers": list(MODELS), "regions": ["eu"], "kinds": ["script"]}
    allowed |= {"purposes": ["pre_production"], "retention_days": 30}
    Policy.objects.create(project=project, **allowed)
    own = {"project": project, "studio": studio}
    asset = Asset.objects.create(**own, name="Script", kind="script")
    key = files.save(f"drill/{studio.pk}/script.fountain", ContentFile(SCRIPT))
    version = Version.objects.create(
        **own,
        asset=asset,
        number=1,
        file_name="script.fountain",
        size=len(SCRIPT),
        tree_sha256="",
        part_size=1,
        storage_key=key,
        uploaded_by=producer,
    )
    Ingest.objects.create(**own, version=version, state=State.READY)
    return version


def connected(studio: Studio, side: FarSide) -> Connection:
    made = Connection(**_product(side.name), name=side.name, endpoint=side.address)
    made.options = {"workflow": json.dumps(WORKFLOW)} if side.name == "comfyui" else {}
    made.seal({"key": "drill"} if side.name == "runway" else {})
    made.studio = studio
    made.save()
    return made


def asked(version: Version, way: Connection) -> Run:
    """A request of one picture, to that provider alone."""
    return request_assistance(
        actor=version.uploaded_by,
        tool="storyboard_frame",
        versions=[version],
        parameters={"description": "A boat at dawn.", "count": 1},
        to=[Target(way, MODELS[way.provider])],
    ).runs.get()
