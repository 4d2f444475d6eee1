"""Two studios with one of everything, people in every role, and a reviewer without a grant."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from portal.access import Role
from portal.door import has_second_factor
from portal.models import (
    Agreement,
    AgreementVersion,
    ApiToken,
    Cohort,
    Invitation,
    Membership,
    Milestone,
    Mode,
    Notification,
    Studio,
    User,
    WebhookDelivery,
)
from portal.models.agreements import open_agreements
from portal.models.invitations import invite
from portal.models.secrets import digest
from portal.outbox.endpoints import add
from projects.announcing import start_upload
from projects.assist import cutting
from projects.disclosure.gathering import hashed
from projects.models import (
    Asset,
    AssistRequest,
    Candidate,
    Carrying,
    Character,
    Closeout,
    Connection,
    CreatorConsultation,
    Decision,
    DisclosurePack,
    Entry,
    Episode,
    Export,
    Ingest,
    Note,
    PackSignature,
    Performer,
    PerformerLink,
    Place,
    Placement,
    Playlist,
    Policy,
    Project,
    ProjectGrant,
    Receipt,
    Remote,
    Rendition,
    ResultUse,
    Revision,
    Run,
    Scene,
    ShareLink,
    Shot,
    State,
    Upload,
    Version,
    WriterNotice,
)
from projects.models.decisions import decide
from projects.models.playlists import make_playlist
from projects.revoking import record
from tests.evidence import evidence

FRAMES = 96
PHRASE = "north-wind-4711"
RESULT = {
    "tool": "shot_breakdown",
    "version": "1.0",
    "rate": "24/1",
    "shots": [
        {"start": 0, "end": 24, "thumbnail": 0},
        {"start": 24, "end": 60, "thumbnail": 1},
        {"start": 60, "end": FRAMES, "thumbnail": 2},
    ],
    "transitions": [
        {"kind": "cut", "start": 24, "end": 24, "confidence": 0.95},
        {"kind": "dissolve", "start": 54, "end": 66, "confidence": 0.4},
    ],
    "warnings": [],
}


@dataclass
class House:
    """A studio and one of everything in it."""

    studio: Studio
    people: dict[str, User] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class World:
    ours: House
    theirs: House
    beta_lead: User
    admin: User

    def visitor(self, kind: str) -> User | None:
        """`anonymous`, `other` (producer of the other studio), a role, or `ungranted`."""
        if kind == "anonymous":
            return None
        if kind == "other":
            return self.theirs.people[Role.PRODUCER]
        if kind in (Role.BETA_LEAD, Role.ADMIN):
            return {Role.BETA_LEAD: self.beta_lead, Role.ADMIN: self.admin}[Role(kind)]
        return self.ours.people[kind]


VISITORS = (
    "anonymous",
    "other",
    "producer",
    "director",
    "artist",
    "reviewer",
    "ungranted",
    "beta_lead",
    "admin",
)


def person(name: str, **fields: Any) -> User:
    return User.objects.create_user(
        f"{name.lower()}@example.org", "a long sentence", name=name, **fields
    )


def enrolled(user: User) -> User:
    """With a second factor, and every agreement in force accepted: the door is open."""
    if not has_second_factor(user):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    for pk, studios in open_agreements(User.objects.get(pk=user.pk)):  # with its roles of now
        version = AgreementVersion.objects.get(pk=pk)
        version.accept(actor=user, studios=studios, address="127.0.0.1")
    return user


def publish(kind: str = "nda", text: str = "Keep it quiet.", **fields: Any) -> AgreementVersion:
    """A version in force, of an agreement that each studio's people accept for it."""
    agreement, _made = Agreement.objects.get_or_create(
        kind=kind, defaults={"title": kind.upper(), "per_studio": kind == "nda"}
    )
    version = AgreementVersion.objects.create(agreement=agreement, text=text, **fields)
    version.publish(actor=None)
    return version


def build_world() -> World:
    """Everybody is enrolled: what stands before that has tests of its own."""
    cohort = Cohort.objects.create(
        name="First wave", capacity=9, opens_on="2026-01-01", closes_on="2036-01-01"
    )
    Milestone.objects.create(cohort=cohort, name="Lessons", on="2026-05-01")
    publish()
    world = _two_houses()
    for house in (world.ours, world.theirs):
        cohort.admit(house.studio, actor=None)
        for user in house.people.values():
            enrolled(user)
    enrolled(world.beta_lead)
    enrolled(world.admin)
    return world


