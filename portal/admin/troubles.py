"""What went wrong with the portal itself: read, never edited."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly
from portal.models import Trouble


@admin.register(Trouble)
class TroubleAdmin(ReadOnly):
    list_display = ["sentence", "began_at", "seen_at", "over_at"]
    fields = ["about", "sentence", "began_at", "seen_at", "over_at", "told"]
    list_filter = ["over_at"]
    search_fields = ["about", "text"]

    @admin.display(description=_("what is wrong"), ordering="text")
    def sentence(self, trouble: Trouble) -> str:
        return trouble.sentence
