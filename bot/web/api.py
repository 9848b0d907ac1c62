"""/api/v1: a council's own programs bring conferences, and ask how far each has got. An administrator's reach, and no further.

What may be asked is written down in bot/data/openapi.json, which is answered at /api/v1/openapi.json.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from http import HTTPStatus

import orjson
import structlog
from aiohttp import web

from bot.domain.agencies import agencies
from bot.domain.brought import Became
from bot.domain.deadlines import borough_calendar
from bot.domain.views.board import monday_of
from bot.letters.board_csv import board_csv
from bot.teams.rates import Allowance, Bucket
from bot.teams.trouble import Complaints
from bot.usecases.bring import Bring, Brought, FaultsError
from bot.usecases.ports import StoreDownError
from bot.usecases.program_keys import Asked, Keys, Repeats
from bot.usecases.read_board import ReadBoard
from bot.web import api_answers as answers
from bot.web.api_document import document
from bot.web.limits import LimitError, check_headers, read_body
from bot.web.problem import problem
from bot.words.programs import DETAILS

log = structlog.get_logger(__name__)

ALL = "/api/v1/conferences"
ONE = "/api/v1/conferences/{reference:[^?#]+}"
DOCUMENT = "/api/v1/openapi.json"

ALLOWED = Allowance(300, 5)
"""Of one key: a night's list of all that a council holds in half a year, at once; then five a second."""

MOST_DAYS = 62
"""Between the first and the last day that one question is about."""

_AWAY = 5
_NOT_DONE = frozenset({Became.OTHER, Became.TOO_LATE, Became.NOT_CONVENED})
_KEY_LENGTH = range(1, 201)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Asks = Callable[[web.Request, str], Awaitable[web.StreamResponse]]
Read = Callable[[bytes], Brought]
"""A body into a conference. Raises FaultsError. Slow: called in a thread."""


class Refusal(StrEnum):
    NO_KEY = "no_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """`today`: where the days of a question are not given, the week of this moment is meant."""

    keys: Keys
    read: Read
    bring: Bring
    board: ReadBoard
    repeats: Repeats
    _rates: Bucket = field(default_factory=lambda: Bucket(ALLOWED))
    _reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    _denials: Complaints = field(default_factory=lambda: Complaints("api_denied"))

    def add_to(self, app: web.Application) -> None:
        router = app.router
        router.add_get(DOCUMENT, _document, allow_head=False)
        router.add_get(ALL, self._asked(self.list), allow_head=False)
        router.add_post(ALL, self._asked(self.post))
        router.add_get(ONE, self._asked(self.get), allow_head=False)
        router.add_put(ONE, self._asked(self.put))

    def _asked(self, handler: Asks) -> Handler:
        """Only for whoever shows a key, and not too often."""

        async def handle(request: web.Request) -> web.StreamResponse:
            who = self.keys.holder(request.headers.get("Authorization", ""))
            if not who:
                self._denials(Refusal.NO_KEY)
                return problem(HTTPStatus.UNAUTHORIZED)
            now = time.monotonic()
            wait = self._rates.wait(who, now)
            if wait > 0:
                return problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many", retry_after=math.ceil(wait))
            self._rates.take(who, now)
            try:
                return await handler(request, who)
            except LimitError as error:
                return _refused(error.status, error.code)
            except FaultsError as error:
                return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "faults", to_sender={"errors": _errors(error)})
            except StoreDownError:
                return problem(HTTPStatus.SERVICE_UNAVAILABLE, "store_away", retry_after=_AWAY)

        return handle

    # -------------------------------------------------------------------------------------------------------- asking

    async def list(self, request: web.Request, _who: str) -> web.StreamResponse:
        days = _days(request, monday_of(0, self.board.read.clock.now()))
        if days is None:
            return _refused(HTTPStatus.BAD_REQUEST, "days")
        found = await self.board(*days)
        lines = sorted((one.line for one in found.found), key=lambda line: (line.start, line.reference))
        if "text/csv" in request.headers.get("Accept", ""):
            return web.Response(text=board_csv(lines), content_type="text/csv")
        return _json({"conferences": [answers.conference(line) for line in lines], "unreadable": found.unreadable})

    async def get(self, request: web.Request, _who: str) -> web.StreamResponse:
        return await self._state(request.match_info["reference"])

    async def _state(self, reference: str, status: HTTPStatus = HTTPStatus.OK) -> web.StreamResponse:
        cid = await self.bring.set_up.known(reference)
        found = await self.board.one(cid) if cid else None
        if found is None:
            return problem(HTTPStatus.NOT_FOUND, "no_such_conference")
        read = self.board.read
        days = borough_calendar(found.state.profile, read.calendars.england())
        return _json(answers.prepared(found.line, agencies(found.state, read.clock.now(), days)), status)

    # ------------------------------------------------------------------------------------------------------- bringing

    async def put(self, request: web.Request, who: str) -> web.StreamResponse:
        """As often as anybody likes: a reference is one conference."""
        brought, _ = await self._brought(request)
        if brought.particulars.reference != request.match_info["reference"]:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "other_reference")
        return await self._done(brought, who, again=False)

    async def post(self, request: web.Request, who: str) -> web.StreamResponse:
        """Once for each key of the caller's own: asked again under it, the answer is the first one's."""
        key = request.headers.get("Idempotency-Key", "")
        if len(key) not in _KEY_LENGTH or not key.isascii() or not key.isprintable():
            return _refused(HTTPStatus.BAD_REQUEST, "no_idempotency_key")
        brought, body = await self._brought(request)
        asked = await self.repeats.asked(f"{who} {key}", body)
        if asked is Asked.OTHER:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_used")
        return await self._done(brought, who, again=asked is Asked.AGAIN)

    async def _brought(self, request: web.Request) -> tuple[Brought, bytes]:
        """One body at a time is looked through, in a thread: whatever is in it holds nobody up."""
        check_headers(request)
        body = await read_body(request)
        async with self._reading:
            return await asyncio.to_thread(self.read, body), body

    async def _done(self, brought: Brought, who: str, *, again: bool) -> web.StreamResponse:
        became = await self.bring(brought, f"api:{who}")
        log.info("conference_brought", by=who, became=became.value)
        if became in _NOT_DONE:
            return problem(HTTPStatus.CONFLICT, became.value)
        fresh = became is Became.SET_UP or again
        return await self._state(brought.particulars.reference, HTTPStatus.CREATED if fresh else HTTPStatus.OK)


async def _document(_: web.Request) -> web.StreamResponse:
    return web.Response(body=await asyncio.to_thread(document), content_type="application/json")


def _refused(status: HTTPStatus, code: str) -> web.Response:
    return problem(status, code, to_sender={"detail": DETAILS.get(code, "")})


def _errors(error: FaultsError) -> tuple[dict[str, str], ...]:
    """As RFC 9457 shows it: each with the place in what was sent."""
    return tuple({"pointer": f"#{one.pointer}", "detail": one.says} for one in error.faults)


def _json(value: object, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


def _days(request: web.Request, monday: date) -> tuple[date, date] | None:
    """Those asked about; without any, this week's. None for what are no days, or too many."""
    try:
        first = _day(request.query.get("from"), monday)
        last = _day(request.query.get("to"), first + timedelta(days=6))
    except (ValueError, OverflowError):
        return None
    return (first, last) if timedelta(0) <= last - first <= timedelta(days=MOST_DAYS) else None


def _day(given: str | None, otherwise: date) -> date:
    return otherwise if given is None else date.fromisoformat(given)
