"""A letter reaches one address, once as far as anybody can tell, and says nothing of itself anywhere else. By both ways."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientTimeout

from bot.adapters import smtp_link
from bot.adapters.no_mail import NoMail
from bot.adapters.notify import NotifyMail
from bot.adapters.smtp import SmtpMail
from bot.outgoing import session
from bot.rehearsal.post import Fault, PostOffice, Step, cut_off, lost_reply, refused, slow
from bot.usecases.ports import CalendarFile, MailFault, SendError
from tests.mail import TO, letter, way

Mail = SmtpMail | NotifyMail
CANARY = "Wren Sampleton"
LAST = {"smtp": Step.CONTENT, "notify": Step.SEND}
"""Where a letter is taken, or not."""


@pytest.fixture(params=["smtp", "notify"])
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    async with PostOffice() as found:
        yield found


@pytest.fixture
async def mail(name: str, post: PostOffice) -> AsyncIterator[Mail]:
    async with way(name, post) as found:
        yield found


async def refusal(mail: Mail, **change: object) -> SendError:
    with pytest.raises(SendError) as caught:
        await mail.send(letter(**change))
    return caught.value


@pytest.mark.feature("B6")
async def test_a_letter_reaches_the_one_it_is_addressed_to(mail: Mail, post: PostOffice) -> None:
    assert mail.available
    await mail.send(letter())
    [found] = post.letters
    assert (found.to, found.subject) == ((TO,), "Conference CP-1")
    assert found.text.strip() == "Please come.\nIt is on Thursday."


@pytest.mark.parametrize(
    "text",
    [
        "Dear Zoë Ó Briain,\n\n£5 “quoted” 🙂 漢字",
        ".\n..\n.hidden\nQUIT\nFrom the start",
        "# no heading\n1. no list\n[bank](https://evil.example/) \\ ^ _a_ *b* `c` <b>d</b> ((name))",
        "https://teams.example/l/meetup-join/19%3ameeting_Ab-c_d%40thread.v2/0?context=%7b%7d\nAnd on.",
        "x" * 3000,
        "a\ttab and trailing space \nend",
    ],
)
async def test_it_is_read_as_it_was_written(mail: Mail, post: PostOffice, text: str) -> None:
    await mail.send(letter(text=text, subject="Conference Ó-1 🙂"))
    assert post.letters[0].text.rstrip("\n") == text
    assert post.letters[0].subject == "Conference Ó-1 🙂"


@pytest.mark.feature("S-3")
@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "a@b.example c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nRCPT TO:<c@d.example>",
        "a@b.example\x00",
        "Cora <a@b.example>",
        "<a@b.example>",
        '"a b"@b.example',
        "a@b.example>",
        "a@b@c.example",
        "a..b@c.example",
        "a@-b.example",
        "a@[127.0.0.1]",
        "zoë@home.example",
        "a" * 65 + "@b.example",
        "a@" + ".".join(["b" * 63] * 4) + ".example",
    ],
)
async def test_what_is_no_single_address_is_sent_nothing(mail: Mail, post: PostOffice, to: str) -> None:
    """Trap 8: never two people in one letter, however it is written."""
    error = await refusal(mail, to=to)
    assert (error.code, error.final) == (MailFault.BAD_ADDRESS, True)
    assert (post.letters, post.connections) == ([], 0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
async def test_nobody_writes_a_head_line_by_way_of_the_subject(mail: Mail, post: PostOffice, end: str) -> None:
    error = await refusal(mail, subject=f"Conference CP-1{end}Bcc: c@d.example")
    assert (error.code, error.final) == (MailFault.BAD_LETTER, True)
    assert post.letters == []


@pytest.mark.parametrize("where", ["subject", "text"])
async def test_half_characters_are_no_letter(mail: Mail, post: PostOffice, where: str) -> None:
    error = await refusal(mail, **{where: "half \ud83d"})
    assert (error.code, error.final, post.letters) == (MailFault.BAD_LETTER, True, [])


async def test_the_same_letter_has_the_same_name_and_another_has_another(mail: Mail, post: PostOffice) -> None:
    for one in ("invite:cora:1", "invite:cora:2"):
        await mail.send(letter(id=one))
    again, other = post.letters
    async with PostOffice() as elsewhere:
        async with way(again.way.value, elsewhere) as another:
            await another.send(letter(id="invite:cora:1", text="Whatever it says by then."))
        assert again.name == elsewhere.letters[0].name != other.name
    assert not [one for one in post.letters if b"invite" in one.raw], "an id is not for others to read"


async def test_after_a_lost_answer_it_is_still_the_same_message(name: str, mail: Mail, post: PostOffice) -> None:
    post.faults.next(LAST[name], lost_reply())
    error = await refusal(mail)
    assert (error.code, error.final) == (MailFault.UNREACHABLE, False)
    await mail.send(letter())
    assert len({one.name for one in post.letters}) == 1
    assert len(post.letters) == {"smtp": 2, "notify": 1}[name], "Notify can be asked, and a mail server cannot"


@pytest.mark.parametrize("fault", [cut_off(), Fault(reply="451 later")], ids=["cut", "refused"])
async def test_what_was_not_taken_goes_the_next_time(name: str, mail: Mail, post: PostOffice, fault: Fault) -> None:
    post.faults.next(LAST[name], fault)
    assert not (await refusal(mail)).final
    assert post.letters == []
    await mail.send(letter())
    assert len(post.letters) == 1


async def test_an_outage_ends(mail: Mail, post: PostOffice) -> None:
    post.faults.outage = True
    for _ in range(2):
        assert not (await refusal(mail)).final
    post.faults.clear()
    await mail.send(letter())
    assert len(post.letters) == 1


async def test_whoever_is_slow_is_not_waited_for_without_end(
    name: str, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_link, "PATIENCE", 0.3)
    monkeypatch.setattr(session, "PATIENCE", ClientTimeout(total=0.3))
    async with way(name, post) as mail:
        post.faults.next(LAST[name], slow(1))
        error = await refusal(mail, id="slow")
        assert (error.code, error.final) == (MailFault.TIMEOUT, False)
        await mail.send(letter(id="after"))


async def test_nobody_there_is_no_refusal(name: str, post: PostOffice) -> None:
    async with way(name, post) as mail:
        await post.__aexit__()
        error = await refusal(mail)
        assert (error.code, error.final) == (MailFault.UNREACHABLE, False)


async def test_many_at_once_are_each_their_own(mail: Mail, post: PostOffice) -> None:
    people = [f"person-{number}@home.example" for number in range(30)]
    await asyncio.gather(*(mail.send(letter(id=one, to=one, text=f"For {one} alone.")) for one in people))
    assert sorted(found.to for found in post.letters) == sorted((one,) for one in people)
    for found in post.letters:
        others = [one for one in people if one not in found.to]
        assert not [one for one in others if f"{one}".encode() in found.raw], "addresses are nobody else's to read"


async def test_whoever_gives_up_leaves_the_way_open(name: str, mail: Mail, post: PostOffice) -> None:
    post.faults.next(LAST[name], slow(0.3))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await mail.send(letter(id="given up"))
    await mail.send(letter(id="after", text="after"))
    assert post.letters[-1].text.strip() == "after"


@pytest.mark.feature("S-3")
async def test_nothing_of_a_letter_is_logged_or_raised(
    name: str, mail: Mail, post: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    echo = "wren.sampleton@home.example is nobody"
    faults: list[tuple[Step, Fault | None]] = [
        (LAST[name], None),
        (LAST[name], refused(f"550 5.1.1 {echo}")),
        (LAST[name], refused("400 Wren")),
        (LAST[name], cut_off()),
    ]
    if name == "smtp":
        faults += [(step, refused(f"{code} {echo}")) for step in (Step.SENDER, Step.RECIPIENT) for code in (450, 550)]
    for number, (step, fault) in enumerate(faults):
        post.faults.next(step, fault)
        secret = letter(
            id=f"{CANARY} {number}", to="wren.sampleton@home.example", subject=CANARY, text=CANARY, html=CANARY
        )
        try:
            await mail.send(secret)
        except SendError as error:
            said.append("".join(traceback.format_exception(error)) + repr(error.__dict__))
    said += [f"{one.getMessage()}{one.args}" for one in caplog.records if one.name != "mail.log"]
    assert len(said) >= (2 if name == "smtp" else 0)
    assert not [one for one in said if "wren" in one.lower()]
    assert "wren" not in repr((secret, CalendarFile(content=CANARY.encode()))).lower()


async def test_without_any_way_it_says_so() -> None:
    mail = NoMail()
    assert not mail.available
    with pytest.raises(SendError) as caught:
        await mail.send(letter())
    assert (caught.value.code, caught.value.final) == (MailFault.NO_MAIL, True)
    await mail.aclose()
