import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.boroughs import SHIPPED, BoroughFilesError, TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.domain.deadlines import due_at
from bot.domain.particulars import Kind
from bot.domain.profile import Profile, Sealing, Trigger, Unit
from bot.words.deadlines import CONDITIONS, TRIGGERS
from tests.dates import moment

BOROUGHS = TomlBoroughs()
ALL = [BOROUGHS.profile(code) for code in BOROUGHS.codes()]
CONFERENCES = [kind for kind in Kind if kind is not Kind.CORE_GROUP]


@pytest.mark.feature("B3")
def test_five_boroughs_are_shipped() -> None:
    assert BOROUGHS.codes() == ("city_of_london", "lbh", "lewisham", "london", "redbridge")
    with pytest.raises(KeyError):
        BOROUGHS.profile("atlantis")


@pytest.mark.feature("B3")
@pytest.mark.parametrize("profile", ALL, ids=BOROUGHS.codes())
def test_every_value_has_a_source_and_every_limit_its_words(profile: Profile) -> None:
    sources = [one.source for one in profile.limits]
    sources += [profile.scale.source, profile.quorum.source, profile.summary.source, profile.sealing_source]
    sources += [profile.likelihood_source, profile.threshold_source, profile.reminders.source, profile.convening.source]
    sources += [profile.checklist_source, profile.complaints_source]
    assert all(re.search(r"S[0-4]|\[(EXT|INF|SIS|U)", one) for one in sources)
    assert all(one.title and (one.words or one.unit is not Unit.UNSTATED) for one in profile.limits)
    assert all(
        one.trigger in TRIGGERS and (one.condition is None or one.condition in CONDITIONS) for one in profile.limits
    )
    pairs = [(one.code, kind) for one in profile.limits for kind in one.kinds]
    assert len(pairs) == len(set(pairs)), "one limit of a code for each kind"


@pytest.mark.parametrize("profile", ALL, ids=BOROUGHS.codes())
def test_what_a_source_leaves_open_is_said_where_it_is_used(profile: Profile) -> None:
    for one in profile.limits:
        if "days" in one.unit and one.source in {"S3", "S4 2.2", "S4 1.21"} and one.code != "record":
            assert "[U]" in one.note, one.code


@pytest.mark.feature("J2")
@pytest.mark.parametrize("profile", ALL, ids=BOROUGHS.codes())
def test_the_checklist_has_every_duty_in_both_wordings(profile: Profile) -> None:
    assert list(profile.checklist) == list(profile.family_checklist)
    assert set(profile.checklist) == {
        "secure_place", "nobody_else", "headphones", "not_public", "camera_on", "muted", "no_distractions",
        "whole_meeting", "no_sharing", "no_recording",
    }  # fmt: skip


def test_every_borough_inherits_what_it_does_not_say() -> None:
    london, redbridge = BOROUGHS.profile("london"), BOROUGHS.profile("redbridge")
    assert redbridge.limits == london.limits
    assert (redbridge.code, redbridge.name) == ("redbridge", "Redbridge")
    city = BOROUGHS.profile("city_of_london")
    assert city.limit("sw_report_chair", Kind.REVIEW) == london.limit("sw_report_chair", Kind.REVIEW)
    record = city.limit("record", Kind.REVIEW)
    assert record is not None
    assert (record.amount, record.unit) == (15, Unit.WORKING_DAYS)


@pytest.mark.feature("V6")
def test_the_boroughs_differ_where_their_guides_do() -> None:
    by_hand = {one.code for one in ALL if one.sealing is Sealing.AS_HANDED_IN}
    asking = {one.code for one in ALL if one.asks_likelihood}
    assert by_hand == asking == {"lbh"}
    assert BOROUGHS.profile("lewisham").scale.source == "S0"
    assert all(one.scale.ten_is_safe for one in ALL)
    lewisham = BOROUGHS.profile("lewisham").limit("agency_report_chair", Kind.INITIAL)
    assert lewisham is not None
    assert "Quality Improvement" in lewisham.recipient


def test_no_file_holds_an_address_or_a_number_to_ring() -> None:
    for path in SHIPPED.glob("*.toml"):
        assert not re.search(r"\S@\S|\b0\d{2,4}[ \d]{6,}", path.read_text(encoding="utf-8")), path.name


@pytest.mark.feature("B3")
def test_lbhs_chair_has_the_report_before_the_family_must() -> None:
    lbh, england = BOROUGHS.profile("lbh"), LibraryCalendars().england()
    chair, family = lbh.limit("sw_report_chair", Kind.INITIAL), lbh.limit("sw_report_family", Kind.INITIAL)
    assert chair
    assert family
    start = moment("Thu 1 Jan 2026 00:00")
    for hours in range(0, 2 * 365 * 24, 7):  # every weekday at every hour, both changes of the clocks
        held = start + timedelta(hours=hours)
        assert due_at(chair, held, england) < due_at(family, held, england), held


@pytest.mark.parametrize("profile", ALL, ids=BOROUGHS.codes())
def test_the_ladder_and_the_timetable_name_the_same_two_clocks(profile: Profile) -> None:
    for kind in CONFERENCES:
        hours, letter = profile.limit("summary", kind), profile.limit("decision_letter", kind)
        assert hours
        assert letter
        assert (hours.amount, letter.amount) == (profile.summary.hours, profile.summary.working_days)
        assert hours.trigger is letter.trigger is Trigger.CONFERENCE_END


# ------------------------------------------------------------------------------------------------------- broken files

