#!/usr/bin/env python3
"""Check an export of the audit:  python verify_audit.py export.jsonl [--head POSITION:HASH]

Needs Python 3.9 or later and nothing else. Finds every row that was edited, removed, inserted
or moved, says which, and ends with 1; ends with 0 when all is in order.

Each row has a digest, SHA-256 of its content. The hash of row n is SHA-256 of the hash of row
n-1 followed by the digest of row n. In a studio's own export the rows of others are digests
alone: the chain still closes, and tells nothing of them (each content holds a random id).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

FORMAT = "last-mile-audit/1"
GENESIS = "0" * 64
AT_MOST = 50  # findings printed; all are counted
WHOLE = """The export holds every row of the programme up to its last one.
"""
PART = """The export holds one studio's rows; of the others only digests.
It proves that these rows are unchanged, complete among those it says are the studio's, and in
their order. It cannot prove that a row of digests alone belongs to somebody else: ask an
administrator to compare the head, and the number of your rows, with the programme's export.
"""
ALWAYS = """A chain has no key: whoever rewrites all of it can make it fit again. Compare the head
with one you kept from an earlier export or from the audit page (--head POSITION:HASH).
"""


def canonical(value: Any) -> bytes:
    """One spelling of a JSON value: sorted names, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def digest_of(value: Any) -> str:
    """SHA-256 of a content, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def link(previous: str, digest: str) -> str:
    """The hash of a row: of the hash before it, and its digest."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(digest)).hexdigest()


def checksum(head: dict[str, Any], end: dict[str, Any]) -> str:
    """Covers the first line and the last, which are not rows of the chain."""
    return digest_of([head, {name: end[name] for name in end if name != "checksum"}])


class Report:
    """What was found, and where the chain stands."""

    def __init__(self) -> None:
        self.findings: list[str] = []
        self.scope = ""
        self.rows = self.own = self.position = 0
        self.hash = GENESIS
        self.hashes: dict[int, str] = {}  # of the positions somebody asked for

    def find(self, text: str) -> None:
        self.findings.append(text)

    @property
    def head(self) -> str:
        return f"{self.position}:{self.hash}"


def is_hash(value: Any) -> bool:
    digits = "0123456789abcdef"
    return isinstance(value, str) and len(value) == 64 and all(c in digits for c in value)


def is_number(value: Any) -> bool:
    return type(value) is int and value >= 0


def is_row(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) - {"event"} != {"position", "digest", "hash"}:
        return False
    return is_number(row["position"]) and is_hash(row["digest"]) and is_hash(row["hash"])


def parsed(lines: Iterable[str], report: Report) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            yield number, json.loads(line)
        except ValueError:
            report.find(f"line {number} is no JSON: it was edited")


def verify(lines: Iterable[str], head: str = "") -> Report:
    """Reads line after line, in constant memory."""
    report = Report()
    asked = int(head.partition(":")[0]) if head else None
    first: Any = None
    last: Any = None
    for number, line in parsed(lines, report):
        if last is not None:
            report.find(f"line {number} comes after the end: it was inserted or moved")
        elif isinstance(line, dict) and "format" in line:
            first = _first(number, line, first, report)
        elif isinstance(line, dict) and "checksum" in line:
            last = line
        elif not is_row(line):
            report.find(f"line {number} is not a row of an export: it was edited or inserted")
        else:
            _row(number, line, report)
            if line["position"] == asked:
                report.hashes[line["position"]] = line["hash"]
    _ends(first, last, report)
    if asked is not None and f"{asked}:{report.hashes.get(asked)}" != head:
        report.find(f"row {asked} does not have the hash you kept: the chain was written anew")
    return report


def _first(number: int, line: dict[str, Any], before: Any, report: Report) -> dict[str, Any]:
    if number != 1 or before is not None:
        report.find(f"line {number} is a second beginning, or the beginning was moved")
    if line["format"] != FORMAT:
        report.find(f"the format is not {FORMAT}: the first line was edited, or is newer than this")
    report.scope = str(line.get("scope"))
    return line


def _row(number: int, row: dict[str, Any], report: Report) -> None:
    position, expected = row["position"], report.position + 1
    report.rows += 1
    if "event" in row:
        report.own += 1
        if digest_of(row["event"]) != row["digest"]:
            report.find(f"row {position} (line {number}) was edited")
    elif report.scope == "programme":
        report.find(f"row {position} (line {number}) has lost its content")
    if position < expected:
        report.find(f"row {position} (line {number}) was inserted or moved here")
        return
    if position > expected:
        gap = f"row {expected} is" if position == expected + 1 else f"rows {expected} to "
        gap += " " if position == expected + 1 else f"{position - 1} are "
        report.find(f"{gap}missing before line {number}: removed or moved")
    elif link(report.hash, row["digest"]) != row["hash"]:
        report.find(
            f"row {position} (line {number}) does not follow the row before it: "
            "one of the two was edited, or a row between them replaced"
        )
    report.position, report.hash = position, row["hash"]


def _ends(first: Any, last: Any, report: Report) -> None:
    if first is None:
        report.find("the first line is missing")
    if last is None:
        report.find("the last line is missing: the export was cut off")
    if first is None or last is None:
        return
    if last["checksum"] != checksum(first, last):
        report.find("the first or the last line was edited")
    for name, told in (("rows", report.rows), ("own", report.own), ("head", report.head)):
        if last.get(name) != told:
            report.find(f"the last line says {name} {last.get(name)}, but here it is {told}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an export of the audit.")
    parser.add_argument("export", help="the file of JSON lines")
    parser.add_argument("--head", default="", help="POSITION:HASH that you kept earlier")
    given = parser.parse_args(arguments)
    if given.head and not given.head.partition(":")[0].isdigit():
        parser.error("--head is POSITION:HASH, as an export or the audit page shows it")
    with open(given.export, encoding="utf-8") as lines:
        report = verify(lines, given.head)
    say = sys.stdout.write
    for finding in report.findings[:AT_MOST]:
        say(f"WRONG  {finding}\n")
    say(f"{report.rows} rows, {report.own} with content; head {report.head}\n")
    if report.findings:
        say(f"{len(report.findings)} finding(s): this is not the audit as it was exported.\n")
        return 1
    say(f"In order: no row was edited, removed, inserted or moved.\n{scope_words(report)}{ALWAYS}")
    return 0


def scope_words(report: Report) -> str:
    return WHOLE if report.scope == "programme" else PART


if __name__ == "__main__":
    raise SystemExit(main())
