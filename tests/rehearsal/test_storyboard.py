"""The storyboard shows each person what they saw and nobody else did, asks nothing of any other machine, and runs nothing."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from bot.adapters.verify import Anchor, Report
from bot.domain.ids import ConferenceId
from bot.rehearsal import storyboard
from bot.rehearsal.board.cells import Cards
from bot.rehearsal.board.drawn import drawn, entry
from bot.rehearsal.board.rows import chapters
from bot.rehearsal.judging.story import read
from bot.rehearsal.play import Case, Played
from tests.rehearsal import scripted as s
from tests.rehearsal.scripted import Scripted, whole

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> & "so on" {{ 7 * 7 }} ](javascript:alert(3))'


def played(on: Scripted) -> Played:
    return Played(
        case=Case(name="scripted", particulars=s.PARTICULARS, profile=s.profile(), rehearsal={}),
        seed=7,
        wire=tuple(on.world.wire),
        accounts=s.ACCOUNTS,
        letters={},
        chat=on.meeting.id,
        verified=Report(cid=ConferenceId("c1"), entries=12, anchor=Anchor(version=12, mac=b"\x01\x02"), faults=()),
        faults=(),
        ended=on.now,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def page(folder: Path, on: Scripted, **more: object) -> str:
    return storyboard.write(folder, played(on), **more).read_text("utf-8")  # type: ignore[arg-type]


def cells(html: str) -> dict[str, str]:
    """All that stands in each person's column, by name."""
    keys = dict(re.findall(r'<th scope="col" class="(p\d+)">(.*?)<br>', html))
    found: dict[str, str] = dict.fromkeys(keys.values(), "")
    for key, inside in re.findall(r'<td class="(p\d+)"[^>]*>(.*?)</td>', html, re.DOTALL):
        found[keys[key]] += unescape(re.sub(r"<[^>]+>", " ", inside))
    return found


def test_each_column_holds_what_its_person_saw_and_no_other(folder: Path) -> None:
    seen = cells(page(folder, whole()))
    holds = {secret: {name for name, text in seen.items() if secret in text} for secret in (s.WHY_AMARA, s.WHY_SIAN)}
    assert holds[s.WHY_AMARA] == {"Amara Nightjar", "Grace Quillfeather"}
    assert holds[s.WHY_SIAN] == {"Femi Blotter", "Grace Quillfeather"}
    assert "There is a card for you to open." in seen["Tilly Newleaf"]


def test_what_was_pressed_and_typed_is_said_in_words(folder: Path) -> None:
    amara = cells(page(folder, whole()))["Amara Nightjar"]
    assert "Pressed \u201cpost_it.hand_in\u201d on \u201cCard\u201d" in amara
    assert "What you think" in amara
    assert s.WHY_AMARA in amara


def test_a_person_who_saw_nothing_is_named_and_has_no_column(folder: Path) -> None:
    html = page(folder, whole())
    assert "jot (On no list)" in html
    assert "jot" not in cells(html)


def test_people_by_two_accounts_have_one_column(folder: Path) -> None:
    html = page(
        folder, whole(gathered=lambda on: on.press("sian-elsewhere", "next.show", "Who are you?", at_door=True))
    )
    assert "Who are you?" in cells(html)["Siân Bracken"]
    assert html.count(">Siân Bracken<br>") == 1


@pytest.mark.parametrize("name", ["index.html", "tally.html", "summary.html"])
def test_what_people_typed_is_text_and_never_markup(folder: Path, name: str) -> None:
    def nasty(on: Scripted) -> None:
        on.press("amara", "post_it.save", s.card(HOSTILE, s.box("wren.reason", HOSTILE)), wren__reason=HOSTILE)
        on.press("grace", "tally.show", s.card(s.tally()["body"][0]["text"], s.own_words(HOSTILE)), of="wren")
        on.post(on.private("sian"), s.card(HOSTILE), line=HOSTILE)

    page(folder, whole(decided=nasty), troubles=[HOSTILE])
    html = (folder / name).read_text("utf-8")
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize("name", ["index.html", "tally.html", "summary.html"])
def test_a_page_asks_nothing_of_any_other_machine(folder: Path, name: str) -> None:
    page(folder, whole())
    html = (folder / name).read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert not [link for link in links if ":" in link or link.startswith("//")]
    assert "default-src 'none'" in html
    assert "@import" not in html
    assert "url(" not in html


def test_every_link_leads_to_a_file_that_was_written(folder: Path) -> None:
    html = page(folder, whole(), letters={"dana.html": "<p>Dear Dana</p>"})
    for link in set(re.findall(r'href="([^"#]+)"', html)):
        assert (folder / link).exists(), link
    assert (folder / "letters" / "dana.html").read_text("utf-8") == "<p>Dear Dana</p>"


