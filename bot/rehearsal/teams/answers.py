"""What a bot may answer to a press: always HTTP 200, with `{statusCode, type, value}` inside (universal-action-model.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType

from bot.rehearsal.teams.card_check import card_faults
from bot.rehearsal.teams.jsons import Json, text_at
from bot.rehearsal.teams.screens import SeenKind

CARD = "application/vnd.microsoft.card.adaptive"
TEXT = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
# The spelling of the fifth is Teams' own.
STATUSES: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        CARD: frozenset({200}),
        TEXT: frozenset({200}),
        ERROR: frozenset({400, 500}),
        "application/vnd.microsoft.activity.loginRequest": frozenset({401}),
        "application/vnd.microsoft.error.inccorectAuthCode": frozenset({401}),
        "application/vnd.microsoft.error.preconditionFailed": frozenset({412}),
    }
)
NO_ANSWER = "Unable to reach app. Please try again."
BAD_ANSWER = "Something went wrong. Please try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the bot's door answered. `status` 0: nothing came back. `shown` is False when it came and Teams lost it."""

    status: int = 0
    content_type: str = ""
    body: object = None
    shown: bool = True

    @property
    def ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the presser's client makes of a reply, and what was wrong with it."""

    kind: SeenKind
    card: Json | None = None
    text: str = ""
    code: str = ""
    faults: tuple[str, ...] = ()


def read(reply: Reply) -> Outcome:
    """Never raises: a bad answer is an error on the presser's screen and a fault for the play."""
    if reply.status == 0 or not reply.shown:
        return Outcome(kind=SeenKind.ERROR, text=NO_ANSWER, code="NoAnswer")
    if reply.status != HTTPStatus.OK:
        return _bad(f"HTTP {reply.status}, and a press is always answered 200", f"Http{reply.status}")
    if reply.content_type != "application/json":
        return _bad(f"the body is {reply.content_type or 'nothing'}, and must be JSON")
    if not isinstance(reply.body, dict):
        return _bad("the body is no JSON object")
    return _of_body(reply.body)


def _of_body(body: Json) -> Outcome:
    kind, status = text_at(body, "type"), body.get("statusCode")
    if kind not in STATUSES:
        return _bad(f"{kind!r} is not a type of answer")
    if status not in STATUSES[kind]:
        return _bad(f"statusCode {status!r} does not go with {kind}")
    value = body.get("value")
    if kind == CARD:
        return _card(value)
    if kind == TEXT:
        good = isinstance(value, str) and value.strip()
        return Outcome(kind=SeenKind.TEXT, text=str(value)) if good else _bad("a message without words")
    code, text = text_at(value, "code"), text_at(value, "message")
    if kind == ERROR and not (code and text):
        return _bad("an error without code and message")
    return Outcome(kind=SeenKind.ERROR, text=text or BAD_ANSWER, code=code or kind)


def _card(value: object) -> Outcome:
    if not isinstance(value, dict):
        return _bad("a card that is not an object")
    return Outcome(kind=SeenKind.ANSWER, card=value, faults=tuple(card_faults(value)))


def _bad(fault: str, code: str = "BadAnswer") -> Outcome:
    return Outcome(kind=SeenKind.ERROR, text=BAD_ANSWER, code=code, faults=(fault,))
