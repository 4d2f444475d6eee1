"""The portal's settings with parts of one mebibyte: for drills that break uploads part by part."""

from portal.settings import *  # noqa: F403

UPLOAD_PART_MIN = UPLOAD_PART_MOST = 1024 * 1024
