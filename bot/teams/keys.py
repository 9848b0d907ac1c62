"""Microsoft's signing keys for activities, fetched before they are needed and kept when they cannot be fetched.

The SDK's own cache fails for up to a day when Microsoft changes its keys and blocks the event loop while it fetches
(botframework-connector 4.17.1), which is why this exists.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm
from yarl import URL

from bot.outgoing.session import read_json

_DAY = 86_400.0
_STALE_RETRY = 600.0
_UNKNOWN_RETRY = 60.0
_PATIENCE = ClientTimeout(total=3)
_FEWEST_BITS = 2048

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    public: RSAPublicKey
    endorsements: frozenset[str]


class _Metadata(msgspec.Struct):
    jwks_uri: str


class _Jwk(msgspec.Struct):
    kid: str
    kty: str
    n: str
    e: str
    use: str | None = None
    alg: str | None = None
    endorsements: frozenset[str] = frozenset()


class _KeySet(msgspec.Struct):
    keys: list[object]


class SigningKeys:
    """Keys by id, read from an OpenID metadata address.

    Fetched at first need, daily, and when a key is asked for that is not there: then at most once a minute, however many
    ask, so that made-up key ids cost Microsoft and us nothing. While a fetch fails, the keys we have go on serving.
    Waits are measured as durations, so a moved clock neither speeds nor stops them.
    """

    def __init__(
        self, session: ClientSession, metadata_url: str, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._session = session
        self._metadata = URL(metadata_url)
        self._monotonic = monotonic
        self._fetching = asyncio.Lock()
        self._keys: dict[str, SigningKey] = {}
        self._due = float("-inf")
        self._next_search = float("-inf")
        self._fetches = 0

    async def find(self, kid: str) -> SigningKey | None:
        """The key, or None when Microsoft does not (or cannot be asked whether it does) publish it."""
        seen = self._fetches
        if self._monotonic() >= self._due and not (self._keys and self._fetching.locked()):
            await self._fetch_if(lambda: self._monotonic() >= self._due)
        key = self._keys.get(kid)
        return key if key is not None else await self._search(kid, seen)

    async def _search(self, kid: str, seen: int) -> SigningKey | None:
        """Ask again for an unknown key. Whoever waited while keys were fetched takes that answer for its own."""
        if self._monotonic() >= self._next_search:
            await self._fetch_if(lambda: self._fetches == seen and self._monotonic() >= self._next_search, search=True)
        return self._keys.get(kid)

    async def _fetch_if(self, wanted: Callable[[], bool], *, search: bool = False) -> None:
        async with self._fetching:
            if not wanted():
                return
            if search:
                self._next_search = self._monotonic() + _UNKNOWN_RETRY
            await self._fetch()

    async def _fetch(self) -> None:
        try:
            keys = await self._download()
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            self._due = self._monotonic() + (_STALE_RETRY if self._keys else _UNKNOWN_RETRY)
            log.warning("signing_keys_out_of_reach", reason=type(error).__name__, kept=len(self._keys))
        else:
            self._due = self._monotonic() + _DAY
            self._keys = keys
        finally:
            self._fetches += 1

    async def _download(self) -> dict[str, SigningKey]:
        metadata = msgspec.convert(await self._get(self._metadata), _Metadata)
        address = URL(metadata.jwks_uri)
        if not address.is_absolute() or address.origin() != self._metadata.origin():
            raise ValueError("the keys are not served where the metadata is")
        published = msgspec.convert(await self._get(address), _KeySet).keys
        keys = dict(usable for jwk in published if (usable := _usable(jwk)) is not None)
        if not keys:
            raise ValueError("no usable key")
        return keys

    async def _get(self, address: URL) -> object:
        async with self._session.get(
            address, timeout=_PATIENCE, allow_redirects=False, raise_for_status=True
        ) as response:
            if response.status != 200:  # noqa: PLR2004 - a redirect is an answer we do not follow
                raise ValueError("no document there")
            return await read_json(response)


def _usable(published: object) -> tuple[str, SigningKey] | None:
    """A key meant for RS256 signatures, by its id. Any other is as good as absent, and does not spoil the rest."""
    try:
        jwk = msgspec.convert(published, _Jwk)
        public = RSAAlgorithm.from_jwk({"kty": jwk.kty, "n": jwk.n, "e": jwk.e})
    except (PyJWTError, ValueError):
        return None
    if not jwk.kid or jwk.use not in {None, "sig"} or jwk.alg not in {None, "RS256"}:
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < _FEWEST_BITS:
        return None
    return jwk.kid, SigningKey(public, jwk.endorsements)
