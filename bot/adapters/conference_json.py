"""A conference as a program sends it: the block `conference` of a conference file, as JSON, and whether everybody is to be
invited; all of it, or every fault in it.
"""

from collections.abc import Collection, Iterator
from typing import Any

import orjson

from bot.adapters.conference_file import made_of, troubles_of
from bot.adapters.placed_yaml import MOST_LEVELS, MOST_VALUES, Mark, Path, Placed, pointer
from bot.usecases.bring import Brought, BroughtFault, FaultsError

_START = Mark(1, 1)
_CONVENE = "convene"


def read_brought(body: bytes, boroughs: Collection[str]) -> Brought:
    """Raises FaultsError with every fault. Slow over a large body: for a thread."""
    found = _placed(body)
    convene = found.value.pop(_CONVENE, False) if isinstance(found.value, dict) else False
    faults = [BroughtFault(pointer=pointer(one.path), says=one.says) for one in troubles_of(found, boroughs, real=True)]
    if not isinstance(convene, bool):
        faults.append(BroughtFault(pointer=f"/{_CONVENE}", says="expected true or false"))
    if faults:
        raise FaultsError(faults)
    made = made_of(found)
    return Brought(particulars=made.particulars, borough=made.profile, convene=convene)


def _placed(body: bytes) -> Placed:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise FaultsError((BroughtFault(pointer="", says="this is not JSON"),)) from None
    if sum(1 for _ in _values(value, ())) > MOST_VALUES:
        raise FaultsError((BroughtFault(pointer="", says=f"more than {MOST_VALUES} values"),))
    return Placed(value=value, values={(): _START}, lined=False)


def _values(value: Any, path: Path) -> Iterator[Path]:  # noqa: ANN401 - whatever was sent
    yield path
    if len(path) > MOST_LEVELS:
        raise FaultsError((BroughtFault(pointer=pointer(path), says=f"more than {MOST_LEVELS} inside one another"),))
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from _values(one, (*path, step))
