"""The round: when it may open, what a post-it must hold, whose it is, and how it closes."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.domain.answers import as_typed, read_views
from bot.domain.conference import Round
from bot.domain.events import Missing, PostItHandedIn, RoundClosed
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.post_it import LONGEST_TEXT, Category, Draft, Likelihood, Recommendation, View
from bot.domain.profile import Profile
from bot.domain.refusals import Fault, Why
from bot.domain.tally import tally
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.hand_in_post_it import HandInPostIt, SavePostIt
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.nudge_round import NudgeRound
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from bot.domain.verbs.set_anchors import LONGEST_ANCHOR, SetAnchors
from bot.domain.verbs.show_threshold import ShowThreshold
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.views.tally import tally_view
from tests.fakes.builders import ROBIN, SEATED, WREN, Play, both, core_group, profile, typed

SCHOOL, POLICE = SeatId("school"), SeatId("police")
HARRIET = PersonId("harriet")
ANCHORS = SetAnchors(zero="Cannot be at home tonight", ten="Safe, we can close")
CANNOT = Draft(cannot="true", unable="I have not met them")


def one(play: Play) -> Round:
    assert play.state.round
    return play.state.round


def hand_in(draft: Draft, other: Draft | None = None) -> HandInPostIt:
    return HandInPostIt(views={WREN: draft, ROBIN: other or typed()})


# ---------------------------------------------------------------------------------------------------------- opening


@pytest.mark.feature("V1")
def test_a_round_opens_only_when_all_is_explained() -> None:
    play = Play()
    assert play.refused("chair", OpenRound()).code == Why.MEETING_NOT_STARTED
    play.gather()
    assert play.refused("chair", OpenRound()).code == Why.ANCHORS_FIRST
    play.does("chair", ANCHORS)
    assert play.refused("chair", OpenRound()).code == Why.THRESHOLD_FIRST
    play.does("chair", ShowThreshold())
    assert play.does("chair", ShowThreshold()) == ()
    play.does("chair", OpenRound())
    assert play.refused("chair", OpenRound()).code == Why.ROUND_ALREADY_HELD
    play.answer().close()
    assert play.refused("chair", OpenRound()).code == Why.ROUND_ALREADY_HELD


@pytest.mark.feature("D4")
@pytest.mark.parametrize(
    ("zero", "ten", "faults"),
    [
        ("", "b", {"zero": Fault.MISSING}),
        ("a", " \n", {"ten": Fault.MISSING}),
        ("", "", {"zero": Fault.MISSING, "ten": Fault.MISSING}),
        ("a" * (LONGEST_ANCHOR + 1), "b", {"zero": Fault.TOO_LONG}),
        ("a" * LONGEST_ANCHOR, f" {'b' * LONGEST_ANCHOR} ", {}),
    ],
)
def test_the_words_of_nought_and_ten(zero: str, ten: str, faults: Mapping[str, Fault]) -> None:
    play, wish = Play(), SetAnchors(zero=zero, ten=ten)
    if faults:
        assert play.refused("chair", wish) == Refused(Why.FIELDS, faults)
    else:
        play.does("chair", wish)
        assert (play.state.zero, play.state.ten) == (zero.strip(), ten.strip())
        assert play.does("chair", wish) == ()


@pytest.mark.feature("D4")
def test_the_round_keeps_the_words_and_the_direction_it_was_opened_with() -> None:
    play = Play().open()
    assert (one(play).zero, one(play).ten, one(play).ten_is_safe) == (ANCHORS.zero, ANCHORS.ten, True)


# ---------------------------------------------------------------------------------------------- what a post-it must hold

LONG = "x" * (LONGEST_TEXT + 1)
# what is changed in a complete post-it | the fault and where
FAULTS: list[tuple[dict[str, str], dict[str, Fault]]] = [
    ({"scale": ""}, {"scale": Fault.SCALE_MISSING}),
    ({"scale": "  "}, {"scale": Fault.SCALE_MISSING}),
    *(({"scale": wrong}, {"scale": Fault.SCALE_RANGE}) for wrong in ["11", "-1", "7.5", "7,5", "a", "٣", "1e1", "010"]),
    ({"recommendation": "", "category": ""}, {"recommendation": Fault.RECOMMENDATION_MISSING}),
    ({"recommendation": "", "category": "neglect"}, {"recommendation": Fault.RECOMMENDATION_MISSING}),
    ({"recommendation": "care_order", "category": ""}, {"recommendation": Fault.UNKNOWN_CHOICE}),
    ({"category": ""}, {"category": Fault.CATEGORY_MISSING}),
    ({"category": "unkindness"}, {"category": Fault.UNKNOWN_CHOICE}),
    ({"recommendation": "child_in_need_plan"}, {"category": Fault.CATEGORY_NOT_ASKED}),
    ({"recommendation": "no_plan"}, {"category": Fault.CATEGORY_NOT_ASKED}),
    ({"reason": ""}, {"reason": Fault.REASON_MISSING}),
    ({"reason": " \n "}, {"reason": Fault.REASON_MISSING}),
    ({"reason": LONG}, {"reason": Fault.TOO_LONG}),
    ({"cannot": "true", "scale": "", "recommendation": "", "category": ""}, {"unable": Fault.UNABLE_REASON_MISSING}),
    (
        {"cannot": "true", "scale": "", "recommendation": "", "category": "", "unable": LONG},
        {"unable": Fault.TOO_LONG},
    ),
    ({"cannot": "true", "unable": "not met"}, {"cannot": Fault.UNABLE_AND_ANSWERED}),
    (
        {"cannot": "true"},
        {"cannot": Fault.UNABLE_AND_ANSWERED, "unable": Fault.UNABLE_REASON_MISSING},
    ),
    (
        {"scale": "12", "recommendation": "", "category": "", "reason": ""},
        {
            "scale": Fault.SCALE_RANGE,
            "recommendation": Fault.RECOMMENDATION_MISSING,
            "reason": Fault.REASON_MISSING,
        },
    ),
]


@pytest.mark.feature("V2", "V3")
@pytest.mark.parametrize(("change", "faults"), FAULTS)
def test_every_fault_is_named_beside_its_field(change: dict[str, str], faults: dict[str, Fault]) -> None:
    play = Play().open()
    refused = play.refused("harriet", hand_in(typed(**change)))
    assert refused == Refused(Why.POST_IT_INCOMPLETE, {f"wren.{name}": fault for name, fault in faults.items()})


@pytest.mark.feature("V2")
@pytest.mark.parametrize("scale", [str(number) for number in range(11)])
def test_every_point_of_the_scale_may_be_given(scale: str) -> None:
    play = Play().open()
    play.does("harriet", hand_in(typed(scale=f" {scale} ")))
    views = one(play).post_it(SCHOOL).views
    assert views
    assert views[WREN].scale == int(scale)


@pytest.mark.feature("V2")
@pytest.mark.parametrize("recommendation", Recommendation)
@pytest.mark.parametrize("category", [None, *Category])
def test_a_category_goes_with_a_plan_and_with_nothing_else(
    recommendation: Recommendation, category: Category | None
) -> None:
    play = Play().open()
    wish = hand_in(typed(recommendation=recommendation, category=category or ""))
    if (category is not None) is (recommendation is Recommendation.PLAN):
        play.does("harriet", wish)
    else:
        assert set(play.refused("harriet", wish).fields) == {"wren.category"}


@pytest.mark.feature("V3")
def test_each_child_is_answered_for() -> None:
    play = Play().open()
    refused = play.refused("harriet", HandInPostIt(views={WREN: typed()}))
    assert refused.fields == {
        "robin.scale": Fault.SCALE_MISSING,
        "robin.recommendation": Fault.RECOMMENDATION_MISSING,
        "robin.reason": Fault.REASON_MISSING,
    }


def test_what_a_card_says_of_other_children_is_passed_over() -> None:
    play = Play().open()
    play.does("harriet", HandInPostIt(views={**both(typed()), ChildId("a_neighbour"): typed()}))
    assert set(one(play).post_it(SCHOOL).views or {}) == {WREN, ROBIN}


@pytest.mark.feature("V10")
def test_giving_no_view_is_an_answer_with_a_reason() -> None:
    play = Play().open()
    play.does("harriet", hand_in(CANNOT))
    views = one(play).post_it(SCHOOL).views
    assert views
    assert views[WREN] == View(unable="I have not met them")
    assert views[ROBIN].scale == 3
    found = tally(play.state, one(play), WREN)
    assert (found.unable, found.missing, found.spread) == (1, 6, None)


# --------------------------------------------------------------------------------------------------- the borough's own


@pytest.fixture
def lbh() -> Profile:
    return profile("lbh")


@pytest.mark.feature("V2", "B3")
@pytest.mark.parametrize(("said", "taken"), [("likely", True), ("not_likely", True), ("", False), ("perhaps", False)])
def test_lbh_asks_how_likely_future_harm_is(lbh: Profile, said: str, taken: bool) -> None:
    play = Play(profile=lbh).open()
    wish = HandInPostIt(views=both(typed(likelihood=said)))
    if taken:
        play.does("harriet", wish)
        assert (one(play).post_it(SCHOOL).views or {})[WREN].likelihood is Likelihood(said)
    else:
        faults = {f"{child}.likelihood": Fault.LIKELIHOOD_MISSING for child in (WREN, ROBIN)}
        assert play.refused("harriet", wish).fields == faults


def test_elsewhere_nobody_is_asked_and_nothing_is_kept() -> None:
    play = Play().open()
    play.does("harriet", hand_in(typed(likelihood="likely")))
    assert (one(play).post_it(SCHOOL).views or {})[WREN].likelihood is None


@pytest.mark.feature("V26")
def test_a_core_group_scales_and_nothing_more() -> None:
    play = Play(core_group(), profile("lbh")).gather()
    play.does("ines", ANCHORS, OpenRound())
    play.does("harriet", HandInPostIt(views=both(Draft(scale="6", recommendation="no_plan", likelihood="likely"))))
    assert (one(play).post_it(SCHOOL).views or {})[WREN] == View(scale=6)
    assert play.refused("ines", HandInPostIt(views={})).fields == {
        "wren.scale": Fault.SCALE_MISSING,
        "robin.scale": Fault.SCALE_MISSING,
    }
    play.does("ines", HandInPostIt(views=both(Draft(scale="5", reason="He sleeps again"))))
    assert tally(play.state, one(play), WREN).recommendations == dict.fromkeys(Recommendation, 0)


# -------------------------------------------------------------------------------------------------- saved, changed, once


@pytest.mark.feature("V4")
def test_a_half_written_post_it_is_kept_as_typed_and_is_nobodys_view() -> None:
    play = Play().open()
    half = Draft(scale="eleven", reason=" still thinking ")
    play.does("harriet", SavePostIt(views={WREN: half}))
    post_it = one(play).post_it(SCHOOL)
    assert (post_it.handed_in, post_it.draft) == (False, {WREN: half, ROBIN: Draft()})
    assert tally(play.state, one(play), WREN).missing == 7
    assert play.refused("chair", CloseRound(missing={})).fields[SCHOOL] is Fault.MISSING


@pytest.mark.feature("V8", "V12")
def test_the_last_one_handed_in_counts_once_and_each_is_kept() -> None:
    play = Play().open()
    for scale in ("2", "9", "4"):
        play.does("harriet", hand_in(typed(scale=scale)))
    play.does("harriet", SavePostIt(views=both(typed(scale="0"))))
    play.answer("ines", scale="5").close()
    found = tally(play.state, one(play), WREN)
    assert [row.view.scale for row in found.rows if row.view] == [5, 4]
    kept = [event for event, _ in play.happened if isinstance(event, PostItHandedIn) and event.seat == SCHOOL]
    assert [(event.rev, event.views[WREN].scale) for event in kept] == [(1, 2), (2, 9), (3, 4)]


@pytest.mark.feature("V9")
def test_after_closing_nothing_about_a_view_changes() -> None:
    play = Play().open().answer("harriet").close()
    frozen = play.state.rounds
    for who in SEATED:
        assert play.refused(who, hand_in(typed(scale="10"))).code == Why.ROUND_NOT_OPEN
        assert play.refused(who, SavePostIt(views={})).code == Why.ROUND_NOT_OPEN
    for command in (
        EnterPostIt(seat=POLICE, views=both(typed())),
        ConfirmReadBack(seat=POLICE),
        CloseRound(missing={}),
        NudgeRound(),
    ):
        assert play.refused("chair", command).code == Why.ROUND_NOT_OPEN
    assert play.refused("chair", replace(ANCHORS, zero="other")).code == Why.ROUND_ALREADY_HELD
    play.does("bot", NoteAttendance(person=HARRIET, here=False))
    play.decide(WREN).decide(ROBIN).approve()
    assert play.state.rounds == frozen


def test_there_is_no_answering_before_there_is_a_round() -> None:
    play = Play().gather()
    assert play.refused("harriet", hand_in(typed())).code == Why.ROUND_NOT_OPEN
    assert play.refused("chair", EnterPostIt(seat=SCHOOL, views={})).code == Why.ROUND_NOT_OPEN
    assert play.refused("chair", CloseRound(missing={})).code == Why.ROUND_NOT_OPEN
    assert play.refused("chair", NudgeRound()).code == Why.ROUND_NOT_OPEN
    assert play.refused("chair", ConfirmReadBack(seat=SCHOOL)).code == Why.ROUND_NOT_OPEN


def test_a_view_put_back_into_its_boxes_is_the_view_again() -> None:
    play = Play(profile=profile("lbh")).open()
    drafts = {WREN: typed(likelihood="likely"), ROBIN: CANNOT}
    views = read_views(drafts, play.state)
    assert not isinstance(views, Refused)
    assert read_views({child: as_typed(view) for child, view in views.items()}, play.state) == views


# ----------------------------------------------------------------------------------------------------- read out (J10)

READ_OUT = EnterPostIt(seat=POLICE, views=both(typed(scale="1")))
READ_BACK = ConfirmReadBack(seat=POLICE)


def by_voice() -> Play:
    play = Play().open(absent=("renuka",))
    play.does("chair", MarkPresent(person=PersonId("renuka"), read_aloud=True))
    return play


@pytest.mark.feature("J10")
@pytest.mark.parametrize("writer", ["chair", "administrator"])
def test_a_view_read_out_counts_once_it_has_been_read_back_and_says_who_wrote_it(writer: str) -> None:
    play = by_voice()
    play.does(writer, READ_OUT)
    assert not one(play).post_it(POLICE).handed_in
    assert tally(play.state, one(play), WREN).missing == 7
    play.does(writer, READ_BACK)
    (row,) = (row for row in tally(play.state, one(play), WREN).rows if row.seat == POLICE)
    assert row.view
    assert (row.view.scale, row.person, row.entered_by) == (1, "renuka", writer)
    assert play.refused(writer, READ_BACK).code == Why.NOTHING_TO_CONFIRM


@pytest.mark.feature("J10")
def test_only_whoever_wrote_it_down_can_have_read_it_back() -> None:
    play = by_voice()
    play.does("administrator", READ_OUT)
    assert play.refused("chair", READ_BACK).code == Why.NOTHING_TO_CONFIRM
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    play.does("stand_in", READ_OUT)
    assert play.refused("administrator", READ_BACK).code == Why.NOTHING_TO_CONFIRM
    play.does("stand_in", READ_BACK)


@pytest.mark.feature("J10")
def test_what_is_read_out_is_checked_as_strictly_as_what_is_typed() -> None:
    play = by_voice()
    wrong = EnterPostIt(seat=POLICE, views={WREN: typed(scale=""), ROBIN: typed()})
    assert play.refused("chair", wrong).fields == {"wren.scale": Fault.SCALE_MISSING}
    assert play.refused("chair", replace(READ_OUT, seat=SeatId("nowhere"))).code == Why.NO_SEAT
    assert play.refused("chair", ConfirmReadBack(seat=SeatId("nowhere"))).code == Why.NO_SEAT


@pytest.mark.feature("J10", "J9")
def test_no_view_is_read_out_before_the_checklist_is() -> None:
    play = Play().open(absent=("renuka",))
    assert play.refused("chair", READ_OUT).code == Why.CHECKLIST_FIRST


@pytest.mark.feature("J10", "V12")
def test_a_seat_has_one_answer_whichever_door_it_came_by() -> None:
    play = Play().open()
    play.does("administrator", READ_OUT)
    play.does("renuka", hand_in(typed(scale="8")))
    assert play.refused("administrator", READ_BACK).code == Why.HANDED_IN_BY_THEM
    assert play.refused("administrator", READ_OUT).code == Why.HANDED_IN_BY_THEM
    play.does("renuka", SavePostIt(views=both(typed(scale="7"))))
    assert play.refused("administrator", READ_BACK).code == Why.HANDED_IN_BY_THEM
    rows = tally(play.state, one(play), WREN).rows
    assert [row.view.scale for row in rows if row.view] == [8]


# --------------------------------------------------------------------------------------------------- nudging, closing


@pytest.mark.feature("V7")
def test_a_nudge_goes_to_those_alone_who_could_answer_and_have_not() -> None:
    play = Play().open(absent=("renuka",)).answer("harriet")
    play.does("anand", SavePostIt(views={}))
    play.does("chair", NudgeRound())
    assert set(one(play).nudged) == {"social_work", "social_work_2", "health_visitor", "school_nurse", "housing"}
    play.answer("ines", "tomas", "anand", "lorna", "patrick")
    assert play.does("chair", NudgeRound()) == ()
    assert one(play).nudges == 1


@pytest.mark.feature("V11")
@pytest.mark.parametrize("reason", Missing)
def test_a_reason_is_kept_for_each_one_missing(reason: Missing) -> None:
    play = Play().open().answer(*SEATED[:6])
    (closed,) = play.does("chair", CloseRound(missing={SeatId("housing"): reason.value, SCHOOL: "passed over"}))
    assert isinstance(closed, RoundClosed)
    assert closed.missing == {"housing": reason}
    assert set(closed.entitled) == {seat.id for seat in play.particulars.seats}


@pytest.mark.feature("V11")
@pytest.mark.parametrize("said", ["", "abstained", "not here"])
def test_without_a_reason_for_each_it_does_not_close(said: str) -> None:
    play = Play().open().answer(*SEATED[:5])
    refused = play.refused("chair", CloseRound(missing={POLICE: said}))
    assert refused == Refused(Why.MISSING_REASONS, {"police": Fault.MISSING, "housing": Fault.MISSING})


@pytest.mark.feature("V7", "V11")
def test_the_tally_tells_one_kind_of_silence_from_another() -> None:
    play = Play().open().answer(*SEATED[:5])
    play.does("chair", CloseRound(missing={POLICE: "left_early", SeatId("housing"): "technical"}))
    view = tally_view(play.state, PersonId("chair"), WREN)
    assert not isinstance(view, Refused)
    assert [row.missing for row in view.rows if row.view is None] == [Missing.LEFT_EARLY, Missing.TECHNICAL]


def test_a_meeting_that_never_began_has_no_round() -> None:
    play = Play().arrive(*SEATED)
    play.does("chair", ANCHORS, ShowThreshold())
    assert play.refused("chair", OpenRound()).code == Why.MEETING_NOT_STARTED
    play.does("chair", StartMeeting(), OpenRound())


def test_no_text_is_longer_than_a_page_whichever_verb_brings_it() -> None:
    play = Play().open()
    refused = play.refused("harriet", SavePostIt(views=both(typed(reason="x" * 2001))))
    assert refused.code == Why.FIELDS
    assert set(refused.fields.values()) == {Fault.TOO_LONG}
