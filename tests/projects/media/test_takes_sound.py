"""The sound of takes: level, clipping, claps, and stretches in which nothing happens."""

import numpy as np
import pytest

from projects.media.takes.contact import first_sharp, save_contact
from projects.media.takes.dead_air import DeadAir, dead_air, kept
from projects.media.takes.hearing import hear
from projects.media.takes.measures import measures
from projects.media.takes.sounding import sound_reasons
from projects.media.takes.watching import watch
from tests.projects.media.takes_films import frames, soft, speech, write
from tests.projects.media.test_shots_films import sound_only


def quiet(*_share: float) -> None:
    """Nobody is told."""


def silence(seconds: float) -> np.ndarray:
    return np.zeros((1, round(seconds * 48000)), np.float32)


def joined(*parts: np.ndarray) -> np.ndarray:
    return np.concatenate(parts, axis=1)


def with_sound(path, sound, **how):
    return write(path, frames(2), sound=sound, **how)


def heard(tmp_path, sound, name="a.mov", **how):
    return hear(with_sound(tmp_path / name, sound, **how), quiet)


def tone(level: float, seconds: float = 3) -> np.ndarray:
    time = np.arange(round(seconds * 48000)) / 48000
    wave = 10 ** (level / 20) * np.sin(2 * np.pi * 1000 * time)
    return np.stack([wave, wave]).astype(np.float32)


def test_a_tone_is_read_from_a_file(tmp_path):
    found = heard(tmp_path, tone(-23))
    assert found.loudness.integrated == pytest.approx(-23, abs=0.1)
    assert found.loudness.peak == pytest.approx(-23, abs=0.3)
    assert (found.channels, found.seconds) == (2, pytest.approx(3, abs=0.01))
    assert (found.clipped, found.clipped_share, found.claps()) == (0, 0, [])


def test_clipped_samples_are_counted(tmp_path):
    found = heard(tmp_path, joined(tone(-20, 2), tone(6, 1)))
    assert found.clipped > 1000 and found.clipped_share == pytest.approx(1 / 3, abs=0.05)
    assert found.loudness.peak > -0.1
    assert heard(tmp_path, tone(6), "b.mov").clipped_share == 1


@pytest.mark.parametrize("channels", [4, 8])
def test_wide_sound_is_heard(tmp_path, channels):
    found = heard(tmp_path, np.repeat(tone(-30, 2)[:1], channels, axis=0))
    assert found.channels == channels and -35 < found.loudness.integrated < -10


def test_the_low_channel_of_surround_does_not_count(tmp_path):
    front = np.zeros((6, 2 * 48000), np.float32)
    front[:2] = tone(-23, 2)
    low = front.copy()
    low[3] = tone(-6, 2)[0]
    for number, sound in enumerate((front, low)):
        level = heard(tmp_path, sound, f"{number}.mov").loudness.integrated
        assert level == pytest.approx(-23, abs=0.2)


def test_a_loud_tone_that_just_fits_is_not_clipped(tmp_path):
    assert heard(tmp_path, tone(-0.5)).clipped == 0


def test_a_clap_is_found_and_speech_is_not(tmp_path):
    clap = joined(speech(2, -45), tone(-3, 0.03)[:1], speech(3, -45))
    (at,) = heard(tmp_path, clap).claps()
    assert at == pytest.approx(2.0, abs=0.03)
    assert heard(tmp_path, speech(5), "b.mov").claps() == []


def test_claps_at_both_ends_and_sound_that_begins_late(tmp_path):
    clap = joined(speech(2, -45), tone(-3, 0.03)[:1], speech(3, -45))
    both = joined(clap, speech(25, -45), clap)
    found = heard(tmp_path, both, starts=0.5)
    first, last = found.claps()
    assert found.starts == pytest.approx(0.5, abs=0.05)
    assert first == pytest.approx(2.5, abs=0.06) and last == pytest.approx(32.53, abs=0.06)


def test_no_sound_and_broken_sound_are_none(tmp_path):
    assert hear(write(tmp_path / "mute.mp4", frames(2)), quiet) is None
    (tmp_path / "text.mov").write_text("no film")
    assert hear(tmp_path / "text.mov", quiet) is None
    found = hear(sound_only(tmp_path / "short.mp4"), quiet)
    assert found is None or found.loudness.integrated is None


