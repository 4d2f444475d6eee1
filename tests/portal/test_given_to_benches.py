"""What is given to a measurement or a drill: a number, or the word that it is none; its help."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.benchmarks import number_in
from portal.management.commands import bench, drill


def test_a_number_is_of_the_kind_of_the_usual_one():
    assert number_in([], 1000) == 1000
    assert number_in(["7"], 1000) == 7
    assert number_in(["2.5"], 30.0) == 2.5
    assert number_in(["7", "9"], 3, 1) == 9
    assert number_in(["7"], 3, 1) == 3


@pytest.mark.parametrize("given", ["many", "0", "-3", "", "2.5", "nan"])
def test_anything_else_is_told_with_the_usual_one(given):
    with pytest.raises(CommandError, match=r"no number above zero\. Without one it is 1000"):
        number_in([given], 1000)


def test_neither_is_a_duration_without_end():
    for given in ("inf", "nan"):
        with pytest.raises(CommandError):
            number_in([given], 30.0)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *(("bench", name) for name in bench.Command.names()),
        *(("drill", name) for name in drill.Command.names()),
    ],
)
def test_each_says_what_it_does_and_begins_nothing(command, name):
    said = StringIO()
    call_command(command, name, "--help", stdout=said)
    first, *more = said.getvalue().strip().split("\n\n")
    assert len(first) > 30 and "None" not in first
    assert all(f"`{command} {name}" in one or len(one) > 30 for one in more)


def test_what_one_takes_is_told():
    said = StringIO()
    call_command("bench", "live", "-h", stdout=said)
    assert "[rounds] [sockets]" in said.getvalue()
