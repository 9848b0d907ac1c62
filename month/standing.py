"""How one conference stands after each line of the journal, as somebody with a pencil would keep it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.domain.particulars import Role
from month.council import Human, Planned
from month.journal import Deed, What


class Standing:
    def __init__(self, planned: Planned) -> None:
        about = planned.about
        self.humans: dict[str, Human] = {str(who): human for who, human in planned.humans.items()}
        self.roles: dict[str, Role] = {one.id: one.role for one in about.people}
        self.holders: dict[str, str] = {one.id: one.holder for one in about.seats}
        self.agencies: dict[str, str] = {one.id: one.agency for one in about.seats}
        self.start = about.start
        self.convened: datetime | None = None
        self.arranged: datetime | None = None
        self.cancelled: datetime | None = None
        self.begun = False
        self.time = 0
        self.asked: dict[str, datetime] = {}
        self.stuck: dict[str, datetime] = {}
        self.ever: set[str] = set()
        self.replied: dict[str, str] = {}
        self.settled: set[str] = set()
        self.none: set[str] = set()
        self.shared: set[str] = set()
        self.flags: dict[str, datetime] = {}
        self.declared = False
        self.agreed: set[str] = set()
        self.family_agreed: set[str] = set()

    def takes(self, deed: Deed) -> None:
        _DEEDS[deed.what](self, deed)

    def asks(self, who: str, at: datetime) -> None:
        self.asked.setdefault(who, at)
        self.ever.add(who)

    def coming(self) -> list[str]:
        return [who for who in self.roles if self.comes(who)]

    def comes(self, who: str) -> bool:
        """Whether they are invited at all: an observer once both have agreed (S4 3.3)."""
        if self.roles[who] is Role.OBSERVER:
            return who in self.agreed and who in self.family_agreed
        return self.roles[who] is not Role.ADMINISTRATOR


def _convened(to: Standing, deed: Deed) -> None:
    to.convened = to.arranged = deed.at


def _moved(to: Standing, deed: Deed) -> None:
    """Nobody has been asked to the new time, nor answered for it."""
    to.start, to.arranged, to.time = deed.start or to.start, deed.at, to.time + 1
    to.asked, to.replied, to.stuck = {}, {}, {}


def _cancelled(to: Standing, deed: Deed) -> None:
    to.cancelled = deed.at


def _begun(to: Standing, _deed: Deed) -> None:
    to.begun = True


def _replied(to: Standing, deed: Deed) -> None:
    to.replied[deed.who] = deed.about


def _passed_on(to: Standing, deed: Deed) -> None:
    """`about` is the colleague, who can be reached as they could."""
    to.humans[deed.about] = to.humans[deed.who].colleague
    to.ever.discard(deed.who)
    to.roles[deed.about] = to.roles.pop(deed.who)
    to.holders = {seat: deed.about if who == deed.who else who for seat, who in to.holders.items()}


def _told(to: Standing, deed: Deed) -> None:
    to.asks(deed.who, deed.at)


def _settled(to: Standing, deed: Deed) -> None:
    """It came after all, whatever was said before."""
    to.none.discard(deed.about)
    to.settled.add(deed.about)


def _not_coming(to: Standing, deed: Deed) -> None:
    to.none.add(deed.about)


def _shared(to: Standing, deed: Deed) -> None:
    to.shared.add(deed.about)


def _flagged(to: Standing, deed: Deed) -> None:
    to.flags[deed.about] = deed.at


def _heard(to: Standing, deed: Deed) -> None:
    del to.flags[deed.about]


def _declared(to: Standing, _deed: Deed) -> None:
    to.declared = True


def _agreed(to: Standing, deed: Deed) -> None:
    to.agreed.add(deed.who)


def _family_agreed(to: Standing, deed: Deed) -> None:
    to.family_agreed.add(deed.who)


def _taken_off(to: Standing, deed: Deed) -> None:
    del to.roles[deed.who]
    to.ever.discard(deed.who)
    to.holders = {seat: who for seat, who in to.holders.items() if who != deed.who}


_DEEDS: Mapping[What, Callable[[Standing, Deed], None]] = {
    What.CONVENED: _convened,
    What.MOVED: _moved,
    What.CANCELLED: _cancelled,
    What.BEGUN: _begun,
    What.REPLIED: _replied,
    What.PASSED_ON: _passed_on,
    What.TOLD: _told,
    What.SENT: _settled,
    What.RECEIVED: _settled,
    What.NOT_COMING: _not_coming,
    What.SHARED: _shared,
    What.FLAGGED: _flagged,
    What.HEARD: _heard,
    What.DECLARED: _declared,
    What.AGREED: _agreed,
    What.FAMILY_AGREED: _family_agreed,
    What.TAKEN_OFF: _taken_off,
}
