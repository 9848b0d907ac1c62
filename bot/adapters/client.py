"""The way to the store, by its address alone."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from bot.adapters.node import Node
from bot.adapters.routes import ClusterMap, Mapped, OneServer, Place, SentinelMap
from bot.adapters.server import Server

_PLAIN = ("unix", "redis", "rediss")
_SEVERAL = ("redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster")

_FORM = "must be unix://, redis://, rediss://, redis+sentinel://HOST:PORT,.../SERVICE or redis+cluster://HOST:PORT,..."


def checked(address: str) -> str:
    """The address itself. Raises ValueError when it is none of a store."""
    parts = urlsplit(address)
    if parts.scheme not in (*_PLAIN, *_SEVERAL):
        raise ValueError(_FORM)
    if parts.scheme in _SEVERAL:
        _places(parts)
    if parts.scheme.endswith("+sentinel") and not _service(parts):
        raise ValueError("must end in the name under which the Sentinels know the store: redis+sentinel://.../SERVICE")
    return address


def connect(address: str) -> Server:
    """Does not connect yet; close it with `aclose`. Raises ValueError as `checked` does.

    `rediss` in place of `redis` speaks TLS. Name and password are the servers' own; Sentinels are asked without.
    """
    parts = urlsplit(checked(address))
    if parts.scheme in _PLAIN:
        return Server(OneServer(Node(address)))
    scheme, _, kind = parts.scheme.partition("+")
    places, tls, password = _places(parts), _tls(scheme, parts), _password(parts)
    whom = SentinelMap(places, _service(parts), tls) if kind == "sentinel" else ClusterMap(places, {**password, **tls})
    return Server(Mapped(whom, lambda place: Node(_address(scheme, parts, place))))


def _address(scheme: str, parts: SplitResult, place: Place) -> str:
    who, at, _ = parts.netloc.rpartition("@")
    host, port = place
    named = f"[{host}]" if ":" in host else host
    return f"{scheme}://{who}{at}{named}:{port}" + (f"?{parts.query}" if parts.query else "")


def _places(parts: SplitResult) -> list[Place]:
    """`host:port,host:port`. The standard library reads a single one only, and an IPv6 host in brackets."""
    found = []
    for one in parts.netloc.rpartition("@")[2].split(","):
        try:
            place = urlsplit(f"//{one}")
            host, port = place.hostname, place.port
        except ValueError:
            host, port = None, None
        if not host or not port:
            raise ValueError(f"{one!r} is no HOST:PORT; {_FORM}")
        found.append((host, port))
    return found


def _service(parts: SplitResult) -> str:
    return unquote(parts.path.strip("/"))


def _tls(scheme: str, parts: SplitResult) -> dict[str, Any]:
    """`?ssl_ca_certs=FILE` and the like, as redis-py names them: for whoever is asked the way, as for the servers."""
    told = parse_qsl(parts.query) if scheme == "rediss" else []
    return {"ssl": scheme == "rediss"} | {name: value for name, value in told if name.startswith("ssl_")}


def _password(parts: SplitResult) -> dict[str, Any]:
    told = {"username": parts.username, "password": parts.password}
    return {name: unquote(value) for name, value in told.items() if value}
