"""GOV.UK Notify's side: what its REST interface checks, refuses and answers, as its documentation and source say."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import jwt
import orjson
from aiohttp import web

from bot.rehearsal.post.faults import Fault, Faults, Step
from bot.rehearsal.post.received import Received, Way

_CLOCKS_DIFFER = 30
"""Seconds by which a token's time may differ from Notify's own."""

_KNOWN = frozenset(
    "email_address email_reply_to_id one_click_unsubscribe_url personalisation reference sanitise_content_for template_id".split()
)
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_PLACEHOLDERS = ("subject", "body")
_ESCAPED = re.compile(r"\\([\\`*{}\[\]()#+\-.!_>~|])")
"""What its Markdown shows as it is."""


class _RefusedError(Exception):
    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyDoor:
    faults: Faults
    letters: Callable[[], tuple[Received, ...]]
    keep: Callable[[Received], None]
    service: str
    secret: str
    template: str

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v2/notifications", self._look),
            web.post("/v2/notifications/email", self._send),
        ]

    async def _look(self, request: web.Request) -> web.StreamResponse:
        return await self._answered(request, Step.LOOK, self._found)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        return await self._answered(request, Step.SEND, self._taken)

    async def _answered(
        self, request: web.Request, step: Step, work: Callable[[web.Request, bytes], web.Response]
    ) -> web.StreamResponse:
        body = await request.read()
        fault = self.faults.take(step)
        try:
            await asyncio.sleep(fault.seconds)
            if fault.cut and not fault.taken:
                return _cut(request)
            if fault.reply:
                raise _RefusedError(fault.status, fault.reply.partition(" ")[2], "As the play wishes")
            self._admit(request)
            done = work(request, body)
        except _RefusedError as error:
            return _refusal(error, fault)
        return _cut(request) if fault.cut else done

    def _admit(self, request: web.Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise _RefusedError(401, "AuthError", "Unauthorized: authentication token must be provided")
        try:
            claims = jwt.decode(token, self.secret, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            raise _RefusedError(403, "AuthError", "Invalid token: API key not found") from None
        if claims.get("iss") != self.service:
            raise _RefusedError(403, "AuthError", "Invalid token: service not found")
        if abs(time.time() - int(claims.get("iat", 0))) > _CLOCKS_DIFFER:
            raise _RefusedError(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")

    def _found(self, request: web.Request, _: bytes) -> web.Response:
        asked = request.query.get("reference")
        found = [one for one in self.letters() if one.way is Way.NOTIFY and asked in (None, one.name)]
        shown = [{"id": str(uuid4()), "reference": one.name, "status": "delivered"} for one in found]
        return web.json_response({"notifications": shown, "links": {"current": str(request.url)}})

    def _taken(self, _: web.Request, body: bytes) -> web.Response:
        wish = self._read(body)
        words: Mapping[str, str] = wish["personalisation"]
        subject = " ".join(words["subject"].split())
        letter = Received(
            way=Way.NOTIFY,
            to=(wish["email_address"],),
            subject=subject,
            text=_ESCAPED.sub(r"\1", words["body"]),
            name=wish.get("reference", ""),
            user=self.service,
            raw=body,
        )
        self.keep(letter)
        return web.json_response(self._said(letter, words["body"]), status=201)

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            wish = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise _RefusedError(400, "BadRequestError", "Invalid JSON supplied in POST data") from None
        if not isinstance(wish, dict) or not {"email_address", "template_id"} <= set(wish) <= _KNOWN:
            raise _RefusedError(400, "ValidationError", "Additional properties are not allowed")
        if not isinstance(wish["email_address"], str) or not _ADDRESS.fullmatch(wish["email_address"]):
            raise _RefusedError(400, "ValidationError", "email_address Not a valid email address")
        if wish["template_id"] != self.template:
            raise _RefusedError(400, "BadRequestError", "Template not found")
        words = wish.get("personalisation", {})
        if missing := [one for one in _PLACEHOLDERS if not isinstance(words.get(one), str)]:
            raise _RefusedError(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")
        return wish

    def _said(self, letter: Received, body: str) -> dict[str, Any]:
        made = str(uuid4())
        return {
            "id": made,
            "reference": letter.name or None,
            "content": {"subject": letter.subject, "body": body, "from_email": "council@notify.example"},
            "uri": f"/v2/notifications/{made}",
            "template": {"id": self.template, "version": 1, "uri": f"/v2/template/{self.template}"},
            "scheduled_for": None,
        }


def _refusal(error: _RefusedError, fault: Fault) -> web.Response:
    body = {"status_code": error.status, "errors": [{"error": error.error, "message": error.message}]}
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    return web.json_response(body, status=error.status, headers=headers)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
