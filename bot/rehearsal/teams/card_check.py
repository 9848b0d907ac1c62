"""Whether a real Teams would show this card well: Adaptive Cards 1.5, Teams' size, and what people need to read it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from bot.rehearsal.teams.card_shapes import (
    BOOLEANS,
    NUMBERS,
    SHAPES,
    TEXTS,
    Slot,
    is_extension,
    known_values,
)
from bot.rehearsal.teams.jsons import Json, dig, text_at

MOST_BYTES = 25 * 1024
MOST_REFRESHED = 60
MOST_BUTTONS = 6
"""Teams puts no more than this many buttons in a row; the rest belong in `"mode": "secondary"`."""
NEWEST = (1, 5)
FIRST_WITH_EXECUTE = (1, 4)
_TEXT_VALUES = frozenset({"Input.Text", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet"})


class _Part(NamedTuple):
    """A part of a card. `stands_in`: it is in a fallback, so it may repeat the ids of what it would replace."""

    kind: str
    place: str
    node: Json
    stands_in: bool


@dataclass(slots=True)
class _Walk:
    """One reading of a card: what was wrong on the way, and every part of it."""

    faults: list[str] = field(default_factory=list)
    nodes: list[_Part] = field(default_factory=list)

    def fault(self, place: str, what: str) -> None:
        self.faults.append(f"{place}: {what}")

    def slot(self, value: object, slot: Slot, place: str, *, stands_in: bool) -> None:
        if not slot.many:
            self.part(value, slot, place, stands_in=stands_in)
        elif not isinstance(value, list):
            self.fault(place, "is not a list")
        else:
            for number, item in enumerate(value):
                self.part(item, slot, f"{place}[{number}]", stands_in=stands_in)

    def part(self, node: object, slot: Slot, place: str, *, stands_in: bool) -> None:
        if slot.of == ("TextRun",) and isinstance(node, str):
            return
        if not isinstance(node, dict):
            self.fault(place, "is not an object")
            return
        kind = node.get("type", slot.of[0] if len(slot.of) == 1 else None)
        if kind in slot.of:
            self.known(str(kind), node, place, stands_in=stands_in)
        elif not (isinstance(kind, str) and is_extension(kind)):
            self.fault(place, f"{kind!r} is not a type that belongs here")
        elif "fallback" not in node:
            self.fault(place, f"{kind} needs a fallback: it is not of 1.5")
        self.fallback(node, slot, place)

    def fallback(self, node: Json, slot: Slot, place: str) -> None:
        fallback = node.get("fallback", "drop")
        if not (isinstance(fallback, str) and fallback.lower() == "drop"):
            self.part(fallback, slot, f"{place}.fallback", stands_in=True)

    def known(self, kind: str, node: Json, place: str, *, stands_in: bool) -> None:
        shape = SHAPES[kind]
        self.nodes.append(_Part(kind, place, node, stands_in))
        for name in sorted(node.keys() - shape.allowed):
            self.fault(place, f"{kind} has no {name!r}")
        for name in sorted(shape.required - node.keys()):
            self.fault(place, f"{kind} has no {name!r} and needs one")
        for name, value in node.items():
            self.value(kind, name, value, place)
        for name, slot in shape.slots.items():
            if name in node:
                self.slot(node[name], slot, f"{place}.{name}", stands_in=stands_in)

    def value(self, kind: str, name: str, value: object, place: str) -> None:
        values = known_values(kind, name)
        if values is not None and not (isinstance(value, str) and value.lower() in values):
            self.fault(place, f"{name} cannot be {value!r}")
        elif name in TEXTS and not isinstance(value, str):
            self.fault(place, f"{name} is not text")
        elif name in BOOLEANS and not isinstance(value, bool):
            self.fault(place, f"{name} is not true or false")
        elif {name, f"{kind}/{name}"} & NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float)):
            self.fault(place, f"{name} is not a number")


def _version(card: Json) -> tuple[int, ...]:
    found = re.fullmatch(r"(\d+)\.(\d+)", text_at(card, "version"))
    return tuple(int(part) for part in found.groups()) if found else ()


def _root(card: Json, walk: _Walk) -> Iterator[str]:
    version = _version(card)
    if not version or version > NEWEST:
        yield f"card: version {card.get('version')!r} is not 1.0 to 1.5"
    elif version < FIRST_WITH_EXECUTE and any(part.kind in ("Action.Execute", "Refresh") for part in walk.nodes):
        yield "card: Action.Execute and refresh need version 1.4"
    if not text_at(card, "fallbackText").strip():
        yield "card: has no fallbackText"
    size = len(orjson.dumps(card))
    if size >= MOST_BYTES:
        yield f"card: {size} bytes, and must be under {MOST_BYTES}"
    if dig(card, "refresh") is not None:
        yield from _refresh(card)


def _refresh(card: Json) -> Iterator[str]:
    ids = dig(card, "refresh", "userIds")
    if ids is None:
        return
    if not isinstance(ids, list) or not all(isinstance(mri, str) and mri.startswith("29:") for mri in ids):
        yield "card.refresh: userIds are not Teams ids (29:...)"
    elif len(ids) > MOST_REFRESHED:
        yield f"card.refresh: names {len(ids)} people, and Teams refreshes for {MOST_REFRESHED}"


def _ids(walk: _Walk) -> Iterator[str]:
    ids = [part.node["id"] for part in walk.nodes if not part.stands_in and isinstance(part.node.get("id"), str)]
    for name, times in Counter(ids).items():
        if times > 1:
            yield f"card: the id {name!r} is used {times} times"
    for part in walk.nodes:
        for target in part.node.get("targetElements", ()):
            name = target if isinstance(target, str) else text_at(target, "elementId")
            if name not in ids:
                yield f"{part.place}: nothing on the card has the id {name!r}"


def _inputs(walk: _Walk) -> Iterator[str]:
    for kind, place, node, _ in walk.nodes:
        if kind.startswith("Input.") and kind != "Input.Choice":
            yield from _named(kind, place, node)
        if kind in _TEXT_VALUES and not isinstance(node.get("value", ""), str):
            yield f"{place}: value is not text"
        if kind == "Input.ChoiceSet":
            yield from _choices(place, node)


def _named(kind: str, place: str, node: Json) -> Iterator[str]:
    if not text_at(node, "id").strip():
        yield f"{place}: {kind} without an id"
    if not text_at(node, "label").strip():
        yield f"{place}: {kind} without a label, so a screen reader has nothing to say"


def _choices(place: str, node: Json) -> Iterator[str]:
    choices = node.get("choices")
    values = [text_at(choice, "value") for choice in choices] if isinstance(choices, list) else []
    if not values:
        yield f"{place}: a choice of nothing"
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{place}: the choice {value!r} is there {times} times"
    several, given = bool(node.get("isMultiSelect")), text_at(node, "value")
    if several and any("," in value for value in values):
        yield f"{place}: a choice has a comma in its value, by which several are told apart"
    for value in given.split(",") if several else [given]:
        if value and value not in values:
            yield f"{place}: value {value!r} is not among the choices"


def _actions(walk: _Walk) -> Iterator[str]:
    for kind, place, node, _ in walk.nodes:
        if kind.startswith("Action.") and not place.endswith("refresh.action"):
            yield from _button(kind, place, node)
        actions = node.get("actions")
        if isinstance(actions, list):
            primary = [action for action in actions if text_at(action, "mode").lower() != "secondary"]
            if len(primary) > MOST_BUTTONS:
                yield f"{place}: {len(primary)} buttons in a row, and Teams shows {MOST_BUTTONS}"


def _button(kind: str, place: str, node: Json) -> Iterator[str]:
    if not text_at(node, "title").strip():
        yield f"{place}: {kind} without a title"
    if kind != "Action.Execute":
        return
    if not text_at(node, "verb").strip():
        yield f"{place}: Action.Execute without a verb"
    if text_at(node, "fallback", "type") != "Action.Submit":
        yield f"{place}: Action.Execute without an Action.Submit to fall back to"


def card_faults(card: object) -> list[str]:
    """All that is wrong with a card, each fault with its place. Empty for a sound card."""
    walk = _Walk()
    walk.part(card, Slot(("AdaptiveCard",), many=False), "card", stands_in=False)
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return [*walk.faults, "card: is not an AdaptiveCard"]
    return [*walk.faults, *_root(card, walk), *_ids(walk), *_inputs(walk), *_actions(walk)]
