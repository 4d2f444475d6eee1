"""Addresses of this room."""

from django.urls import path, re_path

from feedback.views import answers, sharing
from feedback.work.urls import urlpatterns as work

urlpatterns = [
    path("decisions/<uuid:pk>/worth/", answers.worth, name="worth"),
    path("feedback/answers/", answers.answers, name="answers"),
    re_path(r"^feedback/answers\.(?P<ending>csv|xlsx)$", answers.download, name="answers_download"),
    path("studio/shared/", sharing.shared, name="shared"),
    *work,
]
