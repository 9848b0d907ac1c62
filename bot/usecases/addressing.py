"""Where a notice goes: the meeting's chat, or a person as the conference last knew them."""

from bot.domain.conference import Conference
from bot.domain.delivery import account_of
from bot.domain.duties import Duty
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.notice import Address, Door, Notice


def notice(cid: ConferenceId, state: Conference, duty: Duty, face: str) -> Notice:
    return Notice(
        cid=cid,
        to=_to(state, duty),
        person=duty.to or "",
        view=duty.kind,
        subject=duty.subject,
        number=duty.number,
        face=face,
    )


def _to(state: Conference, duty: Duty) -> Address:
    if duty.to is None:
        return _meeting(state)
    if duty.by_mail:
        return Address(door=Door.MAIL, mail=state.person(duty.to).address)
    return _private(state, duty.to)


def _meeting(state: Conference) -> Address:
    return Address(door=Door.MEETING_CHAT, service_url=state.service_url, conversation=state.chat)


def _private(state: Conference, who: PersonId) -> Address:
    reach = state.reached.get(who)
    if reach is None:
        return Address(door=Door.PRIVATE, service_url=state.service_url, account=account_of(state, who))
    return Address(
        door=Door.PRIVATE,
        service_url=reach.service_url,
        conversation=reach.conversation,
        account=account_of(state, who),
        mri=reach.mri,
    )
