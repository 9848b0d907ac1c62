"""Where mail goes out and to whom, read strictly: needs nothing of the client's, which takes a while to load."""

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*"
_LONGEST_NAME, _LONGEST = 64, 254
"""Octets before the @, and in all (RFC 5321 4.5.3.1)."""

_FORM = "must be smtp://HOST:PORT (STARTTLS) or smtps://HOST:PORT (TLS from the start)"


class Secured(StrEnum):
    """How the way to the mail server is closed to others. OPEN: it does not leave this machine."""

    TLS = "tls"
    STARTTLS = "starttls"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Place:
    host: str
    port: int
    secured: Secured


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`name` is shown beside the address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MailServer:
    """`user` "": it asks for no name and password. `ca_file` is a PEM of authorities to trust besides the public ones."""

    place: Place
    sender: Mailbox
    user: str = ""
    password: str = ""
    ca_file: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class NotifyKey:
    service: str
    secret: str


def place(url: str) -> Place:
    """Raises ValueError when it is none of a mail server, or holds what does not belong in an address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(_FORM) from None
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(_FORM)
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a name or password: they belong in CHAIRSIDE_MAIL_USER and CHAIRSIDE_MAIL_PASSWORD")
    if parts.scheme == "smtps":
        return Place(host, port or 465, Secured.TLS)
    return Place(host, port or 587, Secured.OPEN if _is_here(host) else Secured.STARTTLS)


def mailbox(text: str) -> Mailbox:
    """`name@domain`, or `Somebody <name@domain>`. Raises ValueError."""
    name, angle, rest = text.strip().partition("<")
    if not angle:
        return Mailbox("", address(name))
    shown = name.strip().strip('"')
    if not rest.endswith(">") or not shown.isprintable():
        raise ValueError("must be one address, as name@council.example or Council <name@council.example>")
    return Mailbox(shown, address(rest.removesuffix(">")))


def address(text: str) -> str:
    """One address and nothing else: no second one, no name, no way to write a line of the letter's head.

    Raises ValueError. Addresses in other alphabets count as none: few servers take them.
    """
    long = len(text) > _LONGEST or len(text.partition("@")[0]) > _LONGEST_NAME
    if long or not re.fullmatch(_ADDRESS, text):
        raise ValueError("must be one address, as name@council.example")
    return text


def notify_key(text: str) -> NotifyKey:
    """The ids of service and secret, which a key of GOV.UK Notify ends in. Raises ValueError."""
    service, dash, secret = text.strip()[-73:-37], text.strip()[-37:-36], text.strip()[-36:]
    if dash != "-" or not all(_is_id(one) for one in (service, secret)):
        raise ValueError("must be a key of GOV.UK Notify, which ends in two ids")
    return NotifyKey(service, secret)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
