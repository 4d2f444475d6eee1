"""`bench triage`: deciding on 200 pictures with the keyboard, alone and two at once.

The embedded default runs as `demo` starts it, with boards of 200 drawn pictures of two
providers (1280 x 720, each motive in four variations). Chromium is driven with keys, by a
fixed rule with a fixed seed: of 20 pictures one is compared with its plate first, one in 30
is decided wrongly and taken back, of look-alikes two thirds are decided by keeping one,
each after a look of 0.3 s. Keys
are all that were pressed over decisions that stand at the end. The time of a picture goes
from the key to the frame after the one in which the next picture stands decoded on the page.
Then two people start at the same picture of a second board at the same time; each press is
noted with the picture that stood on the screen, and each decision in the database must have
such a press of the same person.
"""

import random
import statistics
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from portal.benchmarks import number_in
from portal.rehearsal import Rehearsal, rehearsal
from portal.reviewers import Reviewer

PICTURES, ALIKE, SEED = 200, 4, 4
PEOPLE = ("ines@lantern-row.example", "tomas@lantern-row.example")

SEED_BOARD = """
from portal.boards import make_board
from projects.models import Version
from portal.models import User
version = Version.objects.filter(studio__name="Lantern Row").first()
print(make_board(version, User.objects.get(email="{who}"), {pictures}, {motives}).pk)
"""
LINK = """
from portal.models import SignInLink, User
from portal.signin import sign_in_link
print(sign_in_link(SignInLink.issue(User.objects.get(email="{who}"), strong=True)))
"""
#: Candidate, person and verdict of each decision, oldest first.
SIGNED = """
select d.candidate_id::text, u.email, d.verdict from projects_decision d
join portal_user u on u.id = d.person_id join projects_candidate c on c.id = d.candidate_id
join projects_run r on r.id = c.run_id where r.request_id = %s order by d.at
"""


def run(args: list[str]) -> dict[str, Any]:
    """Keys per decision, milliseconds to the next picture, decisions on the wrong picture."""
    pictures = number_in(args, PICTURES)
    with rehearsal() as portal:
        alone = _alone(portal, _board(portal, pictures), pictures)
        together = _together(portal, _board(portal, pictures), pictures)
    return {
        "bench": "triage",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "pictures": pictures,
        **alone,
        **together,
        "target_keys_per_decision": 1.2,
        "target_p95_ms": 100,
        "met": alone["keys_per_decision"] <= 1.2
        and alone["next_picture_p95_ms"] <= 100
        and together["wrong"] == 0,
    }


def _board(portal: Rehearsal, pictures: int) -> str:
    code = SEED_BOARD.format(who=PEOPLE[0], pictures=pictures, motives=max(1, pictures // ALIKE))
    return portal.shell(code, seconds=600).splitlines()[-1]


def _alone(portal: Rehearsal, board: str, pictures: int) -> dict[str, Any]:
    link = portal.shell(LINK.format(who=PEOPLE[0]))
    with Reviewer(portal, link, board) as reviewer:
        reviewer.decide_all(random.Random(SEED), at_most=pictures * 6)  # noqa: S311 (no secret)
        reviewer.settle()
    decided = len(_standing(portal, board))
    shown = sorted(reviewer.shown)
    return {
        "decided": decided,
        "keys": reviewer.keys,
        "keys_per_decision": round(reviewer.keys / max(1, decided), 3),
        "next_picture_p50_ms": round(statistics.median(shown), 1),
        "next_picture_p95_ms": round(shown[int(len(shown) * 0.95)], 1),
        "next_picture_worst_ms": round(shown[-1], 1),
    }


def _standing(portal: Rehearsal, board: str) -> dict[str, str]:
    newest = {candidate: verdict for candidate, _who, verdict in portal.query(SIGNED, board)}
    return {c: verdict for c, verdict in newest.items() if verdict in ("approved", "rejected")}


def _together(portal: Rehearsal, board: str, pictures: int) -> dict[str, Any]:
    """Each in a process-like thread with a browser of its own."""
    links = [portal.shell(LINK.format(who=who)) for who in PEOPLE]

    def review(place: int) -> list[tuple[str, str]]:
        with Reviewer(portal, links[place], board) as reviewer:
            reviewer.decide_plainly(random.Random(SEED + place), at_most=pictures * 2)  # noqa: S311 (no secret)
            reviewer.settle()
            return reviewer.pressed

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        pressed = dict(zip(PEOPLE, pool.map(review, range(len(PEOPLE))), strict=True))
    signed = portal.query(SIGNED, board)
    wrong = [row for row in signed if (row[0], row[2]) not in pressed[row[1]]]
    presses = sum(map(len, pressed.values()))
    return {
        "two_reviewers_decided": len(_standing(portal, board)),
        "two_reviewers_presses": presses,
        "two_reviewers_signed": len(signed),
        "not_signed": presses - len(signed),
        "signed_over_each_other": len(signed) - len({row[0] for row in signed}),
        "wrong": len(wrong),
    }
