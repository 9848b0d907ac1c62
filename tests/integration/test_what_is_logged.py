"""Whatever goes wrong, wherever: the log says where and what kind, and quotes nobody (S-3, promise 23).

Each failure is provoked in a process of its own, with a canary in all that it could quote, and everything it prints is read.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent, indent

import orjson
import pytest

CANARY = "Wren was left alone on Tuesday"
ROOT = Path(__file__).resolve().parents[2]

START = """
import asyncio, gc, logging, os, sys, threading, warnings
import structlog
from bot.adapters.logs import log_to_stderr
CANARY = os.environ["CANARY"]
"""

FAILURES: Mapping[str, tuple[str, str]] = {
    "ours": ('structlog.get_logger("ours").exception("it_broke")', "it_broke"),
    "a library's": ('logging.getLogger("a.library").exception("it broke on %s", CANARY)', "a.library"),
    "a library's text": ('logging.getLogger("a.library").error(f"cannot read {CANARY}")', "a.library"),
    "a library's fields": ('logging.getLogger("a.library").error("x", extra={"body": CANARY})', "a.library"),
    "a library's stack": ('logging.getLogger("a.library").error("x", stack_info=True)', "a.library"),
    "arguments that do not fit": ('logging.getLogger("a.library").error("%d", CANARY)', "a.library"),
    "ours, with a stack": ('structlog.get_logger("ours").error("it_broke", stack_info=True)', "it_broke"),
    "a warning": ("warnings.warn(CANARY, stacklevel=1)", "UserWarning"),
    "a finaliser": (
        """
        class Torn:
            def __del__(self):
                raise KeyError(CANARY)
        Torn()
        gc.collect()
        """,
        "unraisable",
    ),
    "a thread": (
        """
        def run():
            raise RuntimeError(CANARY)
        one = threading.Thread(target=run, name=CANARY)
        one.start()
        one.join()
        """,
        "uncaught",
    ),
    "nobody caught it": ("raise RuntimeError(CANARY) from ValueError(CANARY)", "ValueError"),
    "several at once": ("raise ExceptionGroup(CANARY, [ValueError(CANARY), KeyError(CANARY)])", "ExceptionGroup"),
    "a task that nobody awaited": (
        """
        async def broken(text):
            raise RuntimeError(text)
        async def main():
            one = asyncio.create_task(broken(CANARY), name=CANARY)
            await asyncio.sleep(0)
            del one
            await asyncio.sleep(0)
            gc.collect()
        asyncio.run(main(), debug=True)
        """,
        '"asyncio"',
    ),
    "a callback": (
        """
        def broken(text):
            raise RuntimeError(text)
        async def main():
            asyncio.get_running_loop().call_soon(broken, CANARY)
            await asyncio.sleep(0.01)
        asyncio.run(main())
        """,
        '"asyncio"',
    ),
    "aiohttp's client, left open": (
        """
        import aiohttp
        async def main():
            aiohttp.ClientSession(headers={"X": CANARY})
            gc.collect()
        asyncio.run(main())
        """,
        "asyncio",
    ),
    "aiohttp's server": (
        """
        from aiohttp import ClientSession, web
        async def main():
            async def broken(request):
                raise RuntimeError(await request.text())
            app = web.Application()
            app.router.add_post("/{rest:.*}", broken)
            runner = web.AppRunner(app)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            async with ClientSession() as session:
                url = f"http://127.0.0.1:{runner.addresses[0][1]}/{CANARY.replace(' ', '%20')}"
                await session.post(url, data=CANARY, headers={"User-Agent": CANARY})
            reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
            writer.write(f"{CANARY} \\x00 /{CANARY} HTTP/9\\r\\n\\r\\n".encode())
            await reader.read()
            writer.close()
            await runner.cleanup()
        asyncio.run(main())
        """,
        "aiohttp.server",
    ),
    "redis": (
        """
        import redis.asyncio as redis
        async def main():
            client = redis.Redis.from_url("redis://somebody:" + CANARY.replace(" ", "+") + "@127.0.0.1:1/0")
            try:
                await client.set(CANARY, CANARY)
            except redis.ConnectionError:
                logging.getLogger("redis").exception("cannot reach %s", client)
            raise RuntimeError(repr(client) + CANARY)
        asyncio.run(main())
        """,
        "redis",
    ),
    "taskiq": (
        """
        from taskiq import InMemoryBroker
        broker = InMemoryBroker()
        @broker.task
        async def broken(text):
            raise RuntimeError(text)
        async def main():
            await broker.startup()
            await (await broken.kiq(CANARY)).wait_result(timeout=10)
            await broker.shutdown()
        asyncio.run(main())
        """,
        "taskiq",
    ),
    "msal": (
        """
        import msal
        logging.getLogger("msal").error("answer was %s", {"secret": CANARY})
        try:
            msal.ConfidentialClientApplication(CANARY, CANARY, authority="https://" + CANARY)
        except Exception:
            logging.getLogger("msal").exception(CANARY)
        """,
        "msal",
    ),
    "the SDK": (
        """
        from botbuilder.core import BotAdapter, TurnContext
        from botbuilder.schema import Activity
        from bot.teams.trouble import report
        class Adapter(BotAdapter):
            async def send_activities(self, context, activities): ...
            async def update_activity(self, context, activity): ...
            async def delete_activity(self, context, reference): ...
        async def turn(context):
            raise RuntimeError(context.activity.text)
        async def main():
            try:
                await Adapter().run_pipeline(TurnContext(Adapter(), Activity(type="message", text=CANARY)), turn)
            except RuntimeError as error:
                report(error)
        asyncio.run(main())
        """,
        '"bug"',
    ),
    "the interpreter is killed by itself": (
        """
        def hold(secret):
            os.abort()
        hold(CANARY)
        """,
        "Fatal Python error",
    ),
}


def _said(work: str, *, start: str = 'log_to_stderr("DEBUG")') -> str:
    """All that a process prints that sets up its log and then does this, with the canary in the error being handled."""
    body = f"try:\n    raise ValueError(CANARY)\nexcept ValueError as error:\n    error.add_note(CANARY)\n{indent(dedent(work), '    ')}\n"
    environment = os.environ | {"CANARY": CANARY, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "always"}
    done = subprocess.run(
        [sys.executable, "-c", f"{START}\n{start}\n{body}"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return (done.stdout + done.stderr).decode()


@pytest.mark.feature("S-3")
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_logged_by_place_and_kind_and_never_by_what_it_quotes(name: str) -> None:
    work, expected = FAILURES[name]
    said = _said(work)
    assert expected in said
    assert CANARY not in said
    assert "Wren" not in said
    if not expected.startswith("Fatal"):
        lines = [orjson.loads(line) for line in said.splitlines()]
        assert all({"event", "level", "timestamp"} <= line.keys() for line in lines)


@pytest.mark.parametrize("name", ["a library's", "a warning", "a finaliser", "a thread", "nobody caught it", "taskiq"])
def test_without_our_log_each_of_them_would_have_quoted_it(name: str) -> None:
    assert CANARY in _said(FAILURES[name][0], start="logging.basicConfig()")


def test_an_error_says_its_kind_what_led_to_it_and_the_lines_it_passed() -> None:
    (line,) = map(orjson.loads, _said('structlog.get_logger().exception("it_broke", conference="c1")').splitlines())
    assert line["kind"] == ["ValueError"]
    assert line["path"] == ["<string>:9"]
    assert (line["event"], line["level"], line["conference"]) == ("it_broke", "error", "c1")


def test_a_level_is_kept_to() -> None:
    work = (
        'logging.getLogger("a.library").info("x"); structlog.get_logger().info("x"); structlog.get_logger().error("y")'
    )
    assert len(_said(work, start='log_to_stderr("ERROR")').splitlines()) == 1
