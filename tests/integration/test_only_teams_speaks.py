"""Real presses with every kind of false token: nothing but Teams is believed, and nothing of Teams' is refused (promise 27)."""

from pathlib import Path

import pytest
import pytest_asyncio

from bot.rehearsal.teams import Route, Rule, Tamper, refused
from tests.integration.conference import SMALL, Conference, set_up
from tests.integration.theatre import Theatre, theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked(standing_house: Theatre) -> Conference:
    """The round is open, and the school has saved."""
    one = await set_up(standing_house, SMALL)
    await one.gather()
    await one.open_round()
    await one.press("school", "post_it.save", {"marigold.scale": "4"})
    return one


@pytest.mark.parametrize("tamper", list(Tamper))
async def test_a_press_that_teams_did_not_sign_changes_nothing(
    house: Theatre, asked: Conference, tamper: Tamper
) -> None:
    before = (await asked.state()).version
    for verb in ("post_it.save", "post_it.show"):
        reply = await house.teams.deliver(asked.made_up("school", verb), tamper)
        assert reply.status == 401
        assert "marigold" not in str(reply.body).lower()
    assert (await asked.state()).version == before


async def test_teams_changes_its_key_in_the_middle_and_nobody_notices(tmp_path: Path) -> None:
    async with theatre(tmp_path) as house:
        one = await set_up(house)
        assert (await house.bring(one.made_up("school", "status.show"))).card
        house.teams.rotate_keys()
        assert (await house.bring(one.made_up("school", "status.show"))).card


async def test_while_the_keys_cannot_be_fetched_those_we_have_go_on_serving(house: Theatre, asked: Conference) -> None:
    assert (await house.bring(asked.made_up("school", "post_it.show"))).card
    for route in (Route.OPENID, Route.KEYS):
        house.teams.faults.rule(Rule(route=route, fault=refused(500)))
    assert (await house.teams.deliver(asked.made_up("school", "post_it.show"), Tamper.UNKNOWN_KID)).status == 401
    assert (await house.bring(asked.made_up("school", "post_it.show"))).card


@pytest.mark.parametrize("field", ["serviceUrl", "recipient", "channelId"])
async def test_a_sound_token_does_not_cover_another_service_bot_or_channel(
    house: Theatre, asked: Conference, field: str
) -> None:
    elsewhere = {
        "serviceUrl": "https://connector.example/teams/",
        "recipient": {"id": "28:00000000-0000-4000-8000-00000000beef"},
        "channelId": "webchat",
    }
    press = asked.made_up("school", "post_it.show")
    reply = await house.teams.deliver(press | {field: elsewhere[field]})
    assert reply.status == 401
    assert (await house.teams.deliver(press)).status == 200
