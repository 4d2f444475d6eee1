"""Addresses of measured work."""

from django.urls import path

from feedback.views import times, work, work_of_programme, work_of_project

urlpatterns = [
    path("work/", work.mine, name="work"),
    path("work/draw/", work_of_project.drawn, name="work_draw"),
    path("work/<uuid:pk>/", work.item, name="work_item"),
    path("work/<uuid:pk>/begin/", work.begin, name="work_begin"),
    path("work/<uuid:pk>/done/", work.done, name="work_done"),
    path("work/<uuid:pk>/otherwise/", work.depart, name="work_depart"),
    path("work/<uuid:pk>/approve/", work.approve, name="work_approve"),
    path("work/<uuid:pk>/drop/", work.drop, name="work_drop"),
    path("work/<uuid:pk>/felt/", times.felt, name="work_felt"),
    path("work/<uuid:pk>/timer/", times.timer, name="work_timer"),
    path("work/<uuid:pk>/times/", times.added, name="work_times"),
    path("work/<uuid:pk>/requests/", times.requests, name="work_requests"),
    path("work/times/<uuid:pk>/", times.entry, name="time_entry"),
    path("projects/<uuid:pk>/work/", work_of_project.listed, name="project_work"),
    path("projects/<uuid:pk>/work/file/", work_of_project.imported, name="work_import"),
    path("projects/<uuid:pk>/work/lock/", work_of_project.locked, name="work_lock"),
    path("projects/<uuid:pk>/work/start/", work_of_project.stepped, name="work_step"),
    path("feedback/work/", work_of_programme.counts, name="work_counts"),
]
