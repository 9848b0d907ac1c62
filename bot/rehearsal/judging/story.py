"""The wire log as a story: who pressed what, who was shown what. Nothing else here knows how the loopback Teams keeps it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from bot.rehearsal.teams import Crossing, Direction, Entry

Json = dict[str, Any]
Record = Mapping[str, Any]
"""One entry of `Wire.export()`, read back from JSON."""

CARD = "application/vnd.microsoft.card.adaptive"
_EVENTS = "application/vnd.microsoft."
_GROUP = "19:"
"""How the id of every shared chat in Teams begins."""


class How(StrEnum):
    """How something was put before people. TRIED: the bot sent it and Teams took it from nobody's sight: refused or lost."""

    POSTED = "posted"
    EDITED = "edited"
    HISTORY = "history"
    ANSWER = "answer"
    TRIED = "tried"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Press:
    """A button pressed, or a card refreshing itself. `teams_id` is the loopback's name of who did it, `title` the button's.

    `in_place` is False from an old client (Action.Submit). `status` is what the bot's door said: 0, nothing came back.
    """

    seq: int
    at: datetime
    teams_id: str
    chat: str
    message: str
    verb: str
    title: str
    data: Json
    in_place: bool
    automatic: bool
    status: int

    @property
    def subject(self) -> str:
        """What the button was about: of the signed scope `kind/subject`, else what a showing button names."""
        scope = self.data.get("s")
        return scope.partition("/")[2] if isinstance(scope, str) else str(self.data.get("of", ""))

    def typed(self, name: str) -> str:
        value = self.data.get(name)
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """Something that the bot put before people. `people` are loopback ids; empty when it reached no eyes.

    `body` is the activity, or for an answer the whole `{statusCode, type, value}`. `press` is what it answers.
    """

    seq: int
    at: datetime
    how: How
    people: frozenset[str]
    chat: str
    message: str
    body: Json
    press: Press | None = None

    @property
    def private_chat(self) -> bool:
        return not self.chat.startswith(_GROUP)

    @property
    def kept(self) -> bool:
        """Whether Teams keeps it: all but the answer to a press."""
        return self.how is not How.ANSWER

    @property
    def card(self) -> Json | None:
        if self.how is How.ANSWER:
            found = self.body.get("value") if self.body.get("type") == CARD else None
            return found if isinstance(found, dict) else None
        attachments = self.body.get("attachments") or []
        contents = (one.get("content") for one in attachments if one.get("contentType") == CARD)
        return next((content for content in contents if isinstance(content, dict)), None)

    @property
    def words(self) -> str:
        """A line of text where there is no card: a message, or the answer or error to a press."""
        if self.how is not How.ANSWER:
            return str(self.body.get("text") or "")
        value = self.body.get("value")
        return str(value.get("message", "")) if isinstance(value, dict) else str(value or "")

    @property
    def notification(self) -> str:
        """What the banner says when it comes: on a locked screen too."""
        return str(self.body.get("summary") or "") if self.how is How.POSTED else ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Typed:
    """Words written to the bot."""

    seq: int
    at: datetime
    teams_id: str
    chat: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """Something that Teams told the bot of itself, such as the end of the meeting. `people`: the names in it, as Teams has
    them. `status`: what the bot's door said.
    """

    seq: int
    at: datetime
    what: str
    chat: str
    people: tuple[str, ...]
    status: int

    @property
    def ends_meeting(self) -> bool:
        return self.what == "meetingEnd" and bool(self.status) and self.status < HTTPStatus.BAD_REQUEST


Moment = Press | Shown | Typed | Told


@dataclass(slots=True)
class Story:
    """In the order of the wire. `accounts` and `names`: what Teams called each loopback person to the bot. `answers`: by the
    press they answer.
    """

    moments: tuple[Moment, ...] = ()
    accounts: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    answers: dict[int, Shown] = field(default_factory=dict)

    @property
    def presses(self) -> Iterator[Press]:
        return (one for one in self.moments if isinstance(one, Press))

    @property
    def shown(self) -> Iterator[Shown]:
        return (one for one in self.moments if isinstance(one, Shown))

    def answer(self, press: Press) -> Shown | None:
        """What the bot answered, whether or not it arrived. A press delivered twice has its last answer."""
        return self.answers.get(press.seq)


def read(wire: Iterable[Record | Entry]) -> Story:
    """Raises KeyError or ValueError for records that are no wire log."""
    return _Reader().read(record(one) for one in wire)


def record(one: Record | Entry) -> Record:
    """As `Wire.export` writes it, but for its times and its audience, which `read` takes either way."""
    return one if isinstance(one, Mapping) else {name.name: getattr(one, name.name) for name in fields(one)}


