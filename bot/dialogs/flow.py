"""The two things a button can be: a wish to change something, or a wish to see something. Each verb has one entry here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from bot.cards.components import NO_ANSWER, Card, Marks
from bot.dialogs.press import Press
from bot.domain.outcome import Refused
from bot.usecases.read_view import Looking

NO_FAULTS: Mapping[str, StrEnum] = {}


class Pressed(msgspec.Struct, frozen=True, kw_only=True):
    """A press by somebody listed. `subject` is what the card is about: for a change it comes from the signed scope."""

    press: Press
    look: Looking
    marks: Marks
    subject: str

    def text(self, name: str) -> str:
        return self.press.text(name)

    def chosen(self, name: str) -> str:
        """What was chosen in a drop-down; "" also where "No answer" was, since one cannot be emptied any other way."""
        value = self.text(name)
        return "" if value == NO_ANSWER else value

    def ticked(self, name: str) -> bool:
        return self.text(name) == "true"

    def at(self, look: Looking, marks: Marks) -> "Pressed":
        return Pressed(press=self.press, look=look, marks=marks, subject=self.subject)

    def about(self, subject: str) -> "Pressed":
        return Pressed(press=self.press, look=self.look, marks=self.marks, subject=subject)


Draw = Callable[[Pressed, Mapping[str, StrEnum], str], Card | Refused]
"""A card for this press: with faults beside their fields, and one line at the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`scope` is the kind of scope whose nonce the card must bear; "" for a change that age cannot spoil. `form` is the
    card it was pressed on, `after` the card of the new state.
    """

    scope: str
    command: Callable[[Pressed], object]
    form: Draw
    after: Draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    card: Draw


CHANGES: dict[str, Change] = {}
SHOWS: dict[str, Show] = {}


def on_change(verb: str, change: Change) -> None:
    if verb in CHANGES or verb in SHOWS:
        raise ValueError(f"{verb} has two flows")
    CHANGES[verb] = change


def on_show(verb: str, card: Draw) -> None:
    if verb in CHANGES or verb in SHOWS:
        raise ValueError(f"{verb} has two flows")
    SHOWS[verb] = Show(card=card)


def with_typed(card: Card, typed: Mapping[str, Any]) -> Card:
    """The same card with what was typed put back into its inputs, so that a fault never costs anybody their words."""
    return {name: _typed(part, typed) for name, part in card.items()}


def _typed(part: Any, typed: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any part of a card's JSON
    if isinstance(part, list):
        return [_typed(one, typed) for one in part]
    if not isinstance(part, dict):
        return part
    found = {name: _typed(one, typed) for name, one in part.items() if name != "data"}
    if "data" in part:
        found["data"] = part["data"]
    value = typed.get(part.get("id", ""))
    if str(part.get("type", "")).startswith("Input.") and isinstance(value, str):
        found["value"] = value
    return found
