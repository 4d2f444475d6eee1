"""Addresses of `/design/mail/`: each mail, to be looked at."""

from django.urls import path

from portal.mailing import previews

urlpatterns = [
    path("", previews.listed, name="mail_kinds"),
    path("<str:name>/", previews.shown, name="mail_kind"),
    path("<str:name>/html/", previews.framed, name="mail_html"),
]
