"""Names of the colour numbers that streams carry (ITU-T H.273)."""

from av.video.frame import VideoFrame

_PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film",
    9: "bt2020", 10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
_TRANSFER = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log",
    10: "log_sqrt", 11: "iec61966-2-4", 12: "bt1361", 13: "iec61966-2-1", 14: "bt2020-10",
    15: "bt2020-12", 16: "smpte2084", 17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
_MATRIX = {
    0: "rgb", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco",
    9: "bt2020nc", 10: "bt2020c",
}  # fmt: skip
_RANGE = {1: "limited", 2: "full"}


def colour_tags(frame: VideoFrame) -> dict[str, str]:
    """`primaries`, `transfer`, `matrix` and `range` of a frame; "unknown" where untagged."""
    full = frame.format.name.startswith("yuvj")
    return {
        "primaries": _PRIMARIES.get(int(frame.color_primaries), "unknown"),
        "transfer": _TRANSFER.get(int(frame.color_trc), "unknown"),
        "matrix": _MATRIX.get(int(frame.colorspace), "unknown"),
        "range": "full" if full else _RANGE.get(int(frame.color_range), "unknown"),
    }
