"""Keys that programs show: known by their hashes alone."""

import pytest

from bot.usecases.program_keys import Keys, checked, hash_of, new_key

KEY, OTHER = f"chairside_{'k' * 43}", f"chairside_{'o' * 43}"


def test_each_key_is_known_by_its_hash_alone() -> None:
    keys = Keys([f"one:{hash_of(KEY)}", f"two:{hash_of(OTHER)}"])
    assert [keys.holder(f"Bearer {each}") for each in (KEY, OTHER, new_key())] == ["one", "two", ""]
    assert len({new_key() for _ in range(50)}) == 50
    assert KEY not in repr(vars(keys))


@pytest.mark.parametrize("entry", ["", "one", "one:", f"One:{hash_of(KEY)}", f"one:{KEY}", f"one:{hash_of(KEY)}0", ":"])
def test_what_is_no_hash_is_refused_by_the_settings(entry: str) -> None:
    with pytest.raises(ValueError, match="NAME:HASH"):
        checked([entry])


def test_one_name_has_one_key() -> None:
    with pytest.raises(ValueError, match="two keys of the name one"):
        checked([f"one:{hash_of(KEY)}", f"one:{hash_of(OTHER)}"])
