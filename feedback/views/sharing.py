"""What the beta team reads of a studio's feedback: said by its producers."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from feedback.exporting.datasets import DATASETS
from feedback.models import Sharing
from feedback.models.sharing import share
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.views.people import my_studio


class SharingForm(forms.ModelForm):
    class Meta:
        model = Sharing
        fields = ["words", "raw"]


@gate(Capability.MEMBERS)
def shared(request: PersonRequest) -> HttpResponse:
    """What is said now, and a form to say it otherwise."""
    studio = my_studio(request)
    row = Sharing.of(studio)
    posted = request.POST if request.method == "POST" else None  # no box ticked is an answer too
    form = SharingForm(posted, instance=row)
    if request.method == "POST" and form.is_valid():
        share(actor=request.user, studio=studio, **form.cleaned_data)
        messages.success(request, _("This is what the beta team reads from now on."))
        return redirect(request.get_full_path())
    context = {"studio": studio, "form": form, "row": row, "tables": DATASETS.values()}
    return render(request, "feedback/sharing.html", context)
