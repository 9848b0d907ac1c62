"""Tokens that a bot must not believe, one for each check it has to make."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

import orjson
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.keys import LIFETIME, Keys


class Tamper(StrEnum):
    """What is wrong with a token."""

    MISSING = "missing"
    GARBAGE = "garbage"
    WRONG_KEY = "wrong_key"
    UNKNOWN_KID = "unknown_kid"
    UNENDORSED_KEY = "unendorsed_key"
    NOT_A_SIGNING_KEY = "not_a_signing_key"
    ALG_NONE = "alg_none"
    ALG_HMAC = "alg_hmac"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_ISSUER = "wrong_issuer"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    NO_EXPIRY = "no_expiry"
    NO_NOT_BEFORE = "no_not_before"
    WRONG_SERVICE_URL = "wrong_service_url"
    NO_SERVICE_URL = "no_service_url"


def _part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _by_hand(keys: Keys, algorithm: str, secret: bytes | None) -> str:
    """PyJWT rightly refuses to write these two."""
    head = orjson.dumps({"alg": algorithm, "typ": "JWT", "kid": keys.current.kid})
    signed = f"{_part(head)}.{_part(orjson.dumps(keys.claims()))}"
    if secret is None:
        return f"{signed}."
    return f"{signed}.{_part(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def _public_pem(keys: Keys) -> bytes:
    return keys.current.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _with(**changes: object) -> Callable[[Keys], str]:
    """A well-signed token with these claims changed; None takes a claim away."""

    def minted(keys: Keys) -> str:
        claims: Json = keys.claims() | changes
        return keys.sign({name: value for name, value in claims.items() if value is not None}, keys.current)

    return minted


def _shifted(lifetimes: int) -> Callable[[Keys], str]:
    """A well-signed token whose validity lies this many lifetimes away."""

    def minted(keys: Keys) -> str:
        claims, shift = keys.claims(), int(LIFETIME.total_seconds()) * lifetimes
        return keys.sign(claims | {"nbf": claims["nbf"] + shift, "exp": claims["exp"] + shift}, keys.current)

    return minted


_MINTED: Mapping[Tamper, Callable[[Keys], str]] = MappingProxyType(
    {
        Tamper.GARBAGE: lambda _: "not.a.token",
        Tamper.WRONG_KEY: lambda keys: keys.sign(keys.claims(), keys.new(), kid=keys.current.kid),
        Tamper.UNKNOWN_KID: lambda keys: keys.sign(keys.claims(), keys.new()),
        Tamper.UNENDORSED_KEY: lambda keys: keys.sign(keys.claims(), keys.unendorsed),
        Tamper.NOT_A_SIGNING_KEY: lambda keys: keys.sign(keys.claims(), keys.for_encryption),
        Tamper.ALG_NONE: lambda keys: _by_hand(keys, "none", None),
        Tamper.ALG_HMAC: lambda keys: _by_hand(keys, "HS256", _public_pem(keys)),
        Tamper.WRONG_AUDIENCE: _with(aud="00000000-0000-0000-0000-00000000beef"),
        Tamper.WRONG_ISSUER: _with(iss="https://issuer.example"),
        Tamper.EXPIRED: _shifted(-2),
        Tamper.NOT_YET_VALID: _shifted(2),
        Tamper.NO_EXPIRY: _with(exp=None),
        Tamper.NO_NOT_BEFORE: _with(nbf=None),
        Tamper.WRONG_SERVICE_URL: _with(serviceurl="https://connector.example/teams/"),
        Tamper.NO_SERVICE_URL: _with(serviceurl=None),
    }
)


def authorization(keys: Keys, tamper: Tamper | None) -> str | None:
    """The Authorization header of an activity, sound unless `tamper` says otherwise; None for no header at all."""
    if tamper is Tamper.MISSING:
        return None
    return "Bearer " + (_MINTED[tamper](keys) if tamper else keys.token())
