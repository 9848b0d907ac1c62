"""Reports, and what is asked of the chair, over real HTTP, days before the meeting: each sees their own (B10-B14, B17-B19, B25-B27)."""

from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.ids import PersonId, SeatId
from tests.integration.conference import BARNABY, CANARY, EVERYBODY, MARIGOLD, Conference, Part, set_up
from tests.integration.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

POLICE = Part(who="officer", seat="police")
MOTHER, OBSERVER = PersonId("mother"), PersonId("observer")


@pytest_asyncio.fixture(loop_scope="module")
async def soon(house: Theatre) -> Conference:
    """Ten days before."""
    return await set_up(house, (*EVERYBODY, POLICE), starts=timedelta(days=10))


@pytest.mark.feature("B10")
async def test_a_report_is_sent_received_and_shared_by_pressing(soon: Conference) -> None:
    seen = await soon.open("school", "report", "report.show")
    assert "Not in yet" in soon.said("school", seen)
    seen = await soon.press("school", "report.sent", on=seen)
    assert "Sent, says the agency" in soon.said("school", seen)
    seen = await soon.press("school", "report.shared", {"on": "2037-01-31"}, on=seen)
    assert "That day is still to come." in soon.said("school", seen)
    day = (soon.house.stage.now - timedelta(days=1)).date().isoformat()
    seen = await soon.press("school", "report.shared", {"on": day}, on=seen)
    seen = await soon.open("admin", "reports", "report.show")
    assert "Sent, says the agency" in soon.said("admin", seen)
    seen = await soon.press("admin", "report.show", about="seat_school")
    seen = await soon.press("admin", "report.received", on=seen)
    assert "In since" in soon.said("admin", seen)
    report = (await soon.state()).before.reports[SeatId("seat_school")]
    assert report.received_at
    assert report.sent_at
    assert str(report.shared_on) == day
    seen = await soon.press("admin", "report.received", on=seen)
    assert not (await soon.state()).before.reports[SeatId("seat_school")].received_at, "it was a slip"


@pytest.mark.feature("B10")
async def test_an_older_card_is_answered_with_a_fresh_one(soon: Conference) -> None:
    mine = await soon.open("school", "report", "report.show")
    await soon.open("admin", "reports", "report.show")
    theirs = await soon.press("admin", "report.show", about="seat_school")
    await soon.press("admin", "report.received", on=theirs)
    answer = await soon.press("school", "report.not_coming", {"reason": f"{CANARY} none."}, on=mine)
    assert "In since" in soon.said("school", answer)
    assert not (await soon.state()).before.reports[SeatId("seat_school")].none


@pytest.mark.feature("B13")
async def test_the_administrator_never_learns_of_the_polices_report(soon: Conference) -> None:
    await soon.open("officer", "report", "report.show")
    await soon.press("officer", "report.sent")
    for about in ("", "seat_officer"):
        await soon.house.bring(soon.made_up("admin", "report.show", about))
    await soon.open("admin", "reports", "report.show")
    await soon.type("admin", "status")
    assert "report: police" not in soon.ever_saw("admin").lower()
    assert "seat_officer" not in soon.ever_saw("admin")
    forged = soon.made_up("admin", "report.show", "seat_officer")
    nowhere = soon.made_up("admin", "report.show", "seat_of_nobody")
    answers = [await soon.house.bring(one) for one in (forged, nowhere)]
    assert answers[0].card == answers[1].card
    seen = await soon.open("chair", "reports", "report.show")
    assert "Sent, says the agency" in soon.said("chair", seen)


@pytest.mark.feature("B27")
async def test_the_lead_social_worker_says_when_each_child_was_seen(soon: Conference) -> None:
    await soon.open("worker", "report", "report.show")
    seen = await soon.press("worker", "report.seen")
    answer = await soon.press("worker", "report.children_seen", {f"{MARIGOLD}.alone": "alone"}, on=seen)
    assert soon.typed("worker", answer)[f"{MARIGOLD}.alone"] == "alone"
    day = soon.house.stage.now.date().isoformat()
    told = {f"{MARIGOLD}.on": day, f"{MARIGOLD}.alone": "alone"}
    told |= {f"{BARNABY}.on": day, f"{BARNABY}.alone": "with_others", f"{BARNABY}.who_else": f"{CANARY} his aunt"}
    answer = await soon.press("worker", "report.children_seen", told, on=answer)
    assert f"{CANARY} his aunt" in soon.said("worker", answer)
    assert set((await soon.state()).before.reports[SeatId("seat_worker")].seen) == {MARIGOLD, BARNABY}
    assert not soon.leaked()


