"""The key file: private, whole, and never overwritten."""

import json
import os
from pathlib import Path

import pytest

from bot.adapters.keys import (
    FileKeyWrapper,
    KeyRefusedError,
    Wrapped,
    create_key_file,
    load_key_file,
    master_ids,
    retire_key,
    rotate_key_file,
)
from bot.adapters.private_file import TooOpenError, private_directory, replace_private

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_key_file(tmp_path / "master.key")
    return tmp_path / "master.key"


@pytest.fixture
def wrapper(path: Path) -> FileKeyWrapper:
    return load_key_file(path)


async def test_a_wrapped_key_opens_for_what_it_was_wrapped_for(wrapper: FileKeyWrapper) -> None:
    wrapped = await wrapper.wrap(KEY, b"conference-1")
    assert KEY not in wrapped.sealed
    assert await wrapper.unwrap(wrapped, b"conference-1") == KEY
    with pytest.raises(KeyRefusedError):
        await wrapper.unwrap(wrapped, b"conference-2")


@pytest.mark.parametrize("sealed", [b"", b"x" * 12, b"x" * 60])
async def test_what_was_not_wrapped_here_does_not_open(wrapper: FileKeyWrapper, sealed: bytes) -> None:
    with pytest.raises(KeyRefusedError, match="does not open this"):
        await wrapper.unwrap(Wrapped(wrapper.current, sealed), b"")
    with pytest.raises(KeyRefusedError, match="master key gone is not in the key file"):
        await wrapper.unwrap(Wrapped("gone", sealed), b"")


async def test_a_change_of_master_key_is_noticed_at_the_next_wrapping(path: Path) -> None:
    """By a wrapper that was there before: the bot runs on. What the old key wrapped still opens, until it is retired."""
    running, another = load_key_file(path), load_key_file(path)
    old = await running.wrap(KEY, b"c")
    fresh = rotate_key_file(path)
    new = await running.wrap(KEY, b"c")
    assert (new.master, master_ids(path)) == (fresh, (fresh, old.master))
    assert await running.unwrap(old, b"c") == KEY
    assert await another.unwrap(new, b"c") == KEY, "one that meets an unknown key looks again too"
    retire_key(path, old.master)
    assert master_ids(path) == (fresh,)
    with pytest.raises(KeyRefusedError, match=f"master key {old.master} is not in the key file"):
        await load_key_file(path).unwrap(old, b"c")


@pytest.mark.parametrize("harm", ["gone", "wide", "damaged"])
async def test_a_file_that_cannot_be_read_for_a_while_stops_nobody_who_has_its_keys(path: Path, harm: str) -> None:
    running = load_key_file(path)
    rotate_key_file(path)
    before, whole = running.current, _harmed(path, harm)
    assert (await running.wrap(KEY, b"c")).master == before
    replace_private(path, whole)
    assert (await running.wrap(KEY, b"c")).master != before


def _harmed(path: Path, how: str) -> bytes:
    """What it was before."""
    assert path.stat().st_mode & 0o777 == 0o600
    whole = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "wide":
        path.chmod(0o644)
    else:
        replace_private(path, b"{")
    return whole


def test_only_an_old_key_that_is_there_can_be_retired(path: Path) -> None:
    (first,) = master_ids(path)
    for wrong in (first, "gone"):
        with pytest.raises(KeyRefusedError, match=wrong):
            retire_key(path, wrong)
    assert master_ids(path) == (first,)


def test_a_file_that_names_a_key_twice_is_refused(path: Path) -> None:
    one = json.loads(path.read_text())["keys"][0]
    replace_private(path, json.dumps({"keys": [one, one]}).encode())
    with pytest.raises(KeyRefusedError):
        load_key_file(path)


def test_the_file_is_this_accounts_alone(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path], "no half-written file is left"


def test_a_loose_umask_does_not_loosen_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        create_key_file(tmp_path / "loose.key")
        private_directory(tmp_path / "loose")
    finally:
        os.umask(before)
    assert (tmp_path / "loose.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "loose").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o644])
def test_a_wider_file_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(TooOpenError, match="make it 0600"):
        load_key_file(path)


def test_a_key_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_key_file(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_key_file(tmp_path / "none.key")


@pytest.mark.parametrize(
    "content",
    ["", "{", "{}", '{"keys":[]}', '{"keys":[{"id":"a","key":"!"}]}', '{"keys":[{"id":"a","key":"c2hvcnQ="}]}'],
)
def test_a_damaged_file_is_refused_and_not_quoted(path: Path, content: str) -> None:
    replace_private(path, content.encode())
    with pytest.raises(KeyRefusedError, match="is not a whole key file"):
        load_key_file(path)


def test_a_key_is_not_shown(wrapper: FileKeyWrapper) -> None:
    assert repr(wrapper) == f"FileKeyWrapper(current='{wrapper.current}')"