def _two_houses() -> World:
    return World(
        ours=build_house("Ours"),
        theirs=build_house("Theirs"),
        beta_lead=person("Lead", programme_role=Role.BETA_LEAD),
        admin=person("Admin", programme_role=Role.ADMIN),
    )


def build_house(name: str) -> House:
    house = House(Studio.objects.create(name=name))
    roles = [Role.PRODUCER, Role.DIRECTOR, Role.ARTIST, Role.REVIEWER]
    for kind in [*roles, "ungranted"]:
        role = Role.REVIEWER if kind == "ungranted" else kind
        user = house.people[kind] = person(f"{name}-{kind}")
        house.memberships[kind] = Membership.objects.create(
            studio=house.studio, user=user, role=role
        )
    _hierarchy(house)
    _footage(house)
    _assistance(house)
    _cast(house)
    _disclosed(house)
    _doors(house)
    return house


def _hierarchy(house: House) -> None:
    project = Project.objects.create(studio=house.studio, name=f"{house.studio} film", code="PRJ")
    grant = ProjectGrant.objects.create(
        project=project, membership=house.memberships[Role.REVIEWER]
    )
    episode = Episode.objects.create(project=project, code="E01")
    scene = Scene.objects.create(project=project, episode=episode, code="S01")
    shot = Shot.objects.create(project=project, scene=scene, code="PRJ_0010")
    house.rows |= {"project": project, "grant": grant, "episode": episode, "scene": scene}
    house.rows |= {"shot": shot}


def make_version(project: Project, user: User, *, name: str = "clip.mp4", **fields: Any) -> Version:
    """A film that was examined: its facts and pictures are there, its bytes are few."""
    asset = fields.pop("asset", None) or Asset.objects.create(
        project=project, name=name, kind="film"
    )
    content = b"film of " + str(asset.pk).encode()
    number = asset.versions.count() + 1
    key = default_storage.save(f"originals/{asset.pk.hex}-{number}", ContentFile(content))
    version = Version.objects.create(
        project=project,
        asset=asset,
        number=number,
        file_name=name,
        size=len(content),
        tree_sha256=hashlib.sha256(content).hexdigest(),
        part_size=8 * 1024 * 1024,
        storage_key=key,
        uploaded_by=user,
        frames=FRAMES,
        rate_num=24,
        rate_den=1,
        facts={"kind": "film", "width": 320, "height": 180, "frames": FRAMES, "vfr": False},
    )
    Ingest.objects.create(project=project, version=version, state=fields.get("state", State.READY))
    for role, media_type in (("poster", "image/jpeg"), ("proxy", "video/mp4")):
        make_rendition(project, role, media_type, version=version)
    return version


def make_rendition(project: Project, role: str, media_type: str, **of: Any) -> Rendition:
    owner = next(iter(of.values()))
    body = json.dumps([role, str(owner.pk)]).encode()
    key = default_storage.save(f"renditions/{owner.pk.hex}/{role}", ContentFile(body))
    return Rendition.objects.create(
        project=project, role=role, media_type=media_type, storage_key=key, size=len(body), **of
    )


def make_note(version: Version, user: User | None, **fields: Any) -> Note:
    """At frames 12 to 24, with an arrow, unless told otherwise."""
    arrow = {"kind": "arrow", "colour": "amber", "points": [[0.1, 0.2], [0.5, 0.5]]}
    given = {"start": 12, "end": 24, "text": "The hand is soft.", "drawing": [arrow]}
    return Note.objects.create(
        project=version.project,
        version=version,
        person=user,
        **{"person_name": str(user), **given, **fields},
    )


def make_placement(note: Note, version: Version, **fields: Any) -> Placement:
    """Carried 24 frames later, unless told otherwise."""
    given = {"state": "placed", "start": note.start + 24, "end": note.end + 24, "confidence": 1.0}
    stood = {"source": note.version, "source_start": note.start, "source_end": note.end}
    return Placement.objects.create(
        project=note.project, note=note, version=version, **{**stood, **given, **fields}
    )


