"""What `drill egress` does inside the portal: random states, and a request in each."""

import json
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal.drills.egress import canaries
from portal.drills.egress.world import MODEL, PICTURE_MODEL
from portal.errors import PortalError
from portal.models import Studio, User
from portal.outbox.endpoints import add
from portal.signonservers import checked_session
from portal.sso import InvitedOnly
from portal.storage import files
from portal.tenancy import in_studio
from projects import gating
from projects.assist.tools import TOOLS
from projects.models import (
    Asset,
    AssistRequest,
    Connection,
    Ingest,
    Performer,
    Policy,
    Price,
    Project,
    Receipt,
    RequestInput,
    Run,
    State,
    Terms,
    Version,
)
from projects.models.jobs import ACTIVE
from projects.models.requests import Target, request_assistance
from projects.revoking import record, revoke, say_who

PROJECTS, PRODUCTS = 12, 24
WAYS = ("asked", "asked", "past the door", "forbidden meanwhile")
PEOPLE = ("nobody said", "nobody", "covered", "revoked", "lapsed", "another purpose", "strike")
PURPOSES = ["pre_production", "editing", "vfx", "continuity"]


@dataclass
class House:
    """One project: its script, and a picture for each thing that may be known of who is seen."""

    project: Project
    producer: User
    script: Version
    pictures: dict[str, Version]
    last: Run | None = None


def tell(count: int, seed: int, address: str, hook: str) -> None:
    """Prints the states, and the canaries of all files, as JSON on its last line."""
    random = Random(seed)  # noqa: S311  (states to try, not secrets)
    studio = Studio.objects.get(name="Lantern Row")
    marks: dict[str, list[Any]] = {"words": [], "metadata": [], "boards": []}
    with in_studio(studio):
        producer = studio.memberships.get(role="producer").user
        add(actor=producer, studio=studio, url=f"{hook}/hook", events=["run.finished"])
        houses = [_house(studio, producer, n, marks) for n in range(PROJECTS)]
        _terms(random)
        rows = [_state(n, random, houses[n % PROJECTS], address) for n in range(count)]
        _wait_for_all()
        _sign_on(hook)
        for row in rows:
            row["receipts"] = Receipt.objects.filter(run__in=row.pop("runs")).count()
    everything = marks["words"] + marks["metadata"]
    sys.stdout.write(json.dumps({"states": rows, "canaries": everything, **marks}) + "\n")


def _sign_on(server: str) -> None:
    """What the portal asks of a studio's own sign-on server, as it asks it."""
    session = DefaultSocialAccountAdapter.get_requests_session(InvitedOnly())
    checked_session(session).get(f"{server}/.well-known/openid-configuration", timeout=10)


def _house(studio: Studio, producer: User, n: int, marks: dict[str, list[Any]]) -> House:
    project = Project.objects.create(studio=studio, name=f"Canary {n}", code=f"CAN{n}")
    word, hidden = f"canaryword{n:04d}zq", f"canarymeta{n:04d}zq"
    marks["words"].append(word)
    marks["metadata"].append(hidden)
    text = f"INT. AVIARY - DAY\n\nA bird sings {word} and stops.\n"
    script = _version(project, producer, "script", f"{hidden}.fountain", text.encode())
    pictures = {}
    for place, known in enumerate(PEOPLE):
        board = 1000 + n * len(PEOPLE) + place
        marks["boards"].append(board)
        body = canaries.picture(board, hidden)
        version = _version(project, producer, "image", f"{hidden}-{place}.jpg", body)
        pictures[known] = version
        _known(version, producer, known)
    return House(project, producer, script, pictures)


def _version(project: Project, person: User, kind: str, name: str, body: bytes) -> Version:
    own = {"project": project, "studio": project.studio}
    asset = Asset.objects.create(**own, name=name, kind=kind)
    key = files.save(f"drill/{asset.pk.hex}", ContentFile(body))
    version = Version.objects.create(
        **own,
        asset=asset,
        number=1,
        file_name=name,
        size=len(body),
        tree_sha256="",
        part_size=1,
        storage_key=key,
        uploaded_by=person,
    )
    Ingest.objects.create(**own, version=version, state=State.READY)
    return version


def _known(version: Version, producer: User, known: str) -> None:
    """Who is seen, and what they allowed."""
    if known == "nobody said":
        return
    if known == "nobody":
        say_who(actor=producer, version=version, seen={})
        return
    performer = Performer.objects.create(project=version.project, name=f"Ida {known}")
    now = timezone.now()
    fields: dict[str, Any] = {
        "kind": "independent_replica",
        "description": "Her face in the frames of the drill.",
        **{name: ["*"] for name in ("purposes", "scenes", "media", "territories", "providers")},
        "script": "*",
        "quality": "master",
        "biometric": True,
        "starts": now.date() - timedelta(days=30),
        "ends": now.date() + timedelta(days=30),
        "clause": "I allow this.",
        "signed_by": "Ida",
        "signed_how": "paper",
        "signed_at": now - timedelta(days=30),
        "strike_hold": known == "strike",
    }
    fields |= {"purposes": ["editing"]} if known == "another purpose" else {}
    fields |= {"ends": now.date() - timedelta(days=1)} if known == "lapsed" else {}
    consent = record(actor=producer, performer=performer, fields=fields)
    say_who(actor=producer, version=version, seen={performer: None})
    if known == "revoked":
        revoke(consent=consent, actor=producer, name=str(producer), why="the drill")


