"""A store's address, read."""

import pytest

from bot.adapters.addresses import checked
from bot.adapters.client import connect
from bot.adapters.routes import ClusterMap, Mapped, OneServer, SentinelMap


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("unix:///run/store", None),
        ("redis://localhost:6379/0", None),
        ("rediss://bot:made-up@store.example:6380", None),
        ("redis+sentinel://bot:made%2Fup@one.example:26379,[::1]:26380/chairside", SentinelMap),
        ("rediss+sentinel://one.example:26379/chairside", SentinelMap),
        ("redis+cluster://bot:made-up@one.example:7000,two.example:7001", ClusterMap),
        ("rediss+cluster://one.example:7000", ClusterMap),
    ],
)
async def test_the_scheme_alone_says_what_kind_of_store_it_is(address: str, kind: type | None) -> None:
    assert checked(address) == address
    server = connect(address)
    route = server._route
    assert isinstance(route, OneServer if kind is None else Mapped)
    assert not isinstance(route, Mapped) or (kind is not None and isinstance(route._map, kind))
    assert server.partitions == (16 if kind is ClusterMap else 1)
    assert server.takeover is (kind is not None)
    await server.aclose()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://store.example", "must be unix://"),
        ("redis+cluster://one.example", "'one.example' is no HOST:PORT"),
        ("redis+cluster://one.example:7000,", "'' is no HOST:PORT"),
        ("redis+sentinel://one.example:x/chairside", "'one.example:x' is no HOST:PORT"),
        ("redis+sentinel://one.example:26379", "must end in the name"),
        ("redis+sentinel://one.example:26379/", "must end in the name"),
    ],
)
def test_an_address_of_no_store_is_refused_and_says_why(address: str, why: str) -> None:
    for reads in (checked, connect):
        with pytest.raises(ValueError, match=why):
            reads(address)


@pytest.mark.parametrize("address", ["redis+sentinel://one.example:x/s", "redis+cluster://bot:made-up@one.example"])
def test_a_refusal_does_not_show_the_password(address: str) -> None:
    with pytest.raises(ValueError, match="is no HOST:PORT") as told:
        checked(address)
    assert "made-up" not in str(told.value)
