"""What becomes of letters when something is wrong: with the mail server, with an address, or with the bot itself (promises 10, 12)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters import hands
from bot.adapters.mail_messenger import MAIL_DOWN
from bot.bootstrap import Overrides
from bot.domain.events_before import ConferenceConvened
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, road
from bot.domain.notice import Door, Notice
from bot.rehearsal.post import Step, lost_reply, refused, slow
from bot.usecases.ports import Messenger, Posted
from tests.integration.conference import ADMIN, CHAIR, WORKER
from tests.integration.mailroom import (
    BY_MAIL,
    FATHER,
    FROM,
    GP,
    Mailroom,
    cancelled,
    details,
    happens,
    mailroom,
    moved,
    put,
)

pytestmark = pytest.mark.feature("B6", "M8")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Mailroom]:
    async with mailroom(tmp_path) as found:
        yield found


async def test_a_mail_server_that_is_away_for_hours_loses_no_letter_and_doubles_none(room: Mailroom) -> None:
    room.post.faults.outage = True
    one = await room.convened()
    await one.stage.at(one.stage.now + timedelta(hours=3))
    assert not room.post.letters
    assert MAIL_DOWN in (await room.house.ready())[1], "loud, where it is our fault"
    room.post.faults.clear()
    await one.stage.at(one.stage.now + timedelta(minutes=15))
    assert sorted(letter.to for letter in room.post.letters) == sorted((one.person(who).email,) for who in BY_MAIL)
    assert MAIL_DOWN not in (await room.house.ready())[1]


async def test_one_letter_asks_for_all_while_it_is_away(room: Mailroom) -> None:
    """Twenty letters each on a line of their own would keep a server from coming back."""
    room.post.faults.outage = True
    one = await room.convened()
    before = room.post.connections
    await one.stage.at(one.stage.now + timedelta(hours=2))
    tries = [send.attempts for key, send in (await one.state()).sends.items() if key.endswith("/mail")]
    assert room.post.connections - before <= sum(tries) / 2
    assert max(tries) <= 60, "it backs off, or an outage of hours would fill the record"


async def test_an_outage_does_not_keep_teams_waiting(room: Mailroom) -> None:
    room.post.faults.next(Step.HELLO, *[slow(3)] * 3)
    one = await room.conference()

    work = asyncio.gather(happens(one, ConferenceConvened(by=PersonId("admin"))))
    while not one.privately("school"):  # noqa: ASYNC110 - it is another process's, as it were
        await asyncio.sleep(0.02)
    assert not room.post.letters
    await work
    assert len(room.post.letters) == len(BY_MAIL)


@pytest.mark.parametrize("who", ["gp", "mother"])
async def test_an_address_that_does_not_exist_goes_by_hand_at_once(room: Mailroom, who: str) -> None:
    """Promise 12: family by their lead social worker, others by the administrator."""
    parts = (CHAIR, ADMIN, WORKER, GP if who == "gp" else FATHER)
    room.post.faults.next(Step.RECIPIENT, refused("550 5.1.1 Nobody of that name"))
    one = await room.convened(parts)
    whose = "gp" if who == "gp" else "father"
    state = await one.state()
    assert road(state, PersonId(whose)) is Road.HAND
    assert state.sends[f"invitation/{whose}//0/mail"].failed == "smtp_550"
    carrier = "admin" if who == "gp" else "worker"
    assert "told by you" in " ".join(one.said(carrier).split())
    await one.stage.at(one.stage.now + timedelta(days=1))
    assert not room.to(one, whose), "it is not tried again"


async def test_put_right_it_is_written_to_again(room: Mailroom) -> None:
    room.post.faults.next(Step.RECIPIENT, refused("550 5.1.1 Nobody of that name"))
    one = await room.convened((CHAIR, ADMIN, WORKER, GP))
    await put(one, "gp", address="surgery@fictional.example")
    [found] = room.post.letters
    assert found.to == ("surgery@fictional.example",)


async def test_a_mailbox_that_is_full_for_now_is_tried_again(room: Mailroom) -> None:
    room.post.faults.next(Step.RECIPIENT, refused("452 4.2.2 Mailbox full"), refused("451 4.7.1 Greylisted"))
    one = await room.convened((CHAIR, ADMIN, WORKER, GP, FATHER))
    await one.stage.settled()
    assert len(room.to(one, "gp")) == len(room.to(one, "father")) == 1
    assert "gp" not in (await one.state()).before.unmailed


async def test_a_slow_server_has_every_letter_in_the_end_and_each_once(room: Mailroom) -> None:
    room.post.faults.next(Step.CONTENT, *[slow(0.4)] * 6)
    one = await room.convened()
    await one.stage.settled()
    assert sorted(letter.to for letter in room.post.letters) == sorted((one.person(who).email,) for who in BY_MAIL)


async def test_a_lost_reply_is_one_letter_more_and_the_same_message(room: Mailroom) -> None:
    """Nobody can tell whether it went: a second one is better than none, and its Message-ID is the first's."""
    room.post.faults.next(Step.CONTENT, lost_reply())
    one = await room.convened((CHAIR, ADMIN, WORKER, GP))
    await one.stage.settled()
    first, second = room.to(one, "gp")
    assert first.name == second.name


