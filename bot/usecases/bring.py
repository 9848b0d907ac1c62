"""A conference is brought by a file or a program: set up once, whoever brings it and however often."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.brought import Became
from bot.domain.events import ConferenceSetUp
from bot.domain.ids import ConferenceId
from bot.domain.particulars import Particulars
from bot.usecases.ports import EventLog, StoreDownError
from bot.usecases.set_up import SetUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One conference as it was brought. `borough` is the code of its profile."""

    particulars: Particulars
    borough: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtFault:
    """One thing wrong with it. `pointer` names the place (RFC 6901), "" for all of it. `says` may quote what was sent: it
    is for whoever sent it, never for a log.
    """

    pointer: str
    says: str


class FaultsError(Exception):
    """Nothing was made of it. `faults` are all there are."""

    def __init__(self, faults: Collection[BroughtFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bring:
    set_up: SetUp
    log: EventLog

    async def __call__(self, brought: Brought, by: str) -> Became:
        """`by` is whoever brought it, as `SetUp` takes it. Raises StoreDownError also while it is not confirmed to survive:
        whoever brings it again does no harm, and nobody is told yes too soon (promise 4).
        """
        about = brought.particulars
        before = await self.set_up.known(about.reference)
        if before is None and self.set_up.too_late(about):
            return Became.TOO_LATE
        done = await self.set_up(about, brought.borough, by)
        if not await self.log.confirm(done.cid, 1):
            raise StoreDownError("not yet confirmed to be safe: do it again")
        return Became.SET_UP if done.new else await self._known(done.cid, brought)

    async def foresee(self, brought: Brought) -> Became:
        """What would become of it, with nothing done."""
        before = await self.set_up.known(brought.particulars.reference)
        if before:
            return await self._known(before, brought)
        return Became.TOO_LATE if self.set_up.too_late(brought.particulars) else Became.SET_UP

    async def _known(self, cid: ConferenceId, brought: Brought) -> Became:
        first = (await self.log.read(cid))[0].event
        same = isinstance(first, ConferenceSetUp) and first.particulars == brought.particulars
        return Became.SAME if same else Became.OTHER
