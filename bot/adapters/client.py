"""The way to the store, by its address alone."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from bot.adapters.addresses import PLAIN, checked, places, service, split
from bot.adapters.node import Node
from bot.adapters.routes import ClusterMap, Mapped, OneServer, Place, SentinelMap
from bot.adapters.server import Server


def connect(address: str) -> Server:
    """Does not connect yet; close it with `aclose`. Raises ValueError as `checked` does.

    `rediss` in place of `redis` speaks TLS. Name and password are the servers' own; Sentinels are asked without.
    """
    parts = split(checked(address))
    if parts.scheme in PLAIN:
        return Server(OneServer(Node(address)))
    scheme, _, kind = parts.scheme.partition("+")
    at, tls, password = places(parts), _tls(scheme, parts), _password(parts)
    whom = SentinelMap(at, service(parts), tls) if kind == "sentinel" else ClusterMap(at, {**password, **tls})
    return Server(Mapped(whom, lambda place: Node(_address(scheme, parts, place))))


def _address(scheme: str, parts: SplitResult, place: Place) -> str:
    who, at, _ = parts.netloc.rpartition("@")
    host, port = place
    named = f"[{host}]" if ":" in host else host
    return f"{scheme}://{who}{at}{named}:{port}" + (f"?{parts.query}" if parts.query else "")


def _tls(scheme: str, parts: SplitResult) -> dict[str, Any]:
    """`?ssl_ca_certs=FILE` and the like, as redis-py names them: for whoever is asked the way, as for the servers."""
    told = parse_qsl(parts.query) if scheme == "rediss" else []
    return {"ssl": scheme == "rediss"} | {name: value for name, value in told if name.startswith("ssl_")}


def _password(parts: SplitResult) -> dict[str, Any]:
    told = {"username": parts.username, "password": parts.password}
    return {name: unquote(value) for name, value in told.items() if value}
