"""What a visitor sends to each door of the matrix: the address and a body that would do."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from portal.mailing import silence
from portal.models import AgreementVersion, SignInLink
from portal.models.invitations import invite
from portal.outbox.kinds import choosable
from portal.storage import files
from projects import certificates
from projects.announcing import start_upload
from projects.models import (
    Asset,
    AssistRequest,
    Closeout,
    FinalCut,
    Ingest,
    Opening,
    State,
    Version,
)
from projects.models.openings import open_to
from projects.revoking import record
from tests.contract import asked_cells, reporting, work_visits
from tests.contract import visits_of_tickets as tickets
from tests.projects.scripts import approved
from tests.world import (
    PHRASE,
    World,
    consent_fields,
    make_candidate,
    make_carrying,
    make_edit,
    make_export,
    make_note,
    make_pictures,
    make_rendition,
    make_used,
    make_version,
    person,
    secret_of,
)

#: An upload of 10 bytes in one part.
BYTES = b"ten bytes!"
SHA = hashlib.sha256(BYTES).hexdigest()
TREE = hashlib.sha256(bytes.fromhex(SHA)).hexdigest()

QUERY: dict[str, Callable[[World], str]] = {
    "studio": lambda w: f"?studio={w.ours.studio.pk}",
    "openings": lambda w: f"?studio={w.ours.studio.pk}",
    **work_visits.QUERY,
    "api:figures": lambda w: "?section=answers",
    **dict.fromkeys(["search", "api:search"], lambda w: "?q=PRJ"),
    "shared": lambda w: f"?studio={w.ours.studio.pk}",
    "webhooks": lambda w: f"?studio={w.ours.studio.pk}",
    "leaving": lambda w: f"?studio={w.ours.studio.pk}",
    "storage": lambda w: f"?studio={w.ours.studio.pk}",
    "closeout_ask": lambda w: f"?studio={w.ours.studio.pk}",
    "api:version-palette": lambda w: "?tool=shot_breakdown",
    "api:jobs": lambda w: f"?topic=run:{w.ours.run.pk}",
}


def _invitation(world: World) -> list[Any]:
    return [invite(actor=None, email="x@example.org", role="artist", studio=world.ours.studio)[1]]


def _opening(world: World) -> Opening:
    """Of a beta lead to our studio. Made anew, since one visit ends it."""
    return open_to(
        actor=world.ours.people["producer"],
        studio=world.ours.studio,
        email=person("Guest", programme_role="beta_lead").email,
        project=None,
        until=timezone.now() + timedelta(days=1),
    )


def _session(world: World) -> list[Any]:
    """A session of our producer's, in another browser."""
    producer = world.ours.people["producer"]
    row = UserSession.objects.create(user=producer, ip="192.0.2.1", session_key=uuid4().hex)
    return [row.pk]


def _terms(world: World) -> AgreementVersion:
    return AgreementVersion.objects.published().get()


def _times(world: World) -> list[Any]:
    make_rendition(world.ours.project, "times", "application/json", version=world.ours.version)
    return [world.ours.version.pk]


def _run_in(state: State) -> Callable[[World], list[Any]]:
    def prepare(world: World) -> list[Any]:
        type(world.ours.run).objects.filter(pk=world.ours.run.pk).update(state=state)
        return [world.ours.run.pk]

    return prepare


def _emptied(world: World) -> list[Any]:
    """A project goes only when it holds no footage."""
    world.ours.project.assets.all().delete()
    world.ours.project.uploads.all().delete()
    return [world.ours.project.pk]


def _undecided(world: World) -> list[Any]:
    world.ours.candidate.decisions.all().delete()
    return [world.ours.candidate.pk]


def _of_script(world: World) -> list[Any]:
    """A script's breakdown that somebody has approved, with one of its files; made once."""
    known = world.ours.version.candidates.filter(kind="script").first()
    return [(known or approved(world)).pk]


