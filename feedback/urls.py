"""Addresses of this room."""

from django.urls import path

from feedback.questionnaires.urls import urlpatterns as questionnaires
from feedback.tickets.addresses import PATTERNS as TICKETS
from feedback.views import answers, beta, data, measures, reports, sharing
from feedback.work.urls import urlpatterns as work

urlpatterns = [
    path("decisions/<uuid:pk>/worth/", answers.worth, name="worth"),
    path("feedback/answers/", answers.answers, name="answers"),
    path("feedback/programme/", beta.beta, name="beta"),
    path("feedback/programme/<slug:what>/", beta.beta_rows, name="beta_rows"),
    path("feedback/data/", data.listed, name="data"),
    path("feedback/data/dictionary.<slug:ending>", data.dictionary_file, name="data_dictionary"),
    path("feedback/data/<slug:name>.<slug:ending>", data.download, name="data_download"),
    path("feedback/measures/", measures.measures, name="measures"),
    path("feedback/measures/<slug:what>/", measures.measures_rows, name="measures_rows"),
    path("reports/", reports.listed, name="reports"),
    path("reports/new/", reports.new, name="report_new"),
    path("reports/made/<uuid:pk>/", reports.made, name="report_made"),
    path("reports/made/<uuid:pk>/cancel/", reports.cancel, name="report_cancel"),
    path("reports/made/<uuid:pk>.<slug:ending>", reports.download, name="report_file"),
    path("reports/<slug:name>/", reports.shown, name="report"),
    path("reports/<slug:name>/freeze/", reports.freeze, name="report_freeze"),
    path("reports/<slug:name>/make/", reports.make, name="report_make"),
    path("studio/shared/", sharing.shared, name="shared"),
    *work,
    *TICKETS,
    *questionnaires,
]
