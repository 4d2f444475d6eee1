"""Clients of providers are imported when they are reached, and only then; and may be missing."""

import builtins
import subprocess
import sys

import pytest

from projects.assist import providers
from projects.assist.contract import Connected
from projects.assist.palette import Final, Need, Work
from tests.projects.assist.providers.speakers import SPEAKERS, WORK

HEAVY = ("anthropic", "openai", "google.genai", "google.auth", "pydantic_ai", "httpx2", "av")
CODE = """
import sys
from projects.assist import providers
from projects.assist.contract import Connected
for name in {names!r}:
    reached = providers.reach(name, Connected())
    reached.capabilities(), reached.terms(), reached.settings
print(sorted(set({heavy!r}) & set(sys.modules)))
"""


def test_offering_models_imports_no_client():
    code = CODE.format(names=[speaker.name for speaker in SPEAKERS], heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "model", "hidden"),
    [
        ("anthropic", "claude-sonnet-5-5", "anthropic"),
        ("openai", "gpt-6.1-sol", "openai"),
        ("google", "gemini-3.8-flash", "google.genai"),
        ("compatible", "llama", "openai"),
        ("anthropic", "claude-sonnet-5-5", "pydantic_ai"),
        ("google", "gemini-3.8-flash", "httpx2"),
    ],
)
def test_a_client_that_is_missing_says_what_brings_it(monkeypatch, name, model, hidden):
    _hide(monkeypatch, hidden)
    values = {"api_key": "k", "models": "llama"}
    provider = providers.reach(name, Connected("http://127.0.0.1:1", values=values))
    assert provider.capabilities()
    with pytest.raises(Final) as told:
        provider.submit(WORK, model, "k", None)
    extra = providers.provider_class(name).extra
    assert (told.value.code, told.value.detail) == ("remote:client", f"last-mile[{extra}]")
    if hidden != "pydantic_ai":
        with pytest.raises(Final) as told:
            provider.test()
        assert told.value.code == "remote:client"


def test_pictures_and_films_need_it_too(monkeypatch, tmp_path):
    _hide(monkeypatch, "openai", "google.genai")
    asked = [("openai", "gpt-image-2.6-flare", Need.IMAGE)]
    asked += [("google", "gemini-3-pro-image", Need.IMAGE)]
    asked += [("google", "veo-3.1-generate-preview", Need.VIDEO)]
    for name, model, need in asked:
        provider = providers.reach(name, Connected(values={"api_key": "k"}))
        with pytest.raises(Final) as told:
            provider.submit(Work(need, "a", "b"), model, "k", tmp_path)
        assert told.value.code == "remote:client"


def test_every_provider_is_whole():
    for speaker in SPEAKERS:
        kind = providers.provider_class(speaker.name)
        assert speaker.name in providers.names() and kind.name == speaker.name
        assert kind.extra and str(kind.title) and kind.idempotent == frozenset()
        secrets = [setting.name for setting in kind.settings if setting.secret]
        assert secrets == ["api_key"]


@pytest.mark.parametrize(
    ("need", "names"),
    [
        (Need.TEXT, {"anthropic", "openai", "google"}),
        (Need.VISION, {"anthropic", "openai", "google"}),
        (Need.IMAGE, {"openai", "google"}),
        (Need.VIDEO, {"google"}),
    ],
)
def test_who_can_serve_a_tool_is_computed(need, names):
    found = providers.serving(need, [speaker.name for speaker in SPEAKERS])
    assert set(found) == names


def _hide(monkeypatch, *names):
    """As where the package is not installed."""
    real = builtins.__import__

    def gone(module):
        return any(module == name or module.startswith(f"{name}.") for name in names)

    def importing(module, *args, **kwargs):
        if gone(module):
            raise ImportError(f"No module named {module}")
        return real(module, *args, **kwargs)

    for module in [module for module in sys.modules if gone(module)]:
        monkeypatch.setitem(sys.modules, module, None)
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(builtins, "__import__", importing)
