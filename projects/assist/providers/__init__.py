"""The providers, by name. A new provider is one file here and one line below.

The client of each is imported when it is reached, never before: see `Provider.extra`.
"""

from collections.abc import Iterable
from importlib import import_module

from projects.assist.contract import Connected, Provider
from projects.assist.palette import Final, Model, Need

#: name → the module and class that speak with it.
_WHERE: dict[str, tuple[str, str]] = {
    "local": ("local", "Local"),
    "bedrock": ("bedrock", "Bedrock"),
    "rekognition": ("rekognition", "Rekognition"),
    "anthropic": ("anthropic", "Anthropic"),
    "openai": ("openai", "OpenAI"),
    "google": ("google", "Google"),
    "compatible": ("compatible", "Compatible"),
    "runway": ("runway", "Runway"),
    "comfyui": ("comfyui", "ComfyUI"),
}


def names() -> list[str]:
    return list(_WHERE)


def provider_class(name: str) -> type[Provider]:
    """`Final` `remote:unknown` where there is none of that name."""
    if name not in _WHERE:
        raise Final("remote:unknown", name)
    module, kind = _WHERE[name]
    return getattr(import_module(f"projects.assist.providers.{module}"), kind)


def reach(name: str, connected: Connected) -> Provider:
    """The provider through one connection. `Final` `remote:client` names the missing extra."""
    return provider_class(name)(connected)


def serving(need: Need | str, among: Iterable[str] | None = None) -> dict[str, list[Model]]:
    """Which providers can do what a tool needs, each with the models that can."""
    found = {}
    for name in names() if among is None else among:
        models = provider_class(name)(Connected()).capabilities()
        if fitting := [model for model in models if need in model.needs]:
            found[name] = fitting
    return found
