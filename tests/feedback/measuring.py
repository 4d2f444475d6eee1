"""Measured items made in a line: what the statistics take, without a database."""

from datetime import date

import numpy as np

from feedback.measured import Arm, Design, Measured

DONE = date(2027, 4, 2)


def item(**given) -> Measured:
    """A finished item of ten hours at 50, by hand as it was drawn."""
    arm = given.get("arm", Arm.BY_HAND)
    plain = {
        "id": "one",
        "studio": "north",
        "person": "ada",
        "stage": "compositing",
        "stratum": "simple",
        "design": Design.RANDOMISED,
        "assigned": arm,
        "arm": arm,
        "rate": 50.0,
        "hours_working": 10.0,
        "begun": date(2027, 3, 30),
        "done": DONE,
    }
    return Measured(**{**plain, **given})


def drawn_items(saving=0.3, *, studios=6, each=40, noise=0.3, seed=1, **given) -> list[Measured]:
    """A randomised programme: studios of five people, two strata, blocks of four."""
    chance = np.random.default_rng(seed)
    made = []
    for studio in range(studios):
        level = chance.normal(0, 0.3)
        halves = [chance.permutation([1, 1, 0, 0]) for _block in range(each // 4 + 1)]
        for at in range(each):
            assisted = halves[at // 4][at % 4]
            arm = Arm.ASSISTED if assisted else Arm.BY_HAND
            log = level + chance.normal(0, noise) + assisted * np.log1p(-saving)
            made.append(
                item(
                    id=f"{studio}-{at}",
                    studio=f"s{studio}",
                    person=f"p{at % 5}",
                    stratum="simple" if at // 4 % 2 else "complex",
                    block=str(at // 4),
                    period=at % 8,
                    **{"arm": arm, "hours_working": float(8 * np.exp(log)), **given},
                )
            )
    return made