def make_carrying(version: Version, source: Version, **fields: Any) -> Carrying:
    state = fields.pop("state", State.READY)
    return Carrying.objects.create(
        project=version.project, version=version, source=source, state=state, **fields
    )


def make_candidate(version: Version, user: User, *, number: int = 1) -> Candidate:
    request = AssistRequest.objects.create(
        project=version.project, tool="shot_breakdown", person=user
    )
    request.versions.set([version], through_defaults={"studio": version.studio})
    run = Run.objects.create(project=version.project, request=request, state=State.READY)
    candidate = Candidate.objects.create(
        project=version.project, run=run, version=version, number=number, result=RESULT
    )
    Revision.objects.create(
        project=version.project, candidate=candidate, number=0, cut=cutting.from_result(RESULT)
    )
    return candidate


def make_pictures(
    version: Version, user: User, likenesses: list[str], *, request: Any = None, **of_run: Any
) -> AssistRequest:
    """A request whose run (a further run of `request`) offers a picture for each likeness."""
    if request is None:
        request = AssistRequest.objects.create(project=version.project, tool="stills", person=user)
        request.versions.set([version], through_defaults={"studio": version.studio})
    run = Run.objects.create(
        project=version.project, request=request, **{"state": State.READY, **of_run}
    )
    for number, likeness in enumerate(likenesses, 1):
        candidate = Candidate.objects.create(
            project=version.project,
            run=run,
            version=version,
            number=number,
            result={"tool": "stills", "frame": number},
            kind=Candidate.Kind.PICTURE,
            width=960,
            height=540,
            likeness=likeness,
            plate=version,
            plate_frame=min(number, FRAMES - 1),
        )
        Revision.objects.create(project=version.project, candidate=candidate, number=0, cut=[])
        for role in ("picture", "large", "small"):
            make_rendition(version.project, role, "image/jpeg", candidate=candidate)
    return request


def _footage(house: House) -> None:
    artist = house.people[Role.ARTIST]
    version = make_version(house.project, artist)
    upload = start_upload(
        actor=artist, project=house.project, file_name="more.mov", size=10, asset=None, shot=None
    )
    house.rows |= {"version": version, "asset": version.asset, "upload": upload}
    house.rows |= {"note": make_note(version, artist)}
    house.rows |= {"rendition": version.rendition("poster"), "ingest": version.ingest}
    _session(house, version)


def _session(house: House, version: Version) -> None:
    """A playlist with the film in it, and a guest's link; a second film is outside of both."""
    producer = house.people[Role.PRODUCER]
    playlist = make_playlist(actor=producer, project=house.project, name="Monday review")
    playlist.add([version], actor=producer)
    house.rows |= {"playlist": playlist, "item": playlist.items.get()}
    house.rows |= {"share": make_share(playlist)}


def make_share(playlist: Playlist, **fields: Any) -> ShareLink:
    """A guest's link whose secret is `SECRET` and the row's id; its passphrase is `PHRASE`."""
    pk = uuid4()
    given = {
        "guest_name": "Gina Guest",
        "may_comment": True,
        "expires_at": timezone.now() + timedelta(days=7),
        "made_by_name": "Producer",
        "secret_hash": digest(secret_of(pk)),
        "passphrase_hash": make_password(PHRASE),
    }
    return ShareLink.objects.create(
        pk=pk, project=playlist.project, playlist=playlist, **{**given, **fields}
    )


def secret_of(pk: Any) -> str:
    return f"secret-of-{pk}"


def _assistance(house: House) -> None:
    candidate = make_candidate(house.version, house.people[Role.ARTIST])
    decision = Decision.objects.create(
        project=house.project,
        candidate=candidate,
        revision=candidate.latest,
        verdict=Decision.Verdict.APPROVED,
        person=house.people[Role.DIRECTOR],
        person_name="Director",
    )
    house.rows |= {"candidate": candidate, "run": candidate.run, "decision": decision}
    house.rows |= {"request": candidate.run.request}
    evidence(house)
    _palette(house)


