"""Addresses of this room."""

from django.urls import path, re_path

from feedback import views

urlpatterns = [
    path("decisions/<uuid:pk>/worth/", views.worth, name="worth"),
    path("feedback/answers/", views.answers, name="answers"),
    re_path(r"^feedback/answers\.(?P<ending>csv|xlsx)$", views.download, name="answers_download"),
]
