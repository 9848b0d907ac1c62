"""What becomes of one POST from Teams, from its parsed body to its answer.

A press is answered here directly: the SDK answers every Action.Execute with 500 (4.17.1), and its turn costs a hundred
times what this does. Everything else runs through the SDK's turn pipeline.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import orjson

from bot.dialogs.desk import Desk
from bot.dialogs.press import Answer, CardAnswer
from bot.teams.activity import Activity, Fault, MalformedError, read_activity
from bot.teams.authenticate import Authenticate, Claims, Denial
from bot.teams.inbound import Inbound, press_of_execute
from bot.teams.outbound import CARD
from bot.teams.rates import Over, Rate, Rates
from bot.teams.trouble import Complaints, report
from bot.teams.turns import Turns
from bot.usecases.ports import Count, Meter, Unmetered
from bot.words.front_door import TOO_MANY, trouble

_TEXT = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"


class Pressed(StrEnum):
    """What a presser got."""

    CARD = "card"
    WORDS = "words"
    LIMITED = "limited"
    MALFORMED = "malformed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Done:
    """Taken in. `body` is the JSON that answers a press; nothing else has one."""

    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """Not from Teams, or not for us. Why is in the log alone."""


@dataclass(frozen=True, slots=True)
class Limited:
    """Too much just now. `wait` is seconds after which it may be sent again."""

    wait: float


@dataclass(frozen=True, slots=True)
class Malformed:
    fault: Fault


Received = Done | Denied | Malformed | Limited


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor:
    authenticate: Authenticate
    inbound: Inbound
    desk: Desk
    turns: Turns
    rates: Rates = field(default_factory=Rates)
    meter: Meter = field(default_factory=Unmetered)
    _denials: Complaints = field(default_factory=lambda: Complaints("front_door_denied"))
    _excess: Complaints = field(default_factory=lambda: Complaints("front_door_limited"))

    async def admit(self, authorization: str) -> Claims | Denied | Limited:
        """By the token alone: nobody's body is read before we know that Teams speaks."""
        claims = await self.authenticate.token(authorization)
        if not isinstance(claims, Denial):
            return claims
        if claims is Denial.BUSY:
            return self._limited(Over(Rate.FORGERY, 1.0))
        return self._denied(claims)

    async def receive(self, claims: Claims, body: bytes) -> Received:
        """`body` is whatever was sent. Raises only on a bug, and for a press not even then."""
        try:
            activity = read_activity(body)
            denial = self.authenticate.activity(activity, claims)
            if denial is not None:
                return self._denied(denial)
            return await self._take(activity)
        except MalformedError as error:
            self.meter.count(Count.DENIALS, error.fault)
            return Malformed(error.fault)

    def _denied(self, denial: Denial) -> Denied:
        self._denials(denial)
        self.meter.count(Count.DENIALS, denial)
        return Denied()

    def _limited(self, over: Over) -> Limited:
        self._excess(over.rate)
        self.meter.count(Count.LIMITED, over.rate)
        return Limited(over.wait)

    async def _take(self, activity: Activity) -> Received:
        if activity.type == "invoke" and activity.name != "adaptiveCard/action":
            raise MalformedError(Fault.UNKNOWN_INVOKE)
        over = self.rates.over(activity)
        if activity.type == "invoke":
            return Done(self._too_many(over) if over else await self._press(activity))
        if over:
            return self._limited(over)
        await self.turns.run(activity)
        return Done()

    def _too_many(self, over: Over) -> bytes:
        """A whole answer, and the card stays as it is: Teams would bring a press that is refused again by itself."""
        self._limited(over)
        self.meter.count(Count.PRESSES, Pressed.LIMITED)
        return _body(HTTPStatus.OK, _TEXT, TOO_MANY)

    async def _press(self, activity: Activity) -> bytes:
        """Always a whole answer: Teams asks again, and again, when it gets none."""
        try:
            actor = await self.inbound.sender(activity)
            answer = await self.desk.press(press_of_execute(activity, actor))
            body = _shown(answer)
        except MalformedError:
            self.meter.count(Count.PRESSES, Pressed.MALFORMED)
            raise
        except Exception as error:  # noqa: BLE001 - the last line: whatever the bug, the person is told something
            self.meter.count(Count.PRESSES, Pressed.FAILED)
            reference = report(error)
            fault = {"code": HTTPStatus.INTERNAL_SERVER_ERROR.name, "message": trouble(reference)}
            return _body(HTTPStatus.INTERNAL_SERVER_ERROR, _ERROR, fault)
        self.meter.count(Count.PRESSES, Pressed.CARD if isinstance(answer, CardAnswer) else Pressed.WORDS)
        return body


def _shown(answer: Answer) -> bytes:
    if isinstance(answer, CardAnswer):
        return _body(HTTPStatus.OK, CARD, answer.card)
    return _body(HTTPStatus.OK, _TEXT, answer.text)


def _body(status: HTTPStatus, kind: str, value: Any) -> bytes:  # noqa: ANN401 - a card is JSON
    return orjson.dumps({"statusCode": status.value, "type": kind, "value": value})
