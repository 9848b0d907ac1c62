"""What a body must be before anybody looks inside it."""

import asyncio
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

MOST_BYTES = 256 * 1024
DEEPEST = 32
MOST_PARTS = 8_192
"""Objects and lists in one body, brackets in texts counted too. Teams has one for each newcomer to a chat that holds a thousand."""

_PATIENCE = 10.0
_AS_TEAMS_SAYS = frozenset({"application/json; charset=utf-8", "application/json"})
"""Known without taking the header apart."""


class LimitError(Exception):
    """A body we do not take, with the status and the code to answer."""

    def __init__(self, status: HTTPStatus, code: "Limit") -> None:
        super().__init__(code.value)
        self.status = status
        self.code = code


class Limit(StrEnum):
    NOT_JSON_TYPE = "not_json_type"
    ENCODED = "encoded"
    UPGRADE = "upgrade"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"


async def read_body(request: web.BaseRequest) -> bytes:
    """The body, which is not made to cost more to read than what Teams sends. Raises LimitError."""
    try:
        there = request.content.is_eof() and request.content_length is not None  # which is within the limit
        body = request.content.read_nowait() if there else await asyncio.wait_for(request.read(), _PATIENCE)
    except web.HTTPRequestEntityTooLarge:
        raise LimitError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Limit.TOO_LARGE) from None
    except TimeoutError:
        raise LimitError(HTTPStatus.REQUEST_TIMEOUT, Limit.TOO_SLOW) from None
    parts = body.count(b"[") + body.count(b"{")
    if parts > MOST_PARTS:
        raise LimitError(HTTPStatus.BAD_REQUEST, Limit.TOO_MANY_PARTS)
    if parts > DEEPEST and _deeper_than(_parsed(body), DEEPEST):
        raise LimitError(HTTPStatus.BAD_REQUEST, Limit.TOO_DEEP)
    return body


def _parsed(body: bytes) -> object:
    try:
        parsed: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise LimitError(HTTPStatus.BAD_REQUEST, Limit.NOT_JSON) from None
    return parsed


def check_headers(request: web.BaseRequest) -> None:
    """What can be refused before a byte of the body is read. Raises LimitError."""
    if "Upgrade" in request.headers:
        raise LimitError(HTTPStatus.BAD_REQUEST, Limit.UPGRADE)
    if request.headers.get("Content-Type") not in _AS_TEAMS_SAYS and not _is_json(request):
        raise LimitError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Limit.NOT_JSON_TYPE)
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise LimitError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Limit.ENCODED)
    if (request.content_length or 0) > MOST_BYTES:
        raise LimitError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Limit.TOO_LARGE)


def _is_json(request: web.BaseRequest) -> bool:
    return request.content_type == "application/json" and (request.charset or "utf-8").lower() == "utf-8"


_NESTING = frozenset({dict, list})
"""By their very types, as the parser makes them: `isinstance` takes three times as long over a body of small things."""


def _deeper_than(value: object, most: int) -> bool:
    """Whether objects and lists are nested more than `most` deep. Level by level: no recursion to exhaust."""
    level: list[Any] = [value] if type(value) in _NESTING else []
    for _ in range(most):
        if not level:
            return False
        children = [node.values() if type(node) is dict else node for node in level]
        level = [child for inner in children for child in inner if type(child) in _NESTING]
    return bool(level)
