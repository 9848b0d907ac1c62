"""Microsoft changes its keys, is slow, is down, or is asked for keys that never were: Teams goes on being heard."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.outgoing.session import open_session
from bot.teams.keys import SigningKeys
from tests.unit.teams.wire import Microsoft, jwk, microsoft

_DAY = 86_400


@dataclass
class Watch:
    """A stopwatch that is moved by hand."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def here() -> AsyncIterator[Microsoft]:
    async with microsoft() as found:
        yield found


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def keys(here: Microsoft, watch: Watch) -> AsyncIterator[SigningKeys]:
    async with open_session((here.url,)) as session:
        yield SigningKeys(session, here.metadata, monotonic=watch)


async def test_known_keys_are_fetched_once(here: Microsoft, keys: SigningKeys) -> None:
    found = await asyncio.gather(*(keys.find("k0") for _ in range(50)))
    assert all(found)
    assert here.metadata_asked == 1


async def test_an_unknown_key_costs_exactly_one_more_fetch(here: Microsoft, keys: SigningKeys) -> None:
    await keys.find("k0")
    assert await keys.find("nobody") is None
    assert here.metadata_asked == 2


async def test_ten_thousand_made_up_keys_cost_one_fetch_a_minute(
    here: Microsoft, keys: SigningKeys, watch: Watch
) -> None:
    await keys.find("k0")
    await asyncio.gather(*(keys.find(f"made-up-{number}") for number in range(10_000)))
    assert here.metadata_asked == 2
    watch.seconds += 59
    await keys.find("made-up-again")
    assert here.metadata_asked == 2
    watch.seconds += 2
    await asyncio.gather(*(keys.find(f"made-up-{number}") for number in range(100)))
    assert here.metadata_asked == 3


async def test_a_new_key_serves_without_a_restart_and_the_old_one_goes(here: Microsoft, keys: SigningKeys) -> None:
    await keys.find("k0")
    here.keys = [jwk("k1", 1)]
    assert await keys.find("k1")
    assert await keys.find("k0") is None


async def test_known_keys_go_on_serving_while_microsoft_is_down(
    here: Microsoft, keys: SigningKeys, watch: Watch
) -> None:
    await keys.find("k0")
    here.down = True
    for _ in range(10):
        watch.seconds += _DAY
        assert await keys.find("k0")
    assert here.metadata_asked == 11


async def test_while_one_refreshes_the_others_do_not_wait(here: Microsoft, keys: SigningKeys, watch: Watch) -> None:
    await keys.find("k0")
    watch.seconds += _DAY
    await asyncio.gather(*(keys.find("k0") for _ in range(50)))
    assert here.metadata_asked == 2


async def test_down_from_the_start_then_up(here: Microsoft, keys: SigningKeys, watch: Watch) -> None:
    here.down = True
    assert await keys.find("k0") is None
    assert here.metadata_asked == 1
    here.down = False
    watch.seconds += 61
    assert await keys.find("k0")


@pytest.mark.parametrize(
    "unfit",
    [
        jwk("bad", use="enc"),
        jwk("bad", kty="EC"),
        jwk("bad", alg="RS512"),
        jwk("bad", n="!"),
        jwk("bad", n="AQAB"),
        jwk("bad") | {"kid": 7},
        jwk("bad", endorsements="msteams"),
        "not a key",
        None,
    ],
)
async def test_an_unfit_key_is_absent_and_spoils_no_other(here: Microsoft, keys: SigningKeys, unfit: object) -> None:
    here.keys = [unfit, jwk("k0", use=None)]
    assert await keys.find("bad") is None
    assert await keys.find("k0")


@pytest.mark.parametrize("poison", [[], [None], [jwk("k0", use="enc")]])
async def test_an_empty_answer_does_not_take_our_keys_away(
    here: Microsoft, keys: SigningKeys, watch: Watch, poison: list[object]
) -> None:
    await keys.find("k0")
    here.keys = poison
    watch.seconds += _DAY
    assert await keys.find("k0")
