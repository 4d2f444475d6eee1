"""Addresses of the work."""

from django.urls import path

from projects.views import assets, candidates, closed, leaving, media, openings, projects, runs

urlpatterns = [
    path("projects/", projects.listed, name="projects"),
    path("projects/new/", projects.new, name="project_new"),
    path("projects/<uuid:pk>/", projects.detail, name="project"),
    path("projects/<uuid:pk>/settings/", projects.settings, name="project_settings"),
    path("projects/<uuid:pk>/structure/", projects.structure, name="project_structure"),
    path("assets/<uuid:pk>/", assets.detail, name="asset"),
    path("assets/<uuid:pk>/delete/", assets.delete, name="asset_delete"),
    path("versions/<uuid:pk>/examine/", assets.examine, name="examine"),
    path("projects/<uuid:pk>/reviewers/", projects.reviewers, name="project_reviewers"),
    path("versions/<uuid:pk>/original/", media.original, name="original"),
    path("versions/<uuid:pk>/frames/<int:number>.jpg", media.frame, name="frame"),
    path("versions/<uuid:pk>/times.json", media.times, name="frame_times"),
    path("media/renditions/<uuid:pk>/", media.rendition, name="rendition"),
    path("versions/<uuid:pk>/ask/", runs.new, name="ask"),
    path("runs/", runs.listed, name="runs"),
    path("runs/<uuid:pk>/", runs.detail, name="run"),
    path("runs/<uuid:pk>/cancel/", runs.cancel, name="run_cancel"),
    path("runs/<uuid:pk>/again/", runs.again, name="run_again"),
    path("studio/openings/", openings.listed, name="openings"),
    path("studio/openings/<uuid:pk>/end/", openings.end, name="opening_end"),
    path("studio/leaving/", leaving.overview, name="leaving"),
    path("studio/leaving/closeout/", leaving.ask_closeout, name="closeout_ask"),
    path("exports/<uuid:pk>/cancel/", leaving.cancel_export, name="export_cancel"),
    path("exports/<uuid:pk>/download/", leaving.download, name="export_download"),
    path("closeouts/<uuid:pk>/withdraw/", leaving.withdraw, name="closeout_withdraw"),
    path("closed/<str:token>/", closed.state, name="closed"),
    path("closed/<str:token>/certificate.json", closed.certificate, name="closed_certificate"),
    path("closed/<str:token>/export/", closed.export, name="closed_export"),
    path("review/", candidates.listed, name="review"),
    path("candidates/<uuid:pk>/", candidates.detail, name="candidate"),
    path("candidates/<uuid:pk>/decide/", candidates.decide_, name="candidate_decide"),
    path("candidates/<uuid:pk>/shots/", candidates.adopt, name="candidate_adopt"),
    path("candidates/<uuid:pk>/export/<slug:name>/", candidates.export_, name="candidate_export"),
]
