"""The one pool of connections to the outside: to Teams' connector and to its signing keys."""

import ssl

import orjson
from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

WIDTH = 64
"""Connections at once. Teams allows 50 requests a second for one app in one tenant; more would only queue there."""

PATIENCE = ClientTimeout(total=10, connect=5)
"""Seconds. A press is answered within Teams' own 10 to 15 seconds or not at all."""

_MOST_BYTES = 2_000_000


def open_session(tls: ssl.SSLContext | None = None) -> ClientSession:
    """Close it when done. `tls` adds authorities to trust; proxies and certificates named in the environment are ignored."""
    return ClientSession(
        connector=TCPConnector(limit=WIDTH, ssl=tls if tls is not None else True),
        timeout=PATIENCE,
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
