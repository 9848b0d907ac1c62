"""Typed commands. They answer everybody by their role, in private, with cards that hold nothing (they are kept by Teams)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards.components import Card
from bot.cards.plain import choose_card, help_card
from bot.cards.shells import office_opener, opener
from bot.dialogs.marks import only_see
from bot.dialogs.mine import Mine, listed
from bot.dialogs.office import OFFICE, see_office
from bot.dialogs.press import Answer, CardAnswer, Said, TextAnswer
from bot.domain.powers import ARRANGERS, Power, powers_of
from bot.domain.verbs.ask_recording import ASK_TO_RECORD
from bot.usecases.may_begin import MayBegin
from bot.usecases.ports import Clock
from bot.usecases.read_view import ReadView
from bot.words.chat import NOT_HERE
from bot.words.commands import COMMANDS, NOT_FOR_YOU, NOT_UNDERSTOOD

_ANYBODY = frozenset(Power)
_WHO: Mapping[str, frozenset[Power]] = {
    "console.show": frozenset({Power.CHAIR}),
    "console.hand_over": frozenset({Power.CHAIR, Power.MANAGER}),
    "console.correct_end": frozenset({Power.CHAIR, Power.MANAGER}),
    "post_it.show": frozenset({Power.PROFESSIONAL}),
    "practice.show": frozenset({Power.CHAIR, Power.PROFESSIONAL}),
    "decisions.show": frozenset({Power.PROFESSIONAL}),
    "summary.draft": frozenset({Power.CHAIR}),
    "sheet.show": ARRANGERS,
    "report.show": ARRANGERS | {Power.PROFESSIONAL},
    "flag.show": frozenset({Power.CHAIR, Power.PROFESSIONAL}),
    "ask.show": frozenset({Power.CHAIR}),
    "recording.form": ASK_TO_RECORD,
    "errand.show": ARRANGERS,
}

MOST_OFFERED = 12
"""Conferences to choose from at once, the nearest in time."""


def _without_buttons(card: Card) -> Card:
    """A button would have to know which of several conferences is meant; a typed word is asked which."""
    return {**card, "body": [one for one in card["body"] if one["type"] != "ActionSet"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    read: ReadView
    clock: Clock
    may_begin: MayBegin

    async def __call__(self, said: Said) -> Answer | None:
        word = " ".join(said.text.lower().split())
        verb = COMMANDS.get(word, "")
        if verb in OFFICE:
            return CardAnswer(office_opener(verb, see_office()))
        mine = await listed(self.read, said.actor)
        if not mine:
            return await self._elsewhere(said)
        if verb in ("", "help.show"):
            return CardAnswer(self._help(mine, known=bool(verb)))
        able = [one for one in mine if powers_of(one.state, one.who) & _WHO.get(verb, _ANYBODY)]
        if not able:
            return TextAnswer(NOT_FOR_YOU)
        return CardAnswer(self._open_one(verb, able))

    async def _elsewhere(self, said: Said) -> Answer:
        """An administrator's first day: they are in no conference, and may begin one."""
        begins = await self.may_begin(said.actor)
        return CardAnswer(office_opener("set_up.show", see_office())) if begins else TextAnswer(NOT_HERE)

    def _open_one(self, verb: str, able: list[Mine]) -> Mapping[str, object]:
        """One conference: a button that opens it. Several: one button for each, by reference and hour."""
        if len(able) == 1:
            one = able[0]
            return opener(verb, one.state.particulars.reference, only_see(one.cid))
        lines = [
            (one.state.particulars.reference, one.state.particulars.start, only_see(one.cid))
            for one in sorted(self._nearest(able), key=lambda one: one.state.particulars.start)
        ]
        return choose_card(verb, lines)

    def _nearest(self, able: list[Mine]) -> list[Mine]:
        """An administrator has more conferences open than a card has room for; nobody asks for the far ones by typing."""
        now = self.clock.now()
        return sorted(able, key=lambda one: abs(one.state.particulars.start - now))[:MOST_OFFERED]

    def _help(self, mine: Sequence[Mine], *, known: bool) -> Mapping[str, object]:
        held = frozenset[Power]().union(*(powers_of(one.state, one.who) for one in mine))
        notice = "" if known else NOT_UNDERSTOOD
        card = help_card(held, only_see(mine[0].cid), notice=notice)
        return card if len(mine) == 1 else _without_buttons(card)
