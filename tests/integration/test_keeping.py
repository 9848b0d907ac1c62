"""Backup, restore, audit and the change of master key, as a council's administrator does them (promises 20, 21, 25)."""

import asyncio
import json
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import keeping
from bot.__main__ import app
from bot.adapters.embedded import note
from bot.adapters.keys import KeysAwayError, Wrapped
from bot.adapters.nursery import Nursery
from bot.adapters.shelf import Shelved
from bot.bootstrap import Store, opened_store
from bot.config import Settings
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Appended, StoreDownError
from tests.keeping import WEEK, played, record
from tests.logs import plainly
from tests.stores import joined, raw, wish
from tests.topologies import Clustered, Servers, Single, valkey

CIDS = [ConferenceId(f"conf-{number}") for number in range(3)]
MOST_REFUSED = 2


class House:
    """A deployment's folder: data, key, sidecar, file of heads. `url` for a store that is not the embedded one."""

    def __init__(self, folder: Path, url: str = "", durability: str = "fsync") -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.url = folder, url
        self.data, self.key, self.heads = (folder / name for name in ("store", "store.key", "store.heads"))
        self.sidecar = folder / "store.store"
        self.env = {
            "CHAIRSIDE_APP_ID": "aaaaaaaa-0000-4000-8000-000000000001",
            "CHAIRSIDE_APP_SECRET": "a-secret-of-no-use-anywhere",
            "CHAIRSIDE_TENANT": "11111111-1111-4111-8111-111111111111",
            "CHAIRSIDE_DATA_DIR": str(self.data),
            "CHAIRSIDE_STORE_URL": url,
            "CHAIRSIDE_DURABILITY": durability,
        }

    @property
    def address(self) -> str:
        """Where the running bot's store is reached, round everything of ours."""
        return self.url or f"unix://{note(self.data).read_text()}"

    @property
    def settings(self) -> Settings:
        given = {name.removeprefix("CHAIRSIDE_").lower(): value for name, value in self.env.items()}
        return Settings.model_validate(given)

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Store]:
        async with opened_store(self.settings) as store:
            yield store

    async def run(self, *words: object) -> Result:
        before = logging.root.handlers[:]
        try:
            return await asyncio.to_thread(CliRunner().invoke, app, [str(word) for word in words], env=self.env)
        finally:  # a command sets the log up for a process of its own; here the process goes on
            logging.root.handlers[:] = before
            plainly()

    async def well(self, *words: object) -> str:
        result = await self.run(*words)
        assert result.exit_code == 0, result.output + result.stderr
        return result.stdout

    async def refused(self, *words: object) -> str:
        """The one line that it says."""
        result = await self.run(*words)
        assert (result.exit_code, result.stdout) == (MOST_REFUSED, ""), result.output
        (line,) = result.stderr.splitlines()
        return line

    async def audit(self) -> dict[str, Any]:
        result = await self.run("audit", "verify", "--json")
        found: dict[str, Any] = json.loads(result.stdout)
        assert result.exit_code == (0 if found["whole"] else 1)
        return found

    async def findings(self) -> set[tuple[str, str]]:
        return {
            (one["conference"], each["code"]) for one in (await self.audit())["conferences"] for each in one["findings"]
        }

    async def held(self) -> list[Shelved]:
        """All that the store has, in an order of its own."""
        async with keeping.kept(self.settings) as store:
            found = [await store.shelf.take(cid) for cid in await store.shelf.conferences()]
        return [Shelved(one.cid, _sorted(one.head), one.entries, _sorted(one.operations)) for one in found]


def _sorted(flat: list[bytes]) -> list[bytes]:
    return [part for pair in sorted(zip(flat[::2], flat[1::2], strict=True)) for part in pair]


@pytest.fixture
async def house(tmp_path: Path) -> House:
    """Three conferences, held to their end; the bot has stopped."""
    one = House(tmp_path / "house")
    async with one.bot() as store:
        for number, cid in enumerate(CIDS):
            await record(store, cid, played(number).happened)
    return one


