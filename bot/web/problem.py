"""Refusals as RFC 9457 problem documents: a status, its name, and at most a code. Never a detail of ours."""

from http import HTTPStatus

import orjson
from aiohttp import web

CONTENT_TYPE = "application/problem+json"


def problem(
    status: HTTPStatus, code: str = "", *, codes: tuple[str, ...] = (), reference: str = "", retry_after: int = 0
) -> web.Response:
    """`retry_after` is seconds."""
    fields: dict[str, object] = {"code": code, "codes": codes, "reference": reference}
    body: dict[str, object] = {"type": "about:blank", "title": status.phrase, "status": status.value}
    body |= {name: value for name, value in fields.items() if value}
    headers = {"WWW-Authenticate": "Bearer"} if status is HTTPStatus.UNAUTHORIZED else {}
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    return web.Response(status=status, body=orjson.dumps(body), content_type=CONTENT_TYPE, headers=headers)
