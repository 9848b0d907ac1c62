"""Beginning a conference: the one thing about it that belongs to no conference yet (B1)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.cards.components import EMPTY, Card
from bot.cards.plain import message_card
from bot.cards.set_up import set_up_card
from bot.dialogs.flow import NO_FAULTS, Draw, Pressed, with_typed
from bot.dialogs.marks import marks
from bot.dialogs.office import AtOffice, Office, Served, see_office
from bot.dialogs.press import Answer, CardAnswer, Press, TextAnswer
from bot.domain.beginning import Beginning, Starter, begun
from bot.domain.outcome import Refused
from bot.domain.particulars import Particulars, Person
from bot.domain.powers import ARRANGERS, powers_of
from bot.domain.refusals import Fault, Why
from bot.usecases.read_view import Looking
from bot.words import set_up as words
from bot.words.answers import NOT_CONFIRMED
from bot.words.chat import NOT_KNOWN
from bot.words.plain import REFUSED
from bot.words.refusals import sentence


async def begin_form(at: AtOffice) -> Answer:
    return CardAnswer(_form(at)) if await _may(at) else _not_yours()


async def _may(at: AtOffice) -> bool:
    """Looked up at the press, and not at the card (promise 8)."""
    return await at.office.may_begin(at.press.actor)


def _not_yours() -> Answer:
    return CardAnswer(message_card(REFUSED, sentence(Why.NOT_AN_ADMINISTRATOR)))


def _form(at: AtOffice, faults: Mapping[str, StrEnum] = EMPTY) -> Card:
    card = set_up_card(_boroughs(at.office), see_office(), usual=_usual(at), faults=faults)
    return with_typed(card, at.press.data)


def _boroughs(office: Office) -> Sequence[tuple[str, str]]:
    known = office.set_up.boroughs
    return [(code, known.profile(code).name) for code in known.codes()]


def _usual(at: AtOffice) -> str:
    """The borough of their latest conference: most administrators work for one."""
    latest = max(at.mine, key=lambda one: one.state.particulars.start, default=None)
    return latest.state.profile.code if latest else ""


def begin(sheet: Draw) -> Served:
    """`sheet` is the card that follows: the new conference's own."""

    async def served(at: AtOffice) -> Answer:
        if not await _may(at):
            return _not_yours()
        typed = _typed(at.press)
        borough = at.press.text("borough")
        found = begun(typed, _starter(at.press), at.now)
        faults = dict(found.fields) if isinstance(found, Refused) else {}
        if borough not in at.office.set_up.boroughs.codes():
            faults["borough"] = Fault.UNKNOWN_CHOICE
        if faults or isinstance(found, Refused):
            return CardAnswer(_form(at, faults))
        return await _begun(at, found, borough, sheet)

    return served


def _typed(press: Press) -> Beginning:
    return Beginning(
        reference=press.text("reference"),
        kind=press.text("kind"),
        day=press.text("day"),
        start=press.text("start"),
        end=press.text("end"),
        chair=press.text("chair"),
        chair_address=press.text("chair_address"),
        follows=press.text("follows"),
        seat=words.LEADER,
    )


def _starter(press: Press) -> Starter:
    actor = press.actor
    if actor.account is None:
        raise LookupError("somebody without an account may not begin anything")
    return Starter(name=actor.shown_name or actor.address, account=actor.account, address=actor.address)


async def _begun(at: AtOffice, found: Particulars, borough: str, sheet: Draw) -> Answer:
    """The same press again, however often and wherever it arrives, begins one conference: its name comes from the reference."""
    office = at.office
    done = await office.set_up(
        found,
        borough,
        at.press.actor.key,
        draft=True,
        last_chair=await _last_chair(office, found.follows),
    )
    look = await office.read.looking(done.cid, at.press.actor)
    if not done.new and (look is None or not powers_of(look.state, look.who) & ARRANGERS):
        return CardAnswer(_form(at, {"reference": Fault.REFERENCE_TAKEN}))
    if look is None:
        return TextAnswer(NOT_KNOWN)
    return await _shown(at, look, sheet, "" if done.new else words.REPEATED)


async def _last_chair(office: Office, follows: str) -> Person | None:
    """Where the conference before this one was the bot's too. That the chair is another is said to the administrator (S4 8.1)."""
    before = await office.set_up.known(follows) if follows else None
    state = await office.read.state(before) if before else None
    return state.person(state.chair) if state else None


async def _shown(at: AtOffice, look: Looking, sheet: Draw, notice: str) -> Answer:
    """While it is not confirmed to survive there is no card that could be taken for a yes (promise 4)."""
    if not await at.office.read.confirmed(look):
        return TextAnswer(NOT_CONFIRMED)
    pressed = Pressed(press=at.press, look=look, marks=marks(at.office.signer, look), subject="")
    drawn = sheet(pressed, NO_FAULTS, notice)
    return TextAnswer(NOT_KNOWN) if isinstance(drawn, Refused) else CardAnswer(drawn)