def elsewhere(house: House, name: str = "new", **more: str) -> House:
    """Another machine, to which only the key file was carried."""
    made = House(house.folder.with_name(name), **more)
    shutil.copy2(house.key, made.key)
    return made


# ---------------------------------------------------------------------------------------------------- backup and restore


async def test_the_drill_a_backup_becomes_the_same_record_on_another_machine(house: House) -> None:
    before, held = await house.audit(), await house.held()
    said = await house.well("backup", house.folder / "b")
    assert "3 conferences" in said
    new = elsewhere(house)
    said = await new.well("restore", house.folder / "b")
    assert "3 conferences" in said
    assert "3 tallies counted anew" in said
    assert "Nothing is known to be lost" in said
    assert await new.held() == held
    after = await new.audit()
    assert [(one["entries"], one["tallies"]) for one in after["conferences"]] == [
        (one["entries"], one["tallies"]) for one in before["conferences"]
    ]
    async with new.bot() as store:  # and it is a store to work on: found, due and recorded into
        assert set(await store.log.by_chat(f"chat-{CIDS[0]}")) == {CIDS[0]}
        assert set(await store.log.by_person("tenant-1:oid-1")) == set(CIDS)
        assert set(await store.log.in_weeks({WEEK})) == set(CIDS)
        assert await store.agenda.next_due() is not None
        version = len(await store.log.read(CIDS[0]))
        await store.log.append(wish(version, joined(), cid=CIDS[0]))
    assert (await new.audit())["whole"]


async def test_it_goes_from_every_kind_of_store_to_every_other(house: House) -> None:
    held = await house.held()
    await house.well("backup", house.folder / "b")
    with Servers() as servers:
        one = elsewhere(house, "one", url=Single(servers, valkey()).address)
        await one.well("restore", house.folder / "b")
        assert await one.held() == held
        await one.well("backup", one.folder / "b")
        many = elsewhere(house, "many", url=Clustered(servers).address, durability="replicas=1")
        await many.well("restore", one.folder / "b")
        assert await many.held() == held
        assert (await many.audit())["whole"]
        await many.well("backup", many.folder / "b")
        back = elsewhere(house, "back")
        await back.well("restore", many.folder / "b")
        assert await back.held() == held
        assert (await back.audit())["whole"]


async def test_a_bot_that_runs_is_backed_up_and_audited_and_does_not_notice(house: House) -> None:
    async with house.bot() as store:
        generation = store.opened.generation
        await house.well("backup", house.folder / "b")
        assert (await house.audit())["whole"]
        assert (await store.server.everywhere("HGET", "{cpc}:meta", "generation")) == [str(generation).encode()]
        await record(store, "conf-9", played(9).happened)
    new = elsewhere(house)
    await new.well("restore", house.folder / "b")
    assert [one.cid for one in await new.held()] == CIDS


async def test_the_file_is_private_whole_and_never_written_over(house: House) -> None:
    path = house.folder / "b"
    await house.well("backup", path)
    before = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "is there already" in await house.refused("backup", path)
    assert path.read_bytes() == before
    house.key.rename(house.folder / "away")
    assert "store.key" in await house.refused("backup", house.folder / "b2")
    assert not list(house.folder.glob("*b2*"))


async def test_nothing_of_the_record_shows_in_the_file(house: House) -> None:
    await house.well("backup", house.folder / "b")
    raw_bytes = (house.folder / "b").read_bytes()
    for shown in (*CIDS, "post_it_handed_in", "version", "Wren"):
        assert shown.encode() not in raw_bytes


