"""What the chair does next: one sentence and its buttons, the first of them the one to press."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.cards.components import Element, Marks, execute
from bot.domain.conference import Stage
from bot.domain.views.console import Answered, ChildLine, ConsoleView, Deed, SeatLine
from bot.words import chair as words

CONSOLE = "console"
Next = tuple[str, list[Element]]

_CHANGES: Mapping[Deed, str] = MappingProxyType(
    {Deed.START: "meeting.start", Deed.END: "meeting.end", Deed.NUDGE: "round.nudge"}
)
_FORMS: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.MARK: "console.mark",
        Deed.SET_ANCHORS: "console.anchors",
        Deed.SHOW_THRESHOLD: "console.threshold",
        Deed.OPEN_ROUND: "console.open_round",
        Deed.CLOSE_ROUND: "console.close_round",
        Deed.SEE_SUMMARY: "summary.draft",
        Deed.HAND_OVER: "console.hand_over",
        Deed.CORRECT_END: "console.correct_end",
    }
)
PER_CHILD = frozenset({Deed.SEE_TALLY, Deed.DECIDE})
"""These have a button for each child and none for all."""


def deed_button(view: ConsoleView, deed: Deed, marks: Marks, *, main: bool = False) -> list[Element]:
    """The button of a deed; none where the chair may not do it now."""
    if deed not in view.deeds or deed in PER_CHILD:
        return []
    title = words.SCALE_BUTTON if deed is Deed.OPEN_ROUND and not view.threshold else words.DEEDS[deed]
    if deed in _CHANGES:
        return [execute(_CHANGES[deed], title, marks.stamp(CONSOLE), main=main)]
    return [execute(_FORMS[deed], title, marks.see(""), main=main)]


def child_buttons(view: ConsoleView, child: ChildLine, marks: Marks, *, main: bool = False) -> list[Element]:
    """The tally comes first, being read first; no button weighs it."""
    out = []
    if Deed.SEE_TALLY in view.deeds:
        out.append(
            execute("tally.show", words.about(words.DEEDS[Deed.SEE_TALLY], child), marks.see(child.child), main=main)
        )
    if Deed.DECIDE in view.deeds:
        title = words.CHANGE if child.decided else words.DEEDS[Deed.DECIDE]
        out.append(execute("decision.show", words.about(title, child), marks.see(child.child)))
    return out


def undecided(view: ConsoleView) -> ChildLine | None:
    """The next child to decide about, in the order of the conference."""
    if Deed.DECIDE not in view.deeds:
        return None
    return next((one for one in view.children if one.decided is None), None)


def seats(view: ConsoleView, *where: Answered) -> list[SeatLine]:
    return [one for one in view.seats if one.answered in where]


def _planned(view: ConsoleView, marks: Marks) -> Next:
    both = [*deed_button(view, Deed.START, marks, main=True), *deed_button(view, Deed.SET_ANCHORS, marks)]
    return words.START, both


def _gathering(view: ConsoleView, marks: Marks) -> Next:
    if not (view.zero and view.ten):
        return words.ANCHORS, deed_button(view, Deed.SET_ANCHORS, marks, main=True)
    if view.threshold and not view.threshold_shown:
        return words.THRESHOLD, deed_button(view, Deed.SHOW_THRESHOLD, marks, main=True)
    sentence = words.OPEN if view.threshold else words.OPEN_SCALING
    return sentence, deed_button(view, Deed.OPEN_ROUND, marks, main=True)


def _by_voice(spoken: list[SeatLine], voices: list[SeatLine], marks: Marks) -> list[Element]:
    titled = [(words.READ_BACK_BUTTON, one) for one in spoken] + [(words.VOICE_BUTTON, one) for one in voices]
    return [
        execute("post_it.read_out", words.whose(title, one.name), marks.see(one.seat), main=number == 0)
        for number, (title, one) in enumerate(titled)
    ]


def _round_open(view: ConsoleView, marks: Marks) -> Next:
    """First what only the chair can do, then the waiting, then the end of it."""
    spoken, voices = seats(view, Answered.READ_BACK), seats(view, Answered.BY_VOICE)
    awaited = seats(view, Answered.AWAITED)
    if spoken or voices:
        sentence = words.read_back if spoken else words.take_by_voice
        return sentence([one.name for one in spoken or voices]), _by_voice(spoken, voices, marks)
    if awaited:
        both = [*deed_button(view, Deed.NUDGE, marks, main=True), *deed_button(view, Deed.CLOSE_ROUND, marks)]
        return words.waiting(len(awaited)), both
    return words.CLOSE, deed_button(view, Deed.CLOSE_ROUND, marks, main=True)


def _round_closed(view: ConsoleView, marks: Marks) -> Next:
    child = undecided(view)
    if child is None:
        return words.NOTHING, []
    return words.tally_then_decide(child.called), child_buttons(view, child, marks, main=True)


def _decided(view: ConsoleView, marks: Marks) -> Next:
    """A core group scales and decides nothing (S0)."""
    if not view.threshold:
        end = deed_button(view, Deed.END, marks, main=True)
        return words.TALK if end else words.NOTHING, end
    summary = deed_button(view, Deed.SEE_SUMMARY, marks, main=True)
    return words.APPROVE, [*summary, *deed_button(view, Deed.END, marks)]


def _approved(view: ConsoleView, marks: Marks) -> Next:
    end = deed_button(view, Deed.END, marks, main=True)
    return words.END if end else words.NOTHING, end


_STEPS: Mapping[Stage, Callable[[ConsoleView, Marks], Next]] = MappingProxyType(
    {
        Stage.PLANNED: _planned,
        Stage.GATHERING: _gathering,
        Stage.ROUND_OPEN: _round_open,
        Stage.ROUND_CLOSED: _round_closed,
        Stage.DECIDED: _decided,
        Stage.APPROVED: _approved,
    }
)


def what_next(view: ConsoleView, marks: Marks) -> Next:
    return _STEPS[view.stage](view, marks)
