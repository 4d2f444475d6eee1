"""Addresses of questionnaires: of those who write them, and of those who are asked."""

from django.urls import path

from feedback.views import asks, questionnaire_results, questionnaires, questions

ONE = "feedback/questionnaires/<uuid:pk>/"
ASK = "feedback/asks/<uuid:pk>/"

urlpatterns = [
    path("feedback/questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path(ONE, questionnaires.questionnaire, name="questionnaire"),
    path(f"{ONE}words/", questionnaires.questionnaire_words, name="questionnaire_words"),
    path(f"{ONE}publish/", questionnaires.questionnaire_publish, name="questionnaire_publish"),
    path(f"{ONE}versions/", questionnaires.questionnaire_version, name="questionnaire_version"),
    path(f"{ONE}preview/", questionnaires.questionnaire_preview, name="questionnaire_preview"),
    path(f"{ONE}questions/", questions.questionnaire_add, name="questionnaire_add"),
    path(
        f"{ONE}questions/<slug:key>/",
        questions.questionnaire_question,
        name="questionnaire_question",
    ),
    path(
        f"{ONE}questions/<slug:key>/move/",
        questions.questionnaire_move,
        name="questionnaire_move",
    ),
    path(f"{ONE}triggers/", questions.questionnaire_trigger, name="questionnaire_trigger"),
    path("feedback/triggers/<int:pk>/end/", questions.trigger_end, name="trigger_end"),
    path(
        f"{ONE}results/",
        questionnaire_results.questionnaire_results,
        name="questionnaire_results",
    ),
    path(
        "feedback/questionnaires/files/<uuid:pk>/",
        questionnaire_results.questionnaire_file,
        name="questionnaire_file",
    ),
    path("feedback/asks/", asks.asks, name="asks"),
    path(ASK, asks.ask, name="answering"),
    path(f"{ASK}keep/", asks.ask_keep, name="answering_keep"),
    path(f"{ASK}later/", asks.ask_later, name="answering_later"),
    path(f"{ASK}decline/", asks.ask_decline, name="answering_decline"),
    path(f"{ASK}files/<slug:key>/", asks.ask_file, name="answering_file"),
]