async def test_without_its_key_nothing_is_restored(house: House) -> None:
    await house.well("backup", house.folder / "b")
    stranger = House(house.folder.with_name("stranger"))
    async with stranger.bot():
        pass
    shutil.rmtree(stranger.data)
    stranger.sidecar.unlink()
    assert "needs the key file of its day" in await stranger.refused("restore", house.folder / "b")
    assert not stranger.data.exists()
    stranger.key.unlink()
    assert "store.key" in await stranger.refused("restore", house.folder / "b")


@pytest.mark.parametrize("damage", ["flip", "cut", "swap", "head", "other", "none"])
async def test_a_file_that_is_not_as_it_was_written_is_refused_before_anything_is_written(
    house: House, damage: str
) -> None:
    await house.well("backup", house.folder / "b")
    whole = (house.folder / "b").read_bytes()
    start, piece = whole.index(b"\n", 30) + 1, (1 << 16) + 16
    changed = {
        "flip": whole[:70_000] + bytes([whole[70_000] ^ 1]) + whole[70_001:],
        "cut": whole[: start + 2 * piece],
        "swap": whole[:start]
        + whole[start + piece : start + 2 * piece]
        + whole[start : start + piece]
        + whole[start + 2 * piece :],
        "head": whole.replace(b"backup 1", b"backup 2"),
        "other": b"Dear council, please find enclosed",
        "none": whole,
    }[damage]
    (house.folder / "c").write_bytes(changed)
    new = elsewhere(house)
    if damage == "none":  # the control: it is the damage that is refused
        await new.well("restore", house.folder / "c")
        return
    assert "backup" in await new.refused("restore", house.folder / "c")
    assert not new.data.exists()
    assert not new.sidecar.exists()


async def test_a_backup_is_never_put_over_anything(house: House) -> None:
    await house.well("backup", house.folder / "b")
    held = await house.held()
    assert "not empty" in await house.refused("restore", house.folder / "b")
    assert await house.held() == held
    async with house.bot():
        assert "another bot is using" in await house.refused("restore", house.folder / "b")
    other = House(house.folder.with_name("other"))
    async with other.bot():
        pass
    shutil.copy2(house.key, other.key)
    shutil.rmtree(other.data)
    assert "knows store" in await other.refused("restore", house.folder / "b")


async def test_what_was_recorded_after_the_backup_is_told_and_stays_known(house: House) -> None:
    """The runbook: the data is gone, the small files beside it are not."""
    await house.well("backup", house.folder / "b")
    async with house.bot() as store:
        generation = store.opened.generation
        await store.log.append(wish(32, joined(), joined(), cid=CIDS[0]))
        await record(store, "conf-9", played(9).happened)
    house.data.rename(house.folder / "broken")
    said = await house.well("restore", house.folder / "b")
    assert "lost: conference conf-0, entries 33 to 34 at least" in said
    assert "lost: conference conf-9, entries 1 to 32 at least" in said
    assert "conf-1" not in said
    found = await house.audit()
    assert found["whole"], "what is known to be lost is no new fault"
    assert {one["conference"] for one in found["conferences"] if one["lost"]} == {"conf-0", "conf-9"}
    async with house.bot() as store:
        assert store.opened.generation > generation
        await store.log.append(wish(32, joined(), cid=CIDS[0]))
    assert (await house.audit())["whole"]


# ---------------------------------------------------------------------------------------------------------------- audit


async def test_the_audit_shows_ids_and_no_content(house: House) -> None:
    said = await house.well("audit", "verify")
    assert all(cid in said for cid in CIDS)
    assert "Nothing is wrong." in said
    assert "Wren" not in said
    assert "conf-1" not in await house.well("audit", "verify", "conf-0")
    assert "no conference conf-8" in await house.refused("audit", "verify", "conf-8")


