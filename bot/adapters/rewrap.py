"""A change of master key, while the bot runs: wrap every key anew, then do without the old one (promise 25)."""

from collections import Counter
from dataclasses import dataclass

from bot.adapters.keys import KeyRefusedError, KeyWrapper, Wrapped, conference_context, root_context
from bot.adapters.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """`unsettled`: another process was at that key, or the store did not confirm it: do it again."""

    done: int = 0
    unsettled: int = 0


async def rewrap(shelf: Shelf, wrapper: KeyWrapper, current: str) -> Rewrapped:
    """Have `current` wrap the store's root key and every conference's data key. The log is not touched, and the keys
    themselves are the same, so that nobody who has one at hand notices.

    Raises KeyRefusedError for a key that no master key at hand opens, with everything before it done.
    """
    done = unsettled = 0
    for cid, wrapped, context in await _wrapped(shelf):
        if wrapped.master == current:
            continue
        fresh = await wrapper.wrap(await wrapper.unwrap(wrapped, context), context)
        if fresh.master != current:
            raise KeyRefusedError(f"the key file has another first key than {current}: rewrap again")
        if await shelf.rewrap(cid, wrapped, fresh):
            done += 1
        else:
            unsettled += 1
    return Rewrapped(done, unsettled)


async def needed(shelf: Shelf) -> Counter[str]:
    """How many keys in the store each master key wraps."""
    return Counter(wrapped.master for _, wrapped, _ in await _wrapped(shelf))


async def _wrapped(shelf: Shelf) -> list[tuple[str | None, Wrapped, bytes]]:
    """Every wrapped key: of the store (None), then of each conference that was not erased; and what it is wrapped for."""
    about = await shelf.description()
    store = about["store"].decode()
    found: list[tuple[str | None, Wrapped, bytes]] = [
        (None, Wrapped(about["master"].decode(), about["root"]), root_context(store))
    ]
    for cid, head in await shelf.heads():
        if head.key is not None:
            found.append((cid, head.key, conference_context(store, cid, head.key_id)))
    return found