def _arrived(world: World) -> list[Any]:
    """An upload of the artist's whose only part is stored, anew for each visit."""
    house = world.ours
    upload = start_upload(
        actor=house.people["artist"],
        project=house.project,
        file_name="more.mov",
        size=len(BYTES),
        asset=None,
        shot=None,
    )
    part, _signed = upload.sign([{"number": 1, "size": len(BYTES), "sha256": SHA}])[0]
    files.receive(upload.storage_key, upload.storage_ref, part, BYTES)
    return [upload.pk]


def _unexamined(world: World) -> list[Any]:
    """A version whose examination failed."""
    Ingest.objects.filter(version=world.ours.version).update(state=State.FAILED)
    return [world.ours.version.pk]


def _endpoint(world: World) -> list[Any]:
    return [world.ours.endpoint.pk]


def _thrown(world: World) -> list[Any]:
    """An asset in the trash."""
    now = timezone.now()
    rows = Asset.objects.filter(pk=world.ours.asset.pk)
    rows.update(deleted_at=now, gone_after=now + timedelta(days=1))
    return [world.ours.asset.pk]


def _edit(world: World) -> Version:
    """An edit list of ours, the same for all of a visit."""
    found = Version.objects.filter(project=world.ours.project, file_name="final.edl").first()
    return found or make_edit(world.ours, world.ours.people["producer"])


def _final(world: World) -> FinalCut:
    said = {"project": world.ours.project, "person_name": "Producer"}
    return FinalCut.objects.create(version=_edit(world), **said)


def _given_to_a_writer(world: World) -> dict[str, Any]:
    [script] = _of_script(world)
    said = {"candidate": script, "writer": "Nora Writer", "on": "2026-02-01", "agreed": "on"}
    return {"say": "writer"} | {f"writer-{name}": value for name, value in said.items()}


def _pictures(world: World) -> Any:
    """A board with one undecided picture, the same for all of a visit."""
    user, version = world.ours.people["artist"], world.ours.version
    found = AssistRequest.objects.filter(tool="stills", project=world.ours.project).first()
    return found or make_pictures(version, user, ["0f" * 8])


def _to_choose(world: World) -> Any:
    """A result that nobody signed yet; made anew, since one visit signs it."""
    return make_candidate(world.ours.version, world.ours.people["artist"])


def _later(world: World) -> Version:
    """A second version of our film."""
    house = world.ours
    return make_version(house.project, house.people["artist"], asset=house.asset)


def _export_on_its_way(world: World) -> list[Any]:
    return [make_export(world.ours, state=State.QUEUED).pk]


def _not_asked_yet(world: World) -> list[Any]:
    Closeout.objects.filter(pk=world.ours.closeout.pk).update(state=State.CANCELLED)
    return []


def _done(world: World) -> Closeout:
    """Closed as far as the certificate says; the rows are still there to be met by mistake."""
    whole = {"certificate": "Last Mile closeout", "files": [], "kept": [], "rows": {}}
    Closeout.objects.filter(pk=world.ours.closeout.pk).update(
        state=State.READY, certificate=whole, confirmed_at=timezone.now()
    )
    return Closeout.objects.get(pk=world.ours.closeout.pk)


def _note_of_guest(world: World) -> list[Any]:
    house = world.ours
    return [make_note(house.version, None, guest=house.share, person_name="Gina (guest)").pk]


def _by_link(world: World) -> list[Any]:
    return [certificates.link(_done(world)).rsplit("/", 2)[1]]


