"""No request of ours goes to a host that is not in the settings, whoever asks for it (threat model: malicious serviceUrl)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import requests
from aiohttp import ClientError, web
from aiohttp.test_utils import TestServer

from bot.adapters.graph.apps import GraphApps
from bot.adapters.graph.client import Graph
from bot.adapters.graph.connected import SCOPE, Office, connected
from bot.adapters.graph.directory import GraphDirectory
from bot.adapters.graph.events import Calendar
from bot.adapters.tokens import Credentials, Tokens
from bot.domain.actor import Account
from bot.domain.ids import ConferenceId
from bot.domain.notice import Address, Door, Notice
from bot.outgoing.asking import Asking
from bot.outgoing.session import NotAllowedError, open_session
from bot.teams.keys import SigningKeys
from bot.teams.service_urls import ServiceUrls
from bot.usecases.ports import Posted, SendError
from tests.integration.door import running
from tests.unit.teams.wire import (
    ADA,
    APP,
    HOME,
    ISSUER,
    MEETING,
    FixedClock,
    FixedTokens,
    PlainPresenter,
    bearer,
    body,
    invoke,
    jwk,
    microsoft,
    personal,
    room,
)


@dataclass
class Trap:
    """Somebody else's machine. Whoever so much as connects is caught."""

    url: str = ""
    caught: list[str] = field(default_factory=list)


@pytest.fixture
async def trap() -> AsyncIterator[Trap]:
    found = Trap()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.caught.append((await reader.read(4096)).decode("latin-1"))
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield found


async def test_an_activity_that_names_another_service_leads_nowhere(trap: Trap) -> None:
    evil = f"{trap.url}/teams/"
    async with running() as bot:
        for made in (invoke, body, personal):
            for signed in (bearer(bot.here), bearer(bot.here, serviceurl=evil)):
                response = await bot.post(made(bot.here, serviceUrl=evil), Authorization=signed)
                assert response.status == 401
        assert (await bot.post(invoke(bot.here))).status == 200, "the same press with the true address is heard"
    assert trap.caught == []


async def test_an_address_in_the_record_leads_nowhere(trap: Trap) -> None:
    async with microsoft() as here, room(here, FixedClock()) as teams:
        messenger = teams.messenger(PlainPresenter())
        for door in Door:
            to = Address(
                door=door,
                service_url=f"{trap.url}/teams/",
                conversation=MEETING,
                account=Account(tenant=HOME, oid=ADA),
                mri="29:1ada",
            )
            notice = Notice(cid=ConferenceId("0" * 16), to=to, person="", view="door", subject="", number=0, face="x")
            with pytest.raises(SendError):
                await messenger.post_shell(notice)
            with pytest.raises(SendError):
                await messenger.fill(notice, Posted(conversation=MEETING, message="m-1"))
        assert here.asked == []
    assert trap.caught == []


