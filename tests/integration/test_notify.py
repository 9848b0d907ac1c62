"""GOV.UK Notify, as its documentation and source say that it checks, refuses and answers."""

import re
from datetime import timedelta

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.clock import MovableClock, SystemClock
from bot.adapters.mail_addresses import notify_key
from bot.adapters.notify import NotifyMail, NotifyService, plain
from bot.outgoing.session import open_session
from bot.rehearsal.post import Fault, PostOffice, Step, cut_off, refused
from bot.usecases.ports import CalendarFile, MailFault, SendError
from tests.mail import letter, notify_to

KEYS = "5e771ce0-0000-4000-8000-0000000000{:02}-5ec2e700-0000-4000-8000-0000000000{:02}"
READ = re.compile(r"\\([\\`*{}\[\]()#+\-.!_>~|])")
"""How Notify's Markdown takes a mark as it is."""


async def refusal(mail: NotifyMail, **change: object) -> SendError:
    try:
        with pytest.raises(SendError) as caught:
            await mail.send(letter(**change))
    finally:
        await mail.aclose()
    return caught.value


async def test_it_is_given_the_template_its_two_words_and_our_name_for_the_letter() -> None:
    async with PostOffice() as post:
        mail = notify_to(post)
        await mail.send(letter(html="<p>Not this</p>", calendar=CalendarFile(content=b"nor this")))
        await mail.aclose()
        [found] = post.letters
        sent = orjson.loads(found.raw)
        assert sent.pop("reference") == found.name
        assert sent == {
            "email_address": letter().to,
            "template_id": post.notify_template,
            "personalisation": {"subject": "Conference CP-1", "body": "Please come.\nIt is on Thursday.\n"},
        }
        assert mail.sender == "", (
            "it comes from an address of Notify's, so nobody of ours can be a calendar's organiser"
        )


async def test_what_people_typed_does_not_become_a_link() -> None:
    async with PostOffice() as post:
        mail = notify_to(post)
        await mail.send(letter(text="[https://council.example](https://evil.example/)"))
        await mail.aclose()
        body = orjson.loads(post.letters[0].raw)["personalisation"]["body"]
        assert body == r"\[https://council.example\](https://evil.example/)"


@pytest.mark.parametrize("key", ["{}", "a name-{}", "name-with-dashes-{}"])
async def test_a_key_is_read_from_its_end(key: str) -> None:
    async with PostOffice() as post:
        mail = notify_to(post, key=notify_key(key.format(post.notify_key[-73:])))
        await mail.send(letter())
        await mail.aclose()
        assert len(post.letters) == 1


@pytest.mark.parametrize("key", [KEYS.format(1, 9), KEYS.format(9, 2)])
async def test_a_key_that_is_not_known_has_our_settings_to_mend(key: str) -> None:
    async with PostOffice() as post:
        error = await refusal(notify_to(post, key=notify_key(key)))
        assert (error.code, error.final, post.letters) == (MailFault.LOGIN, False, [])


@pytest.mark.parametrize(("out", "taken"), [(-40, False), (-20, True), (20, True), (40, False)])
async def test_a_token_is_as_old_as_its_clock(out: float, taken: bool) -> None:
    """Seconds that this machine's clock is out. Notify takes thirty."""
    async with PostOffice() as post:
        service = NotifyService(base=post.notify_url, key=notify_key(post.notify_key), template=post.notify_template)
        clock = MovableClock(SystemClock().now() + timedelta(seconds=out))
        mail = NotifyMail(service, open_session((post.notify_url,)), clock)
        if taken:
            await mail.send(letter())
            await mail.aclose()
        else:
            error = await refusal(mail)
            assert (error.code, error.final) == (MailFault.LOGIN, False)
        assert len(post.letters) == taken


async def test_a_template_that_is_not_there_is_a_refusal() -> None:
    async with PostOffice() as post:
        error = await refusal(notify_to(post, template=post.notify_template.replace("7", "8")))
        assert (error.code, error.final) == ("BadRequestError", True)