def _palette(house: House) -> None:
    """A server of the studio's own, what the project allows, and one sending with its traces."""
    run, project = house.run, house.project
    connection = make_connection(house.studio, provider="comfyui", name="Our own server")
    policy = Policy.objects.create(project=project, providers=["comfyui"])
    remote = Remote.objects.create(
        project=project, run=run, step=Remote.Step.KEPT, external_id=f"job-{run.pk}"
    )
    entry = Entry.objects.create(
        project=project, run=run, kind=Entry.Kind.COST, amount=Decimal("0.25"), currency="USD"
    )
    moments = dict.fromkeys(("since", "asked_at", "taken_at"), timezone.now())
    place = Place.objects.create(project=project, run=run, connection=connection, **moments)
    house.rows["place"] = place
    house.rows |= {"connection": connection, "policy": policy, "remote": remote, "entry": entry}
    house.rows |= {"receipt": make_receipt(run)}


def make_connection(studio: Studio | None, **fields: Any) -> Connection:
    """Without a key, unless `secrets` are given."""
    secrets = fields.pop("secrets", {})
    given = {"provider": "runway", "product": "Developer API", "name": "Runway", **fields}
    row = Connection(studio=studio, **given)
    row.seal(secrets)
    row.save()
    return row


def make_receipt(run: Run, **fields: Any) -> Receipt:
    files = [{"role": "first", "type": "image/png", "name": "f.png", "sha256": "0" * 64}]
    given = {
        **{"provider": "runway", "product": "Developer API", "model": "gen4_turbo"},
        **{"host": "api.dev.runwayml.com", "digest": "0" * 64, "person_name": "Artist"},
        "manifest": {"need": "video", "files": files},
    }
    return Receipt.objects.create(project=run.project, run=run, **{**given, **fields})


def _cast(house: House) -> None:
    """A performer who is seen in the film, what she allowed, and her personal link."""
    producer, pk = house.people[Role.PRODUCER], uuid4()
    performer = Performer.objects.create(
        project=house.project, name="Ida Voss", representative="Max Agent"
    )
    character = Character.objects.create(
        project=house.project, name="Mara", script_name="MARA", performer=performer
    )
    consent = record(actor=producer, performer=performer, fields=consent_fields())
    likeness = house.version.likenesses.create(
        project=house.project, performer=performer, said_by=producer, said_by_name=str(producer)
    )
    link = PerformerLink.objects.create(
        pk=pk,
        project=house.project,
        performer=performer,
        secret_hash=digest(secret_of(pk)),
        made_by_name="Producer",
    )
    consultation = CreatorConsultation.objects.create(
        project=house.project,
        creator="Nora Writer",
        on="2026-02-01",
        how="a call",
        said="Go on.",
        recorded_by_name="Producer",
    )
    house.rows |= {"performer": performer, "character": character, "consent": consent}
    house.rows |= {"likeness": likeness, "performer_link": link, "consultation": consultation}


#: A disclosure pack of a project in which nothing was done.
PACK = {
    **{"format": 1, "language": "en", "as_of": "2026-11-29T08:00:00+00:00"},
    "project": {
        "name": "P",
        "code": "PRJ",
        "row": {"model": "x", "kind": "x", "id": "0" * 32, "url": "/"},
    },
    **{"studio": "S", "classes": [], "answers": [], "approvals": []},
    **{name: [] for name in ("final_cuts", "unplaced", "register", "undecided_use")},
    **{name: [] for name in ("consents", "nobody_said", "consultations", "writers", "receipts")},
    "totals": {
        **{"runs": 0, "outside": 0, "sendings": 0, "results": 0, "approved": 0, "costs": {}}
    },
}


def _disclosed(house: House) -> None:
    """What was said of the result, that a writer was given it, and a signed pack."""
    by = {"project": house.project, "person_name": "Producer"}
    of = {**by, "candidate": house.candidate}
    use = ResultUse.objects.create(**of, shot=house.shot, used_as="final")
    notice = WriterNotice.objects.create(**of, writer="Nora", on=date(2026, 2, 1), agreed=True)
    pack = DisclosurePack.objects.create(
        **by, number=1, state=State.READY, content=PACK, sha256=hashed(PACK)
    )
    signature = PackSignature.objects.create(
        **by, pack=pack, typed="Paul", capacity="director", sha256=pack.sha256
    )
    house.rows |= {"use": use, "notice_to_writer": notice, "pack": pack, "signature": signature}


