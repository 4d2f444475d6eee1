"""Our studio with many rows of each kind, for counting queries."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from feedback.models import Response
from portal.models import ApiToken, Mail, Membership, WebhookDelivery, WebhookEndpoint
from portal.models.invitations import invite
from portal.outbox.notices import notify
from projects.announcing import start_upload
from projects.models import (
    Character,
    CreatorConsultation,
    Decision,
    DisclosurePack,
    Entry,
    Episode,
    FinalCut,
    PackSignature,
    Place,
    Policy,
    Price,
    Project,
    ProjectGrant,
    Remote,
    ResultUse,
    Revision,
    Run,
    Scene,
    Shot,
    State,
    Terms,
    Version,
    WriterNotice,
)
from projects.models.characters import link_for
from projects.models.openings import open_to
from projects.models.playlists import make_playlist
from tests.asked import asked, make_questionnaire
from tests.contract.reporting import more_reports
from tests.evidence_of_work import grown
from tests.projects.consents import made_under, make_consent, make_performer
from tests.tickets import more_tickets
from tests.world import (
    PACK,
    House,
    World,
    make_candidate,
    make_carrying,
    make_closeout,
    make_connection,
    make_edit,
    make_export,
    make_note,
    make_pictures,
    make_placement,
    make_receipt,
    make_share,
    make_version,
    person,
)


def grow(world: World, numbers: range) -> None:
    """One more of each kind for every number; what hangs together hangs together."""
    house = world.ours
    producer = house.people["producer"]
    for n in numbers:
        _people(house, producer, n)
        version = make_version(house.project, producer, name=f"clip{n}.mp4")
        later = make_version(house.project, producer, name=f"clip{n}.mp4", asset=house.asset)
        make_carrying(later, house.version)
        make_placement(make_note(house.version, producer), later)
        make_version(house.project, producer, name=f"gone{n}.mp4").asset.delete_by(producer)
        _structure(house, version, n)
        _cast(house, version, producer, n)
        _sessions(house, version, producer, n)
        _work(house, version, producer, n)
        asked(house, producer)
        make_questionnaire(name=f"Questionnaire {n}")
        grown(house, producer, n)


def _sessions(house: House, version: Version, producer: Any, n: int) -> None:
    made = make_playlist(actor=producer, project=house.project, name=f"Session {n}")
    house.playlist.add([version], actor=producer)
    make_share(house.playlist)
    made.add([version], actor=producer)


def _people(house: House, producer: Any, n: int) -> None:
    membership = Membership.objects.create(
        studio=house.studio, user=person(f"Reviewer{n}"), role="reviewer"
    )
    ProjectGrant.objects.create(project=house.project, membership=membership)
    invite(actor=producer, email=f"guest{n}@example.org", role="artist", studio=house.studio)
    ApiToken.issue(producer, name=f"script {n}")
    lead, until = person(f"Lead{n}", programme_role="beta_lead"), timezone.now() + timedelta(days=9)
    open_to(actor=producer, studio=house.studio, email=lead.email, project=None, until=until)
    _outbox(house, producer, n)


def _outbox(house: House, producer: Any, n: int) -> None:
    WebhookEndpoint.objects.create(  # past the limit of a studio: here rows are to be many
        studio=house.studio, url=f"https://hooks.example.org/{n}", events=["run.finished"]
    )
    WebhookDelivery.objects.create(
        studio=house.studio, endpoint=house.endpoint, event="run.finished"
    )
    Mail.objects.create(studio=house.studio, user=producer, subject=f"News {n}", body="…")
    notify(
        kind="run.ready", people=[producer], studio=house.studio, url=house.run.get_absolute_url()
    )
    make_export(house)
    make_closeout(house, state=State.CANCELLED)


def _structure(house: House, version: Version, n: int) -> None:
    film = Project.objects.create(studio=house.studio, name=f"Film {n}", code=f"F{n}")
    Policy.objects.create(project=film, providers=["runway"])
    episode = Episode.objects.create(project=house.project, code=f"E{n:03}")
    scene = Scene.objects.create(project=house.project, episode=episode, code=f"S{n:03}")
    place = {"scene": scene, "version": version, "cut_in": 0, "cut_out": 24}
    Shot.objects.create(project=house.project, code=f"X{n:03}", **place)


def _cast(house: House, version: Version, producer: Any, n: int) -> None:
    performer = make_performer(house, f"Player {n}", representative="Max Agent")
    Character.objects.create(project=house.project, name=f"Part {n}", performer=performer)
    consent = make_consent(performer, producer)
    made_under(consent, version, actor=producer)
    link_for(actor=producer, performer=performer)
    CreatorConsultation.objects.create(
        project=house.project, creator=f"Writer {n}", on="2026-01-01", how="a call", said="Yes."
    )


def _work(house: House, version: Version, producer: Any, n: int) -> None:
    """An open candidate, one with a decision and an answer, and a run in each state."""
    project = house.project
    make_candidate(version, producer)
    make_pictures(version, producer, [f"{n:016x}"])
    make_pictures(house.version, producer, [f"{n:016x}"])
    make_candidate(house.version, producer)
    note = make_note(house.version, producer)
    make_note(house.version, producer, parent=note, start=None, end=None, drawing=[])
    signed = make_candidate(version, producer)
    Revision.objects.create(
        project=project, candidate=house.candidate, number=n + 1, cut=[], made_by=producer
    )
    _signed(house, house.candidate, producer)
    decision = _signed(house, signed, producer)
    Response.objects.create(project=project, decision=decision, person=producer, ease=4)
    more_tickets(house, n)
    more_reports()
    for state in (State.QUEUED, State.FAILED):
        request = signed.run.request
        ended = {"finished_at": decision.at} if state == State.FAILED else {}
        run = Run.objects.create(project=project, request=request, state=state, **ended)
    _sent(house, run, n)
    _disclosed(house, version, signed, n)
    start_upload(
        actor=producer, project=project, file_name=f"u{n}.mov", size=10, asset=None, shot=None
    )


def _disclosed(house: House, version: Version, candidate: Any, n: int) -> None:
    said = {"project": house.project, "person_name": "Producer"}
    shot = Shot.objects.filter(project=house.project, version=version).first()
    ResultUse.objects.create(**said, candidate=candidate, shot=shot, used_as="final")
    WriterNotice.objects.create(**said, candidate=candidate, writer="Nora", on="2026-02-01")
    FinalCut.objects.create(**said, version=make_edit(house, house.people["producer"]))
    made = {"content": PACK, "sha256": house.pack.sha256, "state": State.READY}
    pack = DisclosurePack.objects.create(**said, number=100 + n, **made)
    signed = {"typed": "Paul", "capacity": "director", "sha256": pack.sha256}
    PackSignature.objects.create(**said, pack=pack, **signed)


def _sent(house: House, run: Run, n: int) -> None:
    """A sending with its traces, and what it stands on."""
    account = make_connection(house.studio, name=f"Account {n}")
    moments = dict.fromkeys(("since", "asked_at", "taken_at"), timezone.now())
    Place.objects.create(project=run.project, run=run, connection=account, **moments)
    make_receipt(run)
    Remote.objects.create(project=run.project, run=run, step=Remote.Step.ENDED)
    Entry.objects.create(project=run.project, run=run, kind="hold", amount=1, currency="USD")
    Terms.objects.create(provider="runway", product=f"API {n}", starts="2026-01-01")
    Price.objects.create(
        provider="runway", model=f"model {n}", unit="credit", amount=1, starts="2026-01-01"
    )


def _signed(house: House, candidate: Any, producer: Any) -> Decision:
    return Decision.objects.create(
        project=house.project,
        candidate=candidate,
        revision=candidate.revisions.get(number=0),
        verdict=Decision.Verdict.APPROVED,
        person=producer,
        person_name=str(producer),
    )
