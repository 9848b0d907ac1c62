"""The way of one press: who, on which card, about what; the rules; and the card of the state that is now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.cards.components import Card, Marks
from bot.cards.plain import message_card, refusal_card
from bot.dialogs import checklist as checklist_flow
from bot.dialogs import doors
from bot.dialogs.flow import CHANGES, NO_FAULTS, SHOWS, Change, Draw, Pressed, with_typed
from bot.dialogs.marks import marks
from bot.dialogs.nonce import Nonce, Signer, operation, read
from bot.dialogs.press import Answer, CardAnswer, Press, TextAnswer
from bot.domain.ids import ConferenceId
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY
from bot.domain.powers import person_of, was_listed
from bot.domain.refusals import Why
from bot.usecases.ports import Ids
from bot.usecases.press import Done, Record, Wish
from bot.usecases.press import Press as PressUseCase
from bot.usecases.read_view import Looking, ReadView
from bot.words.answers import (
    ALREADY,
    IN_DOUBT,
    NOT_CONFIRMED,
    OLD_TEAMS,
    OUT_OF_DATE,
    RECORDED,
    RECORDED_TITLE,
    UNKNOWN_BUTTON,
)
from bot.words.chat import NOT_KNOWN
from bot.words.invitation import PASSED_ON, PASSED_ON_TITLE
from bot.words.refusals import Audience, sentence

_NAME = re.compile(r"[0-9a-f]{16}")

__all__ = ["Answering", "audience", "conference_of", "draw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Answers presses by people who are listed. Whoever is not is somebody else's to answer (`stranger` is True)."""

    press: PressUseCase
    read: ReadView
    signer: Signer
    ids: Ids

    async def __call__(self, look: Looking, press: Press) -> Answer:
        if not press.in_place:
            return TextAnswer(OLD_TEAMS)
        pressed = Pressed(press=press, look=look, marks=self._marks(look), subject=press.text("of"))
        verb = doors.behind(pressed) if press.verb == doors.NEXT else press.verb
        if verb in SHOWS:
            notice = "" if await self.read.confirmed(look) else IN_DOUBT
            return CardAnswer(draw(SHOWS[verb].card, pressed, notice=notice))
        if verb in CHANGES:
            return await self._change(CHANGES[verb], pressed)
        return TextAnswer(UNKNOWN_BUTTON)

    def _marks(self, look: Looking) -> Marks:
        return marks(self.signer, look)

    async def _change(self, change: Change, pressed: Pressed) -> Answer:
        look, press = pressed.look, pressed.press
        if not change.scope:
            wish = Wish(cid=look.cid, actor=press.actor, command=change.command(pressed), op=self.ids.op())
            return self._after(change, pressed, await self.press(wish))
        nonce = read(self.signer, look.who, press.data)
        if nonce is None or nonce.scope.partition("/")[0] != change.scope:
            return CardAnswer(refusal_card(Why.NOT_YOURS_TO_DO, audience(pressed), pressed.marks))
        pressed = Pressed(press=press, look=look, marks=pressed.marks, subject=nonce.scope.partition("/")[2])
        if nonce.expires < look.now.timestamp():
            return CardAnswer(_kept(change, pressed))
        return self._after(change, pressed, await self.press(self._wish(change, pressed, nonce)))

    def _wish(self, change: Change, pressed: Pressed, nonce: Nonce) -> Wish:
        press = pressed.press
        return Wish(
            cid=pressed.look.cid,
            actor=press.actor,
            command=change.command(pressed),
            op=operation(self.signer, nonce, press.verb, press.data),
            scope=nonce.scope,
            rev=nonce.rev,
        )

    def _after(self, change: Change, pressed: Pressed, done: Done) -> Answer:
        """The card of the state that is now, which a repeat gets as well as the first press (promise 6).

        While it is not confirmed to survive there is no card that could be taken for a yes (promise 4): a line of words, and
        the card pressed stays as it was, to be pressed again.
        """
        if done.record is Record.UNCONFIRMED:
            return TextAnswer(NOT_CONFIRMED)
        now = self._now(pressed, done)
        if now is None:
            return _left(done, pressed)
        pressed = now
        if done.refused:
            return CardAnswer(self._refused(change, pressed, done.refused))
        if done.stale:
            return CardAnswer(_kept(change, pressed))
        return CardAnswer(_done(change, pressed, done.record))

    def _refused(self, change: Change, pressed: Pressed, refused: Refused) -> Card:
        """The same form with what was typed still in it, and every fault beside its field."""
        said = sentence(refused.code, audience(pressed))
        card = draw(change.form, pressed, refused.fields, said)
        return with_typed(card, pressed.press.data)

    def _now(self, pressed: Pressed, done: Done) -> Pressed | None:
        """None for somebody who is no longer who they were when this process last looked."""
        if done.state is None:
            return pressed
        before = pressed.look
        if person_of(done.state, pressed.press.actor) != before.who:
            return None
        now = self.read.clock.now()
        look = Looking(cid=before.cid, state=done.state, who=before.who, now=now, calendar=before.calendar)
        return pressed.at(look, self._marks(look))


def _left(done: Done, pressed: Pressed) -> Answer:
    """By this very press they gave their seat to a colleague; or somebody took them off the list meanwhile."""
    if done.state and was_listed(done.state, pressed.press.actor):
        return CardAnswer(message_card(PASSED_ON_TITLE, PASSED_ON))
    return TextAnswer(NOT_KNOWN)


def _done(change: Change, pressed: Pressed, record: Record | None) -> Card:
    """Where there is no card any more for what was recorded, as when the round has closed since, nobody is told no."""
    notice = ALREADY if record is Record.ALREADY else ""
    found = change.after(pressed, NO_FAULTS, notice)
    if isinstance(found, Refused):
        counts = record is not Record.NOTHING_NEW and found.code is not Why.CHECKLIST_FIRST
        return message_card(RECORDED_TITLE, RECORDED) if counts else draw(change.after, pressed, notice=notice)
    return found


def _kept(change: Change, pressed: Pressed) -> Card:
    """The present form with the words of the old one in it: pressing again is then a choice, and nobody types twice."""
    return with_typed(draw(change.form, pressed, notice=OUT_OF_DATE), pressed.press.data)


def audience(pressed: Pressed) -> Audience:
    state, who = pressed.look.state, pressed.look.who
    if who == state.chair:
        return Audience.CHAIR
    return Audience.LAY if state.person(who).role in LAY else Audience.PROFESSIONAL


def draw(card: Draw, pressed: Pressed, faults: Mapping[str, StrEnum] = NO_FAULTS, notice: str = "") -> Card:
    """The card, or the reason there is none for this person. Where the checklist comes first, here it is (J9)."""
    found = card(pressed, faults, notice)
    if not isinstance(found, Refused):
        return found
    own = found.code is Why.CHECKLIST_FIRST and pressed.press.verb != "post_it.read_out"
    if own and not pressed.look.state.cleared(pressed.look.who, pressed.look.now):
        shown = checklist_flow.show(pressed, NO_FAULTS, sentence(found.code, audience(pressed)))
        if not isinstance(shown, Refused):
            return shown
    return refusal_card(found.code, audience(pressed), pressed.marks)


def conference_of(press: Press) -> ConferenceId | None:
    """The conference a card names; None for what is no name that we ever gave one."""
    value = press.data.get("c")
    return ConferenceId(value) if isinstance(value, str) and _NAME.fullmatch(value) else None
