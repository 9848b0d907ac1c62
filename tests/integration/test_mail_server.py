"""A council's mail server: a real one, with real TLS, and everything it may refuse, break or hide."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from bot.adapters.clock import MovableClock
from bot.adapters.mail_addresses import Secured
from bot.adapters.smtp import SmtpMail
from bot.rehearsal.post import Fault, PostOffice, Shut, Step, cut_off, lost_reply, refused
from bot.rehearsal.post.received import message_of
from bot.usecases.ports import CalendarFile, MailFault, SendError
from tests.mail import AT, SENDER, Authority, letter, server_of, smtp_to

SHUT = [Shut.STARTTLS, Shut.TLS]
ENTRY = b"BEGIN:VCALENDAR\r\nSUMMARY:\xc3\x93\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def refusal(mail: SmtpMail) -> tuple[str, bool]:
    with pytest.raises(SendError) as caught:
        await mail.send(letter())
    return caught.value.code, caught.value.final


# ------------------------------------------------------------------------------------------------------------ the way there


@pytest.mark.parametrize("shut", SHUT)
async def test_it_logs_in_behind_tls(authority: Authority, shut: Shut) -> None:
    async with PostOffice(shut=shut, tls=authority.server(), user="bot", password="pass wörd") as post:
        mail = smtp_to(post, shut, user="bot", password="pass wörd", ca=authority.path)
        await mail.send(letter())
        await mail.aclose()
        [found] = post.letters
    assert (found.secured, found.user, found.sender) == (True, "bot", "conferences@sampleton.example")


@pytest.mark.parametrize("shut", SHUT)
async def test_a_certificate_of_somebody_else_is_refused(authority: Authority, tmp_path: Path, shut: Shut) -> None:
    (tmp_path / "other").mkdir()
    for server in (Authority(tmp_path / "other").server(), authority.server("mail.sampleton.example")):
        async with PostOffice(shut=shut, tls=server, user="bot", password="pw") as post:
            mail = smtp_to(post, shut, user="bot", password="pw", ca=authority.path)
            assert await refusal(mail) == (MailFault.TLS, False)
            assert post.letters == []


async def test_public_authorities_alone_are_trusted_without_a_file(authority: Authority) -> None:
    async with PostOffice(shut=Shut.TLS, tls=authority.server()) as post:
        assert await refusal(smtp_to(post, Shut.TLS)) == (MailFault.TLS, False)


async def test_a_file_that_holds_no_authority_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("nothing")
    async with PostOffice() as post:
        assert await refusal(smtp_to(post, ca=tmp_path / "no.pem")) == (MailFault.TLS, False)


@asynccontextmanager
async def scripted(*replies: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Somebody who greets, answers each line with the next of these, and goes; and all they were told."""
    heard: list[bytes] = []
    gone = asyncio.Event()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for reply in replies:
            writer.write(reply)
            heard.append(await reader.read(4096))
        writer.close()
        gone.set()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard
        await asyncio.wait_for(gone.wait(), 5)


HELLO = b"220 mail.example\r\n"


@pytest.mark.parametrize(
    ("hello", "starttls", "code"),
    [
        (b"250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE\r\n", b"", MailFault.TLS),
        (b"250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", b"454 not now\r\n", "smtp_454"),
        (
            b"250-mail.example\r\n250 STARTTLS\r\n",
            b"220 go on\r\n250-mail.example\r\n250 AUTH PLAIN\r\n",
            MailFault.UNREACHABLE,
        ),
    ],
    ids=["hidden", "refused", "pretended"],
)
async def test_nothing_is_said_in_the_clear(hello: bytes, starttls: bytes, code: str) -> None:
    """Whoever sits between might take STARTTLS out of the server's answer."""
    async with scripted(HELLO, hello, *([starttls] if starttls else [])) as (url, heard):
        mail = SmtpMail(server_of(url, Secured.STARTTLS, user="bot", password="pw"), MovableClock(AT))
        assert await refusal(mail) == (code, False)
    told = b"".join(heard).upper()
    assert b"EHLO" in told
    assert not [word for word in (b"AUTH", b"MAIL", b"RCPT", b"DATA", b"CORA") if word in told]


