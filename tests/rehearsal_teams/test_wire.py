"""Who saw what, what Teams keeps, and the log that a leak check reads."""

import asyncio
from datetime import UTC, datetime

import orjson
import pytest

from bot.rehearsal.people import Client
from bot.rehearsal.teams import Crossing, Direction, Kind, SeenKind
from bot.rehearsal.teams.background import Background
from tests.rehearsal_teams.stage import Stage, card, card_answer, execute

SECRET_WORDS = {"type": "TextBlock", "text": "Only for Ada"}


async def _meeting(stage: Stage) -> str:
    ada, bea = stage.person("Ada", installed=True), stage.person("Bea")
    meeting = stage.meeting(ada, bea)
    await stage.teams.add_bot(meeting, ada)
    message_id = await stage.post(meeting, card(actions=[execute("Open")]), summary="The conference has begun")
    stage.bot.behave = lambda a: card_answer(card(SECRET_WORDS)) if a["type"] == "invoke" else None
    await Client(stage.teams, ada).press("Open")
    await stage.edit(meeting, message_id, card())
    return meeting.id


async def test_every_entry_says_whose_client_shows_it(stage: Stage) -> None:
    chat = await _meeting(stage)
    log = list(stage.teams.wire)
    assert [entry.seq for entry in log] == list(range(1, len(log) + 1))
    in_chat = [entry for entry in log if entry.conversation == chat]
    assert [(entry.kind, entry.status, sorted(entry.audience)) for entry in in_chat] == [
        (Crossing.INBOUND, 202, []),
        (Crossing.INBOUND, 202, []),
        (Crossing.POSTED, 201, ["ada", "bea"]),
        (Crossing.INBOUND, 200, ["ada"]),
        (Crossing.INVOKE_ANSWER, 200, ["ada"]),
        (Crossing.EDITED, 200, ["ada", "bea"]),
    ]
    assert all((entry.direction is Direction.TO_BOT) == (entry.kind is Crossing.INBOUND) for entry in in_chat)
    with_secret = [entry for entry in log if b"Only for Ada" in orjson.dumps(entry.body)]
    assert [entry.audience for entry in with_secret] == [frozenset({"ada"})]


async def test_the_log_is_exported_whole(stage: Stage) -> None:
    await _meeting(stage)
    exported = orjson.loads(stage.teams.wire.export())
    assert len(exported) == len(stage.teams.wire)
    (posted,) = [entry for entry in exported if entry["kind"] == "posted"]
    assert posted["direction"] == "from_bot"
    assert posted["audience"] == ["ada", "bea"]
    assert posted["method"] == "POST"
    assert posted["path"].endswith("/activities")
    assert posted["answer"] == {"id": posted["message"]}
    assert posted["body"]["summary"] == "The conference has begun"


async def test_an_answer_to_a_press_is_never_kept_by_teams(stage: Stage) -> None:
    await _meeting(stage)
    assert [(kept.what, kept.version) for kept in stage.teams.retained] == [("posted", 0), ("edited", 1)]
    assert b"Only for Ada" not in orjson.dumps([kept.activity for kept in stage.teams.retained])


async def test_each_person_has_a_timeline_of_their_own(stage: Stage) -> None:
    await _meeting(stage)
    ada, bea = (stage.teams.screens.of(stage.teams.people[name]) for name in ("ada", "bea"))
    assert [seen.kind for seen in ada] == [SeenKind.MESSAGE, SeenKind.ANSWER, SeenKind.EDIT]
    assert [seen.kind for seen in bea] == [SeenKind.MESSAGE, SeenKind.EDIT]
    assert [seen.notification for seen in bea] == ["The conference has begun", ""]


async def test_who_comes_late_reads_what_stands(stage: Stage) -> None:
    chat = stage.teams.chats[await _meeting(stage)]
    stage.bot.behave = lambda _: None
    gone = await stage.post(chat, card())
    await stage.call("DELETE", f"v3/conversations/{chat.id}/activities/{gone}")
    bea = stage.teams.people["bea"]
    await stage.teams.say(bea, chat, "Good morning")
    ann = stage.person("Ann", Kind.ANONYMOUS)
    await stage.teams.meetings.join(chat, ann)
    read = stage.teams.wire.of(Crossing.HISTORY)
    assert [(entry.direction, entry.audience) for entry in read] == [
        (Direction.FROM_BOT, frozenset({"ann"})),
        (Direction.TO_BOT, frozenset({"ann"})),
    ]
    assert [seen.kind for seen in stage.teams.screens.of(ann)] == [SeenKind.HISTORY] * 2
    assert [seen.kind for seen in stage.teams.screens.of(bea)][-3:] == [
        SeenKind.MESSAGE,
        SeenKind.REMOVED,
        SeenKind.MESSAGE,
    ]


async def test_nobody_is_notified_of_their_own_words(stage: Stage) -> None:
    ada, bea = stage.person("Ada"), stage.person("Bea")
    await stage.teams.say(ada, stage.meeting(ada, bea), "Good morning")
    assert [seen.notification for seen in stage.teams.screens.of(ada)] == [""]
    assert [seen.notification for seen in stage.teams.screens.of(bea)] == ["Good morning"]
    assert len(stage.teams.wire) == 0


async def test_a_card_without_a_summary_says_only_that_it_is_one(stage: Stage) -> None:
    ada = stage.person("Ada", installed=True)
    await stage.post(stage.teams.world.personal_chat(ada), card())
    assert stage.teams.screens.of(ada)[0].notification == "Sent a card"


async def test_what_was_logged_does_not_change_with_what_follows(stage: Stage) -> None:
    await _meeting(stage)
    before = stage.teams.wire.export()
    stage.moment[0] = datetime(2027, 1, 1, tzinfo=UTC)
    assert stage.teams.wire.export() == before


async def test_work_in_the_background_is_waited_for_stopped_and_heard() -> None:
    background, done = Background(), []

    async def work(number: int, seconds: float = 0) -> None:
        await asyncio.sleep(seconds)
        if number:
            background.start(work(number - 1))
        done.append(number)

    background.start(work(2))
    await background.settled()
    assert done == [2, 1, 0]

    async def fail() -> None:
        raise ValueError("a fault of ours")

    background.start(fail())
    with pytest.raises(ValueError, match="a fault of ours"):
        await background.settled()
    background.start(work(0, 60))
    await background.stop()
    await background.settled()
    assert done == [2, 1, 0]
