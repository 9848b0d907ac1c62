"""A conference is brought by a file or a program: set up once, whoever brings it and however often."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.domain.actor import BOT
from bot.domain.brought import Became
from bot.domain.checks import Found, Gap, concerns, gaps
from bot.domain.events import ConferenceSetUp
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.domain.particulars import Particulars
from bot.domain.verbs.convene_conference import ConveneConference
from bot.usecases.ports import Boroughs, Calendars, Clock, EventLog, StoreDownError
from bot.usecases.press import Done, Record, Wish
from bot.usecases.set_up import SetUp, too_late


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One conference as it was brought. `borough` is the code of its profile; `convene`: everybody is to be invited."""

    particulars: Particulars
    borough: str
    convene: bool = False


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


Convene = Callable[[Wish], Awaitable[Done]]
"""The press use case: convening is a verb like any other, for the bot's own hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresee:
    """What would become of what nobody has set up yet. It takes the clock and the borough's rules, and no record."""

    boroughs: Boroughs
    calendars: Calendars
    clock: Clock
    microsoft: bool
    mail: bool = True

    def __call__(self, brought: Brought) -> Became:
        if too_late(brought.particulars, self.clock.now()):
            return Became.TOO_LATE
        lacking = brought.convene and any(isinstance(one.code, Gap) for one in self.found(brought))
        return Became.NOT_CONVENED if lacking else Became.SET_UP

    def found(self, brought: Brought) -> tuple[Found, ...]:
        """What its sheet would say is missing, and is to be looked at again."""
        profile, now = self.boroughs.profile(brought.borough), self.clock.now()
        event = ConferenceSetUp(
            particulars=brought.particulars, profile=profile, microsoft=self.microsoft, mail=self.mail
        )
        state = evolve(None, event, now)
        return (*gaps(state, now), *concerns(state, self.calendars.england()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bring:
    set_up: SetUp
    log: EventLog
    press: Convene

    async def __call__(self, brought: Brought, by: str) -> Became:
        """`by` is whoever brought it, as `SetUp` takes it. Raises StoreDownError also while it is not confirmed to survive:
        whoever brings it again does no harm, and nobody is told yes too soon (promise 4).
        """
        about = brought.particulars
        before = await self.set_up.known(about.reference)
        if before is None and too_late(about, self.set_up.clock.now()):
            return Became.TOO_LATE
        done = await self.set_up(about, brought.borough, by)
        if not await self.log.confirm(done.cid, 1):
            raise StoreDownError(_NOT_SAFE)
        became = Became.SET_UP if done.new else await self._known(done.cid, brought)
        return await self._convened(done.cid, became) if brought.convene and became is not Became.OTHER else became

    async def foresee(self, brought: Brought) -> Became:
        """What would become of it, with nothing done."""
        before = await self.set_up.known(brought.particulars.reference)
        if before:
            return await self._known(before, brought)
        with_ = self.set_up
        new = Foresee(
            boroughs=with_.boroughs,
            calendars=with_.calendars,
            clock=with_.clock,
            microsoft=with_.microsoft,
            mail=with_.mail,
        )
        return new(brought)

    async def _known(self, cid: ConferenceId, brought: Brought) -> Became:
        first = (await self.log.read(cid))[0].event
        same = isinstance(first, ConferenceSetUp) and first.particulars == brought.particulars
        return Became.SAME if same else Became.OTHER

    async def _convened(self, cid: ConferenceId, became: Became) -> Became:
        """By the rule that a press goes by. The operation's name is the conference's, so that however often it is asked it is
        recorded once.
        """
        wish = Wish(cid=cid, actor=BOT, command=ConveneConference(), op=OpId(f"convene:{cid}"))
        done = await self.press(wish)
        if done.record is Record.UNCONFIRMED:
            raise StoreDownError(_NOT_SAFE)
        return Became.NOT_CONVENED if done.refused else became


_NOT_SAFE = "not yet confirmed to be safe: do it again"
