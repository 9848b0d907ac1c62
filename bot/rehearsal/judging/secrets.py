"""What people typed into cards, and whom it may be shown to: the promises of the post-it and of the decision as rules."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Particulars, Role
from bot.domain.profile import Profile, Sealing
from bot.rehearsal.judging.cast import Cast
from bot.rehearsal.judging.course import Course, HandedIn
from bot.rehearsal.judging.furniture import is_summary
from bot.rehearsal.judging.story import Press, Shown, Story

CARRYING = frozenset({"copy.show", "copy.give"})
_ENTERING = frozenset({"post_it.read_out", "post_it.enter", "post_it.confirm_read_back", "post_it.change"})


class Kind(StrEnum):
    """What sort of words. OTHER is anything else typed: a reason for opening inquorate, for handing over, and the like."""

    POST_IT = "a post-it"
    DECISION = "a decision"
    NOTE = "the chair's note on the summary"
    DISSENT = "a reason for dissent"
    DECLINED = "a reason for not doing the checklist"
    ANCHOR = "the words of 0 and 10"
    COPY = "how a copy was given"
    OTHER = "a reason given to the chair"


_KINDS: Mapping[tuple[str, str], Kind] = MappingProxyType(
    {
        ("checklist.decline", "reason"): Kind.DECLINED,
        ("child.decide", "reasons"): Kind.DECISION,
        ("child.decide", "outline"): Kind.DECISION,
        ("child.decide", "late_reason"): Kind.DECISION,
        ("summary.approve", "note"): Kind.NOTE,
        ("dissent.declare", "reason"): Kind.DISSENT,
        ("anchors.set", "zero"): Kind.ANCHOR,
        ("anchors.set", "ten"): Kind.ANCHOR,
        ("copy.give", "how"): Kind.COPY,
    }
)
_POST_IT_WORDS = frozenset({"reason", "unable"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Secret:
    """Words typed in one press into one input. `author` is a loopback id. `seat`: whose post-it they are written on."""

    kind: Kind
    words: str
    press: Press
    seat: SeatId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """One thing before one person. `who` None: a stranger."""

    shown: Shown
    teams_id: str
    who: PersonId | None

    @property
    def verb(self) -> str:
        return self.shown.press.verb if self.shown.press else ""


def secrets(story: Story) -> Iterator[Secret]:
    for press in story.presses:
        for name, value in press.data.items():
            if isinstance(value, str) and value.strip() and (kind := _kind(press, name)):
                seat = SeatId(press.subject) if kind is Kind.POST_IT else None
                yield Secret(kind=kind, words=value, press=press, seat=seat)


def _kind(press: Press, name: str) -> Kind | None:
    if press.verb.startswith("post_it."):
        return Kind.POST_IT if name.rpartition(".")[2] in _POST_IT_WORDS else None
    several = len(press.typed(name).split()) > 1  # a code, an id and a date are one word each
    return _KINDS.get((press.verb, name)) or (Kind.OTHER if several else None)


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may see what, when. All the rules of architecture, "Secrecy of the post-it", and of S4 14.13."""

    particulars: Particulars
    profile: Profile
    story: Story
    cast: Cast
    course: Course

    def may(self, secret: Secret, showing: Showing) -> bool:
        """Whether these words may stand in this thing before this person."""
        shown = showing.shown
        if shown.kept:
            return secret.kind in (Kind.DECISION, Kind.NOTE) and self._stands(secret, shown) and self.is_delivery(shown)
        if showing.who is None:
            return False
        return _RULES[secret.kind](self, secret, showing)

    # What somebody is

    def chairs(self, showing: Showing) -> bool:
        return showing.who is not None and showing.who in self.course.chaired_by(showing.shown.seq)

    def seated(self, who: PersonId | None) -> bool:
        return who is not None and self.cast.seat(who) is not None

    def entitled(self, who: PersonId | None, seq: int) -> bool:
        """S4 14.13: whom the summary is sent to: every seat, and the chair."""
        return self.seated(who) or who in self.course.chaired_by(seq)

    def carries(self, showing: Showing) -> bool:
        """Whether this is a copy to be carried by hand, before somebody who carries copies."""
        if showing.verb not in CARRYING or not self.course.approved_by(showing.shown.seq) or showing.who is None:
            return False
        leads = {*self.particulars.leads, *self.course.leads}
        return showing.who in leads or self.cast.role(showing.who) is Role.ADMINISTRATOR

    def decided(self, seq: int) -> bool:
        return self.course.all_decided(tuple(child.id for child in self.particulars.children), seq)

    def reads_decisions(self, showing: Showing) -> bool:
        """Professionals once all is decided, in their own client; and whoever carries a copy (V22, A1)."""
        return (self.seated(showing.who) and self.decided(showing.shown.seq)) or self.carries(showing)

    def reads_tally(self, showing: Showing) -> bool:
        """V5: the chair of the moment, once the round is closed or as the borough's guide has it (S1)."""
        open_to_chair = self.profile.sealing is Sealing.AS_HANDED_IN or self.course.closed_by(showing.shown.seq)
        return not showing.shown.kept and self.chairs(showing) and open_to_chair

    def enters(self, showing: Showing) -> bool:
        """J10: a post-it being written down for somebody, by the chair or the administrator."""
        role = None if showing.who is None else self.cast.role(showing.who)
        return showing.verb in _ENTERING and (self.chairs(showing) or role is Role.ADMINISTRATOR)

    def is_delivery(self, shown: Shown) -> bool:
        """The one case content ever kept by Teams: the approved summary, in the private chat of somebody entitled; in
        the meeting chat only by the chair's own tick (trap 9).
        """
        if not is_summary(shown.card) or not self.course.approved_by(shown.seq):
            return False
        if not shown.private_chat:
            return self.course.in_meeting_chat
        return all(self.entitled(self.cast.at(one, shown.seq), shown.seq) for one in shown.people)

    # Each kind of words

    def _author(self, secret: Secret) -> PersonId | None:
        return self.cast.at(secret.press.teams_id, secret.press.seq)

    def _stands(self, secret: Secret, shown: Shown) -> bool:
        """Whether it is of the decision that stands, not of one since changed, or never recorded."""
        if secret.kind is Kind.NOTE:
            return secret.press is self.course.approval
        return any(one.press is secret.press and one.holds(shown.seq) for one in self.course.decided)

    def post_it(self, secret: Secret, showing: Showing) -> bool:
        """Its author, the chair once it may be read; whoever wrote it down for them, until it is confirmed."""
        seq, press = showing.shown.seq, secret.press
        holder = next((seat.holder for seat in self.particulars.seats if seat.id == secret.seat), None)
        versions = [one for one in self.course.handed_in if one.press is press]
        if showing.who == holder:
            return True
        if self.chairs(showing) and any(self._open_to_chair(one, seq) for one in versions):
            return True
        if self._author(secret) != showing.who:
            return False
        return press.verb != "post_it.enter" or all(seq <= self._confirmed(one) for one in versions)

    def _open_to_chair(self, version: HandedIn, seq: int) -> bool:
        if self.profile.sealing is Sealing.AS_HANDED_IN:
            return version.holds(seq)
        return any(version.holds(close) and close <= seq for close in self.course.closed)

    def _confirmed(self, version: HandedIn) -> float:
        """Where on the wire the bot's answer to the confirmation stands."""
        confirms = [one for one in self.story.presses if one.seq == version.since]
        answer = self.story.answer(confirms[0]) if confirms else None
        return answer.seq if answer else version.since

    def about(self, showing: Showing) -> frozenset[ChildId]:
        """The children whom this may be about: in a relative's copy, their own alone (traps 1 and 8)."""
        press, everybody = showing.shown.press, frozenset(child.id for child in self.particulars.children)
        person = self.cast.person(PersonId(press.subject.partition("#")[0])) if press else None
        if showing.verb not in CARRYING or person is None or not person.children:
            return everybody
        return frozenset(person.children)

    def decision(self, secret: Secret, showing: Showing) -> bool:
        if secret.press.subject not in self.about(showing):
            return False
        own = self.chairs(showing) or self._author(secret) == showing.who
        return own or (self._stands(secret, showing.shown) and self.reads_decisions(showing))

    def note(self, secret: Secret, showing: Showing) -> bool:
        if self.chairs(showing) or self._author(secret) == showing.who:
            return True
        return self._stands(secret, showing.shown) and (
            self.carries(showing) or self.entitled(showing.who, showing.shown.seq)
        )

    def told_chair(self, secret: Secret, showing: Showing) -> bool:
        return self.chairs(showing) or self._author(secret) == showing.who

    def anchor(self, secret: Secret, showing: Showing) -> bool:
        return self.told_chair(secret, showing) or self.seated(showing.who) or self.enters(showing)

    def copy(self, secret: Secret, showing: Showing) -> bool:
        return self.told_chair(secret, showing) or self.carries(showing)


_RULES: Mapping[Kind, Callable[[Rights, Secret, Showing], bool]] = MappingProxyType(
    {
        Kind.POST_IT: Rights.post_it,
        Kind.DECISION: Rights.decision,
        Kind.NOTE: Rights.note,
        Kind.DISSENT: Rights.told_chair,
        Kind.DECLINED: Rights.told_chair,
        Kind.ANCHOR: Rights.anchor,
        Kind.COPY: Rights.copy,
        Kind.OTHER: Rights.told_chair,
    }
)