async def test_it_says_the_councils_name_and_not_this_machines() -> None:
    async with scripted(HELLO, b"250 mail.example\r\n", b"451 later\r\n") as (url, heard):
        await refusal(SmtpMail(server_of(url), MovableClock(AT)))
    assert heard[0] == b"EHLO sampleton.example\r\n"


async def test_tls_from_the_start_is_not_given_up(authority: Authority) -> None:
    async with PostOffice() as post:
        url = post.smtp_url.replace("smtp:", "smtps:")
        mail = SmtpMail(server_of(url, ca=authority.path), MovableClock(AT))
        assert await refusal(mail) == (MailFault.TLS, False)
        assert post.letters == []


async def test_who_may_not_log_in_has_our_settings_to_mend(authority: Authority) -> None:
    async with PostOffice(shut=Shut.TLS, tls=authority.server(), user="bot", password="right") as post:
        for more in ({"user": "bot", "password": "wrong"}, {"user": "other", "password": "right"}):
            mail = smtp_to(post, Shut.TLS, ca=authority.path, **more)
            assert await refusal(mail) == (MailFault.LOGIN, False)
        assert await refusal(smtp_to(post, Shut.TLS, ca=authority.path)) == (MailFault.SENDER, False), (
            "it wants a login"
        )


async def test_a_server_that_knows_no_login_is_sent_no_letter() -> None:
    async with scripted(HELLO, b"250 mail.example\r\n") as (url, heard):
        mail = SmtpMail(server_of(url, user="bot", password="pw"), MovableClock(AT))
        assert await refusal(mail) == (MailFault.LOGIN, False)
    assert b"bot" not in b"".join(heard)


# ----------------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("step", "fault", "code", "final"),
    [
        (Step.RECIPIENT, refused("550 5.1.1 No such person"), "smtp_550", True),
        (Step.RECIPIENT, refused("553 5.1.3 Bad address"), "smtp_553", True),
        (Step.RECIPIENT, refused("450 4.2.0 Greylisted"), "smtp_450", False),
        (Step.RECIPIENT, refused("421 4.7.0 Too many"), "smtp_421", False),
        (Step.RECIPIENT, refused("452 4.2.2 Mailbox full"), "smtp_452", False),
        (Step.CONTENT, refused("554 5.7.1 Not wanted"), "smtp_554", True),
        (Step.CONTENT, refused("451 4.3.0 Try again"), "smtp_451", False),
        (Step.CONTENT, cut_off(), MailFault.UNREACHABLE, False),
        (Step.CONTENT, lost_reply(), MailFault.UNREACHABLE, False),
        (Step.SENDER, refused("421 4.3.2 Closing"), "smtp_421", False),
        (Step.SENDER, refused("550 5.7.60 Not as that sender"), MailFault.SENDER, False),
        (Step.SENDER, refused("451 4.7.1 Slow down"), "smtp_451", False),
        (Step.HELLO, refused("550 5.7.1 Go away"), "smtp_550", False),
        (Step.HELLO, cut_off(), MailFault.UNREACHABLE, False),
    ],
)
async def test_only_what_is_wrong_with_address_or_letter_is_final(
    step: Step, fault: Fault, code: str, final: bool
) -> None:
    async with PostOffice() as post:
        mail = smtp_to(post)
        post.faults.next(step, fault)
        assert await refusal(mail) == (code, final)
        await mail.send(letter())
        assert post.letters


@pytest.mark.parametrize("greeting", [b"421 4.3.2 busy\r\n", b"554 5.7.1 not you\r\n", b"nonsense\r\n", b"\xff\x00\n"])
async def test_a_server_that_will_not_talk_is_no_refusal_of_anybody(greeting: bytes) -> None:
    async with scripted(greeting) as (url, _):
        code, final = await refusal(SmtpMail(server_of(url), MovableClock(AT)))
    assert not final
    assert code.startswith(("smtp_", "unreachable", "timeout"))


@pytest.mark.parametrize("reply", [b"55x what\r\n", b"999 eh\r\n", b"250-going\r\n250 on\r\n" * 2])
async def test_nonsense_in_the_middle_is_no_refusal(reply: bytes) -> None:
    async with scripted(HELLO, b"250 mail.example\r\n", reply) as (url, _):
        _, final = await refusal(SmtpMail(server_of(url), MovableClock(AT)))
    assert not final


