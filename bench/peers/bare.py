"""A bare aiohttp answer: the press is read, and one made-up card goes back. `python -m bench.peers.bare [PORT]`."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

from aiohttp import web

from bench.ending import until_told
from bench.peers.card import answer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_OK = answer("bare")


async def handle(request: web.Request) -> web.StreamResponse:
    await request.read()
    return web.Response(body=_OK, content_type="application/json")


async def listen(handler: Handler, port: int = 0) -> None:
    """Until told to stop; says where once it listens."""
    app = web.Application(client_max_size=1 << 20)
    app.router.add_post("/api/messages", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    port = runner.addresses[0][1]
    print("ready", json.dumps({"address": f"http://127.0.0.1:{port}/api/messages"}), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    until_told(listen(handle, int(sys.argv[1]) if len(sys.argv) > 1 else 0))
