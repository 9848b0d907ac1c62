"""What every event log keeps to, tried on real servers of every kind."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from bot.adapters.entries import ErasedError, TamperedError
from bot.adapters.keys import KeyRefusedError, create_key_file, load_key_file
from bot.adapters.opening import StoreRefusedError, open_store
from bot.adapters.private_file import replace_private
from bot.domain.events import MeetingStarted, Source
from bot.domain.ids import ConferenceId
from bot.domain.post_it import View
from bot.usecases.ports import Appended, Conflict, EventLog, Known, Links
from tests.stores import CID, NOON, Stored, handed_in, joined, open_at, wish

OTHER = ConferenceId("conference-2")


async def test_what_was_recorded_is_read_back(store: Stored) -> None:
    log: EventLog = store.log
    events = (
        MeetingStarted(source=Source.TEAMS),
        handed_in(views={"a": View(scale=3, reason="Fictional."), "b": View(unable="New.")}),
    )
    assert await log.append(wish(0, *events, op="first")) == Appended(version=2)
    assert await log.append(wish(2, joined("p2"), op="second")) == Appended(version=3)

    for reader in (log, store.another_log()):
        lines = await reader.read(CID)
        assert [line.event for line in lines] == [*events, joined("p2")]
        assert [line.seq for line in lines] == [1, 2, 3]
        assert [line.op for line in lines] == ["first", "first", "second"]
        assert [line.at for line in lines] == [NOON, NOON, NOON + timedelta(minutes=2)]
        assert await reader.read(CID, after=2) == lines[2:]
        assert await reader.read(CID, after=3) == ()


async def test_a_conference_nobody_set_up_is_empty(store: Stored) -> None:
    assert await store.log.read(CID) == ()
    assert await store.log.all() == ()


async def test_an_operation_without_events_is_a_bug(store: Stored) -> None:
    one = wish(0)
    empty = structs.replace(one.operations[0], events=())
    for operations in ((), (empty,), (*one.operations, empty)):
        with pytest.raises(ValueError, match="without events"):
            await store.log.append(structs.replace(one, operations=operations))


async def test_the_actor_is_a_keyed_hash_of_one_conference(store: Stored) -> None:
    await store.log.append(wish(0))
    await store.log.append(wish(1))
    await store.log.append(wish(0, cid=OTHER))
    one, two = await store.log.read(CID)
    (other,) = await store.log.read(OTHER)
    assert one.actor == two.actor != other.actor
    assert "oid-1" not in one.actor


@pytest.mark.parametrize("remembering", [True, False], ids=["warm", "cold"])
async def test_whoever_is_second_gets_what_the_first_recorded(store: Stored, remembering: bool) -> None:
    await store.log.append(wish(0, joined("p1")))
    second = store.another_log()
    if remembering:
        await second.read(CID)
    await store.log.append(wish(1, joined("p2"), joined("p3")))
    answer = await second.append(wish(1, joined("late")))
    assert isinstance(answer, Conflict)
    assert [line.event for line in answer.tail] == [joined("p2"), joined("p3")]
    assert await second.append(wish(3, joined("late"))) == Appended(version=4)


async def test_two_who_set_up_the_same_conference(store: Stored) -> None:
    answers = await asyncio.gather(*(store.another_log().append(wish(0, joined(f"p{n}"))) for n in range(5)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Appended", *["Conflict"] * 4]
    (line,) = await store.log.read(CID)
    assert {answer.tail for answer in answers if isinstance(answer, Conflict)} == {(line,)}


@pytest.mark.parametrize("remembering", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize("expected", [0, 1, 2])
async def test_an_operation_is_recorded_once(store: Stored, remembering: bool, expected: int) -> None:
    await store.log.append(wish(0, joined("p1"), op="press"))
    await store.log.append(wish(1, joined("p2")))
    log = store.log if remembering else store.another_log()
    answer = await log.append(wish(expected, joined("p1"), op="press"))
    assert isinstance(answer, Known)
    assert (answer.version, answer.durable) == (1, True)
    assert [line.seq for line in answer.tail] == list(range(expected + 1, 3))
    assert len(await store.log.read(CID)) == 2


async def test_sixty_at_once_lose_nothing(store: Stored) -> None:
    async def press(number: int) -> int:
        version, conflicts = 0, 0
        while True:
            answer = await store.log.append(wish(version, handed_in(f"seat-{number}"), op=f"press-{number}"))
            if isinstance(answer, Appended):
                return conflicts
            assert isinstance(answer, Conflict)
            assert answer.tail
            version = answer.tail[-1].seq
            conflicts += 1

    conflicts = await asyncio.gather(*(press(number) for number in range(60)))
    lines = await store.another_log().read(CID)
    assert [line.seq for line in lines] == list(range(1, 61))
    assert {line.op for line in lines} == {f"press-{number}" for number in range(60)}
    assert sum(conflicts) > 0


async def test_two_processes_alternate_on_one_conference(store: Stored) -> None:
    logs = [store.log, store.another_log()]
    version = 0
    for turn in range(20):
        log = logs[turn % 2]
        await log.read(CID, after=version)
        assert await log.append(wish(version, joined(f"p{turn}"))) == Appended(version=(version := version + 1))


async def test_one_trip_when_it_is_known_where_the_conference_stands(store: Stored) -> None:
    await store.log.append(wish(0))
    for log, trips in ((store.log, 1), (store.another_log(), 2)):
        version = len(await store.log.read(CID)) if log is store.log else 2
        before = await _scripts_run(store)
        assert isinstance(await log.append(wish(version)), Appended)
        assert await _scripts_run(store) - before == trips


async def _scripts_run(store: Stored) -> int:
    told = b"".join(await store.server.everywhere("INFO", "commandstats"))
    return sum(map(int, re.findall(rb"cmdstat_evalsha:calls=(\d+)", told)))


async def test_a_conference_is_found_by_its_chats_and_people(store: Stored) -> None:
    log = store.log
    await log.append(wish(0, links=Links(chats=frozenset({"19:a", "19:b"}), people=frozenset({"tenant-1:oid-1"}))))
    await log.append(wish(0, cid=OTHER, links=Links(people=frozenset({"tenant-1:oid-1", "19:a"}))))
    assert await log.by_chat("19:a") == (CID,)
    assert await log.by_person("19:a") == (OTHER,)
    assert set(await log.by_person("tenant-1:oid-1")) == {CID, OTHER}
    assert await log.by_chat("nobody") == ()
    assert set(await log.all()) == {CID, OTHER}

    # Links are all that lead to it now: one that is no longer named is gone, whoever appends.
    later = store.another_log()
    await later.append(wish(1, links=Links(chats=frozenset({"19:b"}))))
    assert await log.by_chat("19:a") == ()
    assert await log.by_chat("19:b") == (CID,)
    assert await log.by_person("tenant-1:oid-1") == (OTHER,)


async def test_conferences_of_some_weeks_are_found_without_opening_any_other(store: Stored) -> None:
    log = store.log
    ours, theirs = Links(weeks=frozenset({"2027-W10"})), Links(weeks=frozenset({"2027-W11"}))
    await log.append(wish(0, links=ours))
    await log.append(wish(0, cid=OTHER, links=theirs))
    assert await log.in_weeks({"2027-W10"}) == (CID,)
    assert sorted(await log.in_weeks(["2027-W10", "2027-W11", "2027-W12"])) == [CID, OTHER]
    assert await log.in_weeks({"2027-W12"}) == await log.in_weeks(()) == ()
    assert await log.by_chat("2027-W10") == await log.by_person("2027-W10") == ()

    # Moved into the other week, it is in no other any more; and what the store keeps says no week.
    await store.another_log().append(wish(1, links=theirs))
    assert await log.in_weeks({"2027-W10"}) == ()
    assert sorted(await log.in_weeks({"2027-W11"})) == [CID, OTHER]
    keys = [key.decode() async for key in store.server.scan("{cpc*}:week:*")]
    assert keys
    assert not [key for key in keys if "W11" in key]


async def test_a_store_that_forgot_its_scripts_is_told_them_again(store: Stored) -> None:
    await store.log.append(wish(0))
    await store.client.script_flush()
    assert await store.log.append(wish(1)) == Appended(version=2)


async def test_a_store_that_went_back_behind_us_is_noticed(store: Stored) -> None:
    await store.log.append(wish(0))
    held = {kind: await store.client.dump(store.key(kind)) for kind in ("ev", "head", "op")}
    await store.log.append(wish(1))
    for kind, value in held.items():
        assert value is not None
        await store.client.restore(store.key(kind), 0, value, replace=True)
    for asked in (store.log.read(CID), store.log.read(CID, after=2), store.log.append(wish(2))):
        with pytest.raises(TamperedError):
            await asked
    assert len(await store.another_log().read(CID)) == 1, "who never saw the rest cannot know"


async def test_a_lost_head_does_not_start_the_conference_anew(store: Stored) -> None:
    await store.log.append(wish(0))
    await store.client.delete(store.key("head"))
    for log in (store.log, store.another_log()):
        with pytest.raises(TamperedError):
            await log.append(wish(0))
        with pytest.raises(TamperedError):
            await log.read(CID)


@pytest.mark.parametrize("field", ["mac", "version", "links"])
async def test_a_head_that_was_changed_is_noticed_or_harmless(store: Stored, field: str) -> None:
    await store.log.append(wish(0))
    await store.client.hset(store.key("head"), field, "7")
    if field == "links":
        assert len(await store.another_log().read(CID)) == 1
        return
    for log in (store.log, store.another_log()):
        with pytest.raises(TamperedError):
            await log.append(wish(1))


async def test_an_erased_case_is_neither_read_nor_written(store: Stored) -> None:
    await store.log.append(wish(0))
    await store.client.hdel(store.key("head"), "key")
    for log in (store.log, store.another_log()):
        with pytest.raises(ErasedError):
            await log.append(wish(1))
        with pytest.raises(ErasedError):
            await log.read(CID)


async def test_a_conference_key_does_not_open_as_anothers(store: Stored) -> None:
    await store.log.append(wish(0))
    await store.log.append(wish(0, cid=OTHER))
    await store.client.hset(store.key("head", OTHER), "key", await store.client.hget(store.key("head"), "key"))
    with pytest.raises(KeyRefusedError):
        await store.another_log().read(OTHER)


class TestOpening:
    async def test_it_is_the_same_store_each_time(self, empty: str, tmp_path: Path) -> None:
        stores = [await open_at(empty, tmp_path, partitions=number) for number in (2, 5)]
        assert len({each.opened.keys.store for each in stores}) == 1
        assert [each.opened.generation for each in stores] == [1, 2]
        assert [len(each.opened.keyspace.partitions) for each in stores] == [2, 2], "fixed at the first opening"
        for each in stores:
            await each.aclose()

    async def test_several_may_open_a_new_store_at_once(self, empty: str, tmp_path: Path) -> None:
        create_key_file(tmp_path / "master.key")
        stores = await asyncio.gather(*(open_at(empty, tmp_path) for _ in range(5)))
        assert len({each.opened.keys.check for each in stores}) == 1
        for each in stores:
            await each.aclose()

    async def test_an_empty_store_is_refused(self, store: Stored, tmp_path: Path) -> None:
        await store.client.flushall()
        with pytest.raises(StoreRefusedError, match="the store is empty"):
            await _open(store, tmp_path / "sidecar")

    async def test_a_first_start_that_died_half_way_is_taken_up(self, empty: str, tmp_path: Path) -> None:
        first = await open_at(empty, tmp_path)
        await first.client.flushall()
        (tmp_path / "sidecar").write_text('{"store":"abc","generation":0,"check":""}')
        second = await open_at(empty, tmp_path)
        assert second.opened.keys.store == "abc"
        for each in (first, second):
            await each.aclose()

    async def test_another_store_is_refused(self, store: Stored, tmp_path: Path) -> None:
        with pytest.raises(StoreRefusedError, match="another deployment's"):
            await _open(store, tmp_path / "no-sidecar")
        await _make_anew(store, tmp_path / "other", "elsewhere")
        with pytest.raises(StoreRefusedError, match="this is store elsewhere"):
            await _open(store, tmp_path / "sidecar")

    async def test_a_store_that_only_took_the_name_is_refused(self, store: Stored, tmp_path: Path) -> None:
        await store.client.hset("{cpc}:meta", "store", "elsewhere")
        with pytest.raises(KeyRefusedError):
            await open_store(store.server, store.wrapper, tmp_path / "new", durability=store.durability, adopt=True)

    async def test_an_older_copy_is_refused(self, store: Stored, tmp_path: Path) -> None:
        await store.client.hset("{cpc}:meta", "generation", 0)
        with pytest.raises(StoreRefusedError, match="older copy"):
            await _open(store, tmp_path / "sidecar")

    async def test_a_store_with_other_keys_is_refused(self, store: Stored, tmp_path: Path) -> None:
        await _make_anew(store, tmp_path / "other", store.opened.keys.store)
        with pytest.raises(StoreRefusedError, match="another root key"):
            await _open(store, tmp_path / "sidecar")

    async def test_conferences_without_the_stores_name_are_refused(self, store: Stored, tmp_path: Path) -> None:
        await store.log.append(wish(0))
        await store.client.delete("{cpc}:meta")
        with pytest.raises(StoreRefusedError, match="lost its name"):
            await _open(store, tmp_path / "no-sidecar")

    @pytest.mark.parametrize(("field", "value"), [("schema", "1"), ("schema", "x"), ("partitions", "")])
    async def test_a_form_we_do_not_read_is_refused(
        self, store: Stored, tmp_path: Path, field: str, value: str
    ) -> None:
        await store.client.hset("{cpc}:meta", field, value)
        with pytest.raises(StoreRefusedError):
            await _open(store, tmp_path / "sidecar")

    async def test_another_master_key_is_refused(self, store: Stored, tmp_path: Path) -> None:
        create_key_file(tmp_path / "wrong.key")
        with pytest.raises(KeyRefusedError):
            await open_store(
                store.server, load_key_file(tmp_path / "wrong.key"), tmp_path / "sidecar", durability=store.durability
            )

    async def test_a_damaged_sidecar_is_refused(self, store: Stored, tmp_path: Path) -> None:
        (tmp_path / "sidecar").write_text("{")
        with pytest.raises(StoreRefusedError, match="damaged"):
            await _open(store, tmp_path / "sidecar")

    async def test_another_machine_may_adopt_it(self, store: Stored, tmp_path: Path) -> None:
        opened = await open_store(
            store.server, store.wrapper, tmp_path / "new", durability=store.durability, adopt=True
        )
        assert opened.keys.check == store.opened.keys.check
        await _open(store, tmp_path / "new")


async def _open(store: Stored, sidecar: Path) -> None:
    await open_store(store.server, store.wrapper, sidecar, durability=store.durability)


async def _make_anew(store: Stored, sidecar: Path, name: str) -> None:
    """What this server would hold if a store of that name had been opened on it instead."""
    await store.client.delete("{cpc}:meta")
    replace_private(sidecar, f'{{"store":"{name}"}}'.encode())
    await _open(store, sidecar)
    await store.client.hset("{cpc}:meta", "generation", 9)
