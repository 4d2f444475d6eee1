"""`manage.py drill disclosure [SEED]`: a year of reports, subtracted from one another.

A made-up programme answers for 52 weeks: studios of 2 to 10 people in two cohorts, six tools, some
studios whose single answers beta leads may read. Every week each figure that reports can tell of
them is told: everything, cut by cohort, studio, tool and period, and filtered by each cohort,
studio and tool (`feedback.reports.scope`, as the pages and files use it). The attacker takes all
figures of the year, and the difference of each two, and of each three (A - B - C, for each choice
of A), counted as exact as if every figure were an exact sum. Disclosed is a difference that tells
of one to four people, or of one to four whose answers nobody knows beside known ones. As a check
of the attacker, the same is done to figures that are only hidden where fewer than five answered,
without leaves: there it must find something.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from random import Random
from typing import Any

import numpy as np

from feedback.reports.scope import CUTS, PLACES, Fact, Scope
from feedback.suppression import FEWEST, PATIENCE, Said, enough

WEEKS, SEED = 52, 7
TOOLS = ("stills", "match", "breakdown", "selects", "plate", "script")
#: Triples are taken of so many figures at most (then of those of the fewest people).
TRIPLES_OF = 700
Figure = frozenset[int]


def run(rest: list[str]) -> dict[str, Any]:
    """Cells below five that were disclosed, with and without the protection."""
    seed = int(rest[0]) if rest else SEED
    began, rows = time.perf_counter(), programme(Random(seed))  # noqa: S311 (made-up answers)
    told = figures(rows)
    found = attack(rows, told)
    naive = attack(rows, naively(rows))
    return {
        "drill": "disclosure",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "seed": seed,
        "answers": len(rows),
        "people": len({row.person for row in rows}),
        "reports": WEEKS,
        "figures": len(told),
        **{f"hidden_only_{name}": count for name, count in naive.items() if name == "disclosed"},
        "seconds": round(time.perf_counter() - began, 1),
        **found,
    }


def programme(rng: Random) -> list[Said]:
    """Answers of a year: studios of 2 to 10 people, more or less busy, some of them known."""
    rows = []
    for number in range(8):
        cohort, studio = f"cohort {number % 2}", f"studio {number}"
        known, size = rng.random() < 0.3, rng.randint(2, 10)
        for person in range(size):
            habit = rng.sample(TOOLS, rng.randint(1, 4))
            for week in range(number, WEEKS):
                for _n in range(rng.choice((0, 0, 1, 2))):
                    place = (cohort, studio, rng.choice(habit))
                    rows.append(Said(f"{studio}/{person}", week, place, known))
    return rows


def figures(rows: Sequence[Said]) -> set[Figure]:
    """What is told in a year, each figure as the set of answers that it is made of."""
    facts = [Fact(row, {"n": number}) for number, row in enumerate(rows)]
    told: set[Figure] = set()
    for week in range(1, WEEKS + 1):
        for where in _filters(rows):
            scope = Scope(until=week, where=where)
            for by in ("", *CUTS):
                told |= {frozenset(part.values("n")) for part in scope.slices(facts, "n", by)}
    return told


def naively(rows: Sequence[Said]) -> set[Figure]:
    """The same without leaves: every slice of five people or more, of whatever is there so far."""
    told: set[Figure] = set()
    for week in range(PATIENCE, WEEKS + 1, PATIENCE):
        for by in (None, *PLACES.values()):
            slices: dict[str, set[int]] = defaultdict(set)
            for number, row in enumerate(rows):
                if row.period < week:
                    slices["" if by is None else row.place[by]].add(number)
            told |= {frozenset(one) for one in slices.values() if enough(rows[n] for n in one)}
    return told


def _filters(rows: Sequence[Said]) -> Iterator[dict[str, str]]:
    yield {}
    for name, place in PLACES.items():
        for value in sorted({row.place[place] for row in rows}):
            yield {name: value}


def attack(rows: Sequence[Said], told: set[Figure]) -> dict[str, int]:
    """How many differences were taken, and how many small cells they disclose."""
    chosen = sorted(told, key=lambda one: (len(one), sorted(one)[:1]))
    atoms = _atoms(rows, chosen)
    masks = _masks(chosen, atoms)
    cells: set[bytes] = set()
    pairs, triples = 0, 0
    for one, other in combinations(range(len(chosen)), 2):
        pairs += 1
        _note(cells, masks[one] ^ masks[other], rows, atoms)
    small = _small(rows, atoms)
    few = masks[:TRIPLES_OF]
    for number in range(len(few)):
        supports = _triple(few[number], few)
        triples += len(few) * (len(few) - 1) // 2
        for support in _only_small(supports, small):
            _note(cells, support, rows, atoms)
    return {"pairs": pairs, "triples": triples, "disclosed": len(cells)}


def _atoms(rows: Sequence[Said], chosen: Sequence[Figure]) -> list[list[int]]:
    """Answers that are in the same figures always: nothing told takes them apart."""
    signature: dict[int, int] = dict.fromkeys(range(len(rows)), 0)
    for bit, figure in enumerate(chosen):
        for number in figure:
            signature[number] |= 1 << bit
    together: dict[int, list[int]] = defaultdict(list)
    for number, bits in signature.items():
        if bits:
            together[bits].append(number)
    return list(together.values())


def _masks(chosen: Sequence[Figure], atoms: Sequence[list[int]]) -> np.ndarray:
    """(figures, words) of 64 atoms each."""
    masks = np.zeros((len(chosen), -(-len(atoms) // 64) or 1), np.uint64)
    for row, figure in enumerate(chosen):
        for place, atom in enumerate(atoms):
            if atom[0] in figure:
                masks[row, place // 64] |= np.uint64(1 << (place % 64))
    return masks


def _small(rows: Sequence[Said], atoms: Sequence[list[int]]) -> np.ndarray:
    """The atoms that are few people by themselves: what is disclosed is made of these alone."""
    words = np.zeros(-(-len(atoms) // 64) or 1, np.uint64)
    for place, atom in enumerate(atoms):
        if _is_few(rows, atom):
            words[place // 64] |= np.uint64(1 << (place % 64))
    return words


def _triple(first: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(pairs, words): where A - B - C is not zero, for each B before C."""
    before, after = np.triu_indices(len(others), 1)
    b, c = others[before], others[after]
    return ~((first & (b ^ c)) | (~first & ~b & ~c))


def _only_small(supports: np.ndarray, small: np.ndarray) -> Iterable[np.ndarray]:
    inside = ~(supports & ~small).any(axis=1) & supports.any(axis=1)
    return np.unique(supports[inside], axis=0)


def _note(
    cells: set[bytes], support: np.ndarray, rows: Sequence[Said], atoms: Sequence[list[int]]
) -> None:
    if not support.any():
        return
    bits = np.unpackbits(support.view(np.uint8), bitorder="little")
    found = [number for place in np.flatnonzero(bits).tolist() for number in atoms[place]]
    if _is_few(rows, found):
        cells.add(support.tobytes())


def _is_few(rows: Sequence[Said], found: Iterable[int]) -> bool:
    """One to four people, or one to four unknown ones among known."""
    people = {rows[number].person: rows[number].known for number in found}
    unknown = sum(not known for known in people.values())
    return 0 < len(people) < FEWEST or 0 < unknown < FEWEST
