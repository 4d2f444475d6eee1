"""The face models: fetched from a server on this machine, brought by hand, refused; and used."""

import hashlib
import io
import pickle
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from projects.management.commands import models as command
from projects.media.faces import finding, models
from projects.media.faces.boxes import Box
from tests.projects.media.people_drawn import room

SMALL, LARGE = b"a detector" * 20, b"a recogniser" * 3000


def pinned(model, content):
    return replace(model, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


@pytest.fixture
def here(monkeypatch, tmp_path, settings):
    """Models of our own, with their hashes; returns them and the folder they go to."""
    found = (pinned(models.YUNET, SMALL), pinned(models.SFACE, LARGE))
    monkeypatch.setattr(command, "MODELS", found)
    settings.MODELS_DIR = str(tmp_path / "models")
    return found, tmp_path / "models"


@pytest.fixture
def zoo(settings):
    """A server on this machine; what it answers can be changed by path."""
    shelf: dict[str, bytes] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            content = shelf.get(self.path)
            if content == b"elsewhere":
                self.send_response(302)
                self.send_header("Location", self.path + ".moved")
                self.end_headers()
                return
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    settings.MODELS_URL = f"http://127.0.0.1:{server.server_port}/zoo/"
    yield shelf
    server.shutdown()
    server.server_close()
    thread.join()


def say(*words):
    out = io.StringIO()
    call_command("models", *words, stdout=out)
    return out.getvalue()


def shelved(found, first=SMALL, second=LARGE):
    return {f"/zoo/{m.path}": c for m, c in zip(found, (first, second), strict=True)}


def test_models_are_installed_once_and_told(here, zoo):
    found, folder = here
    assert say("status").count("not installed") == 2
    zoo.update(shelved(found))
    assert "not installed" not in say("install")
    assert {path.name for path in folder.iterdir()} == {model.file_name for model in found}
    assert (folder / found[1].file_name).read_bytes() == LARGE
    zoo.clear()
    assert "not installed" not in say("install"), "what is there is not asked for again"


def test_a_server_may_send_elsewhere(here, zoo):
    found, folder = here
    zoo.update(shelved(found))
    first = f"/zoo/{found[0].path}"
    zoo[first], zoo[first + ".moved"] = b"elsewhere", SMALL
    say("install")
    assert (folder / found[0].file_name).read_bytes() == SMALL


@pytest.mark.parametrize(
    ("content", "said"),
    [(LARGE[:-1] + b"!", "another hash"), (LARGE + b"!", "larger"), (LARGE[:-1], "another hash")],
)
def test_another_file_is_refused_and_nothing_of_it_is_kept(here, zoo, content, said):
    found, folder = here
    zoo.update(shelved(found, second=content))
    with pytest.raises(CommandError, match=said) as refused:
        say("install")
    assert found[1].sha256 in str(refused.value) and "--from" in str(refused.value)
    assert [path.name for path in folder.iterdir()] == [found[0].file_name]


def test_no_answer_says_what_to_do(here, zoo, settings):
    with pytest.raises(CommandError, match=r"404.*--from FOLDER"):
        say("install")
    settings.MODELS_URL = "http://127.0.0.1:1/zoo"
    with pytest.raises(CommandError, match=r"cannot be reached.*--from FOLDER"):
        say("install")


def test_files_brought_by_hand_have_to_have_the_hash_too(here, tmp_path):
    found, folder = here
    hand = tmp_path / "hand"
    hand.mkdir()
    with pytest.raises(CommandError, match="cannot be read"):
        say("install", "--from", str(hand))
    (hand / found[0].file_name).write_bytes(SMALL)
    (hand / found[1].file_name).write_bytes(SMALL)
    with pytest.raises(CommandError, match="another hash"):
        say("install", "--from", str(hand))
    (hand / found[1].file_name).write_bytes(LARGE)
    assert "not installed" not in say("install", "--from", str(hand))
    assert sorted(folder.iterdir()) == sorted(folder / model.file_name for model in found)


def test_models_can_be_read_by_whoever_runs_the_tools(here, zoo):
    found, folder = here
    zoo.update(shelved(found))
    say("install")
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_a_model_that_was_changed_is_not_used_and_is_brought_anew(here, zoo, monkeypatch):
    found, folder = here
    zoo.update(shelved(found))
    say("install")
    (folder / found[0].file_name).write_bytes(SMALL[:-1] + b"!")
    assert say("status").count("not installed") == 1
    say("install")
    assert (folder / found[0].file_name).read_bytes() == SMALL
    monkeypatch.setattr(models, "_hash_of", no)
    assert say("status").count("not installed") == 2, "what cannot be read is not there"


def no(path):
    raise PermissionError(13, "Permission denied")


def test_a_folder_that_cannot_be_made_is_named_not_the_file_brought(here, tmp_path):
    found, folder = here
    (tmp_path / found[0].file_name).write_bytes(SMALL)
    folder.write_text("a file")
    with pytest.raises(CommandError, match=r"models cannot be written: File exists"):
        say("install", "--from", str(tmp_path))


def test_the_pins_are_those_that_were_agreed():
    assert models.YUNET.sha256.startswith("8f2383e4dd3c") and models.YUNET.size == 232_589
    assert models.SFACE.sha256.startswith("0ba9fbfa01b5") and models.SFACE.size == 38_696_353
    assert models.ADDRESS.startswith("https://")


def test_the_folder_is_the_settings_one(monkeypatch, tmp_path):
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    assert models.models_folder() == tmp_path
    monkeypatch.delenv("MODELS_DIR")
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    assert models.models_folder() == tmp_path / "var" / "models"


def test_without_both_models_the_cascades_look(tmp_path):
    (tmp_path / models.YUNET.file_name).write_bytes(b"another file")
    assert finding.finder(tmp_path).by == "cascades"
    assert finding.finder(tmp_path).embedding(room(), Box(0, 0, 40, 40)) is None


class Detector:
    """Finds one face a quarter from the left, whatever the size it is asked for."""

    def setInputSize(self, size):
        self.size = size

    def detect(self, picture):
        width, height = self.size
        assert picture.shape[:2] == (height, width)
        return 1, np.array([[width / 4, height / 4, width / 4, width / 4, *[1.0] * 10, 0.9]])


class Recogniser:
    def alignCrop(self, picture, row):
        assert row[2] == pytest.approx(picture.shape[1] / 4)
        return picture

    def feature(self, _aligned):
        return np.array([[3.0, 4.0]])


def test_models_find_in_a_small_picture_and_compare_in_the_whole():
    found = finding.Models(Detector(), Recogniser())
    large = np.zeros((720, 1280, 3), np.uint8)
    (face,) = found.find(large, "once")
    assert face.box == Box(320, 180, 320, 320) and face.votes == 3
    assert list(found.embedding(large, face.box)) == pytest.approx([0.6, 0.8])
    assert found.embedding(large, Box(900, 500, 50, 50)) is None


def test_another_process_loads_the_models_itself_and_once(monkeypatch, tmp_path):
    loaded = []
    monkeypatch.setattr(
        finding, "finder", lambda folder: loaded.append(folder) or finding.Cascades()
    )
    finding._kept.cache_clear()
    sent = pickle.dumps(finding.Models(Detector(), Recogniser(), tmp_path))
    assert pickle.loads(sent).by == pickle.loads(sent).by == finding.CASCADES
    assert loaded == [tmp_path]
    finding._kept.cache_clear()


def test_both_models_are_used_when_they_are_there(monkeypatch, tmp_path):
    monkeypatch.setattr(finding, "installed", lambda model, folder: folder / model.file_name)
    opened = []
    monkeypatch.setattr(finding.cv2.FaceDetectorYN, "create", lambda *a: opened.append(a) or 1)
    monkeypatch.setattr(finding.cv2.FaceRecognizerSF, "create", lambda *a: opened.append(a) or 2)
    assert finding.finder(tmp_path).by == "models"
    assert [call[0] for call in opened] == [
        str(tmp_path / model.file_name) for model in models.MODELS
    ]
