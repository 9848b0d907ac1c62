"""What one person did and what their client then showed them, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.board.drawn import Drawn, Entry, drawn, entry, inputs_of
from bot.rehearsal.judging.story import How, Press, Shown, Typed

_HOWS = {
    How.POSTED: "New message",
    How.EDITED: "The message now says",
    How.HISTORY: "Found in the chat on coming in",
}
_OURS = frozenset({"v", "c", "s", "r", "x", "n", "of", "verb"})


@dataclass(slots=True, kw_only=True)
class Sight:
    """One thing shown. `how` says by what road, `notification` what the banner said, `text` what was said without a card."""

    how: str
    message: str
    notification: str = ""
    text: str = ""
    card: Drawn | None = None


@dataclass(slots=True, kw_only=True)
class Cell:
    """`did`: what they pressed or typed; `entered`: what they had put into the card."""

    did: list[str] = field(default_factory=list)
    entered: list[Entry] = field(default_factory=list)
    saw: list[Sight] = field(default_factory=list)


class Cards:
    """Every card as sent, numbered in the order of the wire; and the one that each client shows in each message."""

    def __init__(self) -> None:
        self.sent: list[tuple[Shown, Mapping[str, Any]]] = []
        self._numbers: dict[int, int] = {}
        self._current: dict[tuple[str, str, str], Mapping[str, Any]] = {}

    def number(self, shown: Shown) -> int:
        if shown.seq not in self._numbers:
            self.sent.append((shown, shown.card or {}))
            self._numbers[shown.seq] = len(self.sent)
        return self._numbers[shown.seq]

    def draw(self, shown: Shown) -> Drawn | None:
        """The card in it, if it has one."""
        return drawn(shown.card, self.number(shown)) if shown.card is not None else None

    def hold(self, shown: Shown) -> None:
        """It is now what these people see in that message."""
        for person in shown.people if shown.card is not None else ():
            self._current[person, shown.chat, shown.message] = shown.card or {}

    def before(self, press: Press) -> Mapping[str, Any] | None:
        """The card that was pressed."""
        return self._current.get((press.teams_id, press.chat, press.message))


def sight(cards: Cards, shown: Shown) -> Sight:
    place = "private chat" if shown.private_chat else "meeting chat"
    how = f"{_HOWS.get(shown.how, 'Shown')} in the {place}"
    card = cards.draw(shown)
    text = "" if card else shown.words
    return Sight(how=how, message=shown.message, notification=shown.notification, text=text, card=card)


def add_message(cell: Cell, seen: Sight) -> None:
    """A message posted and changed in the same moment is one sight: what it says last, announced as it was first."""
    before = next((one for one in cell.saw if one.message == seen.message and seen.how.startswith("The message")), None)
    if before is None:
        cell.saw.append(seen)
    else:
        before.text, before.card = seen.text, seen.card


def add_press(cell: Cell, cards: Cards, press: Press, answer: Shown | None) -> None:
    """The press with what was typed, and the answer that came for the presser alone."""
    before = cards.before(press)
    if press.automatic:
        how = "Opened by itself, for them alone"
    else:
        title = press.title or press.verb
        on = drawn(before, 0).title if before is not None else ""
        old = "" if press.in_place else " in an old Teams, which cannot show the answer in the card"
        cell.did.append(f"Pressed \u201c{title}\u201d" + (f" on \u201c{on}\u201d" if on else "") + old)
        cell.entered.extend(_entered(press, before))
        how = "Answer, for them alone"
    if answer is not None and answer.people:
        card = cards.draw(answer)
        seen = Sight(how=how, message=answer.message, text="" if card else answer.words, card=card)
        cell.saw[:] = [one for one in cell.saw if not (press.automatic and one.message == seen.message)]
        cell.saw.append(seen)
    elif press.in_place and not press.automatic:
        cell.saw.append(Sight(how="No answer came", message=press.message))


def add_typed(cell: Cell, typed: Typed) -> None:
    cell.did.append(f"Typed \u201c{typed.words}\u201d")


def _entered(press: Press, before: Mapping[str, Any] | None) -> Iterator[Entry]:
    inputs = inputs_of(before)
    for name, value in press.data.items():
        if name in _OURS or not isinstance(value, str) or not value:
            continue
        found = entry(inputs.get(name, {"id": name}), value)
        if found.value:
            yield found
