"""How the chair's cards are put together: title, what is wrong, body; rows of buttons; pages of what is too long for one."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from bot.cards import components as parts
from bot.cards.components import Card, Element
from bot.words import chair as words
from bot.words.refusals import fault

T = TypeVar("T")
_PAGE = re.compile("[1-9][0-9]?")

_ROW = 3
ROOM = 16_000
"""Bytes of a card that its changing part may fill: with title, inputs and signed buttons it stays under 25 KB."""


def framed(
    title: str, body: Sequence[Element], *, fallback: str, faults: Mapping[str, StrEnum] = parts.EMPTY, notice: str = ""
) -> Card:
    """A whole card. A fault of something that this card has no input for is said at the top, so that none is lost."""
    top = [*parts.notice(notice), *(_wrong(faults, body) if faults else ()), parts.heading(title)]
    return parts.card([*top, *body], fallback)


def _wrong(faults: Mapping[str, StrEnum], body: Sequence[Element]) -> list[Element]:
    placed = set(_inputs(body))
    loose = [parts.text(fault(code), bold=True) for name, code in faults.items() if name not in placed]
    return [*loose, *parts.problems({name: code for name, code in faults.items() if name in placed})]


def _inputs(items: Sequence[Element]) -> Iterator[str]:
    for item in items:
        if item["type"].startswith("Input."):
            yield item["id"]
        yield from _inputs(item.get("items", ()))


def buttons(actions: Sequence[Element]) -> list[Element]:
    """In rows that fit a narrow window, where clients cut off what is too wide; none for none."""
    rows = [actions[start : start + _ROW] for start in range(0, len(actions), _ROW)]
    return close(*(parts.action_set(*row) for row in rows), space="small")


def back(marks: parts.Marks) -> Element:
    return parts.execute("console.show", words.BACK, marks.see(""))


def close(*items: Element, space: str = "none") -> list[Element]:
    """Lines that belong together, without the space between paragraphs."""
    return [item if number == 0 else item | {"spacing": space} for number, item in enumerate(items)]


def numbered(lines: Iterable[str]) -> list[Element]:
    return close(*(parts.text(f"{number}. {line}") for number, line in enumerate(lines, 1)), space="small")


def size(item: Element) -> int:
    """Bytes on the wire."""
    return len(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode())


def pages(units: Sequence[tuple[int, T]], room: int = ROOM) -> list[list[T]]:
    """Units, each with its size, filled into pages in their order; never none. One that is too long has its own page."""
    out: list[list[T]] = [[]]
    left = room
    for weight, unit in units:
        if weight > left and out[-1]:
            out.append([])
            left = room
        out[-1].append(unit)
        left -= weight
    return out


def subject(of: str, page: int) -> str:
    """What a button shows: `of`, from the second page on with its number ("maya#2")."""
    return of if page == 1 else f"{of}#{page}"


def asked(subject: str) -> tuple[str, int]:
    """The reverse: what, and which page. Anything that is no page number means the first."""
    of, _, page = subject.partition("#")
    return of, int(page) if _PAGE.fullmatch(page) else 1
