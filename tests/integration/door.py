"""The running product behind its one address, with Microsoft's side played on loopback (tests/unit/teams/wire.py)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.web.app import build_app
from bot.web.runner import QuietRunner
from tests.unit.teams.wire import (
    ADA_LISTED,
    PERSONAL,
    FixedClock,
    Microsoft,
    RecordingDesk,
    Reply,
    bearer,
    microsoft,
    room,
)

SECRET = "Rowan was seen alone"
EVENT = "application/vnd.microsoft."


@dataclass
class Bot:
    """`faults` are what the readiness check finds; "bug" makes it fail."""

    client: TestClient[Any, Any]
    here: Microsoft
    desk: RecordingDesk
    clock: FixedClock
    faults: list[str]

    async def post(self, what: object, **change: Any) -> ClientResponse:
        raw = what if isinstance(what, bytes) else orjson.dumps(what)
        headers = {"Authorization": bearer(self.here), "Content-Type": "application/json"} | change
        return await self.client.post("/api/messages", data=raw, headers=headers)


class _Served(TestServer):
    """On the runner that the product has, whose short way in is part of what is tested."""

    async def _make_runner(self, **kwargs: Any) -> QuietRunner:
        return QuietRunner(self.app, **kwargs)


@asynccontextmanager
async def running() -> AsyncIterator[Bot]:
    desk, clock, faults = RecordingDesk(), FixedClock(), list[str]()

    async def readiness() -> Sequence[str]:
        if "bug" in faults:
            raise RuntimeError(SECRET)
        return faults

    async with microsoft() as here, room(here, clock) as teams:
        here.roster(ADA_LISTED)
        here.on("POST /v3/conversations", Reply(body={"id": PERSONAL}))
        async with TestClient(_Served(build_app(teams.front_door(desk), readiness))) as client:
            yield Bot(client, here, desk, clock, faults)
