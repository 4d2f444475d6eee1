"""Static files with hashed names, also where one ES module imports another."""

from django.contrib.staticfiles.storage import ManifestFilesMixin
from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites `import` in our own modules, so that a file can be cached for ever.

    Only in ours: packages ship modules that import what they do not ship.
    """

    max_post_process_passes = 12  # as many as the longest chain of imports
    patterns = (
        *ManifestFilesMixin.patterns,
        ("js/*.js", ManifestFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
