"""What a file is, by its content."""

import re
from pathlib import Path, PurePath

from av.container import InputContainer

from projects.media import frame_archive, lists, lut, markup, pictures, texts
from projects.media.reading import PATIENCE, frames_of, opened, picture_stream
from projects.media.refusal import Refused, gettext_noop
from projects.media.troubles import unreadable

_HEAD = 64 * 1024
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"BZh")
_AAF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AAF_CLASSES = (b"AAFB\x0d\x00OM", bytes.fromhex("0102010d00020000"))
_MOVING = frozenset(
    "mp4 mov m4v mkv webm avi mxf ts m2ts mts mpg mpeg wmv flv ogv wav mp3 flac aac m4a ogg "
    "oga aif aiff caf w64".split()
)
_STILL = frozenset("png jpg jpeg tif tiff webp exr dpx".split())
_WRITTEN = frozenset("fountain fdx pdf txt edl otio fcpxml xml aaf ale cdl cc ccc cube".split())
_HEADING = re.compile(
    r"^(?=[ \t]*+[\dIEF])[ \t]*+"  # most lines end here, at little cost
    r"(?:(?:\d+[A-Z]?\.?[ \t]+)?(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)[. ]|FADE IN:)",
    re.MULTILINE | re.IGNORECASE,
)


def recognise(path: Path, name: str) -> str:
    """ "film", "sequence", "image", "sound", "script" or "editorial" for the file at `path`.

    `name` is what its owner called it: it may tell text formats apart, and a name that
    promises something else is refused. Raises `Refused` with a `media:` code.
    """
    suffix = PurePath(name.replace("\0", "")).suffix.lower().lstrip(".")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        return _by_head(path, head, suffix)
    except OSError as error:
        raise unreadable(error) from error


def _by_head(path: Path, head: bytes, suffix: str) -> str:
    if not head:
        raise Refused("media:empty", gettext_noop("0 bytes"))
    if frame_archive.is_tar(head) and frame_archive.begins_with_a_frame(head):
        _expect(suffix, frozenset(), "an image sequence")
        frame_archive.index(path)
        return "sequence"
    if head.startswith(_ARCHIVES) or frame_archive.is_tar(head):
        raise Refused("media:archive", gettext_noop("send the files inside it one by one"))
    if pictures.is_picture(head):
        _expect(suffix, _STILL, "a picture")
        pictures.header(path)
        return "image"
    if b"%PDF-" in head[:1024]:
        _expect(suffix, _WRITTEN, "a PDF")
        return "script"
    if head.startswith(_AAF):
        return _aaf(head, suffix)
    if texts.looks_like_text(head):
        _expect(suffix, _WRITTEN, "text")
        return _written(path, head, suffix)
    return _moving(path, suffix)


def _expect(suffix: str, family: frozenset[str], found: str) -> None:
    """Refuse a name that promises another family; a strange or missing suffix promises nothing."""
    if suffix in (_MOVING | _STILL | _WRITTEN) - family:
        raise Refused(
            "media:name_lies",
            gettext_noop("%(found)s under a name ending in .%(suffix)s"),
            found=found,
            suffix=suffix,
        )


def _aaf(head: bytes, suffix: str) -> str:
    _expect(suffix, _WRITTEN, "a compound document")
    if not head[8:24].startswith(_AAF_CLASSES):
        raise Refused("media:not_media", gettext_noop("a compound document that is no AAF"))
    return "editorial"


def _written(path: Path, head: bytes, suffix: str) -> str:
    start = (texts.decoded_text(head, whole=False) or "").lstrip()
    if start.startswith("<"):
        return markup.xml_kind(path)
    if lut.is_cube(start[:4096]):
        lut.check_file(path)
        return "editorial"
    if start.startswith("{"):
        markup.check_otio(texts.read_text(path, longest_line=texts.MAX_BYTES))
        return "editorial"
    return _plain(texts.read_text(path), suffix)


def _plain(text: str, suffix: str) -> str:
    if not text.strip():
        raise Refused("media:empty", gettext_noop("only white space"))
    if lists.is_ale(text):
        return "editorial"
    if suffix == "edl" or lists.is_edl(text):
        lists.check_edl(text)
        return "editorial"
    if suffix == "fountain" or (suffix in ("txt", "") and _HEADING.search(text)):
        return "script"
    raise Refused("media:not_media", gettext_noop("text that is neither a screenplay nor an edit"))


def _moving(path: Path, suffix: str) -> str:
    with opened(path) as container:
        _expect(suffix, _MOVING, "a film or sound")
        if picture_stream(container) is not None:
            return _film(container)
        if not container.streams.audio:
            raise Refused("media:not_media", gettext_noop("no picture and no sound"))
        if not _first_frame(container, container.streams.audio[0]):
            raise Refused("media:no_frames", gettext_noop("no sound can be decoded"))
        return "sound"


def _film(container: InputContainer) -> str:
    stream = picture_stream(container)
    if not _first_frame(container, stream):
        raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))
    return "film"


def _first_frame(container: InputContainer, stream: object) -> bool:
    """Whether a frame comes out of the first packets."""
    return next(frames_of(container, stream, patience=PATIENCE), None) is not None
