"""Which connectors our bearer token may be shown to.

Teams names the connector itself (`serviceUrl`), so whoever could forge that field would be sent our token. Every address
is therefore held against this list twice: when an activity comes in and again before each request goes out.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address

from yarl import URL


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _parsed(text: str) -> URL | None:
    """As aiohttp itself will read it (yarl), so that no address means one thing here and another on the wire."""
    if not text.isascii() or any(mark in text for mark in "\\\t\r\n "):
        return None
    try:
        url = URL(text, encoded=True)
        usable = url.scheme in {"https", "http"} and bool(url.host) and url.port is not None
    except ValueError:
        return None
    if not usable or url.user is not None or url.password is not None or url.raw_query_string or url.raw_fragment:
        return None
    if {".", ".."} & set(url.path.split("/")):
        return None
    return url


class ServiceUrls:
    """The allow-list. An entry is scheme, host, port and the beginning of the path; all four must match.

    Raises ValueError for an entry that is no address, or is plain http to anything but this machine.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = tuple(self._entry(text) for text in entries)
        self.allows = lru_cache(maxsize=256)(self._allows)
        if not self._entries:
            raise ValueError("no service address is allowed: nothing could be answered")

    @staticmethod
    def _entry(text: str) -> URL:
        url = _parsed(text)
        if url is None:
            raise ValueError("a service address must be like https://smba.trafficmanager.net/teams/")
        if url.scheme == "http" and not is_loopback(url.host or ""):
            raise ValueError("a service address outside this machine must use https")
        return url

    def _allows(self, address: str) -> bool:
        url = _parsed(address)
        return url is not None and any(_covers(entry, url) for entry in self._entries)


def _covers(entry: URL, url: URL) -> bool:
    if (entry.scheme, entry.host, entry.port) != (url.scheme, url.host, url.port):
        return False
    beginning = entry.raw_path.rstrip("/")
    return url.raw_path == beginning or url.raw_path.startswith(beginning + "/")
