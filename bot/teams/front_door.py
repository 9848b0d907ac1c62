"""What becomes of one POST from Teams, from its parsed body to its answer.

A press is answered here directly: the SDK answers every Action.Execute with 500 (4.17.1), and its turn costs a hundred
times what this does. Everything else runs through the SDK's turn pipeline.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
import structlog

from bot.dialogs.desk import Desk
from bot.dialogs.press import Answer, CardAnswer
from bot.teams.activity import Activity, Fault, MalformedError, read_activity
from bot.teams.adapter import ConnectorAdapter
from bot.teams.authenticate import Authenticate
from bot.teams.handler import TurnHandler
from bot.teams.inbound import Inbound, press_of_execute
from bot.teams.outbound import CARD
from bot.teams.trouble import report
from bot.words.front_door import trouble

_TEXT = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """Taken in. `body` is the JSON that answers a press; nothing else has one."""

    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """Not from Teams, or not for us. Why is in the log alone."""


@dataclass(frozen=True, slots=True)
class Malformed:
    fault: Fault


Received = Done | Denied | Malformed


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor:
    authenticate: Authenticate
    inbound: Inbound
    desk: Desk
    adapter: ConnectorAdapter
    handler: TurnHandler

    async def receive(self, authorization: str, body: object) -> Received:
        """`body` is the parsed JSON, whatever it is. Raises only on a bug, and for a press not even then."""
        try:
            activity = read_activity(body)
            denial = await self.authenticate(authorization, activity)
            if denial is not None:
                log.info("front_door_denied", code=denial)
                return Denied()
            return await self._take(activity)
        except MalformedError as error:
            return Malformed(error.fault)

    async def _take(self, activity: Activity) -> Received:
        if activity.type != "invoke":
            await self.adapter.run(activity, self.handler.on_turn)
            return Done()
        if activity.name != "adaptiveCard/action":
            raise MalformedError(Fault.UNKNOWN_INVOKE)
        return Done(await self._press(activity))

    async def _press(self, activity: Activity) -> bytes:
        """Always a whole answer: Teams asks again, and again, when it gets none."""
        try:
            actor = await self.inbound.sender(activity)
            return _shown(await self.desk.press(press_of_execute(activity, actor)))
        except MalformedError:
            raise
        except Exception as error:  # noqa: BLE001 - the last line: whatever the bug, the person is told something
            reference = report(error)
            fault = {"code": HTTPStatus.INTERNAL_SERVER_ERROR.name, "message": trouble(reference)}
            return _body(HTTPStatus.INTERNAL_SERVER_ERROR, _ERROR, fault)


def _shown(answer: Answer) -> bytes:
    if isinstance(answer, CardAnswer):
        return _body(HTTPStatus.OK, CARD, answer.card)
    return _body(HTTPStatus.OK, _TEXT, answer.text)


def _body(status: HTTPStatus, kind: str, value: Any) -> bytes:  # noqa: ANN401 - a card is JSON
    return orjson.dumps({"statusCode": status.value, "type": kind, "value": value})
