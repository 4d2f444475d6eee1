"""What the worker does with a run: call the tool, keep what it offers."""

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from portal.errors import PortalError
from portal.postgres.statements import Asked, change
from portal.storage import files
from projects import origin, telling
from projects.assist import cutting
from projects.assist.contract import Outcome, OutputFile, Picture, ToolInput
from projects.handing_out import clear, hands_for
from projects.media.handing import Hands, lent
from projects.models import AssistRequest, Candidate, Rendition, Revision, Run, State, Version
from projects.models.decisions import tell_board
from projects.relying import rely
from projects.storing import storing


def work_folder(run: Run) -> Path:
    """Kept between attempts, so that a long tool goes on where it was."""
    folder = Path(settings.WORK_ROOT) / run.pk.hex
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def work_on_run(run: Run) -> None:
    """Leaves candidates and READY in one transaction; files go before, by attempt."""
    tool, versions = run.request.definition, run.request.inputs
    if tool.run is None:
        raise PortalError("remote:target")
    folder = work_folder(run)
    with ExitStack() as held:
        inputs = [
            ToolInput(held.enter_context(files.local(version.workable_key)), version.file_name)
            for version in versions
        ]
        held.enter_context(lent(_hands(run, versions, inputs)))
        outcomes = tool.run(inputs, tool.parameters(**run.request.parameters), folder, run.progress)
    offer(run, versions[0], outcomes)
    shutil.rmtree(folder, ignore_errors=True)
    clear(run.kind, run.pk)


def _hands(run: Run, versions: Sequence[Version], inputs: Sequence[ToolInput]) -> Hands | None:
    places = {version.workable_key: one.path for version, one in zip(versions, inputs, strict=True)}
    return hands_for(run, places, sum(version.seconds for version in versions))


def offer(run: Run, version: Version, outcomes: Sequence[Outcome]) -> None:
    """Keep what a claimed run has made, signed, and end it. Further pictures open what was decided;
    what asks for no decision is settled.
    """
    with origin.signed(run, outcomes) as offered, storing(run) as put:
        for number, outcome in enumerate(offered.outcomes, 1):
            for file in outcome.files:
                put(_key(run, number, file), file.path, file.media_type)
        with transaction.atomic():
            run.awaits = _awaits(run, offered.outcomes)
            run.finish(State.READY)
            for number, outcome in enumerate(offered.outcomes, 1):
                _keep(run, version, number, outcome, offered)
            rely(run)


def _awaits(run: Run, outcomes: Sequence[Outcome]) -> bool:
    """Whether what is kept now awaits a person's decision; the request, which is held first as by
    whoever decides or withdraws, is settled or opened accordingly.
    """
    states, request = AssistRequest.State, run.request_id
    if not run.request.definition.decided:
        if change(AssistRequest, {"pk": request, "state": states.OPEN}, state=states.DECIDED):
            telling.awaited(run.request, False)  # an earlier run of it may have failed
        return False
    if not any(outcome.picture for outcome in outcomes):
        return bool(_OPEN(request))  # another provider's may be approved already
    if change(AssistRequest, {"pk": request, "state": states.DECIDED}, state=states.OPEN):
        telling.awaited(run.request, True)
    tell_board(request)
    return True


def _open(request: Any) -> Any:
    rows = AssistRequest.objects.filter(pk=request, state=AssistRequest.State.OPEN)
    return rows.select_for_update(of=("self",)).values_list("pk")


_OPEN = Asked(_open)


def _keep(
    run: Run, version: Version, number: int, outcome: Outcome, offered: origin.Offered
) -> None:
    candidate = Candidate.objects.create(
        project=run.project,
        run=run,
        version=version,
        number=number,
        result=outcome.result,
        source_type=offered.source_type(outcome),
        **{"kind": outcome.kind, **_of_picture(version, outcome.picture)},
    )
    is_cut = candidate.kind == Candidate.Kind.CUT
    cut = cutting.from_result(outcome.result) if is_cut else []
    Revision.objects.create(project=run.project, candidate=candidate, number=0, cut=cut)
    Rendition.objects.bulk_create(
        _rendition(run, candidate, number, file, offered) for file in outcome.files
    )


def _of_picture(version: Version, picture: Picture | None) -> dict[str, Any]:
    """The plate is a frame of what the tool was given; of pictures it is the first version."""
    if picture is None:
        return {}
    return {
        "kind": Candidate.Kind.PICTURE,
        "width": picture.width,
        "height": picture.height,
        "likeness": picture.hash,
        "plate": version if picture.plate == 0 else None,
        "plate_frame": picture.plate_frame if picture.plate == 0 else None,
    }


def _rendition(
    run: Run, candidate: Candidate, number: int, file: OutputFile, offered: origin.Offered
) -> Any:
    known = {"origin": offered.facts[file.path]} if offered.told(file) else {}
    return Rendition(
        studio=run.studio,
        project=run.project,
        candidate=candidate,
        role=file.role,
        index=file.index,
        media_type=file.media_type,
        storage_key=_key(run, number, file),
        size=file.path.stat().st_size,
        facts={"name": file.path.name, **known},
    )


def _key(run: Run, number: int, file: OutputFile) -> str:
    name = f"{file.role}-{file.index}{file.path.suffix}"
    return f"{run.storage_prefix}{run.attempt}/{number}/{name}"
