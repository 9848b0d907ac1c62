"""Who is who behind the loopback's names, from the conference file and from what the chair said on the wire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.ids import PersonId
from bot.domain.particulars import Particulars, Person, Role, Seat
from bot.rehearsal.judging.answers import accepted
from bot.rehearsal.judging.story import Story

HELPING = frozenset({Role.FAMILY, Role.SUPPORTER, Role.OBSERVER, Role.INTERPRETER, Role.MINUTE_TAKER})
"""Who never gets a post-it, a tally, a decision or a summary in Teams (J12)."""

Accounts = Mapping[str, PersonId | None]
"""The loopback's name for each person in the play -> who of the conference they are, None for somebody on no list."""

_NO_ACCOUNT = "29:"
"""How Teams names somebody to a bot who joined without signing in: by no account at all."""


@dataclass(frozen=True, slots=True)
class _Admitted:
    seq: int
    teams_id: str
    person: PersonId


class Cast:
    """As the bot can know it (J4, J13): somebody on the list by the wrong account, or by none, is a stranger. Let in by the
    chair, who comes by another account is that person from then on; who comes by none is recognised and gets nothing.
    """

    def __init__(self, particulars: Particulars, accounts: Accounts, story: Story) -> None:
        self.particulars = particulars
        self._accounts = accounts
        self._people = {one.id: one for one in particulars.people}
        self._known = {
            teams_id: who for teams_id, who in accounts.items() if who and self._signed_in(who, teams_id, story)
        }
        self._admitted = tuple(_admissions(story))

    def _signed_in(self, who: PersonId, teams_id: str, story: Story) -> bool:
        """Whether Teams calls them by the account on the list; by any account where the list has only an address."""
        account, listed = story.accounts.get(teams_id, ""), self._people[who].account
        if not account:
            return True
        return account == listed.oid if listed else not account.startswith(_NO_ACCOUNT)

    def at(self, teams_id: str, seq: int) -> PersonId | None:
        """Who this is at that point of the wire; None for a stranger."""
        let_in = [one.person for one in self._admitted if one.teams_id == teams_id and one.seq <= seq]
        return let_in[-1] if let_in else self._known.get(teams_id)

    def on_a_list(self, teams_id: str, seq: int) -> bool:
        """Whether they belong in the meeting at all, signed in or not: what a message in its chat is judged by."""
        return bool(self._accounts.get(teams_id) or self.at(teams_id, seq))

    def person(self, who: PersonId) -> Person | None:
        return self._people.get(who)

    def role(self, who: PersonId) -> Role | None:
        person = self._people.get(who)
        return person.role if person else None

    def seat(self, who: PersonId) -> Seat | None:
        return self.particulars.seat_of(who)

    def teams_ids(self, who: PersonId) -> tuple[str, ...]:
        """By every account they came by."""
        return tuple(teams_id for teams_id, person in self._accounts.items() if person == who)


def _admissions(story: Story) -> Iterator[_Admitted]:
    for press in story.presses:
        if press.verb == "stranger.admit" and accepted(story, press):
            key, person = press.typed("stranger"), PersonId(press.typed("person"))
            for teams_id, account in story.accounts.items():
                if account and key.endswith(account) and not account.startswith(_NO_ACCOUNT):
                    yield _Admitted(press.seq, teams_id, person)
