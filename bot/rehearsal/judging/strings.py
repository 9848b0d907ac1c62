"""Every string in something shown, and whether it holds words that somebody typed, however a card escaped or cut them."""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

RUN = 8
"""Words in a row by which a longer text is known again, so that half of it is found as well."""
STEP = 4
SHORTEST = 12
"""Characters. A shorter line ("Yes") is found only where it stands alone."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ESCAPED = re.compile(r"\\([^\w\s])")
_ENVELOPE = frozenset({"from", "recipient", "conversation"})


def strings(part: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each string in a body with the keys that lead to it; places in lists are left out."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from strings(value, (*path, str(key)))
    elif isinstance(part, list | tuple):
        for value in part:
            yield from strings(value, path)


def contents(body: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """As `strings`, without the address that a message carries: whom it is from and to is no content of it."""
    return (found for found in strings(body) if not found[0] or found[0][0] not in _ENVELOPE)


def objects(part: object) -> Iterator[Mapping[str, Any]]:
    """Every JSON object in a body, the outermost first."""
    if isinstance(part, Mapping):
        yield part
        for value in part.values():
            yield from objects(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from objects(value)


def shown(text: str) -> str:
    """A line of a card as a client shows it: what was made inert for its Markdown is itself again."""
    return _ESCAPED.sub(r"\1", text).replace("\u2060", "")


@lru_cache(maxsize=2**16)
def as_read(text: str) -> str:
    """As shown, or as a curious person could read it out of a link; alike letters made the same."""
    plain = unquote(html.unescape(text)) if "%" in text or "&" in text else text
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", shown(plain)))


def words_of(text: str) -> list[str]:
    return _WORD.findall(as_read(text).casefold())


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand in one string: from word `start` up to, not including, `end`; and which needle they are."""

    needle: int
    start: int
    end: int


@dataclass(slots=True)
class Finder:
    """Looks for many texts at once. Each distinct string is looked through only once."""

    _runs: dict[tuple[str, ...], set[int]] = field(default_factory=lambda: defaultdict(set))
    _whole: dict[tuple[str, ...], set[int]] = field(default_factory=lambda: defaultdict(set))
    _lengths: set[int] = field(default_factory=set)
    _found: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def add(self, needle: int, text: str) -> None:
        """Cards show typed text line by line, so each line is looked for by itself."""
        for line in text.splitlines():
            words = words_of(line)
            if not words:
                continue
            if len("".join(words)) < SHORTEST or len(words) == 1:
                self._whole[tuple(words)].add(needle)
                continue
            for run in _runs_of(words):
                self._runs[run].add(needle)
                self._lengths.add(len(run))

    def spans(self, text: str) -> tuple[Span, ...]:
        if text not in self._found:
            self._found[text] = tuple(self._look(words_of(text)))
        return self._found[text]

    def _look(self, words: list[str]) -> Iterator[Span]:
        for needle in self._whole.get(tuple(words), ()):
            yield Span(needle, 0, len(words))
        for length in self._lengths:
            for start in range(len(words) - length + 1):
                for needle in self._runs.get(tuple(words[start : start + length]), ()):
                    yield Span(needle, start, start + length)


def _runs_of(words: list[str]) -> Iterator[tuple[str, ...]]:
    last = max(len(words) - RUN, 0)
    for start in (*range(0, last, STEP), last):
        yield tuple(words[start : start + RUN])


def uncovered(spans: Iterable[Span], allowed: Iterable[Span]) -> Iterator[Span]:
    """The spans that do not lie within words the reader may have: what somebody quotes is theirs to be read with."""
    covered = {place for one in allowed for place in range(one.start, one.end)}
    return (one for one in spans if not covered.issuperset(range(one.start, one.end)))
