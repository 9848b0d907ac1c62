"""A pool of connections to the outside: to Teams' connector and its signing keys, or to Graph."""

import ssl
from collections.abc import Iterable

import orjson
from aiohttp import (
    ClientConnectionError,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from yarl import URL

WIDTH = 64
"""Connections at once. Teams allows 50 requests a second for one app in one tenant; more would only queue there."""

PATIENCE = ClientTimeout(total=10, connect=5)
"""Seconds. A press is answered within Teams' own 10 to 15 seconds or not at all."""

_MOST_BYTES = 2_000_000


class NotAllowedError(ClientConnectionError):
    """A request to a host that is not in the settings. Nothing was sent, and no name was looked up."""


class _Guarded(TCPConnector):
    """The last place that every request of the pool passes, redirected or not: no connection to any other host.

    Whoever sends looks at the address first (service_urls.py); this is for whoever forgets to.
    """

    def __init__(self, allowed: Iterable[str], tls: ssl.SSLContext | None) -> None:
        super().__init__(limit=WIDTH, ssl=tls if tls is not None else True)
        self._allowed = frozenset(_origin(URL(address)) for address in allowed)

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: ClientTimeout) -> Connection:  # noqa: ASYNC109 - aiohttp's own shape
        if _origin(req.url) not in self._allowed or req.proxy is not None:
            raise NotAllowedError
        return await super().connect(req, traces, timeout)


def _origin(address: URL) -> tuple[str, str | None, int | None]:
    return address.scheme, address.raw_host, address.port


def open_session(
    allowed: Iterable[str], tls: ssl.SSLContext | None = None, patience: ClientTimeout | None = None
) -> ClientSession:
    """Close it when done. It reaches the scheme, host and port of these addresses and nothing else. `tls` adds authorities
    to trust; proxies and certificates named in the environment are ignored.
    """
    return ClientSession(
        connector=_Guarded(allowed, tls),
        timeout=patience or PATIENCE,
        cookie_jar=DummyCookieJar(),
        trust_env=False,
    )


async def read_json(response: ClientResponse) -> object:
    """The body as JSON. Raises ValueError when it is not, or is longer than anything we ask for."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise ValueError("answer too long")
    parsed: object = orjson.loads(body)
    return parsed