BROKEN = """
code = "lewisham"
name = ""
inherits = "london"
colour = "green"

[[limits]]
code = "record"
title = "Record"
kinds = ["initial", "wedding"]
trigger = "full_moon"
direction = "after"
amount = -1
unit = "fortnights"
source = "I think so"

[[limits]]
code = "nothing_said"
title = "Neither a number nor words"
kinds = ["review"]
trigger = "conference"
direction = "after"
source = "S4 1.20"

[quorum]
others = "two"
source = "S4 3.10"

[closures]
days = ["29 December"]
source = "[U]"
"""


def copy(directory: Path) -> Path:
    for path in SHIPPED.glob("*.toml"):
        shutil.copy(path, directory)
    return directory


def faults(directory: Path) -> dict[str, str]:
    with pytest.raises(BoroughFilesError) as caught:
        TomlBoroughs(directory)
    return {f"{one.file}: {one.key}": one.problem for one in caught.value.faults}


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    copy(tmp_path)
    (tmp_path / "lewisham.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "lbh.toml").write_text("code = \nname = 1", encoding="utf-8")
    (tmp_path / "redbridge.toml").write_bytes(b"\xff\xfe")
    found = faults(tmp_path)
    assert set(found) == {
        "lbh.toml: ",
        "redbridge.toml: ",
        "lewisham.toml: name",
        "lewisham.toml: colour",
        "lewisham.toml: limits[1 record].kinds[2]",
        "lewisham.toml: limits[1 record].trigger",
        "lewisham.toml: limits[1 record].amount",
        "lewisham.toml: limits[1 record].unit",
        "lewisham.toml: limits[1 record].source",
        "lewisham.toml: limits[2 nothing_said]",
        "lewisham.toml: quorum.groups",
        "lewisham.toml: quorum.others",
        "lewisham.toml: closures.days[1]",
    }
    assert found["lewisham.toml: colour"] == "unknown key"
    assert "strategy_discussion" in found["lewisham.toml: limits[1 record].trigger"], "what was expected is said"
    assert "line 1" in found["lbh.toml: "]


@pytest.mark.parametrize(
    ("name", "text", "place", "problem"),
    [
        ("a", 'code = "b"\nname = "A"\ninherits = "london"', "a.toml: code", "`b` is not the file's name"),
        ("a", 'code = "a"\nname = "A"\ninherits = "nowhere"', "a.toml: inherits", "no sound file `nowhere.toml`"),
        ("a", 'code = "a"\nname = "A"\ninherits = "a"', "a.toml: inherits", "inherits from itself"),
        ("a", 'code = "a"\nname = "A"', "a.toml: quorum", "missing"),
    ],
)
def test_a_borough_that_cannot_be_made_whole_is_refused(
    tmp_path: Path, name: str, text: str, place: str, problem: str
) -> None:
    (copy(tmp_path) / f"{name}.toml").write_text(text, encoding="utf-8")
    assert problem in faults(tmp_path)[place]


def change(directory: Path, old: str, new: str) -> dict[str, str]:
    path = copy(directory) / "london.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return faults(directory)


def test_two_limits_for_one_kind_are_refused(tmp_path: Path) -> None:
    found = change(tmp_path, 'code = "record_parents"', 'code = "record"')
    assert found["london.toml: limits"].startswith("twice: record for ")


def test_two_items_of_one_code_are_refused(tmp_path: Path) -> None:
    assert change(tmp_path, 'code = "muted"', 'code = "camera_on"')["london.toml: checklist"] == "item twice: camera_on"


def test_a_ladder_that_contradicts_the_timetable_is_refused(tmp_path: Path) -> None:
    found = change(tmp_path, "hours = 24", "hours = 48")
    assert "[summary] says 48 hours" in found["london.toml: "]


@pytest.mark.feature("B11")
@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ('digest = "08:30"', 'digest = "19:00"', "reminders", "in the quiet hours"),
        ("meeting = [-1]", "meeting = [1]", "reminders.meeting[1]", "less than or equal to 0"),
    ],
)
def test_hours_and_days_that_contradict_each_other_are_refused(
    tmp_path: Path, old: str, new: str, place: str, problem: str
) -> None:
    assert problem in change(tmp_path, old, new)[f"london.toml: {place}"]


@pytest.mark.feature("B11")
def test_a_borough_sets_its_own_reminders(tmp_path: Path) -> None:
    path = copy(tmp_path) / "redbridge.toml"
    own = """
[reminders]
digest = "09:00"
quiet_until = "08:30"
quiet_from = "17:00"
reply = [3]
report = [-2, 1]
shared = [-1]
meeting = [-1, 0]
tell_reply = 5
tell_report = 1
tell_chair = 1
source = "[U] an example"
"""
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    profile = TomlBoroughs(tmp_path).profile("redbridge")
    assert (profile.reminders.digest, profile.reminders.meeting, profile.reminders.tell_chair) == ("09:00", (-1, 0), 1)


def test_an_empty_directory_is_refused(tmp_path: Path) -> None:
    assert "no borough's file" in faults(tmp_path)[f"{tmp_path}: "]


def test_closure_days_are_read_as_days(tmp_path: Path) -> None:
    path = copy(tmp_path) / "redbridge.toml"
    closures = '\n[closures]\ndays = [2026-12-29, 2026-12-30]\nsource = "[U] an example"\n'
    path.write_text(path.read_text(encoding="utf-8") + closures, encoding="utf-8")
    assert TomlBoroughs(tmp_path).profile("redbridge").closure_days == ("2026-12-29", "2026-12-30")