@pytest.mark.feature("B12", "B29")
async def test_a_flag_reaches_the_chair_and_nobody_else(soon: Conference) -> None:
    await soon.open("health", "tell the chair", "flag.show")
    answer = await soon.press("health", "flag.raise", {"kind": "danger"})
    assert "I am telling the chair" in soon.said("health", answer)
    mine = await soon.open("health", "tell the chair", "flag.show")
    assert "The chair has been told" in soon.said("health", mine)
    seen = await soon.open("chair", "requests", "ask.show")
    assert "Wants to speak to you in private" in soon.said("chair", seen)
    seen = await soon.press("chair", "flag.show", about="1")
    await soon.press("chair", "flag.heard", on=seen)
    assert (await soon.state()).before.flags[0].heard_at
    for who in ("admin", "manager", "school", "mother", "observer"):
        for verb in ("flag.show", "ask.show"):
            await soon.house.bring(soon.made_up(who, verb, "1"))
        assert "danger to one another" not in soon.said(who)
    assert not soon.leaked()


@pytest.mark.feature("B14")
async def test_an_exclusion_from_the_asking_to_the_letter(soon: Conference) -> None:
    await soon.open("worker", "report", "report.show")
    await soon.press("worker", "exclusion.form")
    await soon.press("worker", "exclusion.form", about=MOTHER)
    asked = {"ground": "confidential", "evidence": f"{CANARY} police record", "extent": "whole"}
    answer = await soon.press("worker", "exclusion.ask", asked)
    assert "has not decided" in soon.said("worker", answer) or CANARY in soon.said("worker", answer)
    await soon.settled()
    await soon.open("chair", "requests", "ask.show")
    seen = await soon.press("chair", "exclusion.form", about=MOTHER)
    answer = await soon.press("chair", "exclusion.decide", {"extent": "whole"}, on=seen)
    assert "This is still empty." in soon.said("chair", answer)
    decided = {"extent": "whole", "reasons": f"{CANARY} because", "how_long": "This conference."}
    answer = await soon.press("chair", "exclusion.decide", decided, on=answer)
    assert "Left out of the whole" in soon.said("chair", answer)
    letter = await soon.press("chair", "letter.show")
    assert "What you think still counts." in soon.said("chair", letter)
    assert CANARY not in soon.said("chair", letter)
    await soon.press("chair", "exclusion.letter", {"how": "in person"}, on=letter)
    assert (await soon.state()).before.exclusions[MOTHER].letter_at
    for verb in ("exclusion.form", "letter.show", "ask.show"):
        await soon.house.bring(soon.made_up("mother", verb, MOTHER))
        await soon.house.bring(soon.made_up("admin", verb, MOTHER))
    assert CANARY not in soon.ever_saw("mother") + soon.ever_saw("admin")
    assert not soon.leaked()


@pytest.mark.feature("B25")
async def test_a_parent_asks_to_record_and_reads_the_answer(soon: Conference) -> None:
    await soon.open("mother", "recording", "recording.form")
    answer = await soon.press("mother", "recording.ask", {"purpose": f"{CANARY} to listen again"})
    assert "The chair has your request" in soon.said("mother", answer)
    await soon.settled()
    await soon.open("chair", "requests", "ask.show")
    seen = await soon.press("chair", "recording.form", about=MOTHER)
    await soon.press("chair", "recording.decide", {"granted": "no", "reasons": f"{CANARY} not this time"}, on=seen)
    answer = await soon.open("mother", "recording", "recording.form")
    assert "The chair does not agree. Please do not record." in soon.said("mother", answer)
    assert not soon.leaked()


@pytest.mark.feature("B19")
async def test_both_consents_to_an_observer_are_recorded_where_each_is_given(soon: Conference) -> None:
    await soon.open("admin", "reports", "report.show")
    await soon.press("admin", "observer.form")
    seen = await soon.press("admin", "observer.form", about=OBSERVER)
    assert set(soon.typed("admin", seen)) == {"family"}
    await soon.press("admin", "observer.consent", {"family": "yes"}, on=seen)
    assert not (await soon.state()).before.consents[OBSERVER].given
    await soon.open("chair", "requests", "ask.show")
    seen = await soon.press("chair", "observer.form", about=OBSERVER)
    await soon.press("chair", "observer.consent", {"chair": "yes", "family": "yes"}, on=seen)
    assert (await soon.state()).before.consents[OBSERVER].given


@pytest.mark.feature("B17", "B18", "B26")
async def test_the_chairs_own_preparations(soon: Conference) -> None:
    await soon.open("chair", "requests", "ask.show")
    await soon.press("chair", "independence.form")
    answer = await soon.press("chair", "independence.declare", {"independent": "yes", "same": "no"})
    assert "Give your reason." in soon.said("chair", answer)
    fill = {"independent": "yes", "same": "no", "reason": f"{CANARY} retired"}
    answer = await soon.press("chair", "independence.declare", fill, on=answer)
    await soon.press("chair", "ask.show", on=answer)
    seen = await soon.press("chair", "premeeting.show")
    seen = await soon.press("chair", "premeeting.met", on=seen)
    await soon.open("worker", "report", "report.show")
    await soon.press("worker", "participation.show")
    seen = await soon.press("worker", "participation.form", about=MARIGOLD)
    await soon.press("worker", "participation.plan", {"how": "PN5", "note": f"{CANARY} her advocate"}, on=seen)
    before = (await soon.state()).before
    assert before.independence
    assert before.met
    assert before.participation[MARIGOLD].how == "PN5"
    assert not soon.leaked()
