"""What a provider answered, in our own storage before anything is made of it."""

from contextlib import ExitStack
from decimal import Decimal
from typing import Any

from django.db import transaction

from portal.storage import files
from projects import budgets, places
from projects.assist.contract import OutputFile
from projects.assist.palette import Answer, Final
from projects.models import Remote, Run
from projects.storing import storing


def keep(run: Run, remote: Remote, answer: Answer) -> None:
    """Files first, then one transaction: what came, and what it costs. Links may expire now."""
    rows = []
    with storing(run) as put:
        for number, file in enumerate(answer.files, 1):
            key = f"{run.storage_prefix}answer/{run.attempt}-{number}{file.path.suffix}"
            put(key, file.path, file.media_type)
            told = {"role": file.role, "media_type": file.media_type, "index": file.index}
            rows.append({"key": key, **told})
        with transaction.atomic():
            if not run.renew():
                raise run.lost_by()
            remote.move(Remote.Step.FETCHED, answer=_told(answer, rows), troubles=0)
            _book(run, remote, answer)
            places.leave(run)


def _told(answer: Answer, rows: list[dict[str, Any]]) -> dict[str, Any]:
    usage = {unit: str(count) for unit, count in answer.usage.items()}
    return {"data": dict(answer.data), "model": answer.model, "usage": usage, "files": rows}


def _book(run: Run, remote: Remote, answer: Answer) -> None:
    """At the prices of the quote; by what was held where the bill names a unit without a price."""
    try:
        budgets.book(run, answer.usage, budgets.from_rows(remote.rates))
    except Final:
        budgets.book_hold(run)


def read(remote: Remote, held: ExitStack) -> Answer:
    """The answer as it was fetched; its files stay until `held` is closed."""
    told = remote.answer
    usage = {unit: Decimal(count) for unit, count in told["usage"].items()}
    found = [
        OutputFile(held.enter_context(files.local(row["key"])), row["role"], row["media_type"])
        for row in told["files"]
    ]
    return Answer(told["data"], found, usage, told["model"])
