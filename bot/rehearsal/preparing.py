"""The two weeks before a conference: everybody is invited and answers, reports are sent, and whoever is slow is reminded."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from bot.domain.calendar import LONDON
from bot.domain.ids import PersonId
from bot.domain.particulars import LAY, Kind, Role
from bot.rehearsal.hands import press, sees
from bot.rehearsal.scene import Scene

AHEAD = timedelta(days=14)
"""How long before its start a conference is convened."""

Act = Callable[[Scene], Awaitable[None]]

_PROMPT, _SLOW = (0, 1, 1), (3, 6)
"""Days from the invitation to an answer: of most, and of one in four, who is reminded first."""

_REPORTS = (6, 7, 8, 9, 10, 13)
"""Days from the invitation to an agency's report; the last comes after another reminder."""


def cues(scene: Scene) -> Iterator[tuple[datetime, Act]]:
    """Chosen apart from the rest of the play, so that the meeting is the same with them and without."""
    random = Random(f"{scene.about.reference}/{scene.written.seed}/before")
    convened = scene.about.start - AHEAD

    def on(days: int) -> datetime:
        """At some time of an afternoon."""
        noon = convened.astimezone(LONDON).replace(hour=12, minute=0) + timedelta(days=days)
        return max(noon, convened) + timedelta(minutes=random.randrange(10, 290))

    yield convened, convene
    yield on(0), answer_what_is_asked
    for number, who in enumerate(_asked(scene)):
        yield on(random.choice(_SLOW if number % 4 == 3 else _PROMPT)), _doing(reply, who)  # noqa: PLR2004
        if scene.about.seat_of(who):
            yield on(random.choice(_REPORTS)), _doing(send_report, who)
    for who in dict.fromkeys((*scene.about.leads, _administrator(scene))):
        yield on(1), _doing(tell_by_hand, who)
    yield on(13), look_at_the_board


def _asked(scene: Scene) -> list[PersonId]:
    """Whoever has a Teams client and is expected: the others are told by mail, or by their social worker."""
    out = (Role.STAND_IN, Role.MANAGER, Role.ADMINISTRATOR)
    people = (one for one in scene.about.people if one.role not in out and one.account)
    return [one.id for one in people if scene.people.own[one.id].installed]


def _doing(act: Callable[[Scene, PersonId], Awaitable[None]], who: PersonId) -> Act:
    async def cued(scene: Scene) -> None:
        await act(scene, who)

    return cued


def _administrator(scene: Scene) -> PersonId:
    """Who arranges it: the chair, where there is no administrator with Teams."""
    found = (one.id for one in scene.about.with_role(Role.ADMINISTRATOR) if scene.people.own[one.id].installed)
    return next(found, scene.about.chair)


async def convene(scene: Scene) -> None:
    who = _administrator(scene)
    client = scene.own_client(who)
    await client.type("sheet")
    await scene.stage.settled()
    await press(client, "sheet.show")
    await press(client, "conference.convene")
    scene.says(who, "invites everybody to the conference")
    await scene.stage.settled()


async def answer_what_is_asked(scene: Scene) -> None:
    """The chair's own word on the case, and on whoever would like to watch."""
    client = scene.own_client(scene.about.chair)
    await client.type("requests")
    await scene.stage.settled()
    if not sees(client, "ask.show"):
        return
    await press(client, "ask.show")
    if sees(client, "independence.form"):
        await press(client, "independence.form")
        same = "yes" if scene.about.kind is Kind.REVIEW else "first"
        await press(client, "independence.declare", {"independent": "yes", "same": same})
        scene.says(scene.about.chair, "declares that they have no part in the case")
        await press(client, "ask.show")
    for one in scene.about.with_role(Role.OBSERVER):
        if sees(client, "observer.form", one.id):
            await press(client, "observer.form", about=one.id)
            await press(client, "observer.consent", {"chair": "yes", "family": "yes"})
            scene.says(scene.about.chair, "agrees to an observer, as the family has")
            await press(client, "ask.show")
    await scene.stage.settled()


async def reply(scene: Scene, who: PersonId) -> None:
    """From the invitation, or from the list that a reminder opens."""
    client = scene.own_client(who)
    reminded = sees(client, "todo.show")
    if reminded:
        await press(client, "todo.show")
    if not sees(client, "invitation.show"):
        return
    await press(client, "invitation.show")
    if sees(client, "invitation.reply"):
        await press(client, "invitation.reply")
        scene.says(who, "says that they are coming, having been reminded" if reminded else "says that they are coming")
        await scene.stage.settled()


async def send_report(scene: Scene, who: PersonId) -> None:
    client = scene.own_client(who)
    if scene.about.person(who).role in LAY:
        return
    await client.type("report")
    await scene.stage.settled()
    if not sees(client, "report.show"):
        return
    await press(client, "report.show")
    if sees(client, "report.sent"):
        await press(client, "report.sent")
        scene.says(who, "says that the report is sent")
        await scene.stage.settled()


async def tell_by_hand(scene: Scene, who: PersonId) -> None:
    """Everybody whom no message reaches, one card for each."""
    client = scene.own_client(who)
    for one in scene.about.people:
        if not sees(client, "by_hand.show", one.id):
            continue
        await press(client, "by_hand.show", about=one.id)
        if not sees(client, "by_hand.told", one.id):
            continue
        await press(client, "by_hand.told", {"how": "By telephone"}, about=one.id)
        scene.says(who, "tells somebody of it whom no message reaches")
        await scene.stage.settled()


async def look_at_the_board(scene: Scene) -> None:
    who = _administrator(scene)
    client = scene.own_client(who)
    await client.type("board")
    await scene.stage.settled()
    if sees(client, "board.show"):
        await press(client, "board.show")
        scene.says(who, "looks at the board")
