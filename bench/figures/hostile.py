"""The longest that anything hostile is given, and the longest that the loop is held while everybody presses."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson

from bench import load
from bench.conferences import Held, Sitter
from bench.figures.press import World, shot
from bench.load import Clients
from bench.presses import Post, opened
from bench.product import Bot, Microsoft
from bench.table import Row

_HALF = 128 * 1024
_FULL = 256 * 1024 - 1
_REPEATED = 4
_EVERY = 0.002


@dataclass(slots=True)
class Found:
    """Seconds: each hostile answer, and each wait of somebody who asks only whether the bot is alive. One list a run."""

    hostile: list[list[float]] = field(default_factory=list)
    worst: str = ""
    waits: list[list[float]] = field(default_factory=list)

    def rows(self) -> list[Row]:
        hostile = [_p99(one) * 1000 for one in self.hostile]
        waits = [_p99(one) * 1000 for one in self.waits]
        slowest = max(map(max, self.hostile)) * 1000
        longest = max(map(max, self.waits)) * 1000
        return [
            Row(
                name="A hostile body: p99 of the time to refuse it",
                values=hostile,
                bar=50,
                most=True,
                unit=" ms",
                note=f"{len(self.hostile[0]):,} bodies a run; worst {slowest:.0f} ms ({self.worst})",
                judged=max,
            ),
            Row(
                name="The loop held while sixty press: p99",
                values=waits,
                bar=100,
                most=True,
                unit=" ms",
                note=f"as seen by another connection; worst {longest:.0f} ms",
                judged=max,
            ),
        ]


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]


async def measure(there: Microsoft, at: World, runs: int) -> Found:
    found = Found()
    slowest = 0.0
    for _ in range(runs):
        with at.bot() as bot:
            requests = await opened(Post(address=bot.address, there=there), at.person_by_person)
            found.waits.append(await _held(bot, requests))
            took: list[float] = []
            for name, what in corpus(bot.address, there, at.held[0], at.held[0].sitters[0]).items():
                for _ in range(_REPEATED):
                    took.append(await _refused(bot, name, what))
                    if took[-1] > slowest:
                        slowest, found.worst = took[-1], name
            found.hostile.append(took)
    return found


async def _held(bot: Bot, requests: Sequence[bytes]) -> list[float]:
    """How long a stranger's question waits while the presses go through."""
    waits: list[float] = []
    alive = load.request(bot.address.replace("/api/messages", "/healthz"), b"", "", method="GET")
    async with Clients(bot.address, 1) as probe, asyncio.TaskGroup() as group:

        async def ask() -> None:
            while True:
                took, _ = await probe.connections[0].ask(alive)
                waits.append(took)
                await asyncio.sleep(_EVERY)

        asking = group.create_task(ask())
        await shot(bot, requests)
        asking.cancel()
    return waits


async def _refused(bot: Bot, name: str, what: bytes) -> float:
    """Seconds to a refusal, on a connection of its own: some are refused by closing it."""
    where = bot.address.split("/")[2].split(":")
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection(where[0], int(where[1]))
    try:
        writer.write(what)
        status = await asyncio.wait_for(reader.readline(), 15)
        took = time.perf_counter() - start
    except ConnectionResetError:
        return time.perf_counter() - start
    finally:
        writer.close()
    if not status.startswith((b"HTTP/1.1 4", b"HTTP/1.1 2")):
        raise RuntimeError(f"{name} was answered {status!r}")
    return took


def corpus(address: str, there: Microsoft, held: Held, who: Sitter) -> dict[str, bytes]:
    """By name. Bodies that are too much, bodies that are not what they say, and proofs that prove nothing."""
    post = Post(address=address, there=there)
    sound = orjson.dumps(post.activity(who, {"type": "invoke", "name": "adaptiveCard/action", "value": {}}))
    bodies = _bodies(post, held, who)
    found = {f"body: {name}": load.request(address, body, there.token) for name, body in bodies.items()}
    found |= {f"unsigned body: {name}": load.request(address, body, "") for name, body in bodies.items()}
    tokens = {**there.bad_tokens, **_tokens(there.token)}
    found |= {
        f"token: {name}": load.request(address, sound, text.removeprefix("Bearer ")) for name, text in tokens.items()
    }
    return found


def _bodies(post: Post, held: Held, who: Sitter) -> dict[str, bytes]:
    def with_data(data: object) -> bytes:
        action = {"type": "Action.Execute", "verb": "post_it.hand_in", "data": data}
        value = {"action": action, "trigger": "manual"}
        return orjson.dumps(post.activity(who, {"type": "invoke", "name": "adaptiveCard/action", "value": value}))

    named = {"v": 1, "c": held.cid, "s": "post_it", "r": 0, "x": 9**15, "n": "0" * 64}
    return {
        "nothing": b"",
        "not JSON": b"{" * 1000,
        "deep lists": b"[" * _HALF + b"]" * _HALF,
        "deep objects": b'{"a":' * 30000 + b"1" + b"}" * 30000,
        "thirty levels, wide": orjson.dumps([[[[["x"] * 50] * 50] * 20]]),
        "a list of numbers": b"[" + b"1," * (_HALF - 10) + b"1]",
        "a hundred thousand objects": b"[" + b"{}," * 80000 + b"{}]",
        "one long text": with_data({**named, "wren.reason": "x" * (_FULL - 2000)}),
        "one long text in every script": with_data({**named, "wren.reason": "\u202e\u0301\u2066\U0001f9d2" * 18000}),
        "ten thousand boxes": with_data({**named, **{f"box{number}": "y" * 8 for number in range(9000)}}),
        "a long name for a conference": with_data({**named, "c": "a" * 200_000}),
        "numbers beyond all bounds": with_data({**named, "r": 2**63 - 1, "x": -(2**63)}),
        "a made-up mark": with_data(named),
        "too long": b'"' + b"x" * (2 * _FULL) + b'"',
        "not text": b"\xff\xfe" * 4000,
        "a long verb": orjson.dumps(
            post.activity(
                who,
                {
                    "type": "invoke",
                    "name": "adaptiveCard/action",
                    "value": {"action": {"type": "Action.Execute", "verb": "v" * 200_000}},
                },
            )
        ),
        "a message as long as can be": orjson.dumps(post.activity(who, {"type": "message", "text": "status " * 36000})),
        "three thousand mentions": orjson.dumps(
            post.activity(
                who,
                {
                    "type": "message",
                    "text": "<at>x</at> " * 3000,
                    "entities": [{"type": "mention", "text": "<at>x</at>", "mentioned": {"id": "28:x"}}] * 3000,
                },
            )
        ),
    }


def _tokens(good: str) -> dict[str, str]:
    head, body, mark = good.split(".")
    return {
        "another's signature": f"{head}.{body}.{mark[::-1]}",
        "no signature": f"{head}.{body}.",
        "a long one": f"{head}.{'A' * 6000}.{mark}",
        "dots": "." * 7000,
        "not a token": "x" * 7000,
    }
