"""Our own token: real msal, real TLS, a loopback authority that counts."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.tokens import Credentials, Tokens
from bot.usecases.ports import SendError
from tests.unit.teams.wire import APP, HOME, Json

SCOPE = "https://api.botframework.com/.default"


@dataclass
class Watch:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Authority:
    url: str = ""
    given: int = 0
    discovered: int = 0
    slow: float = 0.0
    refuse: tuple[int, str] | None = None
    forms: list[Json] = field(default_factory=list)

    async def metadata(self, _: web.Request) -> web.Response:
        self.discovered += 1
        base = f"{self.url}/{HOME}"
        return web.json_response(
            {"issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token"}
        )

    async def token(self, request: web.Request) -> web.Response:
        self.forms.append(dict(await request.post()))
        await asyncio.sleep(self.slow)
        if self.refuse:
            return web.json_response({"error": self.refuse[1]}, status=self.refuse[0])
        self.given += 1
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": f"secret-{self.given}"})


@dataclass
class Here:
    authority: Authority
    tokens: Tokens
    watch: Watch


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def here(ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Here]:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # nobody there: the environment must not be asked
    pem = tmp_path / "ca.pem"
    ca.cert_pem.write_to_path(str(pem))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("127.0.0.1").configure_cert(tls)
    authority, watch = Authority(), Watch()
    app = web.Application()
    app.router.add_get(f"/{HOME}/v2.0/.well-known/openid-configuration", authority.metadata)
    app.router.add_post(f"/{HOME}/token", authority.token)
    server = TestServer(app, scheme="https")
    await server.start_server(ssl=tls)
    authority.url = str(server.make_url("")).rstrip("/")
    credentials = Credentials(
        app_id=APP, secret="made-up", authority=authority.url, tenant=HOME, scope=SCOPE, ca_file=str(pem)
    )
    tokens = Tokens(credentials, monotonic=watch)
    yield Here(authority, tokens, watch)
    tokens.close()
    await server.close()


async def test_fifty_sends_fetch_one_token(here: Here) -> None:
    tokens = await asyncio.gather(*(here.tokens() for _ in range(50)))
    assert set(tokens) == {"secret-1"}
    assert (here.authority.given, here.authority.discovered) == (1, 1)
    assert here.authority.forms[0]["scope"] == SCOPE


async def test_a_slow_authority_never_holds_the_loop(here: Here) -> None:
    here.authority.slow = 0.4
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            longest = max(longest, time.monotonic() - before)

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        await asyncio.gather(*(here.tokens() for _ in range(20)))
        watching.cancel()
    assert longest < 0.3
    assert here.authority.given == 1


async def test_a_token_near_its_end_is_replaced_by_one_caller(here: Here) -> None:
    assert await here.tokens() == "secret-1"
    here.watch.seconds += 3600 - 299
    here.tokens.load().forget()  # msal keeps its own copy by the machine's clock, which this test does not move
    tokens = await asyncio.gather(*(here.tokens() for _ in range(20)))
    assert sorted(set(tokens)) == ["secret-1", "secret-2"]
    assert tokens.count("secret-2") == 1
    assert here.authority.given == 2


async def test_the_old_token_serves_while_the_authority_is_down(here: Here) -> None:
    await here.tokens()
    here.authority.refuse = (503, "temporarily_unavailable")
    here.tokens.load().forget()
    here.watch.seconds += 3600 - 60
    assert await here.tokens() == "secret-1"
    here.watch.seconds += 61
    with pytest.raises(SendError):
        await here.tokens()


async def test_a_refused_token_is_not_given_again(here: Here) -> None:
    first = await here.tokens()
    here.tokens.forget("some other")
    assert await here.tokens() == first
    here.tokens.forget(first)
    assert await here.tokens() == "secret-2"


async def test_a_refusal_is_shared_and_is_never_final(here: Here) -> None:
    here.authority.refuse = (401, "invalid_client")
    failures = await asyncio.gather(*(here.tokens() for _ in range(20)), return_exceptions=True)
    assert {(error.code, error.final) for error in failures if isinstance(error, SendError)} == {
        ("token_invalid_client", False)
    }
    assert len(failures) == 20
    assert len(here.authority.forms) == 1
    here.authority.refuse = None
    here.watch.seconds += 6
    assert await here.tokens() == "secret-1"


async def test_an_authority_that_is_not_there(tmp_path: Path) -> None:
    credentials = Credentials(
        app_id=APP, secret="made-up", authority="https://127.0.0.1:9", tenant=HOME, scope=SCOPE, ca_file=None
    )
    tokens = Tokens(credentials)
    with pytest.raises(SendError) as caught:
        await tokens()
    assert (caught.value.code, caught.value.final) == ("token_unreachable", False)
    tokens.close()
    assert "made-up" not in repr(credentials) + repr(caught.value.__context__)
