"""Is this really Teams, speaking to us, about the conversation it names?

Stands in front of the SDK because its own check (4.17.1) accepts a token without an end, answers 500 to a forged one and
fails when Microsoft changes its keys. `Denial` says why for our log; the sender is told nothing but no.
"""

import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import jwt
from jwt.types import Options

from bot.teams.activity import Activity
from bot.teams.keys import SigningKey
from bot.teams.rates import Rates
from bot.teams.service_urls import ServiceUrls

CHANNEL = "msteams"
LEEWAY = 300.0
"""Seconds that Microsoft's clock and ours may differ (Bot Framework's own figure)."""

_CACHED = 1024
_OPTIONS: Options = {
    "require": ["exp", "nbf", "iss", "aud", "serviceurl"],
    "strict_aud": True,
    "verify_exp": False,  # by our own clock, below
    "verify_nbf": False,
    "verify_iat": False,
}


class Denial(StrEnum):
    NO_TOKEN = "no_token"  # noqa: S105 - a code, not a secret
    MALFORMED = "malformed"
    WRONG_ALGORITHM = "wrong_algorithm"
    UNKNOWN_KEY = "unknown_key"
    NOT_ENDORSED = "not_endorsed"
    BAD_SIGNATURE = "bad_signature"
    MISSING_CLAIM = "missing_claim"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    WRONG_SERVICE_URL = "wrong_service_url"
    SERVICE_URL_NOT_ALLOWED = "service_url_not_allowed"
    WRONG_CHANNEL = "wrong_channel"
    WRONG_RECIPIENT = "wrong_recipient"
    WRONG_TENANT = "wrong_tenant"
    BUSY = "busy"
    """Not looked at: too many signatures were false just now."""


_FAULTS: tuple[tuple[type[jwt.PyJWTError], Denial], ...] = (
    (jwt.InvalidAlgorithmError, Denial.WRONG_ALGORITHM),
    (jwt.MissingRequiredClaimError, Denial.MISSING_CLAIM),
    (jwt.InvalidIssuerError, Denial.WRONG_ISSUER),
    (jwt.InvalidAudienceError, Denial.WRONG_AUDIENCE),
    (jwt.InvalidSignatureError, Denial.BAD_SIGNATURE),
)


class Keys(Protocol):
    async def find(self, kid: str) -> SigningKey | None: ...


class Clock(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom we believe. `tenants` are the directories we serve, lower case; none: all that Microsoft vouches for."""

    app_id: str
    issuer: str
    service_urls: ServiceUrls
    tenants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claims:
    """What one good token says. `begins` and `ends` are seconds since 1970."""

    kid: str
    key: SigningKey
    service_url: str
    begins: float
    ends: float


class _DeniedError(Exception):
    def __init__(self, denial: Denial) -> None:
        super().__init__(denial.value)
        self.denial = denial


@dataclass(slots=True, kw_only=True)
class Authenticate:
    """First the Authorization header alone, so that a stranger's body is not even read; then the activity: None is yes.

    A token that passed is remembered by its hash, since checking a signature costs more than all the rest of a press;
    its times and service address are looked at every time, its signature again when keys were fetched anew. A token that failed is never remembered.
    """

    trust: Trust
    keys: Keys
    clock: Clock
    rates: Rates = field(default_factory=Rates)
    _good: "OrderedDict[bytes, Claims]" = field(default_factory=OrderedDict)

    async def __call__(self, authorization: str, activity: Activity) -> Denial | None:
        claims = await self.token(authorization)
        return claims if isinstance(claims, Denial) else self.activity(activity, claims)

    async def token(self, authorization: str) -> Claims | Denial:
        try:
            return await self._claims(_bearer(authorization))
        except _DeniedError as error:
            return error.denial

    def activity(self, activity: Activity, claims: Claims) -> Denial | None:
        try:
            self._check_activity(activity, claims)
        except _DeniedError as error:
            return error.denial
        return None

    async def _claims(self, token: str) -> Claims:
        name = hashlib.sha256(token.encode()).digest()
        claims = self._good.get(name)
        kid = claims.kid if claims else _key_id(token)
        key = await self.keys.find(kid)
        if key is None:
            raise _DeniedError(Denial.UNKNOWN_KEY)
        if CHANNEL not in key.endorsements:
            raise _DeniedError(Denial.NOT_ENDORSED)
        if claims is None or claims.key is not key:
            claims = self._verified(token, kid, key)
        self._check_times(claims)
        self._remember(name, claims)
        return claims

    def _verified(self, token: str, kid: str, key: SigningKey) -> Claims:
        """Whoever sends false signatures without end is looked at only so often; a token known to be good is not held up."""
        if self.rates.over_forgeries():
            raise _DeniedError(Denial.BUSY)
        try:
            said = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self.trust.app_id,
                issuer=self.trust.issuer,
                options=_OPTIONS,
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            self.rates.forged()
            raise _DeniedError(_denial(error)) from None
        service_url = said["serviceurl"]
        if not isinstance(service_url, str):
            raise _DeniedError(Denial.MALFORMED)
        return Claims(kid, key, service_url, begins=_seconds(said["nbf"]), ends=_seconds(said["exp"]))

    def _check_times(self, claims: Claims) -> None:
        now = self.clock.now().timestamp()
        if now >= claims.ends + LEEWAY:
            raise _DeniedError(Denial.EXPIRED)
        if now < claims.begins - LEEWAY:
            raise _DeniedError(Denial.NOT_YET_VALID)

    def _remember(self, name: bytes, claims: Claims) -> None:
        self._good[name] = claims
        self._good.move_to_end(name)
        if len(self._good) > _CACHED:
            self._good.popitem(last=False)

    def _check_activity(self, activity: Activity, claims: Claims) -> None:
        if activity.channel_id != CHANNEL:
            raise _DeniedError(Denial.WRONG_CHANNEL)
        if activity.service_url != claims.service_url:
            raise _DeniedError(Denial.WRONG_SERVICE_URL)
        if not self.trust.service_urls.allows(activity.service_url):
            raise _DeniedError(Denial.SERVICE_URL_NOT_ALLOWED)
        if activity.recipient.id != f"28:{self.trust.app_id}":
            raise _DeniedError(Denial.WRONG_RECIPIENT)
        self._check_tenant(activity)

    def _check_tenant(self, activity: Activity) -> None:
        """Teams says the tenant twice; a body in which they differ was not made by Teams."""
        held_by, tenant = activity.conversation.tenant_id, activity.tenant
        if held_by and held_by.lower() != tenant:
            raise _DeniedError(Denial.WRONG_TENANT)
        if self.trust.tenants and tenant not in self.trust.tenants:
            raise _DeniedError(Denial.WRONG_TENANT)


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _DeniedError(Denial.NO_TOKEN)
    if not token.isascii():
        raise _DeniedError(Denial.MALFORMED)
    return token


def _key_id(token: str) -> str:
    """The id of the key it claims to be signed with; read before anything is known to be true."""
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise _DeniedError(Denial.MALFORMED) from None
    if header.get("alg") != "RS256":
        raise _DeniedError(Denial.WRONG_ALGORITHM)
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise _DeniedError(Denial.UNKNOWN_KEY)
    return kid


def _denial(error: Exception) -> Denial:
    return next((denial for kind, denial in _FAULTS if isinstance(error, kind)), Denial.MALFORMED)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _DeniedError(Denial.MALFORMED)
    return float(value)
