"""The doors of questionnaires: which row an address names, and which names none of a studio."""

PAGES = dict.fromkeys(
    [f"answering{act}" for act in ("", "_keep", "_later", "_decline", "_file")], "ask"
)
PAGES["questionnaire_file"] = "answer"
_PROGRAMME = "the programme's questionnaires, the same for all"
_ACTS = (
    *("words", "publish", "version", "preview", "results"),
    *("add", "question", "move", "trigger"),
)
WITHOUT = {
    **dict.fromkeys(["questionnaire", "questionnaire-detail", "trigger_end"], _PROGRAMME),
    **dict.fromkeys([f"questionnaire_{act}" for act in _ACTS], _PROGRAMME),
}
