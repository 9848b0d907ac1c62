"""The wire log: everything that crossed between the bot and Teams, and whose clients show it."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

import orjson

_NOT_YET = datetime.min.replace(tzinfo=UTC)


class Direction(StrEnum):
    TO_BOT = "to_bot"
    FROM_BOT = "from_bot"


class Crossing(StrEnum):
    """What an entry is. HISTORY crosses no wire: it records that people let into a chat read what was posted before.
    CALL is all that shows nothing to anybody: rosters, tokens, refused posts.
    """

    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"
    HISTORY = "history"
    INBOUND = "inbound"
    INVOKE_ANSWER = "invoke_answer"
    CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One crossing. `audience`: ids of the people whose clients show `body`. `status` 0 means that no answer came.

    `body` is what was sent (for INVOKE_ANSWER: what the bot answered), `answer` what came back. Bearer tokens and
    secrets are never kept here. `seq` (from 1) and `at` are the log's to set.
    """

    direction: Direction
    kind: Crossing
    method: str = "POST"
    path: str = ""
    status: int = 0
    audience: frozenset[str] = frozenset()
    conversation: str = ""
    message: str = ""
    body: object = None
    answer: object = None
    seq: int = 0
    at: datetime = _NOT_YET


@dataclass(slots=True)
class Wire:
    """Append-only."""

    now: Callable[[], datetime]
    _entries: list[Entry] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> Entry:
        """Append, with the next number and the present time."""
        numbered = replace(entry, seq=len(self._entries) + 1, at=self.now())
        self._entries.append(numbered)
        return numbered

    def answered(self, entry: Entry, status: int) -> None:
        """The one thing ever filled in later: an entry is made when a request sets out, so that what it led to comes
        after it, and its status is known when the answer is back.
        """
        self._entries[entry.seq - 1] = replace(entry, status=status)

    def of(self, kind: Crossing) -> list[Entry]:
        return [entry for entry in self._entries if entry.kind is kind]

    def export(self) -> bytes:
        """The whole log as a JSON array, one object an entry, `audience` a sorted list."""
        plain = [asdict(entry) | {"audience": sorted(entry.audience)} for entry in self._entries]
        return orjson.dumps(plain, option=orjson.OPT_INDENT_2)
