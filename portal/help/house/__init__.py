"""The portal's own pages of the help: words, keys, protection."""

from portal.help import register as _register
from portal.help.house.glossary import GLOSSARY
from portal.help.house.guarded import GUARDED
from portal.help.house.keys import KEYS


def register() -> None:
    _register(GLOSSARY, KEYS, GUARDED)
