"""A bot that does next to nothing, and a loopback Teams with a meeting of fictional people around it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import msal
import requests
from aiohttp import web

from bot.rehearsal.teams import Chat, Invitation, Json, Kind, LoopbackTeams, Person

APP = "00000000-0000-4000-8000-00000000b07a"
SECRET = "a made-up secret"
TENANT = "11111111-1111-4111-8111-111111111111"
THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
CARD = "application/vnd.microsoft.card.adaptive"
SCOPE = "https://api.botframework.com/.default"

Behaviour = Callable[[Json], Json | web.Response | None]


def execute(title: str, verb: str = "go", **more: Any) -> Json:
    """A button of our kind, with the fallback that old clients press."""
    data = {"verb": verb}
    submit = {"type": "Action.Submit", "title": title, "data": data}
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data, "fallback": submit} | more


def card(*body: Any, **more: Any) -> Json:
    """A sound card of one line, or of these elements."""
    lines = list(body) or [{"type": "TextBlock", "text": "Hello", "wrap": True}]
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "A card", "body": lines} | more


def message(shown: Json | None = None, **more: Any) -> Json:
    attachments = [{"contentType": CARD, "content": shown}] if shown else []
    return {"type": "message", "attachments": attachments} | more


def card_answer(shown: Json) -> Json:
    return {"statusCode": 200, "type": CARD, "value": shown}


def text_answer(text: str) -> Json:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def _greet(activity: Json) -> Json | None:
    return text_answer("Noted") if activity["type"] == "invoke" else None


@dataclass
class EchoBot:
    """Keeps what it is brought. `behave` gives the body of the answer, a whole response, or None for 202."""

    behave: Behaviour = _greet
    got: list[Json] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    seconds: float = 0

    async def messages(self, request: web.Request) -> web.Response:
        activity: Json = await request.json()
        self.got.append(activity)
        self.headers.append(request.headers.get("Authorization", ""))
        await asyncio.sleep(self.seconds)
        answer = self.behave(activity)
        if isinstance(answer, web.Response):
            return answer
        return web.json_response(answer) if answer else web.Response(status=202)

    def of(self, kind: str) -> list[Json]:
        return [activity for activity in self.got if activity["type"] == kind]


@dataclass(kw_only=True)
class Stage:
    teams: LoopbackTeams
    bot: EchoBot
    http: aiohttp.ClientSession
    moment: list[datetime]
    token: str = ""

    def person(self, name: str, kind: Kind = Kind.TENANT, **more: Any) -> Person:
        return self.teams.add_person(Person(id=name.lower(), name=f"{name} Fiction", kind=kind, **more))

    def meeting(self, organiser: Person, *invited: Person) -> Chat:
        return self.teams.meetings.create(
            Invitation(
                title="A conference",
                organiser=organiser,
                start=THURSDAY,
                end=THURSDAY + timedelta(hours=2),
                invited=invited,
            )
        )

    def later(self, **by: float) -> None:
        self.moment[0] += timedelta(**by)

    async def sign_in(self, **changed: Any) -> Json:
        """Fetch a token as a bot does, with msal. It is synchronous, so it is kept off the loop."""
        wanted = {"client_id": APP, "client_credential": SECRET, "authority": self.teams.authority_url, **changed}
        scopes = [wanted.pop("scope", SCOPE)]

        def fetch() -> Json:
            with requests.Session() as session:
                session.trust_env = False  # or this machine's own certificates would be believed instead
                session.verify = str(self.teams.ca_path)
                given = {"instance_discovery": False, "http_client": session} | wanted
                answer: Json = msal.ConfidentialClientApplication(**given).acquire_token_for_client(scopes)
            return answer

        return await asyncio.to_thread(fetch)

    async def call(self, method: str, path: str, body: Json | None = None, **headers: str) -> tuple[int, Any]:
        """Ask the connector; status and body."""
        bearer = {"Authorization": f"Bearer {self.token}"} | headers
        async with self.http.request(method, self.teams.service_url + path, json=body, headers=bearer) as response:
            return response.status, await response.json() if response.content_length else None

    async def post(self, chat: Chat, shown: Json | None = None, **more: Any) -> str:
        """Post a card (or what `more` says); the id of the message."""
        status, body = await self.call("POST", f"v3/conversations/{chat.id}/activities", message(shown, **more))
        assert status == 201, body
        return str(body["id"])

    async def edit(self, chat: Chat, message_id: str, shown: Json) -> None:
        path = f"v3/conversations/{chat.id}/activities/{message_id}"
        assert (await self.call("PUT", path, message(shown)))[0] == 200


@asynccontextmanager
async def set_stage(*, signed_in: bool = True) -> AsyncIterator[Stage]:
    bot, moment = EchoBot(), [THURSDAY]
    app = web.Application()
    app.router.add_post("/api/messages", bot.messages)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with (
            LoopbackTeams(now=lambda: moment[0], app_id=APP, secret=SECRET, tenant=TENANT) as teams,
            aiohttp.ClientSession() as http,
        ):
            teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            stage = Stage(teams=teams, bot=bot, http=http, moment=moment)
            stage.token = teams.authority.issue(SCOPE) if signed_in else ""
            yield stage
    finally:
        await runner.cleanup()
