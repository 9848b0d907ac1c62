"""The token matrix: what is accepted is exactly what Teams sends (promise 27)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.outgoing.session import open_session
from bot.teams.authenticate import Authenticate, Denial, Trust
from bot.teams.keys import SigningKeys
from bot.teams.service_urls import ServiceUrls
from tests.unit.teams.wire import (
    APP,
    ELSEWHERE,
    HOME,
    ISSUER,
    THURSDAY,
    FixedClock,
    Json,
    Microsoft,
    activity_of,
    bearer,
    body,
    claims,
    jwk,
    microsoft,
    rsa,
    signed,
)

NOW = int(THURSDAY.timestamp())
EVIL = "https://evil.example/teams/"


@dataclass
class Door:
    here: Microsoft
    clock: FixedClock
    authenticate: Authenticate

    async def __call__(self, authorization: str, **change: Any) -> Denial | None:
        return await self.authenticate(authorization, activity_of(body(self.here, **change)))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    clock = FixedClock()
    async with microsoft() as here, open_session((here.url,)) as session:
        trust = Trust(
            app_id=APP, issuer=ISSUER, service_urls=ServiceUrls([here.service_url]), tenants=frozenset({HOME})
        )
        keys = SigningKeys(session, here.metadata)
        yield Door(here, clock, Authenticate(trust=trust, keys=keys, clock=clock))


async def test_what_teams_sends_is_accepted(door: Door) -> None:
    assert await door(bearer(door.here)) is None
    assert await door(bearer(door.here).replace("Bearer", "bearer")) is None


@pytest.mark.parametrize(
    ("change", "denial"),
    [
        ({"aud": ELSEWHERE}, Denial.WRONG_AUDIENCE),
        ({"aud": [APP]}, Denial.WRONG_AUDIENCE),
        ({"aud": None}, Denial.MISSING_CLAIM),
        ({"iss": "https://sts.windows.net/" + HOME}, Denial.WRONG_ISSUER),
        ({"iss": ISSUER + "/"}, Denial.WRONG_ISSUER),
        ({"iss": None}, Denial.MISSING_CLAIM),
        ({"exp": None}, Denial.MISSING_CLAIM),
        ({"exp": NOW - 301}, Denial.EXPIRED),
        ({"exp": NOW - 299}, None),
        ({"exp": "soon"}, Denial.MALFORMED),
        ({"exp": True}, Denial.MALFORMED),
        ({"exp": float("inf")}, Denial.MALFORMED),
        ({"nbf": None}, Denial.MISSING_CLAIM),
        ({"nbf": NOW + 301}, Denial.NOT_YET_VALID),
        ({"nbf": NOW + 299}, None),
        ({"serviceurl": None}, Denial.MISSING_CLAIM),
        ({"serviceurl": 7}, Denial.MALFORMED),
        ({"serviceurl": EVIL}, Denial.WRONG_SERVICE_URL),
    ],
)
async def test_each_claim_counts(door: Door, change: Json, denial: Denial | None) -> None:
    assert await door(bearer(door.here, **change)) is denial


async def test_a_slash_more_or_less_is_another_service_url(door: Door) -> None:
    assert await door(bearer(door.here, serviceurl=door.here.service_url.rstrip("/"))) is Denial.WRONG_SERVICE_URL


@pytest.mark.parametrize(
    ("change", "denial"),
    [
        ({"channelId": "webchat"}, Denial.WRONG_CHANNEL),
        ({"channelId": "MSTeams"}, Denial.WRONG_CHANNEL),
        ({"serviceUrl": EVIL}, Denial.WRONG_SERVICE_URL),
        ({"recipient": {"id": f"28:{ELSEWHERE}"}}, Denial.WRONG_RECIPIENT),
        ({"recipient": {"id": APP}}, Denial.WRONG_RECIPIENT),
        ({"channelData": {"tenant": {"id": ELSEWHERE}}}, Denial.WRONG_TENANT),
        ({"channelData": None, "conversation": {"id": "x"}}, Denial.WRONG_TENANT),
        ({"channelData": {"tenant": {"id": HOME.upper()}}}, None),
    ],
)
async def test_the_token_is_bound_to_what_the_activity_says(door: Door, change: Json, denial: Denial | None) -> None:
    assert await door(bearer(door.here), **change) is denial


async def test_a_service_url_that_is_signed_but_not_listed_is_refused(door: Door) -> None:
    assert await door(bearer(door.here, serviceurl=EVIL), serviceUrl=EVIL) is Denial.SERVICE_URL_NOT_ALLOWED


def _none(here: Microsoft) -> str:
    return jwt.encode(claims(here), "", algorithm="none", headers={"kid": "k0"})


def _hs256_with_the_public_key(here: Microsoft) -> str:
    """PyJWT will not make one, an attacker will: the MAC is over the public key as PEM."""
    pem = rsa(0).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signing = jwt.encode(claims(here), "x" * 32, algorithm="HS256", headers={"kid": "k0"}).rpartition(".")[0]
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signing.encode(), pem)
    return f"{signing}.{jwt.utils.base64url_encode(mac).decode()}"


def _with_header(here: Microsoft, **header: Any) -> str:
    return jwt.encode(claims(here), rsa(0), algorithm="RS256", headers=header)


def _edited(here: Microsoft) -> str:
    head, _, tail = signed(claims(here)).split(".")
    said = signed(claims(here, exp=NOW + 99_999_999)).split(".")[1]
    return f"{head}.{said}.{tail}"


def _rs512(here: Microsoft) -> str:
    return jwt.encode(claims(here), rsa(0), algorithm="RS512", headers={"kid": "k0"})


def _deep_header(_: Microsoft) -> str:
    return jwt.utils.base64url_encode(b"[" * 5000).decode() + ".e30.e30"


FORGERIES: dict[str, tuple[Callable[[Microsoft], str], Denial]] = {
    "unsigned": (_none, Denial.WRONG_ALGORITHM),
    "signed with our public key as a password": (_hs256_with_the_public_key, Denial.WRONG_ALGORITHM),
    "another RSA algorithm": (_rs512, Denial.WRONG_ALGORITHM),
    "somebody else's key under a known id": (lambda here: signed(claims(here), "k0", 1), Denial.BAD_SIGNATURE),
    "edited": (_edited, Denial.BAD_SIGNATURE),
    "unknown key": (lambda here: signed(claims(here), "nobody"), Denial.UNKNOWN_KEY),
    "a key endorsed for nothing": (lambda here: signed(claims(here), "unendorsed"), Denial.NOT_ENDORSED),
    "a key endorsed for another channel": (lambda here: signed(claims(here), "webchat"), Denial.NOT_ENDORSED),
    "a key for encryption": (lambda here: signed(claims(here), "enc"), Denial.UNKNOWN_KEY),
    "no key id": (_with_header, Denial.UNKNOWN_KEY),
    "empty key id": (lambda here: _with_header(here, kid=""), Denial.UNKNOWN_KEY),
    "garbage": (lambda here: "garbage", Denial.MALFORMED),
    "not base64 of anything": (lambda here: "a.b.c", Denial.MALFORMED),
    "lists": (lambda here: "W10.W10.W10", Denial.MALFORMED),
    "not ASCII": (lambda here: "\u00e9.\u00e9.\u00e9", Denial.MALFORMED),
    "a dot": (lambda here: ".", Denial.MALFORMED),
    "deep": (_deep_header, Denial.MALFORMED),
    "four parts": (lambda here: signed(claims(here)) + ".", Denial.MALFORMED),
}


@pytest.mark.parametrize(("made", "denial"), FORGERIES.values(), ids=list(FORGERIES))
async def test_no_forgery_passes(door: Door, made: Callable[[Microsoft], str], denial: Denial) -> None:
    door.here.keys += [
        jwk("unendorsed", endorsements=None),
        jwk("webchat", endorsements=["webchat"]),
        jwk("enc", use="enc"),
    ]
    assert await door(f"Bearer {made(door.here)}") is denial


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer\tx", "x"])
async def test_no_token_is_no(door: Door, header: str) -> None:
    assert await door(header) is Denial.NO_TOKEN


async def test_a_remembered_token_is_still_held_to_its_times(door: Door) -> None:
    header = bearer(door.here)
    assert await door(header) is None
    door.clock.move(seconds=3600 + 301)
    assert await door(header) is Denial.EXPIRED
    door.clock.move(seconds=-2 * 3600 - 310)
    assert await door(header) is Denial.NOT_YET_VALID


async def test_a_remembered_token_is_still_held_to_its_service_url(door: Door) -> None:
    header = bearer(door.here)
    assert await door(header) is None
    assert await door(header, serviceUrl=door.here.service_url + "uk/") is Denial.WRONG_SERVICE_URL


async def test_a_withdrawn_key_takes_its_remembered_tokens_with_it(door: Door) -> None:
    header = bearer(door.here)
    assert await door(header) is None
    door.here.keys = [jwk("k1", 1)]
    assert await door(f"Bearer {signed(claims(door.here), 'k1', 1)}") is None
    assert await door(header) is Denial.UNKNOWN_KEY


async def test_another_key_under_the_same_id_takes_them_too(door: Door) -> None:
    header = bearer(door.here)
    assert await door(header) is None
    door.here.keys = [jwk("k0", 1), jwk("k1", 1)]
    assert await door(f"Bearer {signed(claims(door.here), 'k1', 1)}") is None
    assert await door(header) is Denial.BAD_SIGNATURE


async def test_what_failed_is_not_remembered_and_what_passed_not_without_end(door: Door) -> None:
    for number in range(1100):
        assert await door(bearer(door.here, jti=str(number))) is None
        await asyncio.sleep(0)
    assert await door(bearer(door.here, aud=ELSEWHERE)) is Denial.WRONG_AUDIENCE
    assert len(door.authenticate._good) == 1024
