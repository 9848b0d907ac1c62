"""The rates against a naive oracle: no window ever holds more than it allows, and nothing that may go is made to wait."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from bot.adapters.embedded import EmbeddedStore
from bot.adapters.pace import GO, SECOND

TENANT = 5
WINDOWS = ((2, SECOND), (3, 2 * SECOND), (6, 30 * SECOND))
"""Smaller than Teams', so that a short play reaches every one of them."""

Ask = tuple[str, int]
asked = st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 2)), min_size=1, max_size=4)
plays = st.lists(st.tuples(st.sampled_from([0, 1, 130, 499, 999, 1000, 1001, 2000, 7500, 29_999]), asked), max_size=40)

_TIME = "redis.call('TIME')"
_GIVEN = "{math.floor(ARGV[#ARGV] / 1000), ARGV[#ARGV] % 1000 * 1000}"
_TIMED = GO.text.replace(_TIME, _GIVEN).replace("redis.call('PEXPIRE', key, length)", "")
"""The product's script by the test's clock, which may pass an hour in a moment; so nothing may expire by the server's."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with EmbeddedStore(tmp_path_factory.mktemp("pace") / "data") as store, Redis.from_url(store.address) as client:
        yield client


@dataclass
class Oracle:
    """Remembers everything, and counts it anew each time."""

    tenant: list[int] = field(default_factory=list)
    threads: dict[str, list[int]] = field(default_factory=dict)

    def may(self, now: int, thread: str, cost: int) -> bool:
        sent = self.threads.setdefault(thread, [])
        within = all(_in_window(sent, now, length) < most for most, length in WINDOWS)
        if not within or _in_window(self.tenant, now, SECOND) + cost > TENANT:
            return False
        sent.append(now)
        self.tenant += [now] * cost
        return True


def _in_window(sent: Sequence[int], now: int, length: int) -> int:
    return sum(now - length < one <= now for one in sent)


def go(client: Redis, now: int, wanted: Sequence[Ask]) -> list[int]:
    return _asked(client, now, wanted)[:-1]


def _asked(client: Redis, now: int, wanted: Sequence[Ask]) -> list[int]:
    keys = ["{cpc}:pace:tenant", *(f"{{cpc}}:pace:{thread}" for thread, _ in wanted)]
    rates = [part for window in WINDOWS for part in window]
    arguments = [TENANT, len(WINDOWS), *rates, *(cost for _, cost in wanted), now]
    return cast("list[int]", client.eval(_TIMED, len(keys), *keys, *arguments))


def test_the_script_is_the_products_but_for_its_clock() -> None:
    assert GO.text.count(_TIME) == 1
    assert _TIME not in _TIMED


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plays)
def test_what_goes_is_what_may_go(client: Redis, play: list[tuple[int, list[Ask]]]) -> None:
    client.flushall()
    oracle, now = Oracle(), 1_000_000
    for lapse, wanted in play:
        now += lapse
        waits = go(client, now, wanted)
        assert [wait == 0 for wait in waits] == [oracle.may(now, *one) for one in wanted]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plays, st.sampled_from("ab"))
def test_a_wait_is_as_long_as_it_must_be_and_no_longer(
    client: Redis, play: list[tuple[int, list[Ask]]], thread: str
) -> None:
    client.flushall()
    now = 1_000_000
    for lapse, wanted in play:
        now += lapse
        go(client, now, wanted)
    (wait,) = go(client, now, [(thread, 1)])
    if wait:
        assert go(client, now + wait - 1, [(thread, 1)]) != [0]
        assert go(client, now + wait, [(thread, 1)]) == [0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plays)
def test_the_tenant_has_room_when_it_says_so_and_not_before(client: Redis, play: list[tuple[int, list[Ask]]]) -> None:
    client.flushall()
    now = 1_000_000
    for lapse, wanted in play:
        now += lapse
        room = _room(client, now, wanted)
        assert _room(client, now + room, []) == 0
        assert not room or _room(client, now + room - 1, []) > 0


def _room(client: Redis, now: int, wanted: Sequence[Ask]) -> int:
    return _asked(client, now, wanted)[-1]
