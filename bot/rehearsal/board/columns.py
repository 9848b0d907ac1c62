"""The people of a play in the order in which a chair thinks of them."""

from dataclasses import dataclass

from bot.domain.ids import PersonId
from bot.domain.particulars import Particulars, Person, Role
from bot.rehearsal.judging.cast import Accounts
from bot.rehearsal.judging.story import Story
from bot.words.labels import label

_ORDER = (
    *(Role.CHAIR, Role.STAND_IN, Role.PROFESSIONAL, Role.ADMINISTRATOR, Role.MANAGER, Role.MINUTE_TAKER),
    *(Role.INTERPRETER, Role.OBSERVER, Role.FAMILY, Role.SUPPORTER),
)
NO_LIST = "On no list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`teams_ids`: every account this person came by. `key` names the column in the page. `who` None: a stranger."""

    key: str
    name: str
    what: str
    teams_ids: frozenset[str]
    who: PersonId | None


def columns(particulars: Particulars, accounts: Accounts, story: Story) -> list[Column]:
    people = sorted(particulars.people, key=lambda one: _ORDER.index(one.role))
    listed = [(one.name, _what(particulars, one), _ids(accounts, one.id), one.id) for one in people]
    unknown = [one for one, who in accounts.items() if who is None]
    strangers = [(story.names.get(one) or one, NO_LIST, frozenset({one}), None) for one in unknown]
    return [
        Column(key=f"p{number}", name=name, what=what, teams_ids=ids, who=who)
        for number, (name, what, ids, who) in enumerate([*listed, *strangers])
    ]


def _ids(accounts: Accounts, who: PersonId) -> frozenset[str]:
    return frozenset(teams_id for teams_id, person in accounts.items() if person == who)


def _what(particulars: Particulars, person: Person) -> str:
    seat = particulars.seat_of(person.id)
    if seat:
        return seat.title
    return person.relation or label(person.role)
