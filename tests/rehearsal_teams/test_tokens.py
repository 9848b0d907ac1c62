"""Tokens both ways: what the bot fetches to be let in, and what Teams sends to be believed."""

from typing import Any

import aiohttp
import jwt
import pytest

from bot.rehearsal.teams import Route, Tamper, refused
from tests.rehearsal_teams.stage import APP, SECRET, TENANT, THURSDAY, Stage


async def test_msal_fetches_a_token_that_the_connector_takes(stage: Stage) -> None:
    person = stage.person("Ada", installed=True)
    answer = await stage.sign_in()
    assert answer["token_type"] == "Bearer"
    stage.token = answer["access_token"]
    chat = stage.teams.world.personal_chat(person)
    assert (await stage.call("GET", f"v3/conversations/{chat.id}/members"))[0] == 200
    assert stage.teams.fetches[Route.TOKEN] == 1


async def test_msal_may_ask_whether_the_host_is_known(stage: Stage) -> None:
    base = stage.teams.authority_url.removesuffix(TENANT)
    answer = await stage.sign_in(instance_discovery=f"{base}common/discovery/instance")
    assert "access_token" in answer


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_credential": "another secret"}, "invalid_client"),
        ({"client_id": TENANT}, "unauthorized_client"),
        ({"scope": "https://api.botframework.com/one.thing"}, "invalid_scope"),
    ],
)
async def test_entra_refuses(stage: Stage, changed: dict[str, Any], error: str) -> None:
    answer = await stage.sign_in(**changed)
    assert answer["error"] == error
    assert "AADSTS" in answer["error_description"]


async def test_entra_serves_its_own_tenant_only(stage: Stage) -> None:
    with pytest.raises(ValueError, match="authority configuration"):
        await stage.sign_in(authority=stage.teams.authority_url.replace(TENANT, APP))


@pytest.mark.parametrize("token", ["", "made up"])
async def test_the_connector_wants_a_token_of_ours(stage: Stage, token: str) -> None:
    stage.token = token
    status, body = await stage.call("POST", "v3/conversations", {})
    assert (status, body["error"]["code"]) == (401, "Unauthorized")


async def test_a_token_for_something_else_a_spent_one_and_a_revoked_one_are_refused(stage: Stage) -> None:
    seconds = [0.0]
    stage.teams.authority.clock = lambda: seconds[0]
    other = stage.teams.authority.issue("https://graph.microsoft.com/.default")
    good = stage.teams.authority.issue("https://api.botframework.com/.default")
    assert not stage.teams.authority.opens_connector(other)
    assert stage.teams.authority.opens_connector(good)
    seconds[0] = 3599
    assert not stage.teams.authority.opens_connector(good)
    seconds[0] = 0
    stage.teams.authority.revoke()
    assert not stage.teams.authority.opens_connector(good)


async def test_no_secret_and_no_token_is_in_the_wire_log(stage: Stage) -> None:
    answer = await stage.sign_in()
    log = stage.teams.wire.export().decode()
    assert "oauth2/v2.0/token" in log
    assert SECRET not in log
    assert answer["access_token"] not in log


async def _published(stage: Stage) -> list[dict[str, Any]]:
    async with stage.http.get(stage.teams.openid_url) as response:
        configuration = await response.json()
    assert configuration["issuer"] == stage.teams.issuer == "https://api.botframework.com"
    assert configuration["id_token_signing_alg_values_supported"] == ["RS256"]
    async with stage.http.get(configuration["jwks_uri"]) as response:
        keys: list[dict[str, Any]] = (await response.json())["keys"]
    return keys


def _believed(token: str, keys: list[dict[str, Any]], stage: Stage) -> bool:
    """Every check that a bot has to make, written out once more."""
    try:
        head = jwt.get_unverified_header(token)
        (key,) = [k for k in keys if k["kid"] == head["kid"] and k["use"] == "sig" and "msteams" in k["endorsements"]]
        claims = jwt.decode(
            token,
            jwt.PyJWK(key, "RS256").key,
            algorithms=["RS256"],
            audience=APP,
            issuer=stage.teams.issuer,
            options={"require": ["exp", "nbf", "iss", "aud"], "verify_exp": False, "verify_nbf": False},
        )
    except (jwt.PyJWTError, ValueError, KeyError):
        return False
    now = THURSDAY.timestamp()
    return bool(claims["nbf"] <= now < claims["exp"] and claims.get("serviceurl") == stage.teams.service_url)


async def _sent(stage: Stage, tamper: Tamper | None) -> str:
    ada = stage.teams.people["ada"] if "ada" in {p.id for p in stage.teams.people} else stage.person("Ada")
    chat = stage.teams.world.personal_chat(ada)
    await stage.teams.deliver(stage.teams.activities.installation(chat, ada, added=True), tamper)
    return stage.bot.headers[-1].removeprefix("Bearer ")


async def test_a_sound_token_is_believed(stage: Stage) -> None:
    assert _believed(await _sent(stage, None), await _published(stage), stage)


@pytest.mark.parametrize("tamper", list(Tamper))
async def test_a_tampered_token_fails_one_check_or_another(stage: Stage, tamper: Tamper) -> None:
    assert not _believed(await _sent(stage, tamper), await _published(stage), stage)
    assert not stage.teams.bot_faults


async def test_keys_change_and_fetches_are_counted(stage: Stage) -> None:
    before = await _published(stage)
    old = stage.teams.world.keys.current.kid
    new = stage.teams.rotate_keys()
    token = await _sent(stage, None)
    assert jwt.get_unverified_header(token)["kid"] == new != old
    assert not _believed(token, before, stage)
    after = await _published(stage)
    assert _believed(token, after, stage)
    assert old not in {key["kid"] for key in after}
    assert (stage.teams.fetches[Route.OPENID], stage.teams.fetches[Route.KEYS]) == (2, 2)
    stage.teams.rotate_keys(keep_old=True)
    assert new in {key["kid"] for key in await _published(stage)}


async def test_the_addresses_of_keys_and_tokens_can_fail_too(stage: Stage) -> None:
    stage.teams.faults.next(Route.KEYS, refused(503))
    async with stage.http.get(stage.teams.service_url.replace("/teams/", "/v1/.well-known/keys")) as response:
        assert response.status == 503
    stage.teams.faults.next(Route.TOKEN, refused(400, "temporarily_unavailable"))
    assert (await stage.sign_in())["error"] == "temporarily_unavailable"


async def test_only_loopback_is_listened_on(stage: Stage) -> None:
    assert stage.teams.service_url.startswith("http://127.0.0.1:")
    assert stage.teams.authority_url.startswith("https://127.0.0.1:")
    assert stage.teams.ca_path.read_bytes() == stage.teams.ca_pem
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await stage.http.get(stage.teams.authority_url)
