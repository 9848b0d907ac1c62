"""Everything the leak rules look things up in, prepared once."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.ids import PersonId
from bot.domain.particulars import LAY, Child, Particulars
from bot.domain.profile import Profile
from bot.rehearsal.judging.cast import Accounts, Cast
from bot.rehearsal.judging.course import course_of
from bot.rehearsal.judging.secrets import Rights, Secret, Showing, secrets
from bot.rehearsal.judging.story import Press, Record, Shown, read
from bot.rehearsal.judging.strings import Finder, as_read
from bot.rehearsal.teams import Entry

_TITLES = frozenset("Mr Mrs Ms Miss Mx Dr Baby Child Aunt Uncle Gran Nan Mother Father Mum Dad The".split())
_TOO_SHORT = 3


class Rule(StrEnum):
    """What must not be on the wire. Each has a sabotage among the tests that it must find."""

    POST_IT = "words of a post-it before somebody else"
    POST_IT_CHOICE = "what somebody else chose on their post-it"
    WORDS = "words before somebody they are not for"
    CARD = "a card before somebody it is not for"
    POSTED = "content of the case in a message that Teams keeps"
    NOTIFICATION = "content of the case where a notification or an old client shows it"
    STRANGER = "something of the case before a stranger"
    NONCE = "a signed mark where it does not belong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One breach. `people` are loopback ids; `what` says what kind of thing it is, never the thing itself."""

    rule: Rule
    shown: Shown
    what: str
    people: frozenset[str]


def digest(text: str) -> str:
    """Tells one secret from another without saying either."""
    return hashlib.sha256(as_read(text).encode()).hexdigest()[:8]


class Court:
    def __init__(
        self, wire: Iterable[Record | Entry], particulars: Particulars, profile: Profile, accounts: Accounts
    ) -> None:
        self.particulars = particulars
        self.story = read(wire)
        self.cast = Cast(particulars, accounts, self.story)
        self.course = course_of(self.story, self.cast)
        self.rights = Rights(particulars, profile, self.story, self.cast, self.course)
        self.secrets = tuple(secrets(self.story))
        self.finder = Finder()
        for number, secret in enumerate(self.secrets):
            self.finder.add(number, secret.words)

    def showings(self, shown: Shown) -> Iterator[Showing]:
        for teams_id in sorted(shown.people):
            yield Showing(shown=shown, teams_id=teams_id, who=self.cast.at(teams_id, shown.seq))

    def strangers(self, shown: Shown) -> frozenset[str]:
        """An answer is for whom the bot can know; a message in the chat is read by all who belong there."""
        if shown.kept:
            return frozenset(one for one in shown.people if not self.cast.on_a_list(one, shown.seq))
        return frozenset(one.teams_id for one in self.showings(shown) if one.who is None)

    def describe(self, secret: Secret) -> str:
        author = self.cast.at(secret.press.teams_id, secret.press.seq) or secret.press.teams_id
        return f"{secret.kind}, typed by {author} ({digest(secret.words)})"

    @cached_property
    def family_names(self) -> re.Pattern[str]:
        """Children by the name on the cards; family by every part of theirs."""
        people = [one.name for one in self.particulars.people if one.role in LAY]
        parts = [part for name in people for part in name.split() if part not in _TITLES]
        return _names([*(child.called for child in self.particulars.children), *people, *parts])

    def name_of(self, child: Child) -> re.Pattern[str]:
        return _names([child.called])

    @cached_property
    def all_names(self) -> re.Pattern[str]:
        people = [one.name for one in self.particulars.people]
        return _names([*(child.called for child in self.particulars.children), *people, *self.particulars.household])

    @cached_property
    def reference(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){re.escape(as_read(self.particulars.reference))}(?!\w)", re.IGNORECASE)

    @cached_property
    def chosen(self) -> dict[tuple[str, str], list[Press]]:
        """Each value put into an input of a post-it, and the presses that brought it."""
        found: dict[tuple[str, str], list[Press]] = defaultdict(list)
        for press in self.story.presses:
            if press.verb.startswith("post_it."):
                for name, value in press.data.items():
                    if isinstance(value, str):
                        found[name, value].append(press)
        return found

    def owners(self, press: Press) -> frozenset[PersonId | str]:
        """Whose answer it is: who pressed, and the holder of the seat it was written down for."""
        author = self.cast.at(press.teams_id, press.seq) or press.teams_id
        holders = (seat.holder for seat in self.particulars.seats if seat.id == press.subject)
        return frozenset((author, *holders))


def _names(names: Iterable[str]) -> re.Pattern[str]:
    """Capital letters count: a child called May is not every "may"."""
    wanted = sorted({as_read(name) for name in names if len(name) >= _TOO_SHORT}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)" if wanted else r"(?!)")
