"""Under which heading a tool stands, by what it serves (`Tool.serves`)."""

from portal.help import Group, groups

GROUPS: dict[str, Group] = {
    "pre_production": groups.BEFORE,
    "editing": groups.EDITING,
    "continuity": groups.CONTINUITY,
    "vfx": groups.VFX,
}
