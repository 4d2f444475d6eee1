"""The player stands on the frame it names; the cuts move by frames."""

from fractions import Fraction
from pathlib import Path

import pytest

from .fake_pages import problem
from .waiting import until


def clip(path: Path, frames=120):
    """Each frame carries its own number as sixteen black or white columns."""
    av = pytest.importorskip("av")
    np = pytest.importorskip("numpy")
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(24000, 1001))
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 320, 180, "yuv420p", 48
        for number in range(frames):
            picture = np.zeros((180, 320, 3), np.uint8)
            for bit in range(16):
                picture[:, bit * 20 : bit * 20 + 20] = 235 if number >> bit & 1 else 20
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    return path.read_bytes()


READ = """() => { const video = document.querySelector("frame-player video"), canvas =
document.createElement("canvas"); canvas.width = 320; canvas.height = 180;
  const draw = canvas.getContext("2d"); draw.drawImage(video, 0, 0); let number = 0;
  for (let bit = 0; bit < 16;
bit += 1) if (draw.getImageData(bit * 20 + 10, 90, 1, 1).data[0] > 128) number += 1 << bit;
return number; }"""
PLAYER = """<frame-player {}data-src="/clip.mp4" data-rate="24000/1001" data-frames="120"
data-start-frame="86400" data-drop-frame="0"></frame-player>"""


def test_the_player_stands_on_the_frame_it_names(tab, fake, tmp_path):
    fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
    fake.page("/play/", PLAYER.format(""))
    tab.goto(f"{fake.url}/play/")
    until(tab, "document.querySelector('video')?.readyState >= 2")
    for frame in (0, 1, 47, 48, 49, 95, 118, 119):
        tab.evaluate("(n) => document.querySelector('frame-player').seekFrame(n)", frame)
        until(
            tab,
            "(n) => { const p = document.querySelector('frame-player');"
            " return p.wanted === null && p.frame === n; }",
            arg=frame,
        )
        tab.wait_for_timeout(60)
        assert tab.evaluate(READ) == frame
    assert tab.inner_text(".player-time b") == "01:00:04:23"
    tab.keyboard.press("ArrowLeft")
    until(tab, "document.querySelector('frame-player').wanted === null")
    tab.wait_for_timeout(60)
    assert tab.evaluate(READ) == 118


def test_a_range_ends_on_its_last_frame(tab, fake, tmp_path):
    fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
    fake.page("/play/", PLAYER.format(""))
    tab.goto(f"{fake.url}/play/")
    until(tab, "document.querySelector('video')?.readyState >= 2")
    tab.evaluate("void document.querySelector('frame-player').playRange(20, 40)")
    until(tab, "document.querySelector('frame-player').playing === null")
    tab.wait_for_timeout(300)
    assert tab.evaluate("document.querySelector('video').paused")
    assert tab.evaluate(READ) == 39


def revision(number, cuts, made_by="Ana"):
    edges = [0, *cuts, 120]
    return {
        "number": number,
        "summary": f"{len(edges) - 1} shots",
        "made_by": made_by,
        "can_edit": True,
        "shots": [
            {
                "number": n + 1,
                "start": edges[n],
                "end": edges[n + 1],
                "timecode_in": "",
                "timecode_out": "",
                "length": edges[n + 1] - edges[n],
                "confidence": 0.4 if n == 2 else 0.9,
                "transition": None,
                "thumbnail": "",
            }
            for n in range(len(edges) - 1)
        ],
    }


