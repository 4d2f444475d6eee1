"""What is worn, held and suffered, in story order, and what contradicts it: hints, no truths."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from projects.assist.scripts import continuity_words as told
from projects.assist.scripts.patterns import Patterns
from projects.assist.scripts.sentences import People, Sentence, Subjects, shown
from projects.assist.scripts.story_time import CONTINUOUS, SAME_DAY, SAME_TIMES, Moment, moments
from projects.interchange.scripts.scenes import Scene

#: How sure a hint is, by how close in time the two sentences stand.
_SURE = {
    "worn_after_off": {CONTINUOUS: 0.7, SAME_DAY: 0.4},
    "put_on_twice": {CONTINUOUS: 0.5},
    "held_after_let_go": {CONTINUOUS: 0.6},
    "hurt_but_able": {CONTINUOUS: 0.75, SAME_DAY: 0.6, SAME_TIMES: 0.4},
    "aid_gone": {CONTINUOUS: 0.75, SAME_DAY: 0.45},
    "dead_speaks": {CONTINUOUS: 0.7, SAME_DAY: 0.75, SAME_TIMES: 0.75},
    "dead_acts": {CONTINUOUS: 0.5, SAME_DAY: 0.6, SAME_TIMES: 0.6},
    "broken_then_whole": {CONTINUOUS: 0.65, SAME_DAY: 0.45, SAME_TIMES: 0.3},
}
_UNSEEN = frozenset({"V.O."})  # a voice may be of the dead


@dataclass(frozen=True)
class Place:
    """A sentence and its scene, by index from 1."""

    scene: int
    sentence: str
    line: int


@dataclass(frozen=True)
class Hint:
    """`rule` names the contradiction, `subject` the garment, prop or part of the body."""

    rule: str
    character: str
    subject: str
    sure: float
    first: Place
    then: Place


@dataclass(frozen=True)
class Noted:
    """One thing the story says of somebody: `kind` is on, off, has, gone, hurt, broken or dead."""

    kind: str
    character: str
    subject: str
    sure: float
    place: Place


@dataclass
class Continuity:
    """Both in story order; `facts` are what the hints were compared by."""

    facts: list[Noted] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)


@dataclass
class _Fact:
    value: str
    place: Place
    moment: Moment
    sure: float


@dataclass
class _State:
    """What is held to be so, by (character, subject)."""

    worn: dict[tuple[str, str], _Fact] = field(default_factory=dict)
    held: dict[tuple[str, str], _Fact] = field(default_factory=dict)
    hurt: dict[tuple[str, str], _Fact] = field(default_factory=dict)
    dead: dict[str, _Fact] = field(default_factory=dict)
    broken: dict[tuple[str, str], _Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class _Seen:
    """One sentence with all that the rules ask of it."""

    text: str
    who: str
    sure: float
    place: Place
    moment: Moment
    location: str


def lint(
    scenes: Sequence[Scene], sentences: Sequence[Sequence[Sentence]], people: People
) -> Continuity:
    """What is told, and what contradicts it; each pair of sentences once."""
    watch = _Watch(people)
    hints: dict[tuple[str, ...], Hint] = {}
    for scene, told_of, moment in zip(scenes, sentences, moments(scenes), strict=True):
        if moment.aside:
            continue
        for hint in watch.scene(scene, told_of, moment):
            hints.setdefault((hint.rule, hint.character, hint.subject, hint.first.sentence), hint)
    return Continuity(watch.facts, list(hints.values()))


class _Watch:
    def __init__(self, people: People) -> None:
        self.people, self.patterns = people, Patterns(people.names)
        self.state, self.facts = _State(), list[Noted]()

    def scene(self, scene: Scene, told_of: Sequence[Sentence], moment: Moment) -> Iterator[Hint]:
        subjects = Subjects(self.people)
        yield from self._voices(scene, moment)
        for sentence in told_of:
            who, sure = subjects.of(sentence)
            place = Place(scene.index, shown(sentence.text), sentence.line)
            location = scene.heading.location.upper()
            seen = _Seen(sentence.text, who, sure, place, moment, location)
            yield from self._sentence(seen)

    def _sentence(self, seen: _Seen) -> Iterator[Hint]:
        if seen.who:
            yield from self._clothes(seen)
            yield from self._hands(seen)
            yield from self._body(seen)
        yield from self._breakage(seen)
        yield from self._death(seen)

    def _hint(self, rule: str, subject: str, fact: _Fact, seen: _Seen) -> Iterator[Hint]:
        """Nothing where so much time has passed that the rule says nothing."""
        sure = _SURE[rule].get(seen.moment.since(fact.moment), 0.0)
        if sure and fact.place != seen.place:
            sure = round(sure * min(fact.sure, seen.sure) / 0.9, 2)
            yield Hint(rule, seen.who, subject, sure, fact.place, seen.place)

    def _fact(self, value: str, seen: _Seen, subject: str) -> _Fact:
        self.facts.append(Noted(value, seen.who, subject, seen.sure, seen.place))
        return _Fact(value, seen.place, seen.moment, seen.sure)

    def _clothes(self, seen: _Seen) -> Iterator[Hint]:
        worn, who = self.state.worn, seen.who
        for garment in self.patterns.garments(told.TAKES_OFF, seen.text):
            worn[who, garment] = self._fact("off", seen, garment)
        put_on = self.patterns.garments(told.PUTS_ON, seen.text)
        for garment in put_on:
            fact = worn.get((who, garment))
            if fact and fact.value == "on":
                yield from self._hint("put_on_twice", garment, fact, seen)
            worn[who, garment] = self._fact("on", seen, garment)
        for garment in self.patterns.garments(told.WEARS, seen.text):
            fact = worn.get((who, garment))
            if fact and fact.value == "off" and garment not in put_on:
                yield from self._hint("worn_after_off", garment, fact, seen)
            if not fact or fact.place != seen.place:
                worn[who, garment] = self._fact("on", seen, garment)

    def _hands(self, seen: _Seen) -> Iterator[Hint]:
        held, who = self.state.held, seen.who
        taken = self.patterns.things(told.TAKES, seen.text)
        for thing in taken:
            held[who, thing] = self._fact("has", seen, thing)
        for thing in self.patterns.things(told.HOLDS, seen.text):
            fact = held.get((who, thing))
            if fact and fact.value == "gone" and thing not in taken:
                yield from self._hint("held_after_let_go", thing, fact, seen)
            held[who, thing] = self._fact("has", seen, thing)
        for thing in self.patterns.things(told.LETS_GO, seen.text):
            held[who, thing] = self._fact("gone", seen, thing)

    def _body(self, seen: _Seen) -> Iterator[Hint]:
        hurt, who = self.state.hurt, seen.who
        gone = self.patterns.limbs(told.WITHOUT_AID, seen.text)
        healed = self.patterns.limbs(told.HEALED, seen.text)
        for limb in gone:
            if (who, limb) in hurt:
                yield from self._hint("aid_gone", limb, hurt[who, limb], seen)
        for limb in {*gone, *healed}:
            hurt.pop((who, limb), None)
        for limb in self.patterns.able(seen.text):
            if (who, limb) in hurt:
                yield from self._hint("hurt_but_able", limb, hurt[who, limb], seen)
        if not gone and not healed:
            for limb in self.patterns.hurt(seen.text):
                hurt[who, limb] = self._fact("hurt", seen, limb)

    def _breakage(self, seen: _Seen) -> Iterator[Hint]:
        """A thing is the same one when it is in the same place, or in the same hands."""
        broken = self.state.broken
        keys = {seen.location, seen.who} - {""}
        for thing in self.patterns.things(told.MENDS, seen.text):
            for key in [key for key in broken if key[1] == thing]:
                del broken[key]
        now = self.patterns.things(told.BREAKS, seen.text)
        if not self.patterns.still_broken(seen.text):
            for thing in self.patterns.things(told.USES, seen.text):
                fact = next((broken[k, thing] for k in keys if (k, thing) in broken), None)
                if fact and thing not in now:
                    yield from self._hint("broken_then_whole", thing, fact, seen)
        for thing in now:
            fact = _Fact("broken", seen.place, seen.moment, max(seen.sure, 0.8))
            broken |= {(key, thing): fact for key in keys}
            self.facts.append(Noted("broken", seen.who, thing, fact.sure, seen.place))

    def _death(self, seen: _Seen) -> Iterator[Hint]:
        dead = self.state.dead
        for name in self.patterns.names(told.LIVES_AGAIN, seen.text):
            dead.pop(name, None)
        if seen.who in dead and seen.sure >= 0.9 and self.patterns.walks(seen.who, seen.text):
            yield from self._hint("dead_acts", "", dead[seen.who], seen)
        for name in self.patterns.deaths(seen.text):
            fact = _Fact("dead", seen.place, seen.moment, 0.9)
            if name not in dead:
                self.facts.append(Noted("dead", name, "", fact.sure, seen.place))
            dead.setdefault(name, fact)

    def _voices(self, scene: Scene, moment: Moment) -> Iterator[Hint]:
        """A speech of somebody who has died in a scene before this one."""
        for cue, parsed, spoken in scene.speeches():
            fact = self.state.dead.get(parsed.name)
            if fact and not _UNSEEN & set(parsed.extensions):
                said = shown(f"{cue.text}: {' '.join(e.text for e in spoken)}")
                place = Place(scene.index, said, cue.line)
                seen = _Seen(said, parsed.name, 0.9, place, moment, "")
                yield from self._hint("dead_speaks", "", fact, seen)