def test_digital_silence_has_no_level(tmp_path):
    found = heard(tmp_path, silence(2))
    assert (found.loudness.integrated, found.loudness.peak) == (None, None)


def test_sound_is_judged_beside_the_others(tmp_path):
    fine = heard(tmp_path, tone(-23), "a.mov")
    low = heard(tmp_path, tone(-40), "b.mov")
    clipped = heard(tmp_path, tone(3), "c.mov")
    mute = heard(tmp_path, silence(2), "d.mov")
    takes = [fine, fine, low, clipped, mute, None]
    codes = [[r.code for r in reasons if r.amount >= 1] for reasons in sound_reasons(takes)]
    assert codes == [[], [], ["sound_low"], ["sound_clipped"], ["sound_missing"], ["sound_missing"]]
    low_one = sound_reasons(takes)[2][0]
    assert (low_one.measured, low_one.reference) == pytest.approx((-40, -23), abs=0.2)


def test_silent_setups_miss_nothing():
    assert sound_reasons([None, None]) == [[], []]


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    """A take: a second of action, four of nothing, a second of action; 25 frames a second."""
    path = tmp_path_factory.mktemp("waiting") / "take.mov"
    action = frames(50)
    pictures = [*action[:25], *[action[25]] * 100, *action[25:]]
    write(path, pictures, sound=joined(speech(1), speech(4, -70), speech(1)))
    return watch(path, quiet), hear(path, quiet)


def found_in(waiting, **wishes):
    return dead_air(*waiting, **({"below": 25, "shortest": 2, "handles": 10} | wishes))


def test_dead_air_is_proposed_with_handles(waiting):
    (one,) = found_in(waiting)
    assert (one.start, one.end) == (pytest.approx(31, abs=3), pytest.approx(119, abs=3))
    assert one.cut == (one.start + 10, one.end - 10) and one.by == "both"


def test_longer_handles_and_lengths_leave_it(waiting):
    assert found_in(waiting, shortest=5) == []
    assert found_in(waiting, handles=50) == []
    assert len(found_in(waiting, handles=0)) == 1


def test_sound_over_a_still_picture_is_not_dead(tmp_path, waiting):
    seen, _heard = waiting
    loud = heard(tmp_path, speech(6))
    assert dead_air(seen, loud, below=25, shortest=2, handles=0) == []


def test_movement_in_silence_is_not_dead(tmp_path):
    path = write(tmp_path / "a.mov", frames(100), sound=joined(speech(1), speech(3, -70)))
    assert dead_air(watch(path, quiet), hear(path, quiet), below=25, shortest=1, handles=0) == []


def test_without_sound_the_picture_alone_tells(waiting):
    (one,) = dead_air(waiting[0], None, below=25, shortest=2, handles=0)
    assert one.by == "picture" and one.end - one.start == pytest.approx(100, abs=3)


def test_ends_need_no_handle(tmp_path):
    action = frames(30)
    path = write(tmp_path / "a.mp4", [*[action[0]] * 60, *action])
    (one,) = dead_air(watch(path, quiet), None, below=25, shortest=1, handles=5)
    assert one.cut == (0, one.end - 5)


def test_what_is_kept_is_the_rest():
    dead = [DeadAir(10, 40, (15, 35), "both")]
    assert kept(60, dead, (2, 58)) == [(2, 15), (35, 58)]
    assert kept(60, [], (0, 60)) == [(0, 60)]
    assert kept(60, [DeadAir(0, 60, (0, 60), "both")], (0, 60)) == [(0, 60)]


def test_the_contact_picture_is_the_first_sharp_frame(tmp_path):
    by = np.concatenate([np.full(15, 3.0), np.zeros(15)])
    path = write(tmp_path / "a.mp4", soft(frames(30), by))
    seen = watch(path, quiet)
    number = first_sharp(seen, measures(seen))
    assert number == 15
    assert save_contact(path, number, tmp_path / "a.jpg")
    assert (tmp_path / "a.jpg").stat().st_size < 60_000
    assert not save_contact(path, 500, tmp_path / "b.jpg")
