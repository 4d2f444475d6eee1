"""Addresses of the design page."""

from django.urls import path

from portal.design import views

urlpatterns = [
    path("", views.index, name="design"),
    path("errors/<int:status>/", views.error_page, name="design_error"),
    path("<slug:slug>/", views.chapter, name="design_chapter"),
]
