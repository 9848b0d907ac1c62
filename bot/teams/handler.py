"""Which of the dialogs' three doors an activity goes to. No rules, no words, no state.

The SDK calls a method by the kind of activity. Membership is taken at `on_conversation_update_activity` because the SDK's
own handling below it asks Teams about every member, one request each, and fails when one is unknown (4.17.1).
"""

from collections.abc import Sequence

from botbuilder.core import TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot.dialogs.desk import Desk
from bot.dialogs.press import Answer, CardAnswer, Seen, TextAnswer
from bot.domain.actor import Actor
from bot.teams.activity import Activity, Person
from bot.teams.adapter import activity_of
from bot.teams.chats import PrivateChats
from bot.teams.inbound import Inbound, is_submit, press_of_submit, said_of
from bot.teams.meetings import Span, read_comers, read_span
from bot.teams.replies import Replies
from bot.words.front_door import ANSWER_NOT_SHOWN


class TurnHandler(TeamsActivityHandler):  # type: ignore[misc]  # the SDK publishes no types
    def __init__(self, desk: Desk, inbound: Inbound, replies: Replies, chats: PrivateChats) -> None:
        self._desk = desk
        self._inbound = inbound
        self._replies = replies
        self._chats = chats

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        activity = activity_of(turn_context)
        actor = await self._inbound.sender(activity)
        answer: Answer | None
        if is_submit(activity):
            answer = _without_card(await self._desk.press(press_of_submit(activity, actor)))
        else:
            said = said_of(activity, actor)
            answer = await self._desk.said(said) if said.text else None
        if answer is not None:
            await self._replies.send(turn_context, activity, actor, answer)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """An edited message is no new command: nothing happens twice because somebody mended a typing slip."""

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        """Nothing: what was done on a message stays done."""

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        activity = activity_of(turn_context)
        await self._membership(activity, activity.members_added or (), "bot_added", "added")
        await self._membership(activity, activity.members_removed or (), "bot_removed", "removed")

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await self._saw_sender(activity_of(turn_context), "installed")

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        activity = activity_of(turn_context)
        for actor in await self._saw_sender(activity, "uninstalled"):
            if activity.private and actor.account:
                self._chats.forget(actor.account)

    async def on_teams_meeting_start_event(self, meeting: object, turn_context: TurnContext) -> None:
        span = read_span(meeting)
        await self._saw(activity_of(turn_context), "meeting_started", span=span, at=span.start_time)

    async def on_teams_meeting_end_event(self, meeting: object, turn_context: TurnContext) -> None:
        span = read_span(meeting)
        await self._saw(activity_of(turn_context), "meeting_ended", span=span, at=span.end_time)

    async def on_teams_meeting_participants_join_event(self, meeting: object, turn_context: TurnContext) -> None:
        await self._saw(activity_of(turn_context), "joined", read_comers(meeting))

    async def on_teams_meeting_participants_leave_event(self, meeting: object, turn_context: TurnContext) -> None:
        await self._saw(activity_of(turn_context), "left", read_comers(meeting))

    async def _membership(self, activity: Activity, people: Sequence[Person], ours: str, theirs: str) -> None:
        others = tuple(person for person in people if person.id != activity.recipient.id)
        if len(others) < len(people):
            await self._saw_sender(activity, ours)
        if others:
            await self._saw(activity, theirs, others)

    async def _saw_sender(self, activity: Activity, what: str) -> Sequence[Actor]:
        return await self._saw(activity, what, (activity.from_,) if activity.from_ else ())

    async def _saw(
        self,
        activity: Activity,
        what: str,
        people: Sequence[Person] = (),
        *,
        span: Span | None = None,
        at: str | None = None,
    ) -> Sequence[Actor]:
        actors = await self._inbound.people(activity, people)
        await self._desk.seen(
            Seen(
                what=what,
                conversation=activity.conversation.id,
                service_url=activity.service_url,
                people=actors,
                at=at or activity.timestamp or "",
                join_url=(span.join_url if span else None) or "",
            )
        )
        return actors


def _without_card(answer: Answer) -> Answer:
    """An answer to an old client would have to be posted, and a posted card is kept by Teams: say only that it was heard."""
    return TextAnswer(ANSWER_NOT_SHOWN) if isinstance(answer, CardAnswer) else answer
