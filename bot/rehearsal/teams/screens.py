"""What each person's client has shown them, and what it shows now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count

from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.persons import Person


class SeenKind(StrEnum):
    """MESSAGE, EDIT, HISTORY (read on being let into the chat) and REMOVED reach everybody in a chat; ANSWER (a card),
    TEXT and ERROR are shown to the one person who pressed.
    """

    MESSAGE = "message"
    EDIT = "edit"
    HISTORY = "history"
    REMOVED = "removed"
    ANSWER = "answer"
    TEXT = "text"
    ERROR = "error"


PRIVATE = frozenset({SeenKind.ANSWER, SeenKind.TEXT, SeenKind.ERROR})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """One thing that one person's client showed. `card` is there when it showed a card; `notification` is what the
    banner said, "" when there was none; `code` is Teams' or the bot's code of an error.
    """

    seq: int
    at: datetime
    person: str
    kind: SeenKind
    chat: str
    message: str
    sender: str = ""
    version: int = 0
    text: str = ""
    card: Json | None = None
    notification: str = ""
    code: str = ""

    @property
    def private(self) -> bool:
        return self.kind in PRIVATE


@dataclass(slots=True)
class Screens:
    """The screens of all. `timeline` holds everything ever shown to a person, oldest first."""

    now: Callable[[], datetime]
    timeline: dict[str, list[Seen]] = field(default_factory=dict)
    _current: dict[str, dict[tuple[str, str], Seen]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def number(self) -> int:
        return next(self._numbers)

    def show(self, seen: Seen) -> Seen:
        """Add to the person's timeline. A card takes the place of what the message showed before."""
        self.timeline.setdefault(seen.person, []).append(seen)
        current = self._current.setdefault(seen.person, {})
        place = (seen.chat, seen.message)
        if seen.kind is SeenKind.REMOVED:
            current.pop(place, None)
        elif seen.kind not in (SeenKind.TEXT, SeenKind.ERROR):
            current[place] = seen
        return seen

    def of(self, person: Person) -> list[Seen]:
        return list(self.timeline.get(person.id, ()))

    def current(self, person: Person) -> list[Seen]:
        """What each message shows this person now, newest message first, as a chat window has them."""
        shown = self._current.get(person.id, {})
        return sorted(shown.values(), key=lambda seen: int(seen.message), reverse=True)

    def forget(self, person: Person, chat: str) -> None:
        """The person lost the chat: nothing in it can be pressed any more."""
        shown = self._current.get(person.id, {})
        self._current[person.id] = {place: seen for place, seen in shown.items() if place[0] != chat}