# -------------------------------------------------------------------------------------------------------------- connections


async def test_letters_that_wait_for_each_other_share_a_connection_and_it_is_closed_then() -> None:
    async with PostOffice() as post:
        mail = smtp_to(post)
        await mail.send(letter(id="first"))
        await asyncio.gather(*(mail.send(letter(id=f"{number}")) for number in range(5)))
        assert (post.connections, len(post.letters)) == (2, 6)
        assert await _closed(post)


async def _closed(post: PostOffice) -> bool:
    """Whether nobody is connected, once the goodbyes are said."""
    for _ in range(50):
        if not post.connected:
            return True
        await asyncio.sleep(0.01)
    return False


async def test_after_a_failure_the_next_has_a_connection_of_its_own() -> None:
    async with PostOffice() as post:
        mail = smtp_to(post)
        await mail.send(letter(id="first"))
        post.faults.next(Step.CONTENT, None, cut_off(), None)
        ended = await asyncio.gather(*(mail.send(letter(id=f"{one}")) for one in range(3)), return_exceptions=True)
        assert [type(one) for one in ended] == [type(None), SendError, type(None)]
        assert (len(post.letters), post.connections) == (3, 3)


async def test_who_stops_lets_the_connection_go() -> None:
    async with PostOffice() as post:
        mail = smtp_to(post)
        await mail.aclose()
        await mail.send(letter())
        await mail.aclose()
        await mail.aclose()
        assert await _closed(post)


# --------------------------------------------------------------------------------------------------------------- the letter


@pytest.mark.feature("B6")
@pytest.mark.parametrize(("cancels", "method"), [(False, "REQUEST"), (True, "CANCEL")])
async def test_a_calendar_file_goes_with_it_whole(cancels: bool, method: str) -> None:
    async with PostOffice() as post:
        calendar = CalendarFile(content=ENTRY, cancels=cancels)
        await smtp_to(post).send(letter(html="<p>Please come.</p>", calendar=calendar))
        [found] = post.letters
    assert (found.calendar, found.method, found.html.strip()) == (ENTRY, method, "<p>Please come.</p>")
    message = message_of(found.raw)
    kinds = [part.get_content_type() for part in message.walk()]
    mixed, ways, file = kinds[0], kinds[1:5], kinds[5]
    assert mixed == "multipart/mixed"
    assert ways == ["multipart/alternative", "text/plain", "text/html", "text/calendar"], "the plainest way comes first"
    assert file == "application/ics"
    assert [part.get_filename() for part in message.iter_attachments()] == ["conference.ics"]


async def test_its_head_names_one_sender_and_one_recipient_and_asks_for_no_automatic_answer() -> None:
    async with PostOffice() as post:
        await smtp_to(post).send(letter())
        [found] = post.letters
    message = message_of(found.raw)
    assert sorted(message.keys()) == sorted(
        "Auto-Submitted Content-Transfer-Encoding Content-Type Date From MIME-Version Message-ID Subject To X-Auto-Response-Suppress".split()
    )
    assert message["From"] == SENDER
    assert message["To"] == letter().to
    assert parsedate_to_datetime(message["Date"]) == AT
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@sampleton.example>")


async def test_a_server_of_seven_bits_is_given_no_eighth() -> None:
    async with PostOffice() as post:
        await smtp_to(post).send(letter(subject="Ó", text="Ó漢\n", html="<p>Ó</p>"))
        [found] = post.letters
    assert found.raw.isascii()
    assert max(len(line) for line in found.raw.split(b"\r\n")) <= 998
    assert found.raw.count(b"\n") == found.raw.count(b"\r\n")


async def test_it_carries_on_where_a_letter_was_given_up_in_the_line() -> None:
    async with PostOffice() as post:
        mail = smtp_to(post)
        post.faults.next(Step.CONTENT, Fault(seconds=0.2))
        first = asyncio.gather(mail.send(letter(id="first")))
        await asyncio.sleep(0.05)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await mail.send(letter(id="second"))
        await first
        await mail.send(letter(id="third"))
        assert len(post.letters) == 2
        assert await _closed(post)
