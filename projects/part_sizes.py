"""How large the parts of an upload are."""

from django.conf import settings

MAX_PARTS = 10_000  # of an object on S3


def part_size_for(size: int, wish: int = 0) -> int:
    """Bytes a part: large files get larger parts, since S3 takes at most 10,000.

    A sender on a good line may wish for larger ones, up to `UPLOAD_PART_MOST`.
    """
    mebibyte = 1024 * 1024
    needed = -(-size // MAX_PARTS)
    wish = min(wish, settings.UPLOAD_PART_MOST)
    return max(settings.UPLOAD_PART_MIN, wish, -(-needed // mebibyte) * mebibyte)