async def test_the_audit_finds_what_was_done_to_a_store_behind_a_running_bot(house: House) -> None:
    async with house.bot():
        client: Any = await raw(house.address)
        (key, fields) = (await client.xrange("{cpc0}:ev:conf-0"))[5]
        await client.xdel("{cpc0}:ev:conf-0", key)
        await client.hdel("{cpc0}:op:conf-1", "op-conf-1-7")
        await client.delete("{cpc0}:ev:conf-2", "{cpc0}:head:conf-2", "{cpc0}:op:conf-2")
        await client.aclose()
        assert fields
        assert await house.findings() == {("conf-0", "missing"), ("conf-1", "operation"), ("conf-2", "missing")}
        assert "Something is wrong" in (await house.run("audit", "verify")).stdout


async def _cut_back(house: House, to: int) -> None:
    """The first conference's log, its operations and its head, all to the same version."""
    client: Any = await raw(house.address)
    entries = await client.xrange("{cpc0}:ev:conf-0")
    for key, _ in entries[to:]:
        await client.xdel("{cpc0}:ev:conf-0", key)
    known = await client.hgetall("{cpc0}:op:conf-0")
    for op in (op for op, version in known.items() if int(version) > to):
        await client.hdel("{cpc0}:op:conf-0", op)
    await client.hset("{cpc0}:head:conf-0", mapping={"version": to, "mac": entries[to - 1][1][b"m"]})
    await client.aclose()


async def test_a_record_cut_back_with_its_head_is_found_by_the_heads_alone(house: House) -> None:
    async with house.bot():
        await _cut_back(house, 20)
        assert await house.findings() == {("conf-0", "cut")}


@pytest.mark.parametrize("harm", ["edit", "cut", "delete", "exchange"])
async def test_a_file_of_heads_that_was_touched_is_told(house: House, harm: str) -> None:
    lines = house.heads.read_bytes().splitlines(keepends=True)
    assert len(lines) == 4, "its name, and three conferences"
    if harm == "delete":
        house.heads.unlink()
    else:
        changed = {
            "edit": [lines[0], lines[1].replace(b"32", b"31", 1), *lines[2:]],
            "cut": lines[:2],
            "exchange": [lines[0], lines[2], lines[1], lines[3]],
        }[harm]
        house.heads.write_bytes(b"".join(changed))
    found = await house.audit()
    assert not found["whole"]
    assert "store.heads" in found["heads"]


async def test_an_older_copy_of_the_heads_is_told_and_what_it_says_still_counts(house: House) -> None:
    """The copy from write-once storage, put in place of the file: it is older, and every line of it is signed."""
    copy = house.heads.read_bytes()
    async with house.bot() as store:
        await store.log.append(wish(32, joined(), cid=CIDS[0]))
    assert (await house.audit())["heads"] == ""
    house.heads.write_bytes(copy)
    found = await house.audit()
    assert "put back" in found["heads"]
    assert [one["heads"] for one in found["conferences"]] == [1, 1, 1]
    async with house.bot() as store:
        await _cut_back(house, 20)
        assert await house.findings() == {("conf-0", "cut")}


async def test_a_line_that_a_death_cut_short_is_no_fault_and_is_written_over(house: House) -> None:
    with house.heads.open("ab") as file:
        file.write(b'{"said":"{')
    assert (await house.audit())["whole"]
    async with house.bot() as store:
        await store.log.append(wish(32, joined(), cid=CIDS[0]))
    assert len(house.heads.read_bytes().splitlines()) == 5
    assert (await house.audit())["whole"]
    assert house.heads.stat().st_mode & 0o777 == 0o600


async def test_a_bot_whose_heads_were_touched_runs_and_says_that_somebody_must_look(house: House) -> None:
    house.heads.write_bytes(house.heads.read_bytes().replace(b"32", b"31", 1))
    async with house.bot() as store:
        assert "heads_damaged" in await store.probe()


# ----------------------------------------------------------------------------------------------------------------- keys


