"""The portal's app; what other apps contribute to shared pages is registered here."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.translation import gettext_lazy as _

from portal.languages import form_words

# Here, since `ready` comes after forms of other apps are made.
form_words.speak()


class AdminConfig(DjangoAdminConfig):
    default_site = "portal.adminsite.PortalAdminSite"
    default = False


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("People and studios")
    default = True

    def ready(self) -> None:
        # Some have texts of errors, or kinds of news.
        from portal import bodies, checks, factors, parts, sessions, signonservers, standings  # noqa: F401
        from portal.api import names
        from portal.audit import signins  # noqa: F401  (listens)
        from portal.design import chapters  # noqa: F401  (registers the portal's own)
        from portal.frame import contribute
        from portal.help import house
        from portal.languages import field_names
        from portal.mailing import errors as mail_errors
        from portal.mailing import specimens
        from portal.outbox import errors, kinds, serious  # noqa: F401
        from portal.watching import at_home, counting, troubles  # noqa: F401  (listen)

        field_names.speak()
        names.register()
        house.register()
        assert mail_errors.TEXTS and specimens.STUDIO
        contribute(bands=[(5, "needs_you", serious.lines), (6, "needs_you", at_home.lines)])