#: Which row an address names; some doors need it in a certain state. Default: see `pk_of`.
ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    "invitation": _invitation,
    "help_page": lambda w: ["glossary"],
    "help_api_room": lambda w: ["runs"],
    "sign_in_link": lambda w: [SignInLink.issue(w.ours.people["artist"])],
    "design_chapter": lambda w: ["tokens"],
    "design_error": lambda w: [404],
    "mail_off": lambda w: [silence.token(w.ours.people["artist"], silence.DIGEST)],
    "mail_kind": lambda _w: ["digest"],
    "mail_html": lambda _w: ["digest"],
    "member": lambda w: [w.ours.memberships["artist"].pk],
    "invitation_withdraw": lambda w: [w.ours.invitation.pk],
    "invitation_again": lambda w: [w.ours.invitation.pk],
    "session_end": _session,
    "agreement": lambda w: [_terms(w).pk],
    "agreement_file": lambda w: [_terms(w).pk, "md"],
    "agreement_receipt": lambda w: [w.ours.people["producer"].acceptances.get().pk],
    "api:agreementversion-accept": lambda w: [_terms(w).pk],
    "token_revoke": lambda w: [w.ours.token.pk],
    "webhook": _endpoint,
    "webhook_secret": _endpoint,
    "webhook_test": _endpoint,
    "webhook_switch": _endpoint,
    "webhook_remove": _endpoint,
    "delivery_replay": lambda w: [w.ours.delivery.pk],
    "notification": lambda w: [w.ours.notice.pk],
    "api:notification-read": lambda w: [],
    "project_settings": lambda w: [w.ours.project.pk],
    "project_shots": lambda w: [w.ours.project.pk],
    **dict.fromkeys(["shot_status", "api:shot_status"], lambda w: [w.ours.project.pk]),
    "shot": lambda w: [w.ours.shot.pk],
    "project_policy": lambda w: [w.ours.project.pk],
    "api:policy": lambda w: [w.ours.project.pk],
    **dict.fromkeys(
        ["project_ledger", "project_ledger_csv", "api:ledger"], lambda w: [w.ours.project.pk]
    ),
    "project_structure": lambda w: [w.ours.project.pk],
    "asset_look": lambda w: [w.ours.asset.pk],
    "asset_delete": lambda w: [w.ours.asset.pk],
    "opening_end": lambda w: [_opening(w).pk],
    "trash_restore": _thrown,
    "trash_end": _thrown,
    "api:trash-detail": _thrown,
    "api:trash-restore": _thrown,
    "export_download": lambda w: [w.ours.export.pk],
    "export_cancel": _export_on_its_way,
    "api:export-cancel": _export_on_its_way,
    "closeout_withdraw": lambda w: [w.ours.closeout.pk],
    "api:closeout-certificate": lambda w: [_done(w).pk],
    "closed": _by_link,
    "closed_certificate": _by_link,
    "closed_export": _by_link,
    "api:opening-detail": lambda w: [_opening(w).pk],
    "original": lambda w: [w.ours.version.pk],
    "examine": _unexamined,
    "api:version-examine": _unexamined,
    "project_reviewers": lambda w: [w.ours.project.pk],
    "frame": lambda w: [w.ours.version.pk, 3],
    "frame_times": _times,
    "ask": lambda w: [w.ours.version.pk],
    "version_notes": lambda w: [w.ours.version.pk],
    "version_origin": lambda w: [w.ours.version.pk],
    "candidate_origin": lambda w: [w.ours.candidate.pk],
    "version_carry": lambda w: [_later(w).pk],
    "api:version-carry": lambda w: [_later(w).pk],
    "api:carrying-detail": lambda w: [make_carrying(_later(w), w.ours.version).pk],
    "api:version-note-file": lambda w: [w.ours.version.pk, "edl"],
    "run_cancel": _run_in(State.QUEUED),
    "run_again": _run_in(State.FAILED),
    **dict.fromkeys(["run_next", "api:run-next"], _run_in(State.QUEUED)),
    "playlists": lambda w: [w.ours.project.pk],
    **dict.fromkeys(
        ["playlist_add", "playlist_close", "playlist_delete", "playlist_csv", "shares"],
        lambda w: [w.ours.playlist.pk],
    ),
    "playlist_item": lambda w: [w.ours.item.pk],
    "item_result": lambda w: [w.ours.item.pk],
    "version_playlists": lambda w: [w.ours.version.pk],
    "share_revoke": lambda w: [w.ours.share.pk],
    **dict.fromkeys(["disclosure", "disclosure_make"], lambda w: [w.ours.project.pk]),
    "result_use": lambda w: [make_used(w.ours).pk],
    **dict.fromkeys(
        ["disclosure_pack", "disclosure_sign", "disclosure_json", "disclosure_pdf"],
        lambda w: [w.ours.pack.pk],
    ),
    "api:resultuse-detail": lambda w: [w.ours.use.pk],
    "api:finalcut-detail": lambda w: [_final(w).pk],
    "api:writernotice-detail": lambda w: [w.ours.notice_to_writer.pk],
    **dict.fromkeys(
        [f"api:disclosurepack-{name}" for name in ("detail", "data", "paper", "sign")],
        lambda w: [w.ours.pack.pk],
    ),
    "people": lambda w: [w.ours.project.pk],
    "project_strike": lambda w: [w.ours.project.pk],
    "seen": lambda w: [w.ours.version.pk],
    **dict.fromkeys(["performer_link", "consent_new"], lambda w: [w.ours.performer.pk]),
    "performer_link_revoke": lambda w: [w.ours.performer_link.pk],
    **dict.fromkeys(
        ["consent", "consent_withdraw", "consent_hold", "consent_replace"],
        lambda w: [w.ours.consent.pk],
    ),
    "performer": lambda w: [secret_of(w.ours.performer_link.pk)],
    "performer_withdraw": lambda w: [secret_of(w.ours.performer_link.pk), w.ours.consent.number],
    "guest_door": lambda w: [secret_of(w.ours.share.pk)],
    "guest_media": lambda w: [w.ours.rendition.pk],
    "guest_copies": lambda w: [w.ours.version.pk],
    "guest_note": _note_of_guest,
    "candidate_decide": lambda w: [w.ours.candidate.pk],
    "candidate_adopt": lambda w: [w.ours.candidate.pk],
    "candidate_export": lambda w: [w.ours.candidate.pk, "csv"],
    "candidate_scenes": _of_script,
    "candidate_paper": lambda w: [*_of_script(w), "scenes.csv"],
    "triage": lambda w: [_pictures(w).pk],
    "compare": lambda w: [w.ours.request.pk],
    "compare_blind": lambda w: [w.ours.request.pk],
    "candidate_choose": lambda w: [_to_choose(w).pk],
    "api:assistrequest-board": lambda w: [_pictures(w).pk],
    "api:assistrequest-decisions": lambda w: [_pictures(w).pk],
    "api:assistrequest-blind": lambda w: [_pictures(w).pk],
    "worth": lambda w: [w.ours.decision.pk],
    **work_visits.ARGUMENTS,
    **tickets.ARGUMENTS,
    **asked_cells.ARGUMENTS,
    "data_download": lambda w: ["answers", "csv"],
    "data_dictionary": lambda w: ["json"],
    "beta_rows": lambda w: ["runs"],
    "tool_example": lambda w: ["shot_breakdown"],
    "measures_rows": lambda w: ["design"],
    **reporting.ADDRESSES,
    "api:membership-detail": lambda w: [w.ours.memberships["artist"].pk],
    "api:upload-complete": _arrived,
    "api:upload-parts": _arrived,
    "api:run-cancel": _run_in(State.QUEUED),
    "api:run-again": _run_in(State.FAILED),
    "api:candidate-revise": _undecided,
    "api:candidate-adopt": lambda w: [w.ours.candidate.pk],
    "api:candidate-exports": lambda w: [w.ours.candidate.pk, "csv"],
    "api:candidate-scenes": _of_script,
    "api:candidate-papers": lambda w: [*_of_script(w), "scenes.csv"],
}

