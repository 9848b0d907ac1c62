"""A store behind TLS: the certificate is checked, whoever issued it (promise 23: nothing of a case on a wire in clear)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from bot.adapters.opening import StoreRefusedError
from bot.usecases.ports import Appended
from tests.stores import open_at, wish
from tests.topologies import Servers, free_ports, redis_server


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Of a server that speaks TLS, without the name of the authority to trust."""
    authority, where = trustme.CA(), tmp_path
    mine = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(where / "authority.pem")
    mine.private_key_pem.write_to_path(where / "key.pem")
    mine.cert_chain_pems[0].write_to_path(where / "cert.pem")
    trustme.CA().cert_pem.write_to_path(where / "another.pem")
    plain, tls = free_ports(2)
    options = ("--tls-cert-file", where / "cert.pem", "--tls-key-file", where / "key.pem")
    more = ("--tls-ca-cert-file", where / "authority.pem", "--tls-auth-clients", "no")
    with Servers() as servers:
        kept = ("--appendonly", "yes", "--appendfsync", "always")
        servers.start(redis_server(), plain, "--tls-port", tls, *options, *more, *kept)
        yield f"rediss://127.0.0.1:{tls}"


async def test_the_servers_certificate_is_checked(address: str, tmp_path: Path) -> None:
    store = await open_at(f"{address}?ssl_ca_certs={tmp_path}/authority.pem", tmp_path)
    assert await store.log.append(wish(0)) == Appended(version=1)
    await store.aclose()
    for unknown in (f"{address}?ssl_ca_certs={tmp_path}/another.pem", address):
        with pytest.raises(StoreRefusedError, match=r"(?i)certificate"):
            await open_at(unknown, tmp_path)