CARD = """<li class="shot" data-shot tabindex="-1"><figure class="card"><div class="thumb">
<img data-part="thumb" alt=""><span data-part="length"></span></div><figcaption>
<b data-part="number"></b><span data-part="look" hidden>look</span><span data-part="in"></span>
<span data-part="out"></span><span data-part="transition" hidden></span></figcaption></figure>
</li>"""
EDITOR = f"""<cut-editor data-candidate="c1" data-revision="1" data-locked="0"
data-frame-url-template="/f/{{frame}}.png">{PLAYER.format('data-part="player" ')}
<div data-part="seam" hidden><img data-part="seam-left" alt=""><i data-part="seam-left-text">
</i><img data-part="seam-right" alt=""><i data-part="seam-right-text"></i></div>
<div data-part="tools"></div><p data-part="news"></p>
<ol class="sheet" data-part="sheet">{CARD}</ol><template data-part="card">{CARD}</template>
<footer data-part="counts"></footer></cut-editor>"""


def test_cuts_are_moved_split_merged_and_undone_from_the_keyboard(tab, fake, tmp_path):
    fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
    edits, history = [], {1: [30, 60, 90]}

    def edit(data):
        edits.append(data)
        cuts, what = list(history[len(history)]), data["edit"]
        if what["op"] == "move":
            cuts[what["boundary"] - 1] = what["frame"]
        elif what["op"] == "split":
            cuts = sorted([*cuts, what["frame"]])
        elif what["op"] == "merge":
            del cuts[what["boundary"] - 1]
        else:
            cuts = history[what["revision"]]
        history[len(history) + 1] = cuts
        return 201, revision(len(history), cuts)

    path = "/api/v1/candidates/c1/revisions/"
    fake.answers[("GET", path + "latest/")] = lambda _: (
        200,
        revision(len(history), history[len(history)]),
    )
    fake.answers[("POST", path)] = edit
    fake.page("/cuts/", EDITOR)
    tab.goto(f"{fake.url}/cuts/")
    until(tab, "document.querySelectorAll('[data-shot]').length === 4")
    tab.locator("[data-shot]").nth(1).click()
    for _ in range(3):
        tab.keyboard.press("]")
    tab.keyboard.press("[")
    assert tab.get_attribute("[data-shot] >> nth=1", "data-start") == "32"
    assert tab.get_attribute("[data-part=seam-left]", "src") == "/f/31.png"
    until(tab, "document.querySelector('cut-editor').dataset.revision === '2'")
    assert edits == [{"base": 1, "edit": {"op": "move", "boundary": 1, "frame": 32}}]
    tab.evaluate("document.querySelector('frame-player').seekFrame(45)")
    tab.keyboard.press("s")
    until(tab, "document.querySelectorAll('[data-shot]').length === 5")
    tab.keyboard.press("m")
    until(tab, "document.querySelectorAll('[data-shot]').length === 4")
    tab.keyboard.press("u")
    until(tab, "document.querySelectorAll('[data-shot]').length === 5")
    tab.keyboard.press("d")
    assert tab.get_attribute("[data-shot][aria-current]", "data-number") == "3"
    assert [one["edit"]["op"] for one in edits] == ["move", "split", "merge", "restore"] and edits[
        -1
    ]["edit"]["revision"] == 3
    tab.keyboard.press("?")
    assert "Cuts" in tab.inner_text("dialog#keys-sheet")


def test_a_stale_edit_says_who_was_faster_and_loads_the_newer_cuts(tab, fake, tmp_path):
    fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
    path, answers = "/api/v1/candidates/c1/revisions/", [revision(1, [30, 60]), revision(2, [50])]
    fake.answers[("GET", path + "latest/")] = lambda _: (200, answers.pop(0))
    fake.answers[("POST", path)] = (
        409,
        problem(
            "revision:stale",
            "Marc changed these cuts 4 s ago.",
            "His cuts are kept.",
            "Look again.",
        ),
    )
    fake.page("/cuts/", EDITOR)
    tab.goto(f"{fake.url}/cuts/")
    until(tab, "document.querySelectorAll('[data-shot]').length === 3")
    tab.locator("[data-shot]").nth(1).click()
    tab.keyboard.press("]")
    until(tab, "document.querySelectorAll('[data-shot]').length === 2")
    assert "Marc changed these cuts" in tab.inner_text(".toast")
    assert answers == []