ARGUMENTS_OF_CELL = {
    "api:project-detail DELETE": _emptied,
    "closeout_ask POST": _not_asked_yet,
    "api:closeout-list POST": _not_asked_yet,
}

_NAMES = {"assistrequest": "request", "projectgrant": "grant", "apitoken": "token"}
_NAMES |= {"playlistitem": "item", "sharelink": "share"}
_NAMES |= {"webhookendpoint": "endpoint", "webhookdelivery": "delivery"}
_NAMES |= {"performerlink": "performer_link", "creatorconsultation": "consultation"}
_BY_ID = ("project", "asset", "run", "candidate", "rendition", "playlist")


def arguments(name: str, world: World) -> list[Any]:
    """`api:run-detail` and `run` name `world.ours.run`; a list names no row."""
    if name in ARGUMENTS:
        return ARGUMENTS[name](world)
    kind, _, rest = name.removeprefix("api:").partition("-")
    if name not in _BY_ID and not (name.startswith("api:") and rest not in ("", "list")):
        return []
    return [getattr(world.ours, _NAMES.get(kind, kind)).pk]


def address(cell: str, world: World) -> str:
    name = cell.split()[0]
    found = (ARGUMENTS_OF_CELL.get(cell) or (lambda w: arguments(name, w)))(world)
    return reverse(name, args=found) + QUERY.get(name, lambda w: "")(world)


