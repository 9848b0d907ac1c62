"""A raw pooled aiohttp client (c): each message a POST and then a PUT, 64 wide, nothing recorded.

`python -m bench.peers.sender SERVICE_URL HOW_MANY POST_BODY PUT_BODY`, the bodies as files.
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
from aiohttp import ClientSession, TCPConnector

_WIDE = 64
_HEADERS = {"Authorization": "Bearer loopback", "Content-Type": "application/json"}


async def _send(service_url: str, many: int, first: object, then: object) -> None:
    numbers: Iterator[int] = iter(range(many))

    async with ClientSession(connector=TCPConnector(limit=_WIDE), trust_env=False) as session:

        async def work() -> None:
            for number in numbers:
                where = f"{service_url}v3/conversations/a%3A{number}/activities"
                async with session.post(where, data=orjson.dumps(first), headers=_HEADERS) as answer:
                    message = orjson.loads(await answer.read())["id"]
                async with session.put(f"{where}/{message}", data=orjson.dumps(then), headers=_HEADERS) as answer:
                    await answer.read()

        await asyncio.gather(*(work() for _ in range(_WIDE)))


if __name__ == "__main__":
    _first, _then = (orjson.loads(Path(one).read_bytes()) for one in sys.argv[3:5])
    asyncio.run(_send(sys.argv[1], int(sys.argv[2]), _first, _then))
    print("ready {}", flush=True)