@asynccontextmanager
async def _poisoned(trap: Trap, jwks_uri: str) -> AsyncIterator[str]:
    async def openid(_: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": jwks_uri})

    async def away(_: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"{trap.url}/keys")

    async def keys(_: web.Request) -> web.Response:
        return web.json_response({"keys": [jwk("k0")]})

    app = web.Application()
    app.router.add_get("/openid", openid)
    app.router.add_get("/away", away)
    app.router.add_get("/keys", keys)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.mark.parametrize("where", ["{trap}/keys", "file:///etc/passwd", "//{host}/keys", "/keys", "http://[", ""])
async def test_a_metadata_document_that_names_another_host_leads_nowhere(trap: Trap, where: str) -> None:
    named = where.format(trap=trap.url, host=trap.url.removeprefix("http://"))
    async with _poisoned(trap, named) as address, open_session((address, trap.url)) as session:
        assert await SigningKeys(session, f"{address}/openid").find("k0") is None
        assert trap.caught == []


async def test_a_redirect_leads_nowhere(trap: Trap) -> None:
    async with _poisoned(trap, "") as address, open_session((address,)) as session:
        assert await SigningKeys(session, f"{address}/away").find("k0") is None
        with pytest.raises(NotAllowedError):
            await session.get(f"{address}/away", allow_redirects=True)
    assert trap.caught == []


async def test_the_pool_itself_refuses_whoever_forgot_to_look(trap: Trap) -> None:
    async with microsoft() as here:
        async with open_session((here.metadata, here.service_url)) as session:
            for address in (
                trap.url,
                trap.url.replace("127.0.0.1", "localhost"),
                f"{here.url}0/x",
                "https://127.0.0.1/",
            ):
                with pytest.raises(ClientError):
                    await session.post(address, json={"token": "secret"}, headers={"Authorization": "Bearer secret"})
            async with session.get(here.metadata) as found:
                assert found.status == 200
        assert trap.caught == []
        async with open_session((trap.url,)) as session:  # the control: with the trap on the list it is caught
            with pytest.raises(ClientError):
                await session.get(trap.url)
    assert trap.caught


async def test_connectors_own_look_comes_first(trap: Trap) -> None:
    """The list of services is finer than the pool's list of hosts: a path beside the allowed one is refused too."""
    async with microsoft() as here, room(here, FixedClock(), FixedTokens()) as teams:
        assert not ServiceUrls([here.service_url]).allows(f"{here.url}/elsewhere/")
        with pytest.raises(SendError) as caught:
            await teams.connector.post(f"{here.url}/elsewhere/", MEETING, {})
        assert caught.value.code == "service_url_not_allowed"


async def _graph(trap: Trap, answers: str) -> AsyncIterator[Graph]:
    """Somebody in Graph's place, who tells whoever asks to look elsewhere: by a redirect, or by a next page."""

    async def redirected(_: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"{trap.url}/v1.0/users")

    async def paged(_: web.Request) -> web.Response:
        return web.json_response({"value": [], "@odata.nextLink": f"{trap.url}/v1.0/groups/x"})

    app = web.Application()
    app.router.add_get("/v1.0/{rest:.*}", redirected if answers == "redirect" else paged)
    async with TestServer(app) as server:
        base = str(server.make_url("/v1.0"))
        async with open_session((base,)) as session:
            yield Graph(Asking(session=session, tokens=FixedTokens()), base)


@pytest.mark.parametrize("answers", ["redirect", "page"])
async def test_graph_leads_nowhere_else(trap: Trap, answers: str) -> None:
    async with asynccontextmanager(_graph)(trap, answers) as graph:
        with pytest.raises(SendError):
            await GraphDirectory(graph, HOME).members(ADA)
    assert trap.caught == []


async def test_an_id_in_the_record_leads_graphs_token_nowhere_else(trap: Trap) -> None:
    async with asynccontextmanager(_graph)(trap, "redirect") as graph:
        calendar = Calendar(graph)
        for evil in (f"{trap.url}/", f"//{trap.url.removeprefix('http://')}/", f"@{trap.url.removeprefix('http://')}"):
            with pytest.raises(SendError):
                await calendar.cancel(evil, evil, "")
            with pytest.raises(SendError):
                await GraphApps(graph, HOME, ADA).add_to_chat(evil)
    assert trap.caught == []


async def test_graphs_pool_reaches_graph_alone(trap: Trap) -> None:
    """Neither may be shown the other's proof: not Teams Graph's, and not Graph Teams'."""
    credentials = Credentials(
        app_id=APP, secret="fictional", authority="https://login.example", tenant=HOME, scope=SCOPE
    )
    office = Office(base="https://graph.example/v1.0", credentials=credentials, home=HOME)
    async with microsoft() as here, connected(office) as graph:
        session = graph.directory.graph._asking.session  # type: ignore[attr-defined]
        for address in (trap.url, here.service_url, here.metadata, "https://graph.example.evil.example/"):
            with pytest.raises(NotAllowedError):
                await session.get(address)
    assert trap.caught == []


@pytest.mark.parametrize("away", ["GET", "POST"])
async def test_msal_asks_its_authority_and_nobody_else(trap: Trap, away: str) -> None:
    tokens = Tokens(
        Credentials(
            app_id=APP, secret="fictional", authority="https://login.example", tenant=HOME, scope="https://x/.default"
        )
    )
    session = tokens.load()._session
    for address in (f"{trap.url}/token", "https://login.example.evil.example/", "http://login.example/"):
        with pytest.raises(requests.exceptions.InvalidSchema):
            await asyncio.to_thread(session.request, away, address, data={"client_secret": "fictional"})
    assert sorted(session.adapters) == ["https://login.example/", "https://login.microsoftonline.com/"]
    tokens.close()
    assert trap.caught == []


async def test_msal_follows_no_redirect_elsewhere(trap: Trap) -> None:
    async with _poisoned(trap, "") as address:
        credentials = Credentials(app_id=APP, secret="fictional", authority=address, tenant=HOME, scope="x/.default")
        tokens = Tokens(credentials)
        with pytest.raises(requests.exceptions.InvalidSchema):
            await asyncio.to_thread(tokens.load()._session.get, f"{address}/away")
        tokens.close()
    assert trap.caught == []
