"""What a person has to be told about a plate, in words of English prose with figures."""

from collections.abc import Iterator

from projects.media.plate.making import Plate

WAY = 0.004  # of the width: a camera that moves more is told
RESTLESS = 0.8  # share of the detailed places that hold still; below it is told
LOST = 0.01  # share of the announced frames: files announce a few too many
IDLE = 0.002  # share of places where anything ever moved


def warnings_of(plate: Plate, *, stabilised: bool) -> list[dict[str, str]]:
    """`{"code", "detail"}` each; codes begin with `plate:`."""
    return [
        {"code": f"plate:{code}", "detail": detail}
        for code, detail in (*_of_trust(plate), *_of_input(plate, stabilised=stabilised))
    ]


def _of_trust(plate: Plate) -> Iterator[tuple[str, str]]:
    if (unseen := plate.share(0, 0)) > 0:
        yield (
            "never_seen",
            f"{_share(unseen)} of the picture was never seen empty and is made up from its "
            "surroundings; it is black in the mask",
        )
    if (doubtful := plate.share(1, 99)) > 0:
        yield (
            "doubtful",
            f"at {_share(doubtful)} of the picture something else stood as steadily as the "
            "background that was chosen; it is dark in the mask",
        )
    if plate.judged.texture < RESTLESS:
        yield (
            "restless",
            f"{1 - plate.judged.texture:.0%} of the detailed places never hold still: the plate "
            "may be soft or double there",
        )
    if plate.judged.moving < IDLE:
        yield "static", "nothing moves in the shot; the plate is the mean of its frames"


def _share(part: float) -> str:
    """Never `0.00%` of what is more than nothing."""
    return "less than 0.01%" if part < 0.0001 else f"{part:.2%}"


def _of_input(plate: Plate, *, stabilised: bool) -> Iterator[tuple[str, str]]:
    if len(plate.found.shots) > 1:
        shot = plate.shot
        yield (
            "cuts",
            f"there are {len(plate.found.shots)} shots; the plate is of the longest, frames "
            f"{shot.start} to {shot.end - 1}",
        )
    if plate.found.lost > max(2, LOST * plate.film.announced):
        yield (
            "incomplete",
            f"{plate.found.lost} of {plate.film.announced} frames that the file announces cannot "
            "be read; the plate is made of the rest",
        )
    if plate.left_out:
        yield "left_out", f"{plate.left_out} of the sampled frames do not fit and were left out"
    travel = plate.poses.travel
    if travel > max(1.0, WAY * plate.mask.shape[1]):
        done = "the frames were laid over one another" if stabilised else "nothing was stabilised"
        yield (
            "camera_moves",
            f"the camera moves by up to {travel:.1f} pixels; {done}: look "
            "closely where things stand near and far",
        )
    if plate.poses.held == 0:
        yield "nothing_to_hold", "the picture has no details to measure the camera by"
