"""What crosses between Teams and the dialogs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.domain.actor import Actor


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """A button pressed, or a card asking to refresh itself (`automatic`).

    `data` is what came with it, as Teams sends it: inputs are strings ("7", "true"). Nothing in it is believed but
    ids, and those only after they are checked against the record. `conversation` and `message` say where the card lay.
    `in_place` is False for an old client (Action.Submit): no answer can take the card's place there, only a posted
    message can follow, which Teams keeps. Answer such a press with a line of text without content.
    """

    actor: Actor
    verb: str
    data: Mapping[str, Any]
    conversation: str
    message: str = ""
    service_url: str = ""
    automatic: bool = False
    in_place: bool = True

    def text(self, name: str) -> str:
        """What was put into one input; "" for an input left empty or sent as anything but text."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""


class CardAnswer(msgspec.Struct, frozen=True):
    """The card that takes the pressed one's place, in the presser's client only."""

    card: Mapping[str, Any]


class TextAnswer(msgspec.Struct, frozen=True):
    """A line of words where no card belongs."""

    text: str


Answer = CardAnswer | TextAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A typed message. `private` is False when it was typed in a meeting chat."""

    actor: Actor
    text: str
    conversation: str
    private: bool
    service_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Something Teams told us of itself: see `what` for which. Hints, never proof (join events may not come)."""

    what: str
    """bot_added | bot_removed | installed | uninstalled | meeting_started | meeting_ended | joined | left
    | added | removed. `joined` is into the meeting; `added` only into its chat, which says nothing of who is present."""
    conversation: str
    service_url: str = ""
    people: tuple[Actor, ...] = ()
    at: str = ""
    join_url: str = ""
