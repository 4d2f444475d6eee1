"""`bench face [--rounds N] [--only TEXT] [--shots-only | --pages-only]`: what pages weigh, how soon
they are there.

A portal of its own runs as `demo` starts it, with the sample films; for the pages of shots its
studio then gets a production of 1,000 and one of 5,000 (the rows of `bench api`, each with the same
small picture).
Chromium (headless, 1280 x 800) walks links from Home, as a producer, as a beta lead and signed out,
and visits one page of each kind it meets. Slow line: an empty cache, by DevTools 1.6 Mbit/s down,
750 kbit/s up, 150 ms for each answer, the processor four times slower. KB (1,000 bytes) are what
came over the line with headers, pictures, films and sound apart; requests are all until the page
has been still for a second, the socket among them. "largest" is the last Largest Contentful Paint;
"interactive" is when scripts have run and the last task over 50 ms before that stillness has ended;
"shift" is Cumulative Layout Shift. Shots, unthrottled, over the loopback: "usable" is when at least
the rows of the first screen have been painted and the page's script listens to keys; a key is then
pressed, and must move the focus to a row. Cold is an empty cache, warm the same page again;
"blocking" is what tasks take beyond 50 ms each, from first paint until stillness. Scrolling is
12,000 px in one gesture. Tasks are those of the page's main thread in the browser's own tracing, by
the clock and in CPU: beside other work on the machine the CPU says more. Tracing slows the page,
so that tasks are taken in visits of their own, and times without it. Every figure is the median of
the rounds (three unless said otherwise); `noise` is how far apart the cold times lay, as a share of
their median.
"""

from argparse import ArgumentParser
from typing import Any

from portal.benchmarks.api import world
from portal.benchmarks.api.served import machine
from portal.benchmarks.face import places, shots
from portal.benchmarks.face.browsing import Browser
from portal.benchmarks.face.figures import middle, missed
from portal.rehearsal import Rehearsal, rehearsal

ROUNDS, FEW, MANY = 3, 1000, 5000
STUDIO = """
select s.id::text, u.id::text from portal_studio s join portal_membership m on m.studio_id = s.id
join portal_user u on u.id = m.user_id
where u.email = 'ines@lantern-row.example' and s.name = 'Lantern Row'
"""
#: What the issue asks of every page, and of the pages of shots.
ASKED = {"kb": 100.0, "largest_s": 2.0, "shift": 0.05}
ASKED_SHOTS = {
    "cold_usable_s": 0.6,
    "warm_usable_s": 0.3,
    "requests": 12,
    "blocking_ms": 100,
    "scroll_longest_ms": 50,
}


def run(args: list[str]) -> dict[str, Any]:
    asked = options(args)
    with rehearsal(patience=900) as portal, Browser(portal) as browser:
        for who in (*filter(None, places.PEOPLE), shots.WHO):
            browser.enter(who, portal.link(who))
        pages = {} if asked.shots_only else _pages(portal, browser, asked)
        many = {} if asked.pages_only else _many(portal, browser, asked.rounds)
    return told(pages, many, asked.rounds)


def options(args: list[str]) -> Any:
    parser = ArgumentParser(prog="bench face")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--shots-only", action="store_true")
    one.add_argument("--pages-only", action="store_true")
    return parser.parse_args(args)


def _pages(portal: Rehearsal, browser: Browser, asked: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for who in places.PEOPLE:
        for name, path in places.walked(portal.address, browser.cookies(who)).items():
            if name not in found and asked.only in name:
                rounds = [browser.on_a_slow_line(who, path) for _n in range(asked.rounds)]
                found[name] = {"as": who, "path": path, **middle(rounds)}
    return found


def _many(portal: Rehearsal, browser: Browser, rounds: int) -> dict[str, dict[str, Any]]:
    """In the studio of the demo's producer, who has agreed to everything."""
    ((studio, person),) = portal.query(STUDIO)
    known = {"studio": studio, "person": person}
    few, many = (world.production(portal, known, f"S{n}", n) for n in (FEW, MANY))
    world.analysed(portal)
    shots.pictures(portal)
    paths = {
        "1,000 shots": f"/projects/{few}/status/",
        "5,000 shots": f"/projects/{many}/status/",
        "1,000 files": f"/projects/{few}/",
    }
    return {name: shots.measured(browser, path, rounds) for name, path in paths.items()}


def told(
    pages: dict[str, dict[str, Any]], many: dict[str, dict[str, Any]], rounds: int
) -> dict[str, Any]:
    over = missed(pages, ASKED)
    slow = missed({name: row for name, row in many.items() if "shots" in name}, ASKED_SHOTS)
    return {
        "bench": "face",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "machine": machine(),
        "rounds": rounds,
        "pages": pages,
        "heaviest": sorted(pages, key=lambda name: -pages[name]["kb"])[:5],
        "asked": ASKED,
        "missed": over,
        "shots": many,
        "asked_shots": ASKED_SHOTS,
        "missed_shots": slow,
        "met": not over and not slow,
    }
