"""How things stand: the right buttons for each, and for families what will happen and the right to complain."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.status import status_card
from bot.domain.conference import Stage
from bot.domain.ids import SeatId
from bot.domain.particulars import Kind
from bot.domain.powers import Power
from bot.domain.views.plain import StatusView
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, shown, verbs


def _card(view: StatusView) -> Card:
    return status_card(view, samples.MARKS)


_TO_WRITE = ((SeatId("health"), "Ben Sample"),)


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(samples.status(Power.CHAIR), id="chair"),
        pytest.param(samples.status(Power.PROFESSIONAL), id="professional"),
        pytest.param(samples.status(Power.ADMINISTRATOR, to_write_down=_TO_WRITE), id="administrator"),
        pytest.param(samples.status(Power.OBSERVER), id="observer"),
        pytest.param(samples.status(Power.LAY, lay=True), id="family"),
        pytest.param(samples.status(Power.LAY, lay=True, kind=Kind.CORE_GROUP), id="family, core group"),
        pytest.param(samples.status(Power.LAY, lay=True, cancelled=True, who=()), id="family, cancelled"),
    ],
)
def test_card(view: StatusView, snapshot: SnapshotAssertion) -> None:
    card = _card(view)
    check(card, names=samples.NAMES)
    assert card == snapshot


@pytest.mark.parametrize(
    ("power", "stage", "opens"),
    [
        (Power.CHAIR, Stage.PLANNED, ["console.show", "ask.show", "report.show"]),
        (Power.CHAIR, Stage.GATHERING, ["console.show"]),
        (Power.ADMINISTRATOR, Stage.PLANNED, ["report.show"]),
        (Power.PROFESSIONAL, Stage.PLANNED, ["report.show", "checklist.show"]),
        (Power.LAY, Stage.PLANNED, ["recording.form", "checklist.show"]),
        (Power.OBSERVER, Stage.PLANNED, ["checklist.show"]),
        (Power.CHAIR, Stage.DECIDED, ["console.show", "summary.draft"]),
        (Power.MANAGER, Stage.GATHERING, ["console.hand_over"]),
        (Power.ADMINISTRATOR, Stage.ROUND_OPEN, []),
        (Power.PROFESSIONAL, Stage.GATHERING, ["checklist.show"]),
        (Power.PROFESSIONAL, Stage.ROUND_OPEN, ["checklist.show", "post_it.show"]),
        (Power.PROFESSIONAL, Stage.ROUND_CLOSED, ["checklist.show"]),
        (Power.PROFESSIONAL, Stage.DECIDED, ["decisions.show"]),
        (Power.PROFESSIONAL, Stage.APPROVED, ["decisions.show", "summary.show"]),
        (Power.OBSERVER, Stage.ROUND_OPEN, ["checklist.show"]),
        (Power.HELPER, Stage.ROUND_OPEN, ["checklist.show"]),
        (Power.LAY, Stage.ROUND_OPEN, ["checklist.show"]),
        (Power.LAY, Stage.APPROVED, []),
        (Power.STRANGER, Stage.ROUND_OPEN, []),
    ],
)
def test_everybody_is_offered_what_is_theirs(power: Power, stage: Stage, opens: list[str]) -> None:
    assert verbs(_card(samples.status(power, stage=stage))) == opens


@pytest.mark.feature("J10")
def test_the_administrator_can_write_down_the_view_of_whom_no_chat_reaches() -> None:
    card = _card(samples.status(Power.ADMINISTRATOR, to_write_down=_TO_WRITE))
    assert [(one["verb"], one["data"]["of"]) for one in buttons(card)] == [("post_it.read_out", "health")]


def test_a_core_group_has_no_decisions_to_open() -> None:
    view = samples.status(Power.PROFESSIONAL, Power.CHAIR, stage=Stage.DECIDED, kind=Kind.CORE_GROUP)
    assert verbs(_card(view)) == ["console.show"]
    assert "Scaling is done" in shown(_card(view))


@pytest.mark.feature("J12")
def test_family_see_what_will_happen_who_is_there_and_how_to_complain() -> None:
    card = _card(samples.status(Power.LAY, lay=True))
    said = shown(card)
    for words in ("What will happen", "Who is expected", "Mother of Robin and Wren", "You can complain"):
        assert words in said
    assert "post_it.show" not in verbs(card)


@pytest.mark.feature("J7")
def test_whos_who_gives_everybodys_name_and_why_they_are_here() -> None:
    said = shown(_card(samples.status(Power.PROFESSIONAL)))
    for words in ("Ben Sample:", "Health visiting", "Dot Sample:", "Observer (listens, takes no part)"):
        assert words in said


@pytest.mark.feature("B28")
@pytest.mark.parametrize("power", Power)
def test_a_cancelled_conference_says_so_and_opens_nothing(power: Power) -> None:
    card = _card(samples.status(power, stage=Stage.PLANNED, cancelled=True, who=()))
    assert "Cancelled: it does not take place" in shown(card)
    assert verbs(card) == []