async def test_the_master_key_is_changed_while_a_conference_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rotated, rewrapped and the old one taken away, with somebody pressing and reading all the time: nothing fails."""
    old = json.loads(house.key.read_text())["keys"][0]["id"]
    stop = asyncio.Event()

    pressed: list[int] = []

    async def press(store: Store) -> None:
        while not stop.is_set():
            await store.log.append(wish(32 + len(pressed), joined(), cid=CIDS[0]))
            pressed.append(1)
            await _cold(store)

    async def _cold(store: Store) -> None:
        """Read as one who has no key at hand."""
        store.log._lines.drop(CIDS[1])
        assert len(await store.log.read(CIDS[1])) == 32

    async with house.bot() as store:
        pressing = Nursery().spawn(press(store), "pressing")
        said = await house.well("keys", "rotate")
        await record(store, "conf-new", played(7).happened)
        assert "still need" in await house.refused("keys", "retire", old)
        assert "4 keys wrapped anew" in await house.well("keys", "rewrap"), (
            "the store's, and three of four conferences'"
        )
        assert "0 keys" in await house.well("keys", "rewrap")
        assert "wait" in await house.refused("keys", "retire", old)
        monkeypatch.setattr(keeping, "_UNDER_WAY", 0.0)
        await house.well("keys", "retire", old)
        assert old not in house.key.read_text()
        for cid in (*CIDS, ConferenceId("conf-new")):
            store.log._lines.drop(cid)
            assert await store.log.read(cid)
        stop.set()
        await pressing
        assert len(pressed) > 10
    async with house.bot() as store:
        assert len(await store.log.read(CIDS[2])) == 32
    assert (await house.audit())["whole"]
    assert old not in said


async def test_the_key_in_use_is_not_taken_away_nor_one_that_is_not_there(house: House) -> None:
    (now,) = (one["id"] for one in json.loads(house.key.read_text())["keys"])
    assert "need" in await house.refused("keys", "retire", now)
    await house.well("keys", "rotate")
    (fresh, _) = (one["id"] for one in json.loads(house.key.read_text())["keys"])
    await house.well("keys", "rewrap")
    for wrong in ("gone", fresh):
        await house.refused("keys", "retire", wrong)
    assert len(json.loads(house.key.read_text())["keys"]) == 2


async def test_a_backup_made_before_the_change_needs_the_older_key_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_UNDER_WAY", 0.0)
    (old,) = (one["id"] for one in json.loads(house.key.read_text())["keys"])
    await house.well("backup", house.folder / "b")
    shutil.copy2(house.key, house.folder / "older.key")
    for words in (("rotate",), ("rewrap",), ("retire", old)):
        await house.well("keys", *words)
    new = elsewhere(house)
    assert "key file of its day" in await new.refused("restore", house.folder / "b")
    shutil.copy2(house.folder / "older.key", new.key)
    await new.well("restore", house.folder / "b")


class Away:
    """A key service that gives no answer."""

    async def wrap(self, key: bytes, context: bytes) -> Wrapped:
        raise KeysAwayError("the key service gives no answer")

    async def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        raise KeysAwayError("the key service gives no answer")


async def test_while_the_key_service_is_away_conferences_at_hand_go_on_and_a_new_one_fails_closed(house: House) -> None:
    async with house.bot() as store:
        log = store.log
        await log.read(CIDS[0])
        at_hand, log._wrapper = log._wrapper, Away()
        for version in range(32, 42):
            assert isinstance(await log.append(wish(version, joined(), cid=CIDS[0])), Appended)
            assert len(await log.read(CIDS[0])) == version + 1
        new = ConferenceId("conf-new")
        with pytest.raises(KeysAwayError, match="gives no answer"):
            await log.append(wish(0, joined(), cid=new))
        with pytest.raises(StoreDownError):  # what whoever presses is told of: nothing recorded, try again
            await log.read(CIDS[1])
        assert new not in await log.all(), "nothing half recorded"
        log._wrapper = at_hand
        assert len(await log.read(CIDS[1])) == 32
        assert isinstance(await log.append(wish(0, joined(), cid=new)), Appended)