@dataclass(slots=True)
class _Reader:
    story: Story = field(default_factory=Story)
    waiting: list[Press] = field(default_factory=list)

    def read(self, wire: Iterable[Record]) -> Story:
        moments = (self._moment(record) for record in wire)
        self.story.moments = tuple(one for one in moments if one is not None)
        return self.story

    def _moment(self, record: Record) -> Moment | None:
        kind = Crossing(record["kind"])
        if kind is Crossing.INBOUND:
            return self._inbound(record)
        if Direction(record["direction"]) is not Direction.FROM_BOT or not isinstance(record["body"], dict):
            return None
        if kind is Crossing.INVOKE_ANSWER:
            return self._answer(record)
        how = _HOW.get(kind) or (How.TRIED if _is_message(record) else None)
        return _shown(record, how) if how else None

    def _inbound(self, record: Record) -> Moment | None:
        body = record["body"]
        if not isinstance(body, dict):
            return None
        person = _only(record["audience"])
        if person:
            self._meet(person, body.get("from") or {})
        kind, value = body.get("type"), body.get("value")
        if kind == "event":
            return _told(record, body)
        if kind == "invoke" or (kind == "message" and isinstance(value, dict)):
            return self._press(record, body, person)
        if kind == "message":
            return self._typed(record, body)
        return None

    def _meet(self, person: str, sender: Json) -> None:
        self.story.names[person] = str(sender.get("name", ""))
        self.story.accounts[person] = str(sender.get("aadObjectId") or sender.get("id") or "")

    def _press(self, record: Record, body: Json, person: str) -> Press:
        value = body.get("value") or {}
        action = value.get("action") or {}
        in_place = body["type"] == "invoke"
        data = (action.get("data") if in_place else value) or {}
        press = Press(
            seq=record["seq"],
            at=_at(record),
            teams_id=person,
            chat=record["conversation"],
            message=record["message"],
            verb=str((action if in_place else data).get("verb", "")),
            title=str(action.get("title", "")),
            data=data,
            in_place=in_place,
            automatic=value.get("trigger") == "automatic",
            status=record["status"],
        )
        if in_place:
            self.waiting.append(press)
        return press

    def _typed(self, record: Record, body: Json) -> Typed:
        """In a chat of several the audience is everybody, so the writer is found by what Teams called them."""
        account = (body.get("from") or {}).get("aadObjectId")
        known = next((one for one, other in self.story.accounts.items() if other == account), "")
        writer = _only(record["audience"]) or known
        words = str(body.get("text", ""))
        return Typed(seq=record["seq"], at=_at(record), teams_id=writer, chat=record["conversation"], words=words)

    def _answer(self, record: Record) -> Shown:
        presses = self._answered(record)
        shown = _shown(record, How.ANSWER, presses[-1] if presses else None)
        for press in presses:
            self.story.answers[press.seq] = shown
        return shown

    def _answered(self, record: Record) -> list[Press]:
        """The newest press still waiting on that message, with any that is the same press delivered twice."""
        place = (record["conversation"], record["message"])
        there = [one for one in self.waiting if (one.chat, one.message) == place]
        people = set(record["audience"]) or {one.teams_id for one in there}
        mine = [one for one in there if one.teams_id in people]
        same = [one for one in mine if (one.teams_id, one.verb, one.data) == _what(mine[-1])]
        self.waiting = [one for one in self.waiting if one not in same]
        return same


_HOW = {Crossing.POSTED: How.POSTED, Crossing.EDITED: How.EDITED, Crossing.HISTORY: How.HISTORY}


def _what(press: Press) -> tuple[str, str, Json]:
    return press.teams_id, press.verb, press.data


def _is_message(record: Record) -> bool:
    return "/activities" in record["path"] and record["body"].get("type") == "message"


def _told(record: Record, body: Json) -> Told:
    members = (body.get("value") or {}).get("members") or ()
    return Told(
        seq=record["seq"],
        at=_at(record),
        what=str(body.get("name", "")).removeprefix(_EVENTS),
        chat=record["conversation"],
        people=tuple(str(one.get("user", {}).get("name", "")) for one in members),
        status=record["status"],
    )


def _shown(record: Record, how: How, press: Press | None = None) -> Shown:
    return Shown(
        seq=record["seq"],
        at=_at(record),
        how=how,
        people=frozenset(record["audience"]),
        chat=record["conversation"],
        message=record["message"],
        body=record["body"],
        press=press,
    )


def _at(record: Record) -> datetime:
    at = record["at"]
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)


def _only(audience: Iterable[str]) -> str:
    people = list(audience)
    return people[0] if len(people) == 1 else ""


def heard(press: Press) -> bool:
    """Whether the bot may have acted on it: it was let in, by a client that can show an answer."""
    return press.in_place and press.status < HTTPStatus.BAD_REQUEST