@pytest.mark.parametrize("step", [Step.LOOK, Step.SEND])
@pytest.mark.parametrize(
    ("fault", "code", "final", "wait"),
    [
        (refused("400 ValidationError"), "ValidationError", True, None),
        (refused("400 BadRequestError"), "BadRequestError", True, None),
        (refused("401 AuthError"), MailFault.LOGIN, False, None),
        (refused("403 AuthError"), MailFault.LOGIN, False, None),
        (refused("403 BadRequestError"), MailFault.LOGIN, False, None),
        (refused("404 NoResultFound"), "http_404", False, None),
        (refused("429 RateLimitError"), "RateLimitError", False, None),
        (refused("429 RateLimitError", "7"), "RateLimitError", False, 7),
        (refused("429 TooManyRequestsError", "99999999"), "TooManyRequestsError", False, 3600),
        (refused("429 RateLimitError", "Wed, 25 Nov 2026 12:00:00 GMT"), "RateLimitError", False, None),
        (refused("500 Exception"), "http_500", False, None),
        (refused("503"), "http_503", False, None),
        (cut_off(), MailFault.UNREACHABLE, False, None),
    ],
)
async def test_only_a_400_is_about_the_letter(
    step: Step, fault: Fault, code: str, final: bool, wait: float | None
) -> None:
    async with PostOffice() as post:
        post.faults.next(step, fault, fault)  # aiohttp asks a second time by itself where that changes nothing
        error = await refusal(notify_to(post))
        assert (error.code, error.final, error.retry_after) == (code, final and step is Step.SEND, wait)
        assert post.letters == []


async def answering(answer: web.Response) -> SendError:
    async def say(_: web.Request) -> web.Response:
        return answer

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", say)
    async with PostOffice() as post, TestServer(app) as server:
        return await refusal(notify_to(post, base=str(server.make_url("/"))))


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"notifications":1}', b"\xff", b"[" * 9999, b" " * 2_000_000])
async def test_what_notify_does_not_say_is_no_refusal(body: bytes) -> None:
    error = await answering(web.Response(body=body))
    assert (error.code, error.final) == ("bad_answer", False)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"errors":[{"error":"Cora"}]}', b'{"errors":[{"error":"x' + b"y" * 99 + b'Error"}]}']
)
async def test_only_a_kind_of_error_becomes_a_code(body: bytes) -> None:
    assert (await answering(web.Response(body=body, status=400))).code == "http_400"


async def test_it_follows_nobody_anywhere() -> None:
    caught: list[str] = []

    async def trap(request: web.Request) -> web.Response:
        caught.append(request.headers.get("Authorization", ""))
        return web.json_response({"notifications": []})

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", trap)
    async with TestServer(app) as elsewhere:
        moved = web.Response(status=307, headers={"Location": str(elsewhere.make_url("/"))})
        error = await answering(moved)
        assert (error.code, error.final, caught) == ("http_307", False, [])
        async with PostOffice() as post:
            service = NotifyService(base=str(elsewhere.make_url("")), key=notify_key(post.notify_key), template="x")
            mail = NotifyMail(service, open_session((post.notify_url,)), SystemClock())
            assert (await refusal(mail)).code == MailFault.UNREACHABLE, "the pool reaches one host"
    assert caught == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text(alphabet="[]()\\#.1 ahttps:/\n"))
def test_words_are_read_as_typed_and_no_link_hides(text: str) -> None:
    sent = plain(text)
    assert READ.sub(r"\1", sent) == text
    bare = re.sub(r"\\.", "x", sent, flags=re.DOTALL)
    assert not set("[]") & set(bare)
    assert not re.search(r"^(#|\d\d?\.)", bare, re.MULTILINE)


def test_our_links_stay_whole() -> None:
    link = "https://teams.example/l/meetup-join/19%3ameeting_Ab-c_d%40thread.v2/0?context=%7b%22Tid%22%7d#a.b"
    assert plain(f"Join:\n{link}\n1. Come") == f"Join:\n{link}\n1\\. Come"