_PROJECT = {"name": "Second", "code": "SEC", "rate_label": "24"}
_HOOK = {"url": "https://hooks.example.org/x", "events": ["run.finished"]}
_PART = {"number": 1, "size": len(BYTES), "sha256": SHA}

#: What is sent: pages a form, the API JSON. A route that is not here gets an empty body.
_POLICY: dict[str, Any] = {
    **{"providers": [], "regions": [], "kinds": ["film"], "purposes": ["vfx"]},
    **{"retention_days": 0, "human_review": False, "owns_output": True},
    **{"indemnified": False, "contracted": True, "monthly_limit": "10.00", "total_limit": None},
    **{"refused_subprocessors": ["Google"], "known_subprocessors": False},
}

BODIES: dict[str, Callable[[World], dict[str, Any]]] = {
    **asked_cells.BODIES,
    "invitation POST": lambda w: {"name": "New", "password": "a rather long sentence"},
    "studio POST": lambda w: {"email": "y@example.org", "role": "artist"},
    "disclosure POST": _given_to_a_writer,
    "result_use POST": lambda w: {"used_as": "temporary"},
    "disclosure_sign POST": lambda w: {
        **{"sha256": w.ours.pack.sha256, "typed": "Paula Producer", "capacity": "producer"}
    },
    "api:resultuse-list POST": lambda w: {
        **{"candidate": str(make_used(w.ours).pk), "used_as": "final"}
    },
    "api:finalcut-list POST": lambda w: {"version": str(_edit(w).pk)},
    "api:writernotice-list POST": lambda w: {
        **{"candidate": str(_of_script(w)[0]), "writer": "Nora Writer", "on": "2026-02-01"}
    },
    "api:disclosurepack-list POST": lambda w: {"project": str(w.ours.project.pk)},
    "api:disclosurepack-sign POST": lambda w: {
        **{"sha256": w.ours.pack.sha256, "typed": "Paula Producer", "capacity": "producer"}
    },
    "people POST": lambda w: {"add": "character", "character-name": "Eve"},
    "project_strike POST": lambda w: {"on": "on", "why": "The guild called it."},
    "api:project-strike POST": lambda w: {"on": True, "why": "The guild called it."},
    "seen POST": lambda w: {"nobody": "on"},
    "agreement POST": lambda w: {"sha256": _terms(w).sha256},
    "show_studio POST": lambda w: {"studio": ""},
    "language POST": lambda w: {"language": "en"},
    "api:agreementversion-accept POST": lambda w: {"sha256": _terms(w).sha256},
    "member POST": lambda w: {"role": "director"},
    "original POST": lambda w: {"reason": "Conform at the lab"},
    "openings POST": lambda w: {"email": w.beta_lead.email, "until": "2099-01-01"},
    "tokens POST": lambda w: {"name": "script", "days": 3, "scopes": ["read"]},
    "webhooks POST": lambda w: _HOOK,
    "webhook POST": lambda w: _HOOK,
    "notification_choices POST": lambda w: {name: "digest" for name, _kind in choosable()},
    "api:webhookendpoint-list POST": lambda w: {**_HOOK, "studio": str(w.ours.studio.pk)},
    "api:webhookendpoint-detail PATCH": lambda w: {"description": "Renamed"},
    "api:choices PATCH": lambda w: {"choices": {"run.done": "off"}},
    "project_new POST": lambda w: {**_PROJECT, "studio": str(w.ours.studio.pk)},
    "project_settings POST": lambda w: _PROJECT,
    "project_structure POST": lambda w: {"add": "episode", "episode-code": "E02"},
    "candidate_scenes POST": lambda w: {"choice": '{"scenes": [1]}'},
    "candidate_decide POST": lambda w: {"verdict": "changes", "revision": 0, "reason": "x"},
    "worth POST": lambda w: {"ease": "5"},
    "project_policy POST": lambda w: {"retention_days": "0"},
    "api:policy PUT": lambda w: _POLICY,
    "api:version-seen PUT": lambda w: {"people": [{"performer": str(w.ours.performer.pk)}]},
    "api:performer-list POST": lambda w: {**_in_project(w), "name": "Bo Lind"},
    "api:performer-detail PATCH": lambda w: {"representative": "Another agent"},
    "api:character-list POST": lambda w: {**_in_project(w), "name": "Rex"},
    "api:character-detail PATCH": lambda w: {"script_name": "MARA (V.O.)"},
    "api:creatorconsultation-list POST": lambda w: {
        **_in_project(w),
        **{"creator": "N. Writer", "on": "2026-03-01", "how": "a letter", "said": "Go on."},
    },
    "api:performerlink-list POST": lambda w: {"performer": str(w.ours.performer.pk)},
    "api:consent-list POST": lambda w: a_consent(w.ours.performer),
    "api:consent-withdraw POST": lambda w: {"name": "Max Agent", "why": "Recast."},
    "api:consent-hold POST": lambda w: {"on": True},
    "api:consent-replace POST": lambda w: {"by": str(_further(w).pk)},
    "ask POST": lambda w: {"thumbnail_width": "320"},
    "api:membership-detail PATCH": lambda w: {"role": "director"},
    "api:invitation-list POST": lambda w: {
        "studio": str(w.ours.studio.pk),
        "email": "z@example.org",
        "role": "artist",
    },
    "api:apitoken-list POST": lambda w: {"name": "script"},
    "api:project-list POST": lambda w: {**_PROJECT, "studio": str(w.ours.studio.pk)},
    "api:project-detail PATCH": lambda w: {"name": "Renamed"},
    "api:projectgrant-list POST": lambda w: {
        **_in_project(w),
        "membership": w.ours.memberships["ungranted"].pk,
    },
    "api:episode-list POST": lambda w: {**_in_project(w), "code": "E09"},
    "api:episode-detail PATCH": lambda w: {"name": "Renamed"},
    "api:scene-list POST": lambda w: {**_in_project(w), "code": "S09"},
    "api:scene-detail PATCH": lambda w: {"name": "Renamed"},
    "api:shot-list POST": lambda w: {**_in_project(w), "code": "X_0090"},
    "api:shot-detail PATCH": lambda w: {"name": "Renamed"},
    "api:upload-list POST": lambda w: {**_in_project(w), "file_name": "a.mov", "size": 10},
    "api:upload-parts POST": lambda w: {"parts": [_PART]},
    "api:upload-complete POST": lambda w: {"tree_sha256": TREE},
    "api:asset-detail PATCH": lambda w: {"name": "renamed.mp4"},
    "api:assistrequest-list POST": lambda w: {
        "tool": "shot_breakdown",
        "versions": [str(w.ours.version.pk)],
    },
    "api:assistrequest-decisions POST": lambda w: {
        "candidates": [str(_pictures(w).runs.get().candidates.get().pk)],
        "verdict": "approved",
    },
    "api:assistrequest-blind POST": lambda w: {"blind": True},
    "api:candidate-scenes POST": lambda w: {"scenes": [1]},
    "api:candidate-revise POST": lambda w: {"base": 0, "edit": {"op": "merge", "boundary": 1}},
    "api:candidate-decisions POST": lambda w: {
        **{"revision": 0, "verdict": "changes", "reason": "x"},
        "seen": str(w.ours.candidate.decisions.latest("at").pk),
    },
    "api:note-list POST": lambda w: {
        "version": str(w.ours.version.pk),
        "start": 3,
        "text": "Too dark.",
    },
    "api:version-note-import POST": lambda w: {
        "file_name": "markers.csv",
        "content": "text,start_frame\nLook,3\n",
    },
    "asset_look POST": lambda w: {"look": ""},
    "api:version-copies POST": lambda w: {"height": 540},
    "api:note-place POST": lambda w: {"version": str(_later(w).pk), "start": 3},
    "api:note-drop POST": lambda w: {"version": str(_later(w).pk)},
    "api:note-detail PATCH": lambda w: {"text": "Too bright."},
    "playlists POST": lambda w: {"name": "Tuesday"},
    "playlist_add POST": lambda w: {"version": str(w.ours.version.pk)},
    "playlist_close POST": lambda w: {"summary": "All good."},
    "playlist_item POST": lambda w: {"move": "down"},
    "item_result POST": lambda w: {"result": "work", "remark": "Darker."},
    "version_playlists POST": lambda w: {"playlist": str(w.ours.playlist.pk)},
    "shares POST": lambda w: {"guest_name": "Gus", "expires_at": _soon().date()},
    "guest_door POST": lambda w: {"passphrase": PHRASE, "terms": "on"},
    "guest_copies POST": lambda w: {"height": 540},
    "guest_notes POST": lambda w: {
        "version": str(w.ours.version.pk),
        "start": 3,
        "text": "Too dark.",
    },
    "guest_note PATCH": lambda w: {"text": "Too bright."},
    "api:playlist-list POST": lambda w: {**_in_project(w), "name": "Tuesday"},
    "api:playlist-detail PATCH": lambda w: {"name": "Renamed"},
    "api:playlist-order POST": lambda w: {"items": [str(w.ours.item.pk)]},
    "api:playlistitem-list POST": lambda w: {
        "playlist": str(w.ours.playlist.pk),
        "version": str(w.ours.version.pk),
    },
    "api:playlistitem-detail PATCH": lambda w: {"result": "for_now"},
    "api:sharelink-list POST": lambda w: {
        "playlist": str(w.ours.playlist.pk),
        "guest_name": "Gus",
        "expires_at": _soon().isoformat(),
    },
    "closeout_ask POST": lambda w: {"name": w.ours.studio.name, "reason": "Done."},
    "api:export-list POST": lambda w: {"studio": str(w.ours.studio.pk)},
    "api:closeout-list POST": lambda w: {
        "studio": str(w.ours.studio.pk),
        "name": w.ours.studio.name,
        "reason": "Done.",
    },
    "api:opening-list POST": lambda w: {
        "studio": str(w.ours.studio.pk),
        "email": w.beta_lead.email,
        "until": "2099-01-01T00:00:00Z",
    },
    **work_visits.BODIES,
    **reporting.BODIES,
    "api:response-list POST": lambda w: {"decision": str(w.ours.decision.pk), "ease": 4},
    **tickets.BODIES,
}


