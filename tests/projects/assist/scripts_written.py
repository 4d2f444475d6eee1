"""Scripts for the tests of what is found in them."""

from projects.assist.scripts.breakdown import break_down
from projects.assist.scripts.sentences import People, sentences_of
from projects.interchange.scripts.fountain import read_fountain
from projects.interchange.scripts.scenes import scenes_of


def scenes(text):
    return scenes_of(read_fountain(text))


def broken_down(text, **wishes):
    script = read_fountain(text)
    return break_down(script, scenes_of(script), **wishes)


def people_of(found):
    return People({name for scene in found for name in scene.parts})


def told(found):
    """The sentences of each scene."""
    return [list(sentences_of(scene)) for scene in found]


def speaking(*names):
    """A scene in which these people say a word, so that they are known."""
    return "INT. HALL - DAY\n\n" + "".join(f"{name}\nYes.\n\n" for name in names)
