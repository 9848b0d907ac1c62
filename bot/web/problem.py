"""Refusals as RFC 9457 problem documents: a status, its name, and at most a code. Never an inside of ours."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

import orjson
from aiohttp import web

CONTENT_TYPE = "application/problem+json"

SAYING_LITTLE = {"Server": "Chairside", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""On every answer: nobody needs to know which server this is, and nothing here is to be kept on the way."""


def problem(
    status: HTTPStatus,
    code: str = "",
    *,
    codes: tuple[str, ...] = (),
    to_sender: Mapping[str, object] = MappingProxyType({}),
    reference: str = "",
    retry_after: int = 0,
) -> web.Response:
    """`to_sender`, who has shown a key: `detail`, what is expected instead; `errors`, what is wrong with their own words, each
    with its place. `retry_after` is seconds.
    """
    fields: dict[str, object] = {"code": code, "codes": codes, "reference": reference, **to_sender}
    body: dict[str, object] = {"type": "about:blank", "title": status.phrase, "status": status.value}
    body |= {name: value for name, value in fields.items() if value}
    headers = {**SAYING_LITTLE, "Content-Type": CONTENT_TYPE}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    return web.Response(status=status, body=orjson.dumps(body), headers=headers)
