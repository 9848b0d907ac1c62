"""A store's address, read: needs nothing of the store's client, which takes a while to load."""

from urllib.parse import SplitResult, unquote, urlsplit

PLAIN = ("unix", "redis", "rediss")
_SEVERAL = ("redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster")

_FORM = "must be unix://, redis://, rediss://, redis+sentinel://HOST:PORT,.../SERVICE or redis+cluster://HOST:PORT,..."


def split(address: str) -> SplitResult:
    """As `urlsplit`, which of late takes brackets only round the one host that it knows of. Raises ValueError."""
    scheme, found, rest = address.partition("://")
    if scheme not in _SEVERAL or not found:
        return urlsplit(address)
    netloc, slash, path = rest.partition("/")
    parts = urlsplit(f"{scheme}://{slash}{path}")
    if not slash and "?" in netloc:
        netloc, _, query = netloc.partition("?")
        parts = parts._replace(query=query)
    return parts._replace(netloc=netloc)


def checked(address: str) -> str:
    """The address itself. Raises ValueError when it is none of a store."""
    parts = split(address)
    if parts.scheme not in (*PLAIN, *_SEVERAL):
        raise ValueError(_FORM)
    if parts.scheme in _SEVERAL:
        places(parts)
    if parts.scheme.endswith("+sentinel") and not service(parts):
        raise ValueError("must end in the name under which the Sentinels know the store: redis+sentinel://.../SERVICE")
    return address


def places(parts: SplitResult) -> list[tuple[str, int]]:
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


def service(parts: SplitResult) -> str:
    return unquote(parts.path.strip("/"))