def a_consent(performer: Any, **fields: Any) -> dict[str, Any]:
    """As the API takes it; nothing is left out that must be said."""
    today = timezone.now().date()
    return {
        **{"performer": str(performer.pk), "kind": "alteration", "script": "*", "quality": "hd"},
        **{name: ["*"] for name in ("purposes", "scenes", "media", "territories", "providers")},
        **{"description": "Her face on the stunt double.", "compensation_days": "1.5"},
        **{"starts": str(today), "ends": str(today + timedelta(days=9)), "clause": "I allow it."},
        **{"signed_by": "Ida Voss", "signed_how": "paper"},
        "signed_at": (timezone.now() - timedelta(days=1)).isoformat(),
        **fields,
    }


def _further(world: World) -> Any:
    """Our consent is withdrawn, and a further one was signed since, as wide."""
    rows = type(world.ours.consent).objects.filter(pk=world.ours.consent.pk)
    rows.update(revoked_at=timezone.now() - timedelta(minutes=2), revoked_by_name="Ida")
    fields = consent_fields(signed_at=timezone.now() - timedelta(minutes=1))
    actor = world.ours.people["producer"]
    return record(actor=actor, performer=world.ours.performer, fields=fields)


def _soon() -> datetime:
    return timezone.now() + timedelta(days=9)


def _in_project(world: World) -> dict[str, Any]:
    return {"project": str(world.ours.project.pk)}


def body(cell: str, world: World) -> dict[str, Any]:
    return BODIES.get(cell, lambda w: {})(world)
