"""The guard in conftest holds: a test that would reach another machine fails, however it tries."""

import asyncio
import socket

import pytest

_ELSEWHERE = "192.0.2.1"  # RFC 5737: nobody's


def test_a_plain_connection_is_refused() -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.create_connection((_ELSEWHERE, 443), timeout=0.1)


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.getaddrinfo("teams.example", 443)


def test_a_datagram_is_refused() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(RuntimeError, match="stay on"):
        sock.sendto(b"", (_ELSEWHERE, 53))


async def test_the_event_loop_is_refused_too() -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        await asyncio.open_connection(_ELSEWHERE, 443)


async def test_this_machine_may_be_reached() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        _reader, writer = await asyncio.open_connection("localhost", server.sockets[0].getsockname()[1])
        writer.close()
        await writer.wait_closed()