def test_every_card_is_there_as_it_was_sent(folder: Path) -> None:
    on = whole()
    page(folder, on)
    index = json.loads((folder / "cards" / "index.json").read_bytes())
    sent = [one for one in read(on.wire).shown if one.card is not None]
    assert len(index) == len(sent)
    by_wire = {one.seq: one.card for one in sent}
    for line in index:
        assert json.loads((folder / "cards" / line["file"]).read_bytes()) == by_wire[line["wire"]]


def test_cards_of_an_earlier_play_are_cleared_away(folder: Path) -> None:
    page(folder, whole())
    before = len(list((folder / "cards").iterdir()))
    page(folder, Scripted())
    assert before > 1
    assert [one.name for one in (folder / "cards").iterdir()] == ["index.json"]


def test_the_wire_is_written_as_the_loopback_exports_it(folder: Path) -> None:
    on = whole()
    page(folder, on)
    assert json.loads((folder / "wire.json").read_bytes()) == json.loads(on.world.wire.export())


def test_the_tally_and_the_summary_have_pages_of_their_own(folder: Path) -> None:
    page(folder, whole())
    tally, summary = ((folder / name).read_text("utf-8") for name in ("tally.html", "summary.html"))
    assert s.WHY_YUSUF in unescape(tally)
    for name in ("Amara Nightjar", "Siân Bracken", "Grace Quillfeather", "Dana Reedling", "Tilly Newleaf"):
        assert f"<h2>{name}, " in summary
    assert "Given by Amara Nightjar" in summary
    assert "in person at home" in summary
    assert s.WHY_AMARA not in unescape(summary)


def test_what_the_judges_found_stands_at_the_top(folder: Path) -> None:
    assert "late: everything" in page(folder, whole(), troubles=["late: everything"])
    assert "Nothing leaked" in page(folder, whole(), troubles=[])
    assert "Nothing leaked" not in page(folder, whole())


def test_the_folder_is_its_owners_alone(folder: Path) -> None:
    page(folder, whole())
    assert folder.stat().st_mode & 0o077 == 0
    assert "12 entries" in (folder / "verification.txt").read_text("utf-8")


def test_chapters_follow_the_conference() -> None:
    titles = [one.title for one in chapters(read(whole().wire), Cards())]
    assert titles == [
        "Before the meeting",
        "The round: views are asked for",
        "The tally: the round is closed",
        "The chair decides",
        "The meeting is over",
        "The summary goes out",
    ]


def test_a_message_posted_and_filled_in_one_moment_is_one_sight_with_its_notification() -> None:
    rows = [row for chapter in chapters(read(whole().wire), Cards()) for row in chapter.rows]
    mine = [seen for row in rows if "yusuf" in row.cells for seen in row.cells["yusuf"].saw]
    found = [seen for seen in mine if seen.notification and "private" in seen.how]
    assert [seen.card.title for seen in found if seen.card] == ["Card"]
    assert "Decision summary" in str(found[0].card)


@pytest.mark.parametrize(
    ("node", "value", "said"),
    [
        ({"type": "Input.Text", "id": "a", "label": "Why"}, "because", "because"),
        ({"type": "Input.Toggle", "id": "a", "label": "1 of 3", "title": "Ready"}, "true", "ticked"),
        ({"type": "Input.Toggle", "id": "a", "label": "1 of 3", "title": "Ready"}, "false", ""),
        ({"type": "Input.ChoiceSet", "id": "a", "choices": [{"value": "x", "title": "Ex"}]}, "x", "Ex"),
        ({"type": "Input.ChoiceSet", "id": "a", "choices": [{"value": "x", "title": "Ex"}]}, "x,y", "Ex, y"),
    ],
    ids=["words", "ticked", "not ticked", "a choice", "several"],
)
def test_inputs_are_said_in_the_words_of_their_choices(node: dict[str, object], value: str, said: str) -> None:
    assert entry(node, value).value == said


def test_a_card_keeps_the_order_of_its_parts_and_undoes_the_escapes() -> None:
    card = s.card("One \\*star\\*", s.box("a"), s.button("x", "Press me"))
    card["body"].insert(1, {"type": "Container", "items": [s.own_words("Two")]})
    card["body"].append({"type": "FactSet", "facts": [{"title": "Chair", "value": "Grace"}]})
    one = drawn(card, 1)
    assert [part.kind for part in one.parts] == ["line", "box", "entry", "buttons", "box"]
    assert one.first == "One *star*"


BAD: dict[str, Callable[[Scripted], object]] = {
    "an answer that never came": lambda on: on.press("amara", "post_it.show", None),
    "a card that is no card": lambda on: on.answer("amara", {"body": "no list", "x": [1, None]}),
    "a message of nothing": lambda on: on.post(on.meeting),
}


@pytest.mark.parametrize("case", BAD)
def test_whatever_stands_on_the_wire_it_is_shown(folder: Path, case: str) -> None:
    assert "Amara Nightjar" in page(folder, whole(gathered=BAD[case]))
