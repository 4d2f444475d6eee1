"""Messages outlive a deploy: an old process sends what a new worker gets, and the other way round.

`tasks.json` keeps each task's name with its arguments. A name that goes, an argument that goes, and
one that has to be given and was not before, are refused: the version that still sends them is at
work. What comes is recorded: RECORD=1 uv run pytest tests/contract/test_task_names.py
"""

import inspect
import json

import pytest

from portal.celery import app
from tests.contract.recorded import HOW, agreed

Tasks = dict[str, dict[str, str]]
#: Task or "task argument" that may go → the version that stopped sending it, and why.
RETIRED: dict[str, str] = {}
_KINDS = {True: "given", False: "may be left out"}


def tasks() -> Tasks:
    app.loader.import_default_modules()
    ours = ("portal.", "projects.", "feedback.")
    return {
        name: _arguments(task.run) for name, task in sorted(app.tasks.items()) if _is(name, ours)
    }


def _is(name: str, rooms: tuple[str, ...]) -> bool:
    return name.startswith(rooms)


def _arguments(work) -> dict[str, str]:
    found = inspect.signature(work).parameters.values()
    return {p.name: _KINDS[p.default is p.empty] for p in found}


def broken(kept: Tasks, now: Tasks, retired: dict[str, str]) -> list[str]:
    """Why messages of one version would not be understood by the other."""
    faults = [f"{name} went" for name in kept if name not in now and name not in retired]
    for name in kept.keys() & now.keys():
        before, after = kept[name], now[name]
        for argument in before.keys() - after.keys():
            if f"{name} {argument}" not in retired:
                faults.append(f"{name} takes no {argument} any more")
        faults += [
            f"{name} wants {argument}, which the version before does not send"
            for argument, kind in after.items()
            if kind == "given" and before.get(argument) != "given"
        ]
        shared = [argument for argument in before if argument in after]
        if shared != [argument for argument in after if argument in before]:
            faults.append(f"{name} takes its arguments in another order")
    return sorted(faults)


def test_messages_of_the_version_before_are_understood():
    kept = json.loads(agreed("tasks.json", json.dumps(tasks(), indent=1) + "\n"))
    assert broken(kept, tasks(), RETIRED) == []
    assert kept == tasks(), HOW.format(test="test_task_names.py")


def test_what_is_retired_is_gone():
    now = tasks()
    stale = [name for name in RETIRED if name.partition(" ")[0] in now and " " not in name]
    assert stale == []


KEPT: Tasks = {"a.run": {"studio": "given", "pk": "given"}, "a.sweep": {}}


@pytest.mark.parametrize(
    ("now", "fault"),
    [
        ({"a.sweep": {}}, "a.run went"),
        ({**KEPT, "a.run": {"studio": "given"}}, "a.run takes no pk any more"),
        ({**KEPT, "a.sweep": {"since": "given"}}, "a.sweep wants since"),
        ({**KEPT, "a.run": {"pk": "given", "studio": "given"}}, "another order"),
    ],
)
def test_each_way_to_break_a_message_is_told(now, fault):
    assert len(told := broken(KEPT, now, {})) == 1 and fault in told[0]


def test_what_only_comes_is_no_fault():
    more = {**KEPT, "a.sweep": {"since": "may be left out"}, "a.new": {"pk": "given"}}
    assert broken(KEPT, more, {}) == []
    assert broken(KEPT, {"a.sweep": {}}, {"a.run": "gone since the second version"}) == []
