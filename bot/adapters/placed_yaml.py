"""YAML as plain values, with the line and column of each: for files that people write and must be able to put right.

Read strictly, because a conference file is not ours: no tags, no anchors and aliases, no name twice, no more than
`MOST_*`. Dates stay text; what they must look like is the schema's business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

MOST_BYTES = 256 * 1024
MOST_VALUES = 8_000
MOST_LEVELS = 20

Step = str | int
Path = tuple[Step, ...]
"""The way to a value from the top of the file: names, and places in lists counted from 0."""

_TAG = "tag:yaml.org,2002:"
_PLAINER = {
    "mapping values are not allowed here": "a colon where none can be: put text that has a colon in quotation marks, or look at the line above",
    "could not find expected ':'": "a name without its colon",
    "found unexpected end of stream": "quotation marks are opened here and never closed",
    "found character '\\t' that cannot start any token": "a tab: lines are moved to the right with spaces",
    "expected <block end>": "this line does not stand under the one it belongs to: look at the spaces before it",
    "found character": "text that begins with this character must be in quotation marks",
    "expected ',' or": "a bracket is opened here and not closed, or a comma is lacking after it",
}
_BEGAN_EARLIER = ("found unexpected end of stream", "expected ',' or", "could not find expected ':'")
"""Where YAML stumbles over these is far from where a person must look."""
_UNREADABLE = "this is not YAML that can be read"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Both counted from 1, as editors do."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Trouble:
    mark: Mark
    path: Path
    says: str


class UnreadableError(Exception):
    """Nothing can be made of the file as a whole."""

    def __init__(self, line: int, column: int, says: str) -> None:
        super().__init__(says)
        self.mark = Mark(line, column)
        self.says = says


@dataclass(slots=True)
class Placed:
    """A file that could be read. `troubles` are what was wrong on the way; values at or below `spoilt` are not to be
    judged, since what was meant there was not read.
    """

    value: Any = None
    values: dict[Path, Mark] = field(default_factory=dict)
    names: dict[Path, Mark] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    spoilt: set[Path] = field(default_factory=set)
    lined: bool = True
    """False for what has no lines to speak of, as a program sends it."""

    def where(self, path: Path, *, name: bool = False) -> Mark:
        """Where a value is written, or the name before it; what is not written is where the block it lacks begins."""
        steps = ((path[:end], name or end < len(path)) for end in range(len(path), -1, -1))
        marks = ((self.names.get(at) if named else None) or self.values.get(at) for at, named in steps)
        return next(mark for mark in marks if mark)

    def spot(self, path: Path) -> str:
        """Where a value is, in a sentence."""
        return f"on line {self.where(path).line}" if self.lined else f"at {pointer(path)}"

    def judged(self, path: Path) -> bool:
        return not any(path[:end] in self.spoilt for end in range(len(path) + 1))


def pointer(path: Path) -> str:
    """As RFC 6901 writes it: "/conference/children/0/born"."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def read(text: str) -> Placed:
    """Raises UnreadableError where the text is no YAML, or more of it than a person writes."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise UnreadableError(1, 1, f"the file is larger than {MOST_BYTES // 1024} KB")
    try:
        return _Reading(text).read()
    except ReaderError as error:
        line = text.count("\n", 0, error.position)
        column = error.position - text.rfind("\n", 0, error.position)
        raise UnreadableError(line + 1, column, "a character that cannot be written in YAML") from None
    except MarkedYAMLError as error:
        problem = error.problem or ""
        mark = error.context_mark if problem.startswith(_BEGAN_EARLIER) else error.problem_mark
        raise UnreadableError(mark.line + 1, mark.column + 1, _plainer(problem)) from None


def _plainer(problem: str) -> str:
    return next((plain for says, plain in _PLAINER.items() if problem.startswith(says)), _UNREADABLE)


def _at(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _mark(event: Event) -> Mark:
    return Mark(*_at(event))


class _Reading:
    """One reading of one text, event by event, so that it stops at the first limit it meets."""

    def __init__(self, text: str) -> None:
        self._yaml = YAML(typ="safe", pure=True)
        self._events: Iterator[Event] = iter(self._yaml.parse(text))
        self._placed = Placed()
        self._count = 0

    def read(self) -> Placed:
        next(self._events)  # the stream's start
        first = next(self._events)
        if isinstance(first, StreamEndEvent):
            raise UnreadableError(1, 1, "the file is empty")
        self._placed.value = self._value(next(self._events), ())
        next(self._events)  # the document's end
        second = next(self._events)
        if isinstance(second, DocumentStartEvent):
            raise UnreadableError(*_at(second), "a second document begins here: a file holds one conference")
        return self._placed

    def _value(self, event: Event, path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
        self._count += 1
        if self._count > MOST_VALUES:
            raise UnreadableError(*_at(event), f"more than {MOST_VALUES} values: nobody wrote this by hand")
        self._placed.values[path] = _mark(event)
        if isinstance(event, AliasEvent):
            says = f"`*{event.anchor}` stands for something written elsewhere: write it out here"
            return self._spoil(event, path, says)
        if isinstance(event, ScalarEvent | CollectionStartEvent):
            self._marked(event, path)
        if isinstance(event, CollectionStartEvent):
            return self._collection(event, path)
        return self._plain(event) if isinstance(event, ScalarEvent) else None

    def _marked(self, event: ScalarEvent | CollectionStartEvent, path: Path) -> None:
        """Anchors feed YAML bombs, and tags make a reader build what the file names."""
        if event.anchor:
            self._trouble(event, path, f"`&{event.anchor}` is a name for other places to use: leave it out")
        if event.tag:
            self._spoil(event, path, f"the tag `{_tag(event.tag)}` is not read: write the plain value")

    def _collection(self, start: CollectionStartEvent, path: Path) -> Any:  # noqa: ANN401 - a dict or a list
        if len(path) >= MOST_LEVELS:
            raise UnreadableError(*_at(start), f"more than {MOST_LEVELS} blocks inside one another")
        if isinstance(start, MappingStartEvent):
            return self._mapping(path)
        items: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise UnreadableError(*_at(event), "a plain name and a colon are expected here")
            name = str(event.value)
            if name in found:
                line = self._placed.names[*path, name].line
                self._trouble(
                    event, (*path, name), f"`{name}` was written before, on line {line}: one of the two must go"
                )
                self._pass_over((*path, name))
                continue
            self._placed.names[*path, name] = _mark(event)
            found[name] = None
            found[name] = self._value(next(self._events), (*path, name))
            if found[name] is None:  # where nothing is written, YAML points at what comes next
                self._placed.values[*path, name] = self._placed.names[*path, name]
        return found

    def _pass_over(self, path: Path) -> None:
        """A second value of the same name, whatever it holds: read within the same limits, and not kept."""
        kept, self._placed = self._placed, Placed()
        self._value(next(self._events), path)
        self._placed = kept

    def _plain(self, event: ScalarEvent) -> str | int | float | bool | None:
        """By YAML 1.2: `no` and `10:30` are words. A number beyond Python's is left as it was written."""
        text = str(event.value)
        tag = str(self._yaml.resolver.resolve(ScalarNode, text, event.implicit)).removeprefix(_TAG)
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        try:
            if tag == "int":
                return int(text)
            return float(text) if tag == "float" else text
        except ValueError:
            return text

    def _trouble(self, event: Event, path: Path, says: str) -> None:
        self._placed.troubles.append(Trouble(_mark(event), path, says))

    def _spoil(self, event: Event, path: Path, says: str) -> None:
        self._trouble(event, path, says)
        self._placed.spoilt.add(path)


def _tag(tag: object) -> str:
    return str(tag).replace(_TAG, "!!")[:60]
