"""The work: projects, footage, assistance and decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects import (
            checks,
            contributions,
            errors,
            errors_of_consents,
            errors_of_copies,
            errors_of_cuts,
            errors_of_decisions,
            errors_of_disclosure,
            errors_of_editorial,
            errors_of_faces,
            errors_of_match,
            errors_of_media,
            errors_of_notes,
            errors_of_origin,
            errors_of_palette,
            errors_of_plates,
            errors_of_playlists,
            errors_of_remote,
            errors_of_scope,
            errors_of_scripts,
            errors_of_selects,
        )
        from projects.help import registered

        contributions.register()
        registered.register()
        assert checks and errors_of_origin.TEXTS
        assert errors.TEXTS and errors_of_decisions.TEXTS and errors_of_notes.TEXTS
        assert errors_of_copies.TEXTS and errors_of_playlists.TEXTS and errors_of_scripts.TEXTS
        assert errors_of_match.TEXTS and errors_of_palette.TEXTS and errors_of_media.TEXTS
        assert errors_of_consents.TEXTS and errors_of_disclosure.TEXTS
        assert errors_of_cuts.TEXTS and errors_of_faces.TEXTS
        assert errors_of_plates.TEXTS and errors_of_editorial.TEXTS
        assert errors_of_selects.TEXTS
        assert errors_of_scope.TEXTS and errors_of_remote.TEXTS