def _terms(random: Random) -> None:
    """Snapshots of both providers, mostly those that a policy may allow."""
    today = timezone.now().date()
    for provider, unit, model in (("compatible", None, MODEL), ("runway", "credit", PICTURE_MODEL)):
        for unit_ in [unit] if unit else ["input_token", "output_token"]:
            Price.objects.get_or_create(
                provider=provider,
                model=model,
                unit=unit_,
                starts=today,
                defaults={"amount": "0.00001"},
            )
        for n in range(PRODUCTS):
            ends = random.choice([*[None] * 6, today, today - timedelta(days=1)])
            Terms.objects.create(
                provider=provider,
                product=f"P{n}",
                region="eu",
                starts=today - timedelta(days=9),
                ends=ends,
                trains_on_inputs=random.choice([*[False] * 10, True, None]),
                retention_days=random.choice([0, 0, 0, 30, 30, None]),
                human_review=random.choice([*[False] * 6, True, None]),
                contract=random.choice(["C-1", "C-1", "C-1", ""]),
                output_owner=random.choice(["studio", "studio", "studio", "provider", ""]),
                indemnity=random.choice(["provider", "provider", "none", ""]),
            )


def _state(number: int, random: Random, house: House, address: str) -> dict[str, Any]:
    """Set it up, ask in one of the ways, and say what the gate said."""
    _wait_for(house.last)
    policy = _policy(random, house.project)
    tool, version, provider, model = _wish(random, house)
    way = Connection(
        name=f"Way {number}",
        provider=provider,
        product=f"P{random.randrange(PRODUCTS)}",
        region=random.choice(["eu"] * 9 + ["us"]),
        endpoint=f"{address}/s/{number}",
        options={"models": MODEL} if provider == "compatible" else {},
        studio=house.project.studio,
    )
    way.seal({"api_key": "drill"} if provider == "compatible" else {"key": "drill"})
    way.save()
    asked: dict[str, Any] = {"tool": tool, "versions": [version], "to": [Target(way, model)]}
    asked["parameters"] = (
        {"description": "A bird.", "count": 1} if tool == "storyboard_frame" else {}
    )
    said = gating.ruling(
        project=house.project,
        tool=TOOLS[tool],
        versions=[version],
        parameters=asked["parameters"],
        connection=way,
        model=model,
    )
    how = random.choice(WAYS)
    runs = _ask(how, house, asked, policy)
    house.last = runs[-1] if runs else house.last
    allowed = said.allowed and (how != "forbidden meanwhile" or not runs)
    told = {"number": number, "way": how, "allowed": allowed, "tool": tool}
    told["reasons"] = [reason.code for reason in said.reasons]
    if how == "asked" and said.allowed != bool(runs):
        raise AssertionError(f"state {number}: the door and the gate disagree: {told}")
    return {**told, "runs": [str(run.pk) for run in runs]}


def _policy(random: Random, project: Project) -> Policy:
    def some(names: list[str], chance: float) -> list[str]:
        return [name for name in names if random.random() < chance]

    policy = Policy.of(project)
    policy.providers = some(["compatible", "runway"], 0.95)
    policy.regions = some(["eu", "us"], 0.95)
    policy.kinds, policy.purposes = some(["script", "image"], 0.95), some(PURPOSES, 0.95)
    policy.retention_days = random.choice([0, 30, 30, 30])
    policy.human_review, policy.owns_output = random.random() < 0.8, random.random() < 0.3
    policy.indemnified, policy.contracted = random.random() < 0.15, random.random() < 0.4
    policy.total_limit = random.choice([None, None, None, 100, 100, 0])
    policy.save()
    return policy


def _wish(random: Random, house: House) -> tuple[str, Version, str, str]:
    if random.random() < 0.5:
        return "script_enriched", house.script, "compatible", MODEL
    known = random.choice([*PEOPLE, "nobody", "covered", "nobody", "covered"])
    return "storyboard_frame", house.pictures[known], "runway", PICTURE_MODEL


def _ask(how: str, house: House, asked: dict[str, Any], policy: Policy) -> list[Run]:
    """The runs that came of it; none where the door refused."""
    if how == "past the door":
        return [_written(house, asked)]
    try:
        with transaction.atomic():
            made = request_assistance(actor=house.producer, **asked)
            if how == "forbidden meanwhile":
                Policy.objects.filter(pk=policy.pk).update(providers=[])
    except PortalError:
        return []
    return list(made.runs.all())


def _written(house: House, asked: dict[str, Any]) -> Run:
    """As a bug would: rows of a run that nobody asked the gate about."""
    [target], [version] = asked["to"], asked["versions"]
    parameters = TOOLS[asked["tool"]].parameters(**asked["parameters"]).model_dump(mode="json")
    with transaction.atomic():
        request = AssistRequest.objects.create(
            project=house.project, tool=asked["tool"], parameters=parameters, person=house.producer
        )
        RequestInput.objects.create(
            request=request, version=version, position=0, studio=house.project.studio
        )
        run = Run.objects.create(project=house.project, request=request, **target.fields)
        run.send()
    return run


def _wait_for(run: Run | None) -> None:
    """Until a worker has ended it: the policy of its project changes after that."""
    deadline = time.monotonic() + 120
    while run and Run.objects.filter(pk=run.pk, state__in=ACTIVE).exists():
        if time.monotonic() > deadline:
            raise AssertionError(f"run {run.pk} does not end")
        time.sleep(0.05)


def _wait_for_all() -> None:
    for run in Run.objects.filter(state__in=ACTIVE, connection__name__startswith="Way "):
        _wait_for(run)
