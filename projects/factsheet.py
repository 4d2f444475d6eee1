"""What the file is, in the words of the people who made it."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.models import Version
from projects.showing import clock

WARNINGS = {
    "frames_missing": _l("Frames are missing: {detail}. Each shows the one before, dimmed."),
    "frames_unread": _l("Frames cannot be read: {detail}. Send them again if they should be good."),
    "frames_of_other_sizes": _l("Frames are of another size than the first: {detail}."),
    "vfr": _l("The frame rate varies. Frames are counted as they are, one by one."),
    "truncated": _l("The file is cut off ({detail}). What is there can be worked on."),
    "damaged": _l("Some pictures are damaged ({detail})."),
    "silent": _l("There is no sound."),
    "hdr": _l("High dynamic range ({detail}); the viewing copy shows it converted to Rec. 709."),
    "unusual_colour": _l("Unusual colour ({detail}); the viewing copy may look different."),
    "interlaced": _l("The picture is interlaced; the viewing copy shows both fields."),
    "shots:broken_frames": _l("Some frames could not be decoded ({detail})."),
    "shots:cut_short": _l("The film ends earlier than it announces ({detail})."),
    "shots:variable_rate": _l("The frame rate varies; frames are counted as they are."),
}

FAMILIES = {"mov,mp4,m4a,3gp,3g2,mj2": "QuickTime / MP4", "matroska,webm": "Matroska / WebM"}

LOSSES = {
    "interchange:transitions_flattened": _l("Gradual transitions are flattened: {detail}."),
    "interchange:several_files": _l("The list is too long for one file: {detail}, sent as a ZIP."),
    "interchange:reel_changed": _l("The reel name is shortened to {detail}."),
    "interchange:title_cut": _l("The title is cut {detail}."),
    "interchange:no_drop_frame": _l("Drop-frame timecode does not count at this rate ({detail})."),
    "interchange:log": _l("A log has the clips alone: not their places in the cut or its title."),
    "interchange:names_changed": _l("Signs that the format cannot hold are left out: {detail}."),
    "interchange:past_midnight": _l("The timecode runs over midnight."),
    "interchange:no_timecode": _l("No timecode counts at this frame rate ({detail})."),
}


def said(texts: dict[str, Any], rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Warnings or losses as sentences; `code` and `detail` come from the engine."""
    return [
        {"code": row["code"], "text": str(texts.get(row["code"], "{detail}")).format(**_row(row))}
        for row in rows
    ]


def _row(row: dict[str, str]) -> dict[str, str]:
    return {**row, "detail": _(row["words"]) % row} if row.get("words") else row


def facts_of(version: Version) -> list[dict[str, Any]]:
    """Label and value, in the order a technician reads them; what is unknown is left out."""
    known = version.facts
    rows = [
        (_("File"), version.file_name),
        (_("Folder"), version.asset.folder),
        (_("Size"), filesizeformat(version.size)),
        (_("Frames"), _frames(known.get("sequence"))),
        (_("Picture"), _picture(known)),
        (_("Codec"), " ".join(filter(None, [known.get("video_codec"), known.get("profile")]))),
        (_("Frame rate"), _rate(version)),
        (_("Length"), _length(version)),
        (_("Starts at"), known.get("timecode")),
        (_("Colour"), _colour(known.get("colour") or {})),
        (_("Sound"), _sound(known.get("audio") or [])),
        (_("Rotation"), f"{known['rotation']}°" if known.get("rotation") else ""),
        (_("Container"), _container(known.get("container") or "")),
        (_("Uploaded by"), str(version.uploaded_by or "")),
        (_("Tree SHA-256"), version.tree_sha256[:16] + "…"),
    ]
    rows += _logged(version.asset.log)
    return [{"label": label, "value": value} for label, value in rows if value]


def _logged(log: dict[str, Any]) -> list[tuple[str, str]]:
    """What camera reports and grades say of the clip, and which of them."""
    return [
        (_("Scene"), log.get("scene", "")),
        (_("Take"), log.get("take", "")),
        (_("Reel"), log.get("reel", "")),
        (_("Comment"), log.get("comment", "")),
        (_("Slope"), _three(log.get("slope"))),
        (_("Offset"), _three(log.get("offset"))),
        (_("Power"), _three(log.get("power"))),
        (_("Saturation"), f"{log['saturation']:g}" if "saturation" in log else ""),
        (_("Look"), log.get("look", "")),
        (_("From the logs"), "; ".join(_source(row) for row in log.get("from", []))),
    ]


def _three(numbers: list[float] | None) -> str:
    return " ".join(f"{number:g}" for number in numbers or [])


def _source(row: dict[str, Any]) -> str:
    lines = ", ".join(map(str, row["lines"][:5])) + ", …" * (len(row["lines"]) > 5)
    return _("%(name)s, line %(lines)s") % {"name": row["name"], "lines": lines}


def _picture(known: dict[str, Any]) -> str:
    if not known.get("width"):
        return ""
    depth = known.get("pixel_format") or known.get("mode") or ""
    return f"{known['width']} × {known['height']} {depth}".strip()


def _frames(sequence: dict[str, Any] | None) -> str:
    if not sequence:
        return ""
    return _("%(first)s–%(last)s in %(files)s files") % sequence


def _container(names: str) -> str:
    """FFmpeg names a whole family of demuxers; people know it by one or two names."""
    return FAMILIES.get(names, names.split(",")[0].upper())


def _rate(version: Version) -> str:
    if not version.rate:
        return ""
    shown = f"{float(version.rate):.3f}".rstrip("0").rstrip(".")
    kinds = [_("drop frame")] if version.drop_frame else []
    if version.facts.get("vfr"):
        kinds.append(_("variable; frames are counted as they are"))
    return ", ".join([f"{shown} fps ({version.rate_num}/{version.rate_den})", *kinds])


def _length(version: Version) -> str:
    if not version.frames:
        duration = version.facts.get("duration")
        return _("%(seconds)s s") % {"seconds": _seconds(duration)} if duration else ""
    text = _("%(frames)s frames") % {"frames": f"{version.frames:,}".replace(",", " ")}
    return (
        f"{text} · {clock(version, version.frames)}" if not version.facts.get("timecode") else text
    )


def _seconds(fraction: str) -> str:
    numerator, _slash, denominator = str(fraction).partition("/")
    return f"{int(numerator) / int(denominator or 1):.2f}"


def _colour(colour: dict[str, str]) -> str:
    return " / ".join(str(v) for v in colour.values() if v and v != "unknown")


def _sound(streams: list[dict[str, Any]]) -> str:
    return "; ".join(
        f"{s.get('codec')} {int(s.get('rate') or 0) / 1000:g} kHz {s.get('layout') or ''}".strip()
        for s in streams
    )
