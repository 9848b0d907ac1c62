"""Typed commands. They answer everybody by their role, in private, with cards that hold nothing (they are kept by Teams)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.cards.components import Card
from bot.cards.plain import choose_card, help_card
from bot.cards.shells import opener
from bot.dialogs.marks import only_see
from bot.dialogs.press import Answer, CardAnswer, Said, TextAnswer
from bot.domain.conference import Conference
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.powers import Power, person_of, powers_of
from bot.usecases.ports import Clock
from bot.usecases.read_view import ReadView
from bot.words.chat import NOT_HERE
from bot.words.commands import COMMANDS, NOT_FOR_YOU, NOT_UNDERSTOOD

OPEN = timedelta(days=30)
"""How long after its start a conference still answers to a typed command: longer than its record takes (S4 14.4)."""

_ANYBODY = frozenset(Power)
_WHO: Mapping[str, frozenset[Power]] = {
    "console.show": frozenset({Power.CHAIR}),
    "console.hand_over": frozenset({Power.CHAIR, Power.MANAGER}),
    "console.correct_end": frozenset({Power.CHAIR, Power.MANAGER}),
    "post_it.show": frozenset({Power.PROFESSIONAL}),
    "decisions.show": frozenset({Power.PROFESSIONAL}),
    "summary.draft": frozenset({Power.CHAIR}),
}

MOST_OFFERED = 12
"""Conferences to choose from at once, the nearest in time."""


@dataclass(frozen=True, slots=True)
class _Mine:
    cid: ConferenceId
    state: Conference
    who: PersonId


def _without_buttons(card: Card) -> Card:
    """A button would have to know which of several conferences is meant; a typed word is asked which."""
    return {**card, "body": [one for one in card["body"] if one["type"] != "ActionSet"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    read: ReadView
    clock: Clock

    async def __call__(self, said: Said) -> Answer | None:
        word = " ".join(said.text.lower().split())
        mine = [one for one in await self._mine(said) if self._open(one.state)]
        if not mine:
            return TextAnswer(NOT_HERE)
        verb = COMMANDS.get(word, "")
        if verb in ("", "help.show"):
            return CardAnswer(self._help(mine, known=bool(verb)))
        able = [one for one in mine if powers_of(one.state, one.who) & _WHO.get(verb, _ANYBODY)]
        if not able:
            return TextAnswer(NOT_FOR_YOU)
        return CardAnswer(self._open_one(verb, able))

    def _open_one(self, verb: str, able: list[_Mine]) -> Mapping[str, object]:
        """One conference: a button that opens it. Several: one button for each, by reference and hour."""
        if len(able) == 1:
            one = able[0]
            return opener(verb, one.state.particulars.reference, only_see(one.cid))
        lines = [
            (one.state.particulars.reference, one.state.particulars.start, only_see(one.cid))
            for one in sorted(self._nearest(able), key=lambda one: one.state.particulars.start)
        ]
        return choose_card(verb, lines)

    def _nearest(self, able: list[_Mine]) -> list[_Mine]:
        """An administrator has more conferences open than a card has room for; nobody asks for the far ones by typing."""
        now = self.clock.now()
        return sorted(able, key=lambda one: abs(one.state.particulars.start - now))[:MOST_OFFERED]

    def _help(self, mine: list[_Mine], *, known: bool) -> Mapping[str, object]:
        held = frozenset[Power]().union(*(powers_of(one.state, one.who) for one in mine))
        notice = "" if known else NOT_UNDERSTOOD
        card = help_card(held, only_see(mine[0].cid), notice=notice)
        return card if len(mine) == 1 else _without_buttons(card)

    async def _mine(self, said: Said) -> list[_Mine]:
        found = []
        for cid in await self.read.of_person(said.actor):
            state = await self.read.state(cid)
            who = person_of(state, said.actor) if state else None
            if state and who:
                found.append(_Mine(cid, state, who))
        return found

    def _open(self, state: Conference) -> bool:
        return self.clock.now() - state.particulars.start < OPEN
