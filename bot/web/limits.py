"""What a body must be before anybody looks inside it."""

import asyncio
from enum import StrEnum
from http import HTTPStatus

import orjson
from aiohttp import web

MOST_BYTES = 256 * 1024
DEEPEST = 32
_PATIENCE = 10.0


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


async def read_json(request: web.Request) -> object:
    """The body, parsed. Raises LimitError."""
    try:
        body = await (request.read() if request.content.is_eof() else asyncio.wait_for(request.read(), _PATIENCE))
    except web.HTTPRequestEntityTooLarge:
        raise LimitError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Limit.TOO_LARGE) from None
    except TimeoutError:
        raise LimitError(HTTPStatus.REQUEST_TIMEOUT, Limit.TOO_SLOW) from None
    try:
        parsed: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise LimitError(HTTPStatus.BAD_REQUEST, Limit.NOT_JSON) from None
    if body.count(b"[") + body.count(b"{") > DEEPEST and _deeper_than(parsed, DEEPEST):
        raise LimitError(HTTPStatus.BAD_REQUEST, Limit.TOO_DEEP)
    return parsed


def check_headers(request: web.Request) -> None:
    """What can be refused before a byte of the body is read. Raises LimitError."""
    if "Upgrade" in request.headers:
        raise LimitError(HTTPStatus.BAD_REQUEST, Limit.UPGRADE)
    if request.content_type != "application/json" or (request.charset or "utf-8").lower() != "utf-8":
        raise LimitError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Limit.NOT_JSON_TYPE)
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise LimitError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Limit.ENCODED)
    if (request.content_length or 0) > MOST_BYTES:
        raise LimitError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Limit.TOO_LARGE)


def _deeper_than(value: object, most: int) -> bool:
    """Whether objects and lists are nested more than `most` deep. Level by level: no recursion to exhaust."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(most):
        if not level:
            return False
        inner = [child for node in level for child in (node.values() if isinstance(node, dict) else node)]
        level = [child for child in inner if isinstance(child, dict | list)]
    return bool(level)
