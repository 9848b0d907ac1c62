"""The post office against somebody else's client: what it takes, and that it refuses what real ones refuse."""

import asyncio
import smtplib
from collections.abc import AsyncIterator, Callable, Mapping
from email.message import EmailMessage
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession

from bot.adapters.clock import SystemClock
from bot.rehearsal.post import PostOffice, Shut, Step, Way, refused
from bot.rehearsal.post.office import SECRET, SERVICE
from tests.mail import Authority

WISH = {"email_address": "cora@home.example", "personalisation": {"subject": "S", "body": "B"}, "reference": "r-1"}


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    async with PostOffice() as found:
        yield found


# ---------------------------------------------------------------------------------------------------------- the mail server


def _sent(post: PostOffice, *to: str, prepare: Callable[[smtplib.SMTP], object] = lambda _: None) -> Mapping[str, Any]:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "c@council.example", ", ".join(to), "Hello"
    message.set_content("Words\n")
    host, _, port = post.smtp_url.partition("://")[2].partition(":")
    with smtplib.SMTP(host, int(port), local_hostname="localhost", timeout=5) as client:
        prepare(client)
        return client.send_message(message)


async def test_the_standard_librarys_client_is_taken_for_a_sender(post: PostOffice) -> None:
    await asyncio.to_thread(_sent, post, "a@b.example")
    await asyncio.to_thread(_sent, post, "c@d.example", "e@f.example")
    one, two = post.letters
    assert (one.way, one.sender, one.subject, one.text) == (Way.SMTP, "c@council.example", "Hello", "Words\n")
    assert two.to == ("c@d.example", "e@f.example"), "whoever writes to two is seen to"
    assert post.to("a@b.example") == [one]


async def test_what_is_asked_to_go_wrong_does_once(post: PostOffice) -> None:
    post.faults.next(Step.RECIPIENT, refused("550 5.1.1 Nobody"))
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await asyncio.to_thread(_sent, post, "a@b.example")
    await asyncio.to_thread(_sent, post, "a@b.example")
    assert len(post.letters) == 1


async def test_with_a_user_nobody_else_can_send(tmp_path: Any) -> None:
    authority = Authority(tmp_path)
    async with PostOffice(shut=Shut.STARTTLS, tls=authority.server(), user="bot", password="pw") as post:
        with pytest.raises(smtplib.SMTPException, match="STARTTLS"):
            await asyncio.to_thread(_sent, post, "a@b.example")
        with pytest.raises(smtplib.SMTPSenderRefused):
            await asyncio.to_thread(_sent, post, "a@b.example", prepare=lambda client: client.starttls())
        assert post.letters == []


async def test_everybody_is_gone_when_it_closes() -> None:
    async with PostOffice() as post:
        _, writer = await asyncio.open_connection("127.0.0.1", int(post.smtp_url.rpartition(":")[2]))
        await asyncio.sleep(0.05)
        assert post.connected == 1
    await asyncio.sleep(0.05)
    assert post.connected == 0
    writer.close()


# ------------------------------------------------------------------------------------------------------------------- Notify


def _token(secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    now = int(SystemClock().now().timestamp())
    return jwt.encode({"iss": SERVICE, "iat": now} | claims, secret, algorithm=algorithm)


async def _asked(post: PostOffice, wish: Any, token: str | None = None) -> tuple[int, Any]:
    headers = {} if token == "" else {"Authorization": f"Bearer {token or _token()}"}
    async with (
        ClientSession(trust_env=False) as session,
        session.post(f"{post.notify_url}/v2/notifications/email", json=wish, headers=headers) as answer,
    ):
        return answer.status, await answer.json()


async def test_it_answers_as_notify_does_and_finds_it_again(post: PostOffice) -> None:
    status, body = await _asked(post, WISH | {"template_id": post.notify_template})
    assert (status, body["reference"], body["content"]["subject"]) == (201, "r-1", "S")
    headers = {"Authorization": f"Bearer {_token()}"}
    async with ClientSession(trust_env=False) as session:
        for reference, found in (("r-1", ["r-1"]), ("r-2", [])):
            url = f"{post.notify_url}/v2/notifications"
            async with session.get(url, params={"reference": reference}, headers=headers) as answer:
                assert [one["reference"] for one in (await answer.json())["notifications"]] == found


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (lambda: "", 401),
        (lambda: _token("x" * 40), 403),
        (lambda: _token(iss="nobody"), 403),
        (lambda: _token(iat=1), 403),
        (lambda: "not.a.token", 403),
        (lambda: _token("x" * 64, "HS512"), 403),
        (lambda: _token("", "none"), 403),
    ],
    ids="no_token other_secret other_service too_old no_jwt other_algorithm unsigned".split(),
)
async def test_it_knows_its_own_key_alone(post: PostOffice, token: Callable[[], str], status: int) -> None:
    found, body = await _asked(post, WISH | {"template_id": post.notify_template}, token())
    assert (found, body["errors"][0]["error"]) == (status, "AuthError")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"email_address": "nobody"}, "ValidationError"),
        ({"email_address": "a@b.example, c@d.example"}, "ValidationError"),
        ({"email_address": ["a@b.example"]}, "ValidationError"),
        ({"cc": "c@d.example"}, "ValidationError"),
        ({"template_id": SERVICE}, "BadRequestError"),
        ({"personalisation": {"subject": "S"}}, "BadRequestError"),
        ({"personalisation": {"subject": "S", "body": 1}}, "BadRequestError"),
    ],
)
async def test_it_refuses_what_notify_refuses(post: PostOffice, change: dict[str, Any], error: str) -> None:
    status, body = await _asked(post, WISH | {"template_id": post.notify_template} | change)
    assert (status, body["errors"][0]["error"], post.letters) == (400, error, [])