def make_used(house: House, *, source_type: str = "trainedAlgorithmicMedia") -> Candidate:
    """An approved picture in which a trained model had a part."""
    request = make_pictures(house.version, house.people[Role.ARTIST], ["0" * 16])
    candidate = Candidate.objects.get(run__request=request)
    candidate.source_type = source_type
    candidate.save(update_fields=["source_type"])
    decide(
        actor=house.people[Role.DIRECTOR],
        candidate=candidate,
        revision=0,
        verdict=Decision.Verdict.APPROVED,
        seen=None,
    )
    return candidate


def make_edit(house: House, user: User, text: str = "", name: str = "final.edl") -> Version:
    """An edit list as it was uploaded."""
    version = make_version(house.project, user, name=name)
    Asset.objects.filter(pk=version.asset_id).update(kind="editorial")
    version.asset.kind = "editorial"
    if text:
        key = default_storage.save(f"originals/{version.pk.hex}-edit", ContentFile(text.encode()))
        version.storage_key = key
        version.save(update_fields=["storage_key"])
    return version


def consent_fields(**fields: Any) -> dict[str, Any]:
    """Everything is allowed for a year, signed yesterday, unless told otherwise."""
    now = timezone.now()
    wide: dict[str, Any] = {
        "kind": "independent_replica",
        "description": "Her face on the stunt double in the chase.",
        **{name: ["*"] for name in ("purposes", "scenes", "media", "territories", "providers")},
        **{"script": "*", "quality": "master", "biometric": True},
        **{"starts": now.date() - timedelta(days=1), "ends": now.date() + timedelta(days=365)},
        **{"clause": "I allow this use of my likeness.", "signed_by": "Ida Voss"},
        **{"signed_how": "paper", "signed_at": now - timedelta(days=1)},
    }
    return {**wide, **fields}


def _doors(house: House) -> None:
    producer = house.people[Role.PRODUCER]
    invitation, _secret = invite(
        actor=producer,
        email=f"new-{house.studio.name.lower()}@example.org",
        role=Role.ARTIST,
        studio=house.studio,
    )
    token, _secret = ApiToken.issue(producer, name="script")
    house.rows |= {"invitation": invitation, "token": token}
    _outbox(house, producer)


def _outbox(house: House, producer: User) -> None:
    """A webhook that took one message, and something the producer was told."""
    endpoint = add(
        actor=producer,
        studio=house.studio,
        url="https://hooks.example.org/last-mile",
        events=["run.finished"],
    )
    payload = {"type": "run.finished", "data": {"id": str(house.run.pk)}}
    delivery = WebhookDelivery.objects.create(
        studio=house.studio,
        endpoint=endpoint,
        event="run.finished",
        payload=payload,
        state=WebhookDelivery.State.DELIVERED,
    )
    notice = Notification.objects.create(
        studio=house.studio,
        user=producer,
        kind="run.ready",
        facts={"work": "Shot breakdown", "project": house.project.name},
        url=house.run.get_absolute_url(),
        mode=Mode.OFF,
    )
    house.rows |= {"endpoint": endpoint, "delivery": delivery, "notice": notice}
    house.rows |= {"export": make_export(house), "closeout": make_closeout(house)}


def for_good(asset: Asset, actor: User) -> None:
    """Deleted, and its time in the trash is over."""
    asset.delete_by(actor)
    asset.end_now(actor=actor)


def make_export(house: House, **fields: Any) -> Export:
    """One that is ready, whose archive holds a few bytes."""
    given = {"person": house.people[Role.PRODUCER], "state": State.READY, **fields}
    export = Export.objects.create(studio=house.studio, **given)
    body = b"archive of " + str(export.pk).encode()
    export.storage_key = default_storage.save(
        f"{export.storage_prefix}1/export.zip", ContentFile(body)
    )
    export.size, export.sha256 = len(body), hashlib.sha256(body).hexdigest()
    export.expires_at = timezone.now() + timedelta(days=7)
    export.save()
    return export


def make_closeout(house: House, **fields: Any) -> Closeout:
    """One that a producer asked for and nobody has confirmed."""
    producer = house.people[Role.PRODUCER]
    asked = {"reason": "The film is done.", "person": producer, "person_name": str(producer)}
    return Closeout.objects.create(studio=house.studio, **asked, **fields)


__all__ = ["FRAMES", "RESULT", "VISITORS", "House", "Invitation", "Upload", "World", "build_world"]
