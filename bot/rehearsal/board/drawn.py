"""A card as a page shows it: its lines, inputs and buttons in plain parts that a template can write out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.judging.strings import objects, shown

LONG = 16
"""Parts of a card beyond which a page shows it folded."""
_FEW_CHOICES = 6
_INSIDE = ("items", "columns", "rows", "cells", "body")


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`style`: heading, title (the card's own), quiet, or ""."""

    runs: tuple[Run, ...]
    style: str = ""
    kind: str = field(default="line", init=False)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Entry:
    """An input: `value` in the words of its choices, "" when it is empty; `offers` says what could be put in."""

    label: str
    value: str
    offers: str
    box: bool = False
    kind: str = field(default="entry", init=False)


@dataclass(frozen=True, slots=True)
class Buttons:
    titles: tuple[str, ...]
    kind: str = field(default="buttons", init=False)


@dataclass(frozen=True, slots=True)
class Box:
    parts: tuple["Part", ...]
    kind: str = field(default="box", init=False)


Part = Line | Entry | Buttons | Box


@dataclass(frozen=True, slots=True)
class Drawn:
    """`number` is that of its file among the cards as sent."""

    title: str
    parts: tuple[Part, ...]
    number: int

    @property
    def first(self) -> str:
        """What it says first, besides its title."""
        said = (one.text.strip() for one in _lines(self.parts) if one.style != "quiet")
        return next((text for text in said if text), "")

    @property
    def long(self) -> bool:
        return sum(_weight(part) for part in self.parts) > LONG


def drawn(card: Mapping[str, Any], number: int) -> Drawn:
    """The first line in heading style is the card's title and is not said twice."""
    parts = tuple(_parts(card.get("body") or ()))
    title = next((part for part in parts if isinstance(part, Line) and part.style == "heading"), None)
    rest = tuple(part for part in parts if part is not title)
    return Drawn(title.text if title else "Card", rest, number)


def _lines(parts: Iterable[Part]) -> Iterator[Line]:
    for part in parts:
        if isinstance(part, Line):
            yield part
        elif isinstance(part, Box):
            yield from _lines(part.parts)


def _weight(part: Part) -> int:
    if isinstance(part, Box):
        return sum(_weight(one) for one in part.parts)
    return 1 + (sum(len(run.text) for run in part.runs) // 120 if isinstance(part, Line) else 0)


def _parts(nodes: Iterable[object]) -> Iterator[Part]:
    for node in nodes:
        if isinstance(node, Mapping):
            yield from _part(node)


def _part(node: Mapping[str, Any]) -> Iterator[Part]:
    kind = str(node.get("type", ""))
    if kind == "TextBlock":
        yield Line((Run(shown(str(node.get("text", ""))), _bold(node)),), _style(node))
    elif kind == "RichTextBlock":
        yield Line(tuple(_run(one) for one in node.get("inlines") or ()))
    elif kind == "FactSet":
        facts = node.get("facts") or ()
        yield Box(tuple(Line((Run(f"{one.get('title')}: ", bold=True), Run(str(one.get("value"))))) for one in facts))
    elif kind == "ActionSet":
        yield Buttons(tuple(str(one.get("title", "")) for one in node.get("actions") or ()))
    elif kind.startswith("Input."):
        yield entry(node, str(node.get("value", "")))
    elif kind == "Image":
        yield Line((Run(f"[Picture: {node.get('altText', '')}]"),))
    else:
        inner = tuple(part for name in _INSIDE for part in _parts(node.get(name) or ()))
        if inner:
            yield Box(inner)


def _bold(node: Mapping[str, Any]) -> bool:
    return str(node.get("weight", "")).lower() == "bolder"


def _style(node: Mapping[str, Any]) -> str:
    if node.get("style") == "heading":
        return "heading"
    return "quiet" if node.get("isSubtle") else ""


def _run(inline: str | Mapping[str, Any]) -> Run:
    if isinstance(inline, str):
        return Run(inline)
    return Run(str(inline.get("text", "")), _bold(inline))


def entry(node: Mapping[str, Any], value: str) -> Entry:
    """An input with something in it, in words."""
    label = str(node.get("label") or node.get("id", ""))
    kind, titles = str(node.get("type")), _titles(node)
    if kind == "Input.Toggle":
        beside = shown(str(node.get("title", "")))
        ticked = value == str(node.get("valueOn", "true"))
        return Entry(f"{label}: {beside}" if beside else label, "ticked" if ticked else "", "not ticked", box=True)
    if kind == "Input.ChoiceSet":
        return Entry(label, ", ".join(titles.get(one, one) for one in value.split(",") if one), _offered(titles))
    return Entry(label, value, {"Input.Date": "a date", "Input.Time": "a time"}.get(kind, "words"))


def _titles(node: Mapping[str, Any]) -> dict[str, str]:
    return {str(one.get("value")): shown(str(one.get("title"))) for one in node.get("choices") or ()}


def _offered(titles: Mapping[str, str]) -> str:
    names = list(titles.values())
    if len(names) > _FEW_CHOICES:
        return f"one of {len(names)}, from {names[0]} to {names[-1]}"
    return " / ".join(names)


def inputs_of(card: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    """The card's inputs by id."""
    return {
        str(one["id"]): one for one in objects(card) if str(one.get("type", "")).startswith("Input.") and "id" in one
    }
