"""Whom Teams cannot reach is written to, by a real mail server over loopback: invited, told of changes, reminded."""

from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.domain.particulars import Mode
from bot.rehearsal.post import Way
from bot.usecases.ports import CalendarFile
from tests.integration.conference import CANARY, SECRETS
from tests.integration.mailroom import (
    BY_MAIL,
    Mailroom,
    cancelled,
    details,
    entry,
    everything,
    mailroom,
    moved,
)
from tests.mail import letter, smtp_to

pytestmark = pytest.mark.feature("B6")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Mailroom]:
    """Each with a clock of its own: letters go by day."""
    async with mailroom(tmp_path) as found:
        yield found


async def test_each_whom_teams_cannot_reach_has_one_letter_of_their_own(room: Mailroom) -> None:
    one = await room.convened()
    assert sorted(letter.to for letter in room.post.letters) == sorted((one.person(who).email,) for who in BY_MAIL)
    assert one.privately("school"), "whoever is in Teams is asked there"
    assert not room.to(one, "school")
    [found] = room.to(one, "gp")
    assert found.subject == f"Conference {one.reference}: invitation"
    about = (await one.state()).particulars
    assert about.join_link in found.text
    assert "Tue 23 Mar 2027, from 10:00 to 12:00" in found.text
    assert (found.method, entry(found)["DTSTART"].dt, entry(found)["ATTENDEE"]) == (
        "REQUEST",
        about.start,
        f"mailto:{one.person('gp').email}",
    )
    [family] = room.to(one, "mother")
    assert "your social worker" in family.text
    assert "your social worker" not in found.text
    assert "Please send your report to the chair by " in found.text
    assert "your report" not in family.text


@pytest.mark.feature("B28")
async def test_moved_and_cancelled_each_is_told_once_and_their_calendar_follows(room: Mailroom) -> None:
    one = await room.convened()
    await moved(one)
    await moved(one)
    await cancelled(one)
    await one.stage.at(one.stage.now + timedelta(days=20))
    for who in BY_MAIL:
        got = room.to(one, who)
        assert [letter.subject.rpartition(": ")[2] for letter in got] == [
            "invitation",
            "new time",
            "new time",
            "cancelled",
        ]
        entries = [entry(letter) for letter in got]
        assert len({str(each["UID"]) for each in entries}) == 1
        sequence = [each["SEQUENCE"] for each in entries]
        assert sequence == sorted(set(sequence)), "it rises with each"
        assert [letter.method for letter in got] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
        assert entries[-1]["STATUS"] == "CANCELLED"
        starts = [each["DTSTART"].dt.astimezone(UTC) for each in entries]
        assert [b - a for a, b in pairwise(starts)] == [
            timedelta(days=7),
            timedelta(days=7),
            timedelta(0),
        ]


async def test_a_new_link_is_a_new_letter_with_the_same_entry(room: Mailroom) -> None:
    one = await room.convened()
    await details(one, join_link="https://teams.example/l/meetup-join/another")
    first, second = room.to(one, "father")
    assert second.subject.endswith(": changed")
    assert "meetup-join/another" in second.text
    assert entry(first)["UID"] == entry(second)["UID"]
    assert entry(first)["SEQUENCE"] < entry(second)["SEQUENCE"]


@pytest.mark.feature("B11")
async def test_reminded_once_a_day_of_all_their_conferences_in_one_letter(room: Mailroom) -> None:
    first = await room.convened()
    same = {"gp": first.person("gp")}
    second = await room.convened(same=same)
    third = await room.convened(same=same)
    await first.stage.at(first.stage.now + timedelta(days=2))
    reminders = [letter for letter in room.to(first, "gp") if letter.subject.startswith("Something to do")]
    assert len(reminders) == 1
    assert "Please send your report to the chair by Fri 19 Mar 2027, 17:00." in reminders[0].text
    for one in (first, second, third):
        assert one.reference in reminders[0].text
    assert len([letter for letter in room.to(first, "mother") if letter.subject.startswith("Something")]) == 1
    elsewhere = [
        key
        for one in (first, second, third)
        for key, send in (await one.state()).sends.items()
        if key.startswith("reminder/gp/") and send.face == "elsewhere"
    ]
    assert len(elsewhere) == 2


@pytest.mark.feature("B11")
async def test_reminded_once_a_day_in_teams_too(room: Mailroom) -> None:
    first = await room.convened()
    second = await room.convened(same={"school": first.person("school")})
    before = len(first.privately("school"))
    await first.stage.at(first.stage.now + timedelta(days=2))
    assert len(first.privately("school")) == before + 1
    assert second.reference


async def test_by_notify_it_is_the_same_letter_without_a_file(tmp_path: Path) -> None:
    async with mailroom(tmp_path, notify=True) as room:
        one = await room.convened()
        await moved(one)
        await cancelled(one)
        for who in BY_MAIL:
            got = room.to(one, who)
            assert [found.subject.rpartition(": ")[2] for found in got] == ["invitation", "new time", "cancelled"]
            assert {found.way for found in got} == {Way.NOTIFY}
            assert (await one.state()).particulars.join_link in got[0].text
            assert not any(found.calendar for found in got)
        assert not room.to(one, "school")


# ------------------------------------------------------------------------------------------------------------ nothing of the case


async def journey(room: Mailroom) -> None:
    """Everything that is ever said by mail, of a conference that is full of names."""
    one = await room.convened(calendar=True, household=(f"{CANARY} household",))
    await moved(one, reason=f"{CANARY} is ill")
    await details(one, mode=Mode.BLENDED, place="Room 2")
    await one.stage.at(one.stage.now + timedelta(days=10))
    await cancelled(one, reason=f"{CANARY} has left")
    for found in room.post.letters:
        others = [person.email for person in one.scene.people.here.values() if (person.email,) != found.to]
        assert not [address for address in others if address in everything(found)], "nobody else's address"


@pytest.mark.feature("S-3")
async def test_nothing_of_the_case_stands_in_any_letter(room: Mailroom) -> None:
    await journey(room)
    kinds = {letter.subject.rpartition(": ")[2] for letter in room.post.letters}
    assert kinds >= {"invitation", "new time", "for your calendar", "changed", "cancelled"}
    assert any(letter.subject.startswith("Something to do") for letter in room.post.letters)
    for found in room.post.letters:
        read = everything(found)
        assert not [secret for secret in (*SECRETS, "hild protection") if secret in read], found.subject


@pytest.mark.parametrize("where", ["subject", "text", "html", "calendar"])
async def test_whatever_stood_anywhere_in_one_would_be_found(room: Mailroom, where: str) -> None:
    """The control of the test above."""
    said: dict[str, Any] = (
        {where: CalendarFile(content=b"BEGIN:VCALENDAR\r\nSUMMARY:Mari\r\n gold\r\n")}
        if where == "calendar"
        else {where: "Ó Marigold"}
    )
    await smtp_to(room.post).send(letter(**said))
    [found] = room.post.letters
    assert found.way is Way.SMTP
    assert "Marigold" in everything(found)
