"""The two files of OpenCV's model zoo that find and compare faces, and how they get here.

Nothing is downloaded unless the operator asks for it, and nothing with another hash is kept.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[3]
ADDRESS = "https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models"
PIECE = 1 << 20
PATIENCE = httpx.Timeout(30.0)


@dataclass(frozen=True)
class Model:
    """`path` is where it is below the address, `size` in bytes."""

    name: str
    path: str
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        return self.path.rpartition("/")[2]


YUNET = Model(
    "YuNet",
    "face_detection_yunet/face_detection_yunet_2023mar.onnx",
    "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
    232_589,
)
SFACE = Model(
    "SFace",
    "face_recognition_sface/face_recognition_sface_2021dec.onnx",
    "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
    38_696_353,
)
MODELS = (YUNET, SFACE)


class NotInstalled(Exception):
    """A model could not be had; says why, and nothing of it was kept."""


def models_folder() -> Path:
    """MODELS_DIR, which the settings fill in; without them the folder `models` in PORTAL_VAR."""
    named = os.environ.get("MODELS_DIR")
    return Path(named) if named else Path(os.environ.get("PORTAL_VAR") or ROOT / "var") / "models"


def installed(model: Model, folder: Path) -> Path | None:
    """Its file, when it is there, can be read and has the right hash."""
    path = folder / model.file_name
    try:
        return path if path.is_file() and _hash_of(path) == model.sha256 else None
    except OSError:
        return None


def fetch(model: Model, folder: Path, address: str) -> Path:
    """Download it in pieces. Raises `NotInstalled`."""
    where = f"{address}/{model.path}"
    try:
        with httpx.stream("GET", where, timeout=PATIENCE, follow_redirects=True) as answer:
            if answer.status_code != 200:
                raise NotInstalled(f"{where} answers with {answer.status_code}")
            return keep(model, folder, answer.iter_bytes(PIECE))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotInstalled(f"{where} cannot be reached ({error})") from error


def bring(model: Model, folder: Path, source: Path) -> Path:
    """Take it from a file brought by hand. Raises `NotInstalled`."""
    path = source / model.file_name if source.is_dir() else source
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotInstalled(f"{path} cannot be read ({error.strerror})") from error
    with file:
        return keep(model, folder, iter(lambda: file.read(PIECE), b""))


def keep(model: Model, folder: Path, pieces: Iterable[bytes]) -> Path:
    """Write the pieces, and give them the model's name only when size and hash are right."""
    digest, size = hashlib.sha256(), 0
    with _beside(folder) as (part, file):
        for piece in pieces:
            size += len(piece)
            if size > model.size:
                raise NotInstalled(f"{model.file_name} is larger than {model.size} bytes")
            digest.update(piece)
            file.write(piece)
        if digest.hexdigest() != model.sha256:
            raise NotInstalled(f"{model.file_name} has another hash: {digest.hexdigest()}")
        file.flush()
        part.chmod(0o644)  # whoever installs is not always who runs the tools
        os.fsync(file.fileno())
        part.replace(folder / model.file_name)
    return folder / model.file_name


@contextmanager
def _beside(folder: Path) -> Iterator:
    """An unfinished file in the folder, which is gone afterwards whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield Path(name), file
    finally:
        Path(name).unlink(missing_ok=True)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
