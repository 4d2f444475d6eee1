"""Frames and the archives that hold them, made by a library that is not ours."""

import io
import tarfile
from fractions import Fraction

import av
import numpy as np
from PIL import Image


def exr(number: int, size=(64, 36), light: float | None = None) -> bytes:
    """A linear EXR; without `light` a ramp that moves with its number."""
    width, height = size
    ramp = (np.arange(width, dtype=np.float32) + number) % width / width
    plane = np.broadcast_to(ramp if light is None else np.float32(light), (height, width))
    return encoded("exr", "gbrpf32le", np.stack([plane] * 3))


def dpx(value: int, size=(64, 36), *, transfer: int = 2) -> bytes:
    """An 8 bit grey DPX; `transfer` 1 is printing density, 2 linear."""
    data = bytearray(encoded("dpx", "rgb24", np.full((size[1], size[0], 3), value, np.uint8)))
    data[801] = transfer
    return bytes(data)


def encoded(codec: str, pixels: str, picture: np.ndarray) -> bytes:
    context = av.CodecContext.create(codec, "w")
    height, width = picture.shape[1:] if pixels.startswith("gbr") else picture.shape[:2]
    context.width, context.height, context.pix_fmt = width, height, pixels
    context.time_base = Fraction(1, 24)
    if pixels.startswith("gbr"):
        frame = av.VideoFrame(width, height, pixels)
        for plane, values in zip(frame.planes, picture, strict=True):
            wide = np.zeros((height, plane.line_size // 4), np.float32)
            wide[:, :width] = values
            plane.update(wide.tobytes())
    else:
        frame = av.VideoFrame.from_ndarray(picture, format=pixels)
    return b"".join(bytes(p) for p in [*context.encode(frame), *context.encode(None)])


def png(number: int, size=(64, 36)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (number % 200 + 20, 90, 40)).save(out, "PNG")
    return out.getvalue()


def tar(files: dict[str, bytes], *, kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    """As we write them: plain headers without owner, time or person."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.type, entry.linkname = len(content), kind, link
            archive.addfile(entry, io.BytesIO(content))
        end = archive.offset + 1024
    return out.getvalue()[:end]


def frames(numbers, make=png, stem="shot.", kind="png", digits=4) -> dict[str, bytes]:
    return {f"{stem}{n:0{digits}}.{kind}": make(n) for n in numbers}
