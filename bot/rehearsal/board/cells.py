"""What one person did and what their client then showed them, in words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.board.drawn import Drawn, Entry, drawn, entry, inputs_of
from bot.rehearsal.judging.story import How, Press, Shown, Typed

CHANGED = "Message changed"
BY_ITSELF = "Opened by itself, for them alone"
ANSWERED = "Answer, for them alone"
_HOWS = {
    How.POSTED: "New message",
    How.EDITED: CHANGED,
    How.HISTORY: "Found on coming in",
    How.ANSWER: "For them alone",
}
_MANY_BOXES = 3
_OURS = frozenset({"v", "c", "s", "r", "x", "n", "of", "verb"})


@dataclass(slots=True, kw_only=True)
class Sight:
    """One thing shown. `how` says by what road, `notification` what the banner said, `text` what was said without a card.
    `folded`: a page shows only the head of the card until it is opened; `again`: on paper as well.
    """

    how: str
    message: str
    notification: str = ""
    text: str = ""
    card: Drawn | None = None
    folded: bool = False
    again: bool = False


@dataclass(slots=True, kw_only=True)
class Cell:
    """`did`: what they pressed or typed; `entered`: what they had put into the card."""

    did: list[str] = field(default_factory=list)
    entered: list[Entry] = field(default_factory=list)
    saw: list[Sight] = field(default_factory=list)


class Cards:
    """Every card as sent, numbered in the order of the wire; and those that each client has shown in each message."""

    def __init__(self) -> None:
        self.sent: list[tuple[Shown, Mapping[str, Any]]] = []
        self._numbers: dict[int, int] = {}
        self._held: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)

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
            self._held[person, shown.chat, shown.message].append(shown.card or {})

    def before(self, press: Press) -> Mapping[str, Any] | None:
        """The card that was pressed: the newest with the inputs that came with it, for a press may come twice."""
        held = self._held.get((press.teams_id, press.chat, press.message), [])
        sent = set(press.data) - _OURS
        return next((card for card in reversed(held) if sent <= set(inputs_of(card))), held[-1] if held else None)


def sight(cards: Cards, shown: Shown) -> Sight:
    how = f"{_HOWS[shown.how]}, {'private' if shown.private_chat else 'meeting'} chat"
    card = cards.draw(shown)
    text = "" if card else shown.words
    return Sight(how=how, message=shown.message, notification=shown.notification, text=text, card=card)


def add_message(cell: Cell, seen: Sight) -> None:
    """A message posted and changed in the same moment is one sight: what it says last, announced as it was first."""
    before = next((one for one in cell.saw if one.message == seen.message and seen.how.startswith(CHANGED)), None)
    if before is None:
        cell.saw.append(seen)
    else:
        before.text, before.card = seen.text, seen.card


def add_press(cell: Cell, cards: Cards, press: Press, answer: Shown | None) -> None:
    """The press with what was typed, and the answer that came for the presser alone."""
    before = cards.before(press)
    if press.automatic:
        how = BY_ITSELF
    else:
        title = press.title or press.verb
        on = drawn(before, 0).title if before is not None else ""
        old = "" if press.in_place else " in an old Teams, which cannot show the answer in the card"
        cell.did.append(f"Pressed \u201c{title}\u201d" + (f" on \u201c{on}\u201d" if on else "") + old)
        cell.entered.extend(_entered(press, before))
        how = ANSWERED
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
    """A long row of ticked boxes is said in one line: the card before it has them all."""
    inputs = inputs_of(before)
    typed = {
        name: value for name, value in press.data.items() if name not in _OURS and isinstance(value, str) and value
    }
    found = [entry(inputs.get(name, {"id": name}), value) for name, value in typed.items()]
    boxes = [one for one in found if one.box and one.value]
    if len(boxes) > _MANY_BOXES:
        yield Entry("Ticked", f"{len(boxes)} boxes", "")
    yield from (one for one in found if one.value and not (one.box and len(boxes) > _MANY_BOXES))