class _Dies:
    """Messenger. The bot is killed after a letter went and before anything is recorded of it."""

    def __init__(self, through: Messenger) -> None:
        self.through = through
        self.gone = asyncio.Event()

    async def post_shell(self, notice: Notice) -> Posted:
        posted = await self.through.post_shell(notice)
        if notice.to.door is Door.MAIL and not self.gone.is_set():
            self.gone.set()
            await asyncio.Event().wait()
        return posted

    async def fill(self, notice: Notice, posted: Posted) -> None:
        await self.through.fill(notice, posted)


async def test_killed_between_sending_and_recording_there_is_one_letter_more_and_it_is_the_same_message(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "DRAIN", 0.2)
    killed: list[_Dies] = []
    await room.house.stop_bot()

    def dying(through: Messenger) -> _Dies:
        killed.append(_Dies(through))
        return killed[-1]

    over = Overrides(messenger=dying)
    await room.house.start_bot(over, mail_url=room.post.smtp_url, mail_from=FROM)
    one = await room.conference((CHAIR, ADMIN, WORKER, GP))

    work = asyncio.gather(happens(one, ConferenceConvened(by=PersonId("admin"))), return_exceptions=True)
    await killed[0].gone.wait()
    assert len(room.to(one, "gp")) == 1
    await room.house.stop_bot()
    await work
    await room.house.start_bot(mail_url=room.post.smtp_url, mail_from=FROM)
    await one.stage.at(one.stage.now + timedelta(hours=1))
    got = room.to(one, "gp")
    assert [letter.name for letter in got] == [got[0].name] * 2, "one more, of the same name"
    await one.stage.at(one.stage.now + timedelta(hours=12))
    assert len(room.to(one, "gp")) == 2


async def test_without_any_way_for_mail_a_person_tells_them(tmp_path: Path) -> None:
    async with mailroom(tmp_path, mail_url="", mail_from="") as room:
        one = await room.convened((CHAIR, ADMIN, WORKER, GP))
        assert "invitation/gp//0/mail" not in (await one.state()).sends, "nothing has to fail first"
        assert "told by you" in one.said("admin")


async def test_where_mail_was_given_up_since_a_person_tells_them(room: Mailroom) -> None:
    one = await room.conference((CHAIR, ADMIN, WORKER, GP))
    await room.house.stop_bot()
    await room.house.start_bot()
    await happens(one, ConferenceConvened(by=PersonId("admin")))
    assert (await one.state()).sends["invitation/gp//0/mail"].failed == "no_mail"
    assert "told by you" in one.said("admin")


async def test_cancelled_while_the_server_was_away_only_that_is_said(room: Mailroom) -> None:
    """Nobody is invited to what is not going to be, nor told of the end of what they never heard of."""
    room.post.faults.outage = True
    one = await room.convened((CHAIR, ADMIN, WORKER, GP))
    await cancelled(one)
    room.post.faults.clear()
    await one.stage.at(one.stage.now + timedelta(days=1))
    assert not room.post.letters


async def test_moved_while_the_server_was_away_they_are_asked_once_to_the_new_time(room: Mailroom) -> None:
    room.post.faults.outage = True
    one = await room.convened((CHAIR, ADMIN, WORKER, GP))
    await moved(one)
    await details(one, join_link="https://teams.example/l/meetup-join/another")
    room.post.faults.clear()
    await one.stage.at(one.stage.now + timedelta(hours=1))
    [found] = room.post.letters
    assert "meetup-join/another" in found.text
    assert "Tue 30 Mar 2027" in found.text
