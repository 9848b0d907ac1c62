"""A small conference on paper: a wire log made with the loopback Teams' own records, and no bot at all.

`whole()` is a good run from the bot's arrival to the last copy. A test puts a sabotage into it at a named place.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from bot.adapters.boroughs import TomlBoroughs
from bot.domain.actor import Account
from bot.domain.duties import DutyKind
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Child, Kind, Mode, Particulars, Person, Role, Seat
from bot.domain.profile import Profile
from bot.rehearsal.judging.furniture import summary_title
from bot.rehearsal.teams import Chat, ChatKind, Crossing, Direction, Entry, Json
from bot.rehearsal.teams import Kind as TeamsKind
from bot.rehearsal.teams import Person as TeamsPerson
from bot.rehearsal.teams.activities import Activities
from bot.rehearsal.teams.chats import Meeting
from bot.rehearsal.teams.world import World
from bot.words import decisions as decisions_words
from bot.words import delivery as delivery_words
from bot.words import post_it as post_it_words
from bot.words import tally as tally_words
from bot.words.refusals import sentence
from bot.words.shells import shell_words, summary_line
from tests.dates import moment

CARD = "application/vnd.microsoft.card.adaptive"
TENANT = "11111111-1111-4111-8111-111111111111"
REFERENCE = "FICT-2026-007"
START = moment("Thu 3 Dec 2026 10:00")
END = moment("Thu 3 Dec 2026 12:00")

CHILDREN = (ChildId("wren"), ChildId("robin"))
WHY_AMARA = "Three missed health appointments and a kitchen with no food in it on either visit."
WHY_YUSUF = "Wren has lost weight since August and nobody could tell me why that was."
WHY_SIAN = "She comes to school hungry and asks for other children's lunches every day."
WHY_GRACE = "The conference heard of neglect over many months and of help that was offered and not taken."
WHY_ROBIN = "Robin sleeps through the day in the pushchair and has not been heard to speak a word yet."
OUTLINE = "Amara visits each week unannounced; Yusuf weighs both children on the first Monday of the month."
WHY_DISSENT = "The health visiting service holds that this plan comes half a year too late for Robin."
CANNOT = "My husband works from home and there is no other room that I could use today."
NOTE = "Thank you all for staying so late on a Thursday before the holidays."
ZERO = "The children are not safe at home tonight with anybody who is there."
TEN = "Everybody in this room would close the case with an easy mind today."


def _person(who: str, name: str, role: Role, **more: Any) -> Person:
    account = None if role is Role.FAMILY else Account(tenant=TENANT, oid=f"oid-of-{who}")
    return Person(id=PersonId(who), name=name, role=role, account=account, installed=account is not None, **more)


PEOPLE = (
    _person("grace", "Grace Quillfeather", Role.CHAIR),
    _person("felix", "Felix Underhill", Role.STAND_IN),
    _person("nadia", "Nadia Tidewell", Role.MANAGER),
    _person("femi", "Femi Blotter", Role.ADMINISTRATOR),
    _person("amara", "Amara Nightjar", Role.PROFESSIONAL),
    _person("yusuf", "Yusuf Hawthorn", Role.PROFESSIONAL),
    _person("sian", "Siân Bracken", Role.PROFESSIONAL),
    _person("tilly", "Tilly Newleaf", Role.OBSERVER),
    _person("dana", "Dana Reedling", Role.FAMILY, relation="Mother"),
    _person("callum", "Callum Whimbrel", Role.FAMILY, relation="Father", children=(CHILDREN[0],)),
)


def _seat(seat: str, holder: str) -> Seat:
    return Seat(id=SeatId(seat), agency=seat, title=seat, holder=PersonId(holder), contact=frozenset(CHILDREN))


PARTICULARS = Particulars(
    reference=REFERENCE,
    kind=Kind.INITIAL,
    mode=Mode.VIRTUAL,
    start=START,
    planned_end=END,
    chair=PersonId("grace"),
    children=(
        Child(id=CHILDREN[0], called="Wren", lead=PersonId("amara"), born=START.date() - timedelta(days=2000)),
        Child(id=CHILDREN[1], called="Robin", lead=PersonId("amara"), born=START.date() - timedelta(days=900)),
    ),
    people=PEOPLE,
    seats=(_seat("childrens_social_care", "amara"), _seat("health", "yusuf"), _seat("school", "sian")),
)


def profile(code: str = "redbridge") -> Profile:
    return TomlBoroughs().profile(code)


ACCOUNTS: Mapping[str, PersonId | None] = {
    **{one.id: one.id for one in PEOPLE},
    "jot": None,
    "sian-elsewhere": PersonId("sian"),
}


# ------------------------------------------------------------------------------------------------------------------ cards


def line(text: str) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True}


def own_words(text: str) -> Json:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]}


def box(name: str, value: str = "", label: str = "What you think") -> Json:
    return {"type": "Input.Text", "id": name, "label": label, "isMultiline": True} | ({"value": value} if value else {})


def nonce(who: str, scope: str) -> Json:
    return {"v": 1, "c": "cid", "s": scope, "r": 1, "x": 1, "n": hashlib.sha256(f"{who}/{scope}".encode()).hexdigest()}


def button(verb: str, title: str = "Go on", data: Json | None = None) -> Json:
    sent = data or {"v": 1, "c": "cid", "of": ""}
    submit = {"type": "Action.Submit", "title": title, "data": {**sent, "verb": verb}}
    return {"type": "Action.Execute", "verb": verb, "title": title, "data": sent, "fallback": submit}


def card(*parts: Json | str, fallback: str = "A card.") -> Json:
    """Lines, own words and inputs as given; buttons in a set of their own."""
    body = [line(one) if isinstance(one, str) else one for one in parts]
    shown = [one for one in body if not one["type"].startswith("Action.")]
    actions = [one for one in body if one["type"].startswith("Action.")]
    sets = [{"type": "ActionSet", "actions": actions}] if actions else []
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": fallback, "body": [*shown, *sets]}


def post_it(who: str, seat: str, reason: str = "") -> Json:
    return card(
        post_it_words.TITLE,
        own_words(ZERO),
        box("wren.reason", reason),
        button("post_it.hand_in", "Hand in", nonce(who, f"post_it/{seat}")),
    )


def tally() -> Json:
    rows = (own_words(f"{name}: 3") for name in ("Amara Nightjar", "Yusuf Hawthorn"))
    words = (own_words(WHY_AMARA), own_words(WHY_YUSUF), own_words(WHY_SIAN))
    return card(tally_words.title("Wren"), tally_words.PRIVATE, *rows, *words, button("decision.show", "Decide"))


def decided() -> list[Json]:
    return [line("Wren has a Child Protection Plan."), own_words(WHY_GRACE), own_words(OUTLINE)]


def decisions(*more: Json) -> Json:
    return card(decisions_words.TITLE, *decided(), *more)


def summary(fallback: str = "The decision summary is ready.") -> Json:
    return card(summary_title(), *decided(), own_words(NOTE), fallback=fallback)


def draft() -> Json:
    return card(delivery_words.DRAFT_TITLE, *decided(), button("summary.approve", "Approve", nonce("grace", "summary")))


def copy_for(who: str, carrier: str = "amara") -> Json:
    return card(
        f"Copy for {who}",
        delivery_words.ONE_PERSON,
        *decided(),
        own_words(NOTE),
        box("how"),
        button("copy.give", "I have given it", nonce(carrier, f"copy/{who}")),
    )


def console(*more: Json | str) -> Json:
    return card(REFERENCE, "Next: look at the tally.", *more, button("meeting.end", "End", nonce("grace", "console")))


def thanks() -> Json:
    return card(post_it_words.RECEIPT_TITLE, "Your post-it about 2 children is handed in.")


def refusal(why: Any) -> Json:
    return card("Not now", sentence(why), button("status.show", "How things stand"))


# ------------------------------------------------------------------------------------------------------------------- wire


@dataclass
class Scripted:
    """`now` moves by hand. Whoever presses does so in their private chat, unless it is said where."""

    now: datetime = START
    world: World = field(init=False)
    meeting: Chat = field(init=False)
    people: dict[str, TeamsPerson] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = World(
            now=lambda: self.now, app_id="app", secret="made up", tenant=TENANT, bot_name="Chairside", service_url="x"
        )
        for who in (*PEOPLE, None):
            self._add(who)
        elsewhere = TeamsPerson(id="sian-elsewhere", name="Siân Bracken", oid="oid-of-another")
        self.people[elsewhere.id] = self.world.people.add(elsewhere)
        invited = [one for one in self.people.values() if one.id in {who.id for who in PEOPLE} - {"dana", "callum"}]
        about = Meeting(id="m", title=REFERENCE, join_url="", organiser=self.people["grace"], start=START, end=END)
        self.meeting = Chat(
            id="19:meeting_x@thread.v2", kind=ChatKind.GROUP, tenant=TENANT, members=invited, meeting=about
        )

    def _add(self, who: Person | None) -> None:
        if who is None:
            one = TeamsPerson(id="jot", name="Jot the Robot", kind=TeamsKind.ANONYMOUS)
        elif who.account is None:
            one = TeamsPerson(id=who.id, name=who.name, kind=TeamsKind.ANONYMOUS)
        else:
            one = TeamsPerson(id=who.id, name=who.name, oid=who.account.oid, installed=True)
        self.people[one.id] = self.world.people.add(one)

    @property
    def wire(self) -> list[Json]:
        """As exported and read back."""
        return list(orjson.loads(self.world.wire.export()))

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def private(self, who: str) -> Chat:
        return self.world.personal_chat(self.people[who])

    def join(self, who: str) -> None:
        self.meeting.members.append(self.people[who])

    def press(
        self,
        who: str,
        verb: str,
        answer: Json | str | None,
        *,
        scope: str = "",
        of: str = "",
        at_door: bool = False,
        **typed: str,
    ) -> None:
        """A press and what the bot answers: a card, a line of text, or None: nothing came back."""
        chat, person = self.meeting if at_door else self.private(who), self.people[who]
        data = (nonce(who, scope) if scope else {"v": 1, "c": "cid", "of": of}) | {
            name.replace("__", "."): value for name, value in typed.items()
        }
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        activity = Activities(self.world).invoke(chat, person, "1", action, automatic=False)
        self._add_entry(
            Direction.TO_BOT, Crossing.INBOUND, chat, activity, status=0 if answer is None else 200, audience={who}
        )
        if answer is not None:
            self.answer(who, answer, chat)

    def answer(self, who: str, answer: Json | str, chat: Chat | None = None) -> None:
        kind = "application/vnd.microsoft.activity.message" if isinstance(answer, str) else CARD
        body = {"statusCode": 200, "type": kind, "value": answer}
        self._add_entry(Direction.FROM_BOT, Crossing.INVOKE_ANSWER, chat or self.private(who), body, audience={who})

    def post(
        self, chat: Chat, shown: Json | None = None, *, line: str = "", text: str = "", how: Crossing = Crossing.POSTED
    ) -> None:
        """`line` is the notification."""
        activity: Json = {"type": "message", "from": {"id": "28:app", "name": "Chairside"}}
        activity |= {"attachments": [{"contentType": CARD, "content": shown}]} if shown else {}
        activity |= {name: value for name, value in (("summary", line), ("text", text)) if value}
        self._add_entry(Direction.FROM_BOT, how, chat, activity, audience=chat.audience)

    def refused(self, chat: Chat, shown: Json) -> None:
        """The bot tried to post it, and Teams said no."""
        activity = {"type": "message", "attachments": [{"contentType": CARD, "content": shown}]}
        path = f"/teams/v3/conversations/{chat.id}/activities"
        self._add_entry(Direction.FROM_BOT, Crossing.CALL, chat, activity, status=403, path=path)

    def lose_answer(self) -> None:
        """The last answer never reached the eyes it was for."""
        entries = self.world.wire._entries
        entries[-1] = replace(entries[-1], audience=frozenset())

    def history(self, who: str, shown: Json) -> None:
        activity = {"type": "message", "attachments": [{"contentType": CARD, "content": shown}]}
        self._add_entry(Direction.FROM_BOT, Crossing.HISTORY, self.meeting, activity, audience={who})

    def shell(self, who: str, kind: DutyKind, face: str, subject: str = "") -> None:
        said = summary_line(kind, face, REFERENCE, subject)
        self.post(self.private(who), card(shell_words(kind, face, subject).line, button("next.show")), line=said)

    def meeting_ends(self) -> None:
        assert self.meeting.meeting
        activity = Activities(self.world).meeting_ended(self.meeting, self.meeting.meeting, self.now)
        self._add_entry(Direction.TO_BOT, Crossing.INBOUND, self.meeting, activity)

    def _add_entry(
        self,
        way: Direction,
        kind: Crossing,
        chat: Chat,
        body: Json,
        *,
        status: int = 200,
        path: str = "",
        audience: Any = (),
    ) -> None:
        self.world.wire.add(
            Entry(
                direction=way,
                kind=kind,
                path=path,
                status=status,
                audience=frozenset(audience),
                conversation=chat.id,
                message="1",
                body=body,
            )
        )


# ------------------------------------------------------------------------------------------------------------- a good run

Sabotage = Callable[[Scripted], object]


def whole(approves: timedelta = timedelta(hours=2), /, **sabotage: Sabotage) -> Scripted:
    """Marks at which a sabotage may be put: gathered, handed_in, closed, one_decided, decided, ended, approved, delivered."""
    on = Scripted()

    def mark(name: str) -> None:
        if name in sabotage:
            sabotage[name](on)

    _gather(on)
    mark("gathered")
    _round(on)
    mark("handed_in")
    on.press("grace", "round.close", console(), scope="console")
    mark("closed")
    on.press("grace", "tally.show", tally(), of="wren")
    _decide(on, "wren")
    mark("one_decided")
    _decide(on, "robin")
    mark("decided")
    _dissent(on)
    on.now = END
    on.meeting_ends()
    mark("ended")
    on.now = END + approves
    on.press("grace", "summary.draft", draft())
    on.press("grace", "summary.approve", draft(), scope="summary", note=NOTE, in_meeting_chat="false")
    mark("approved")
    on.later(minutes=1)
    deliver(on)
    mark("delivered")
    return on


def _gather(on: Scripted) -> None:
    said = shell_words(DutyKind.DOOR, "open").line  # no reference: strangers read it too
    on.post(on.meeting, card(said, button("next.show")), line=said)
    on.join("dana")
    on.press("dana", "next.show", card("Keeping the meeting private", button("checklist.show")), at_door=True)
    on.press("sian", "checklist.decline", card("The chair knows."), scope="checklist/sian", reason=CANNOT)
    on.press("grace", "console.show", console(own_words(CANNOT)))
    on.press("grace", "anchors.set", console(own_words(ZERO)), scope="console", zero=ZERO, ten=TEN)
    on.press("grace", "round.open", console(), scope="console")


def _round(on: Scripted) -> None:
    for who, seat, why in (("amara", "childrens_social_care", WHY_AMARA), ("yusuf", "health", WHY_YUSUF)):
        on.press(who, "post_it.show", post_it(who, seat))
        scope = f"post_it/{seat}"
        on.press(
            who, "post_it.hand_in", thanks(), scope=scope, wren__scale="3", wren__category="neglect", wren__reason=why
        )
        on.press(who, "post_it.change", post_it(who, seat, why))
    on.press("femi", "post_it.read_out", card("Post-it of Siân, read out", box("wren.reason")), of="school")
    back = card(
        "Read this back",
        own_words(WHY_SIAN),
        button("post_it.confirm_read_back", "Yes", nonce("femi", "post_it/school")),
    )
    on.press("femi", "post_it.enter", back, scope="post_it/school", wren__scale="2", wren__reason=WHY_SIAN)
    on.press("femi", "post_it.confirm_read_back", thanks(), scope="post_it/school")


def _decide(on: Scripted, child: str) -> None:
    form = card(
        "Decide", box("reasons", WHY_GRACE), button("child.decide", "Record", nonce("grace", f"decision/{child}"))
    )
    on.press(
        "grace",
        "child.decide",
        form,
        scope=f"decision/{child}",
        status="child_protection_plan",
        category="neglect",
        reasons={"wren": WHY_GRACE, "robin": WHY_ROBIN}[child],
        outline=OUTLINE,
        lead="amara",
    )


def _dissent(on: Scripted) -> None:
    on.press("yusuf", "decisions.show", decisions())
    on.press(
        "yusuf", "dissent.declare", decisions(own_words(WHY_DISSENT)), scope="dissent/robin/health", reason=WHY_DISSENT
    )


def deliver(on: Scripted) -> None:
    """To every seat and the chair in private; a notice to the meeting; the mother's and the observer's copies by hand."""
    for who in ("amara", "yusuf", "sian", "grace"):
        on.shell(who, DutyKind.SUMMARY, "ready")
        on.post(on.private(who), summary(), how=Crossing.EDITED)
    notice = shell_words(DutyKind.SUMMARY_NOTICE, "notice").line
    on.post(on.meeting, card(notice, button("next.show")), line=notice)
    for who in ("dana", "callum", "tilly"):
        on.press("amara", "copy.show", copy_for(who), of=who)
        on.press("amara", "copy.give", card("Given", f"Copy for {who}"), scope=f"copy/{who}", how="in person at home")
