"""The door for a council's own programs, where the settings open it. Names adapters, as bootstrap does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.config import Settings
from bot.opening import Store
from bot.usecases.press import Press
from bot.usecases.read_board import ReadBoard
from bot.usecases.set_up import SetUp

if TYPE_CHECKING:
    from bot.usecases.bring import Brought


def door_for_programs(
    settings: Settings, store: Store, board: ReadBoard, set_up: SetUp, press: Press
) -> Callable[[web.Application], None] | None:
    """None where no program has a key: then nothing of it is loaded."""
    if not settings.api_keys:
        return None
    from bot.adapters.repeats import ValkeyRepeats  # noqa: PLC0415 - a start without it need not wait for it
    from bot.usecases.bring import Bring  # noqa: PLC0415 - likewise
    from bot.usecases.program_keys import Keys  # noqa: PLC0415 - likewise
    from bot.web.api import Api  # noqa: PLC0415 - likewise

    def read(body: bytes) -> "Brought":
        from bot.adapters.conference_json import read_brought  # noqa: PLC0415 - in the thread in which it reads

        return read_brought(body, set_up.boroughs.codes())

    api = Api(
        keys=Keys(settings.api_keys),
        read=read,
        bring=Bring(set_up=set_up, log=store.log, press=press),
        board=board,
        repeats=ValkeyRepeats(store.server, store.opened.keyspace, store.opened.keys.signing_key),
    )
    return api.add_to
