"""How the pages of the help stand together."""

from django.utils.translation import gettext_lazy as _

from portal.help.kinds import Group

TRUST = Group(10, _("Your work, and who sees it"))
WORDS = Group(20, _("Words and keys"))
BEFORE = Group(30, _("Tools before the shoot"))
EDITING = Group(40, _("Tools for editing"))
CONTINUITY = Group(50, _("Tools for continuity"))
VFX = Group(60, _("Tools for VFX"))
