"""The backup's file: whatever was put in comes out, or it is refused (promise 20)."""

import asyncio
import random
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.keys import FileKeyWrapper, KeyRefusedError, create_key_file
from bot.adapters.private_file import new_private
from bot.adapters.sealed_file import FileDamagedError, reader, writer


@pytest.fixture(scope="module")
def wrapper(tmp_path_factory: pytest.TempPathFactory) -> FileKeyWrapper:
    path = tmp_path_factory.mktemp("keys") / "master.key"
    create_key_file(path)
    return FileKeyWrapper(path)


async def _written(wrapper: FileKeyWrapper, records: list[bytes]) -> bytes:
    file = BytesIO()
    out = await writer(file, wrapper)
    for one in records:
        out.add(one)
    out.end()
    return file.getvalue()


async def _read(wrapper: FileKeyWrapper, raw: bytes) -> list[bytes]:
    records = await reader(BytesIO(raw), wrapper)
    assert list(records()) == list(records()), "it can be read twice"
    return list(records())


PIECE = 1 << 16
SIZES = st.one_of(st.integers(0, 300), st.integers(PIECE - 20, PIECE + 20), st.integers(2 * PIECE - 20, 2 * PIECE + 20))


@given(st.lists(SIZES, max_size=5))
def test_records_of_any_size_come_out_as_they_went_in(wrapper: FileKeyWrapper, sizes: list[int]) -> None:
    records = [random.Random(size).randbytes(size) for size in sizes]
    assert asyncio.run(_read(wrapper, asyncio.run(_written(wrapper, records)))) == records


async def test_a_byte_changed_anywhere_is_refused(wrapper: FileKeyWrapper) -> None:
    whole, chance = await _written(wrapper, [b"x" * 100_000, b"y" * 100_000]), random.Random(20)
    for at in [*range(200), *(chance.randrange(len(whole)) for _ in range(300)), len(whole) - 1]:
        changed = whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
        with pytest.raises((FileDamagedError, KeyRefusedError)):
            await _read(wrapper, changed)


async def test_a_file_cut_anywhere_or_made_longer_is_refused(wrapper: FileKeyWrapper) -> None:
    whole, chance = await _written(wrapper, [b"x" * 100_000, b"y" * 100_000]), random.Random(21)
    start = whole.index(b"\n", 30) + 1
    pieces = [start + number * (PIECE + 16) for number in range(4)]
    for at in [*pieces, *range(200), *(chance.randrange(len(whole)) for _ in range(300)), len(whole) - 1]:
        with pytest.raises((FileDamagedError, KeyRefusedError)):
            await _read(wrapper, whole[:at])
    for more in (b"\0", whole[pieces[0] : pieces[1]], whole[start:]):
        with pytest.raises(FileDamagedError):
            await _read(wrapper, whole + more)


async def test_the_pieces_of_two_files_cannot_be_mixed(wrapper: FileKeyWrapper) -> None:
    one, other = [await _written(wrapper, [letter * 200_000]) for letter in (b"x", b"y")]
    start = one.index(b"\n", 30) + 1
    with pytest.raises(FileDamagedError):
        await _read(wrapper, one[:start] + other[other.index(b"\n", 30) + 1 :])


def test_a_file_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    with suppress(InterruptedError), new_private(tmp_path / "b") as file:
        file.write(b"half")
        raise InterruptedError
    assert list(tmp_path.iterdir()) == []
    with new_private(tmp_path / "b") as file:
        file.write(b"whole")
    assert (tmp_path / "b").read_bytes() == b"whole"
    with pytest.raises(FileExistsError), new_private(tmp_path / "b"):
        pass
