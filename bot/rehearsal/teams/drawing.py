"""How a client draws a card: the words, inputs and buttons that a person has in front of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.rehearsal.teams.card_shapes import ACTIONS, ELEMENTS
from bot.rehearsal.teams.jsons import Json, dig, text_at

Place = tuple[int, ...]
"""Which card of a card: () is the card itself, each further number an Action.ShowCard opened inside the one before."""

_INSIDE = ("body", "items", "columns", "rows", "cells", "images")
_PARTS = frozenset({*ELEMENTS, "Column", "TableRow", "TableCell"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A field of a card. `visible` is False for one that is there and not shown."""

    node: Json
    place: Place
    visible: bool

    @property
    def id(self) -> str:
        return text_at(self.node, "id")

    @property
    def kind(self) -> str:
        return text_at(self.node, "type")

    @property
    def names(self) -> frozenset[str]:
        """What a person may call it: its label, its id, and for a toggle the words beside it."""
        beside = text_at(self.node, "title") if self.kind == "Input.Toggle" else ""
        return frozenset({text_at(self.node, "label"), self.id, beside} - {""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press. `action` is what this client makes of it."""

    action: Json
    place: Place
    pressable: bool

    @property
    def title(self) -> str:
        return text_at(self.action, "title")


@dataclass(slots=True)
class Drawn:
    """One card as drawn. `execute` is False in a client that does not know Action.Execute and takes the fallback.
    `toggled` holds what Action.ToggleVisibility has shown (True) or hidden (False), by id.
    """

    card: Json
    execute: bool = True
    toggled: Mapping[str, bool] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    _cards: int = 0

    def __post_init__(self) -> None:
        self._part(self.card, (), visible=True)

    def sent_with(self, button: Button) -> list[Input]:
        """The inputs that go with a press: those of its own card and of the cards that this one opened from."""
        if text_at(button.action, "associatedInputs").lower() == "none":
            return []
        return [found for found in self.inputs if button.place[: len(found.place)] == found.place]

    def _part(self, node: Json, place: Place, *, visible: bool) -> None:
        shown = visible and self.is_shown(node)
        if shown:
            self.words.extend(_words(node))
        if text_at(node, "type").startswith("Input."):
            self.inputs.append(Input(node=node, place=place, visible=shown))
        for inner in _INSIDE:
            for child in node.get(inner) or ():
                if (drawn := _supported(child)) is not None:
                    self._part(drawn, place, visible=shown)
        for action in _actions(node):
            self._action(action, place, visible=shown)

    def _action(self, action: Json, place: Place, *, visible: bool) -> None:
        if text_at(action, "type") == "Action.Execute" and not self.execute:
            action = action["fallback"] if isinstance(action.get("fallback"), dict) else {}
        if text_at(action, "type") not in ACTIONS:
            return
        pressable = visible and action.get("isEnabled", True) is True
        self.buttons.append(Button(action=action, place=place, pressable=pressable))
        opened = action.get("card")
        if isinstance(opened, dict):
            self._cards += 1
            self._part(opened, (*place, self._cards), visible=pressable)

    def is_shown(self, node: Json) -> bool:
        return self.toggled.get(text_at(node, "id"), node.get("isVisible", True) is True)


def _supported(node: object) -> Json | None:
    """The part itself, or what stands in for a part that the client does not know."""
    while isinstance(node, dict) and node.get("type", "Column") not in _PARTS:
        node = node.get("fallback")
    return node if isinstance(node, dict) else None


def _actions(node: Json) -> Iterator[Json]:
    for found in (node.get("selectAction"), node.get("inlineAction"), *(node.get("actions") or ())):
        if isinstance(found, dict):
            yield found


def _words(node: Json) -> Iterator[str]:
    yield from (word for name in ("text", "label", "altText") if (word := text_at(node, name)))
    for run in node.get("inlines") or ():
        yield run if isinstance(run, str) else text_at(run, "text")
    for fact in node.get("facts") or ():
        yield f"{dig(fact, 'title')} {dig(fact, 'value')}"
    yield from (text_at(choice, "title") for choice in node.get("choices") or ())
