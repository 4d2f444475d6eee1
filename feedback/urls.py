"""Addresses of this room."""

from django.urls import path

from feedback.views import answers, data, sharing

urlpatterns = [
    path("decisions/<uuid:pk>/worth/", answers.worth, name="worth"),
    path("feedback/answers/", answers.answers, name="answers"),
    path("feedback/data/", data.listed, name="data"),
    path("feedback/data/<slug:name>.<slug:ending>", data.download, name="data_download"),
    path("studio/shared/", sharing.shared, name="shared"),
]
