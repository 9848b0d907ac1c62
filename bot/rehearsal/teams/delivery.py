"""Bringing activities to the bot's door, over real HTTP."""

import asyncio
from dataclasses import dataclass, replace

import aiohttp
import orjson
from yarl import URL

from bot.rehearsal.teams.activities import press_id
from bot.rehearsal.teams.answers import Reply
from bot.rehearsal.teams.faults import Call, Drop, Route, Twice
from bot.rehearsal.teams.jsons import Json, text_at
from bot.rehearsal.teams.tampering import Tamper, authorization
from bot.rehearsal.teams.wire import Crossing, Direction, Entry
from bot.rehearsal.teams.world import World

MESSAGING_PATH = "/api/messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One activity on its way. `audience`: ids of the people whose clients show it."""

    activity: Json
    audience: frozenset[str] = frozenset()
    person: str = ""
    tamper: Tamper | None = None

    @property
    def route(self) -> Route:
        return Route.INVOKE if self.activity.get("type") == "invoke" else Route.DELIVER

    @property
    def thread(self) -> str:
        return text_at(self.activity, "conversation", "id")


class Delivery:
    """`bot_url` is the bot's messaging endpoint, or its address alone: then the path is /api/messages. `patience` is
    how many real seconds Teams waits for an answer (10 to 15 are reported; msteams-docs#6461, AdaptiveCards#3701).
    """

    def __init__(self, world: World, bot_url: str = "", patience: float = 15) -> None:
        self.bot_url = bot_url
        self.patience = patience
        self._world = world
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, parcel: Parcel) -> Reply:
        """What the bot answered, after whatever was to go wrong on the way. Raises only for want of a `bot_url`."""
        faults = self._world.faults
        if faults.outage:
            return Reply()
        fault = faults.take(Call(route=parcel.route, thread=parcel.thread, person=parcel.person, body=parcel.activity))
        await asyncio.sleep(fault.seconds)
        if fault.drop is Drop.BEFORE:
            return Reply()
        if fault.status:
            return Reply(status=fault.status)
        reply = await (self._twice(parcel, fault.twice) if fault.twice else self._post(parcel))
        return replace(reply, shown=False) if fault.drop is Drop.AFTER else reply

    async def _post(self, parcel: Parcel) -> Reply:
        token = authorization(self._world.keys, parcel.tamper)
        entry = self._world.wire.add(
            Entry(
                direction=Direction.TO_BOT,
                kind=Crossing.INBOUND,
                path=self._door().path,
                audience=parcel.audience,
                conversation=parcel.thread,
                message=text_at(parcel.activity, "replyToId") or text_at(parcel.activity, "id"),
                body=parcel.activity,
            )
        )
        reply = await self._answer(orjson.dumps(parcel.activity), {"Authorization": token} if token else {})
        self._world.wire.answered(entry, reply.status)
        if parcel.tamper is None and parcel.route is Route.DELIVER and not reply.ok:
            said = f"HTTP {reply.status}" if reply.status else "nothing"
            self._world.bot_faults.append(f"{text_at(parcel.activity, 'type')}: the bot answered {said}")
        return reply

    async def _twice(self, parcel: Parcel, twice: Twice) -> Reply:
        """The same id comes at once, a new id after the first was answered; the person is shown the later answer."""
        if twice is Twice.SAME_ID:
            return (await asyncio.gather(self._post(parcel), self._post(parcel)))[1]
        await self._post(parcel)
        return await self._post(replace(parcel, activity=parcel.activity | {"id": press_id()}))

    async def _answer(self, raw: bytes, headers: dict[str, str]) -> Reply:
        if self._session is None:
            raise RuntimeError("this Teams has not been started")
        typed = {"Content-Type": "application/json; charset=utf-8", **headers}
        patience = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self._session.post(self._door(), data=raw, headers=typed, timeout=patience) as response:
                body = await response.read()
                return Reply(status=response.status, content_type=response.content_type, body=_parsed(body))
        except (TimeoutError, aiohttp.ClientError):
            return Reply()

    def _door(self) -> URL:
        if not self.bot_url:
            raise RuntimeError("this Teams has not been told where the bot is: set bot_url")
        url = URL(self.bot_url)
        return url.with_path(MESSAGING_PATH) if url.path in ("", "/") else url


def _parsed(body: bytes) -> object:
    try:
        parsed: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        return body.decode(errors="replace") or None
    return parsed
