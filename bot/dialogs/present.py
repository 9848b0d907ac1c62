"""What a posted or edited message shows: a shell, always, but for the approved summary (architecture, secrecy)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.cards.shells import shell
from bot.cards.summary import summary_card
from bot.dialogs.desk import Shell
from bot.dialogs.marks import only_see
from bot.domain.conference import Conference
from bot.domain.duties import CONTENT, DutyKind
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.notice import Door, Notice
from bot.domain.outcome import BugError, Refused
from bot.domain.views.summary import SummaryView, meeting_summary, summary_view
from bot.usecases.read_view import ReadView
from bot.words.shells import summary_line

DRAWN = 128
"""Conferences whose summary is kept as it was last drawn: a dozen people are sent the same card within a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPresenter:
    """Draws from the record as it is now, so that a message sent late is never a message out of date."""

    read: ReadView
    _drawn: dict[ConferenceId, tuple[SummaryView, Mapping[str, Any]]] = field(default_factory=dict, repr=False)

    async def present(self, notice: Notice) -> Shell:
        state = await self._state(notice)
        line = summary_line(DutyKind(notice.view), notice.face, _reference(notice, state), notice.subject)
        return Shell(card=_shell(notice, state), summary=line)

    async def present_fill(self, notice: Notice) -> Mapping[str, Any]:
        state = await self._state(notice)
        if notice.face != CONTENT:
            return _shell(notice, state)
        private = notice.to.door is Door.PRIVATE
        view = summary_view(state, PersonId(notice.person)) if private else meeting_summary(state)
        if isinstance(view, Refused):
            raise BugError("a summary was owed to somebody who may not have it")
        return self._summary(notice.cid, view)

    def _summary(self, cid: ConferenceId, view: SummaryView) -> Mapping[str, Any]:
        before, card = self._drawn.pop(cid, (None, {}))
        if view != before:
            card = summary_card(view, only_see(cid))
        self._drawn[cid] = view, card
        if len(self._drawn) > DRAWN:
            del self._drawn[next(iter(self._drawn))]
        return card

    async def _state(self, notice: Notice) -> Conference:
        state = await self.read.last_known(notice.cid)
        if state is None:
            raise BugError("a notice names a conference that nobody set up")
        return state


def _reference(notice: Notice, state: Conference) -> str:
    """Not in the meeting chat: a stranger in it is to learn nothing, and that is something (J13)."""
    return state.particulars.reference if notice.to.door is Door.PRIVATE else ""


def _shell(notice: Notice, state: Conference) -> Mapping[str, Any]:
    return shell(
        DutyKind(notice.view),
        notice.face,
        _reference(notice, state),
        only_see(notice.cid),
        mri=notice.to.mri if notice.to.door is Door.PRIVATE else "",
        subject=notice.subject,
    )
