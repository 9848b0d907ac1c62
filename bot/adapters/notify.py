"""Letters by GOV.UK Notify, which many councils send with already.

Its REST interface, version 2 (docs.notifications.service.gov.uk/rest-api.html). It carries words alone, no calendar file,
and reads them as Markdown; its own template stands round them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import msgspec
import orjson
from aiohttp import ClientError, ClientResponse, ClientSession, InvalidURL

from bot.adapters.mail_addresses import NotifyKey
from bot.adapters.mail_message import recipient, reference, subject
from bot.usecases.ports import Clock, Letter, MailFault, SendError

_SENT = "/v2/notifications"
_SEND = "/v2/notifications/email"
_OK, _NOT_OK = 200, 300
_NOT_THIS_LETTER = 400
"""Its one answer that is about the letter or the address. All others are about us or itself."""

_WHO_ARE_YOU = frozenset({401, 403})
_MOST_BYTES = 1_000_000
_LONGEST_WAIT = 3600
_CODE = re.compile(r"[A-Za-z]{1,40}Error")
_LINK = re.compile(r"(https?://[^\s<>\[\]\\]+)")
_ACTS = re.compile(r"(?m)(?=[\\\[\]])|^(?=#)|(?<=^\d)(?=\.)|(?<=^\d\d)(?=\.)")
"""Where Notify's Markdown would put a link behind other words, or eat a mark. A line that begins with a dash or a dot becomes a
list, which is what it looks like.
"""


class _Fault(msgspec.Struct):
    error: str = ""


class _Refusal(msgspec.Struct):
    errors: list[_Fault] = []


class _Found(msgspec.Struct):
    notifications: list[msgspec.Raw]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyService:
    """`template` has two placeholders and nothing else: ((subject)) as its subject, ((body)) as its message."""

    base: str
    key: NotifyKey
    template: str


class NotifyMail:
    """Mail. `session` reaches Notify and nothing else. `clock` is the one on the wall: Notify compares it with its own."""

    available = True
    sender = ""

    def __init__(self, service: NotifyService, session: ClientSession, clock: Clock) -> None:
        self._service = service
        self._session = session
        self._clock = clock

    async def send(self, letter: Letter) -> None:
        """Notify takes a repeat for a new letter, so it is asked first whether it has this one."""
        name, wish = reference(letter), self._wish(letter)
        if await self._has(name):
            return
        await self._call("POST", _SEND, body=wish)

    async def aclose(self) -> None:
        await self._session.close()

    def _wish(self, letter: Letter) -> bytes:
        wish = {
            "email_address": recipient(letter),
            "template_id": self._service.template,
            "personalisation": {"subject": subject(letter), "body": plain(letter.text)},
            "reference": reference(letter),
        }
        try:
            return orjson.dumps(wish)
        except orjson.JSONEncodeError:  # half characters, which no text can hold
            raise SendError(MailFault.BAD_LETTER, final=True) from None

    async def _has(self, name: str) -> bool:
        answer = await self._call("GET", _SENT, query={"reference": name})
        try:
            return bool(msgspec.json.decode(answer, type=_Found).notifications)
        except msgspec.DecodeError:
            raise SendError("bad_answer", final=False) from None

    async def _call(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: bytes = b""
    ) -> bytes:
        """Raises SendError and nothing else, with nothing of what was sent in it."""
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        url = self._service.base.rstrip("/") + path
        try:
            async with self._session.request(
                method, url, params=query, data=body or None, headers=headers, allow_redirects=False
            ) as answer:
                said = await _read(answer)
        except TimeoutError:
            raise SendError(MailFault.TIMEOUT, final=False) from None
        except (ClientError, InvalidURL, OSError):
            raise SendError(MailFault.UNREACHABLE, final=False) from None
        if not _OK <= answer.status < _NOT_OK:
            raise _refused(answer, said, about_letter=bool(body))
        return said

    def _token(self) -> str:
        """Good for thirty seconds, so each request has its own."""
        key = self._service.key
        claims: dict[str, Any] = {"iss": key.service, "iat": int(self._clock.now().timestamp())}
        return jwt.encode(claims, key.secret, algorithm="HS256")


def plain(text: str) -> str:
    """The words as they are, for whoever reads Markdown. A link shows where it leads, or it is none."""
    parts = _LINK.split(text)
    return "".join(part if number % 2 else _ACTS.sub(r"\\", part) for number, part in enumerate(parts))


async def _read(answer: ClientResponse) -> bytes:
    said = bytearray()
    async for chunk in answer.content.iter_any():
        said += chunk
        if len(said) > _MOST_BYTES:
            raise SendError("bad_answer", final=False)
    return bytes(said)


def _refused(answer: ClientResponse, said: bytes, *, about_letter: bool) -> SendError:
    if answer.status in _WHO_ARE_YOU:
        return SendError(MailFault.LOGIN, final=False)
    code = _code(said) or f"http_{answer.status}"
    final = about_letter and answer.status == _NOT_THIS_LETTER
    return SendError(code, final=final, retry_after=_wait(answer))


def _code(said: bytes) -> str:
    """The kind of error, which Notify promises to keep; its messages change, and quote the address."""
    try:
        errors = msgspec.json.decode(said, type=_Refusal).errors
    except msgspec.DecodeError:
        return ""
    return next((one.error for one in errors if _CODE.fullmatch(one.error)), "")


def _wait(answer: ClientResponse) -> float | None:
    """Notify's documentation names no Retry-After; what stands before it may send one."""
    said = answer.headers.get("Retry-After", "")
    return float(min(int(said), _LONGEST_WAIT)) if said.isascii() and said.isdigit() else None
