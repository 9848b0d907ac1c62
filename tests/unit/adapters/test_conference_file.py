from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import bot
from bot.adapters.boroughs import TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.adapters.conference_file import MOST_FAULTS, ConferenceFileError, load
from bot.adapters.conference_shape import schema
from bot.domain.actor import Account
from bot.domain.conference import Stage
from bot.domain.deadlines import Deadline, facts_of, timetable
from bot.domain.decision import Date, Status
from bot.domain.events import Missing
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Kind, Mode, Role
from bot.domain.post_it import LONGEST_TEXT, Category, Likelihood, Recommendation
from bot.domain.profile import Trigger
from bot.domain.verbs.set_anchors import LONGEST_ANCHOR

BOROUGHS = TomlBoroughs()
CODES = BOROUGHS.codes()
ENGLAND = LibraryCalendars().england()
CASES = sorted((Path(bot.__file__).parent / "data" / "cases").glob("*.yaml"))

BASE = """\
conference:
  reference: FICT-2027-900
  type: initial
  profile: lewisham
  start: 2027-03-09T10:00
  planned_end: 2027-03-09T12:00
  tenant: 11111111-1111-4111-8111-111111111111
  children:
    - {id: wren, called: Wren, born: 2019-05-04, lead: amara}
    - {id: robin, called: Robin, born: 2024-09-12, lead: amara}
  chair: {id: grace, name: Grace Quillfeather, oid: a0a0a0a0-a0a0-4a0a-8a0a-a0a0a0a0a0a0}
  manager: {id: nadia, name: Nadia Cinderford}
  administrator: {id: femi, name: Femi Inkwell, address: femi@council.example}
  family:
    - {id: dana, name: Dana Reedling, relation: mother, children: [wren]}
  seats:
    - id: social_worker
      agency: childrens_social_care
      title: Social worker
      held_by: {id: amara, name: Amara Nightjar, oid: B1B1B1B1-b1b1-4b1b-8b1b-b1b1b1b1b1b1}
      contact: all
    - id: school
      agency: school
      title: Deputy head
      held_by: {id: sian, name: Siân Bracken, address: sian@school.example}
      contact: [wren]
  dates:
    strategy_discussion: 2027-02-16
rehearsal:
  people:
    sian:
      arrives: 2
      post_it:
        wren: {scale: 5, recommendation: child_in_need_plan, reason: Settled.}
  chair:
    decisions:
      wren: {status: child_in_need_plan, reasons: She is well.}
"""

CHAIR = "chair: {id: grace, name: Grace Quillfeather, oid: a0a0a0a0-a0a0-4a0a-8a0a-a0a0a0a0a0a0}"
MANAGER = "manager: {id: nadia, name: Nadia Cinderford}"
ROBIN = "{id: robin, called: Robin, born: 2024-09-12, lead: amara}"
WREN = "{id: wren, called: Wren, born: 2019-05-04, lead: amara}"
SCENE = "arrives: 2"
VIEW = "{scale: 5, recommendation: child_in_need_plan, reason: Settled.}"
DECISION = "{status: child_in_need_plan, reasons: She is well.}"
LED = "  chair:\n    decisions"


def changed(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def faults(text: str) -> list[str]:
    with pytest.raises(ConferenceFileError) as caught:
        load(text, CODES)
    return [str(fault) for fault in caught.value.faults]


# ------------------------------------------------------------------------------------------------------------ a good file


@pytest.mark.feature("B1", "B2")
def test_a_good_file_becomes_particulars() -> None:
    found = load(BASE, CODES)
    one = found.particulars
    assert (found.profile, found.tenant) == ("lewisham", "11111111-1111-4111-8111-111111111111")
    assert (one.kind, one.mode, one.chair) == (Kind.INITIAL, Mode.VIRTUAL, "grace")
    assert (one.start, one.planned_end) == (datetime(2027, 3, 9, 10, tzinfo=UTC), datetime(2027, 3, 9, 12, tzinfo=UTC))
    assert one.child(ChildId("robin")).born == date(2024, 9, 12)
    assert one.dates == {"strategy_discussion": date(2027, 2, 16)}
    assert one.seat(SeatId("social_worker")).contact == {"wren", "robin"}
    assert one.seat(SeatId("school")).contact == {"wren"}
    assert found.rehearsal["people"]["sian"]["arrives"] == 2


@pytest.mark.feature("M1")
def test_people_are_known_by_account_or_by_address() -> None:
    one = load(BASE, CODES).particulars
    amara, femi, nadia = (one.person(PersonId(who)) for who in ("amara", "femi", "nadia"))
    tenant = "11111111-1111-4111-8111-111111111111"
    assert amara.account == Account(tenant=tenant, oid="b1b1b1b1-b1b1-4b1b-8b1b-b1b1b1b1b1b1"), "as Teams writes it"
    assert (amara.role, amara.installed) == (Role.PROFESSIONAL, True)
    assert (femi.account, femi.address, femi.installed) == (None, "femi@council.example", False)
    assert (nadia.account, nadia.address) == (None, "")
    dana = one.person(PersonId("dana"))
    assert (dana.role, dana.relation, dana.children) == (Role.FAMILY, "mother", ("wren",))


def test_a_relative_of_no_named_child_is_every_childs() -> None:
    text = changed(("relation: mother, children: [wren]", "relation: mother"))
    assert load(text, CODES).particulars.person(PersonId("dana")).children == ("wren", "robin")


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2027-06-09T10:00", datetime(2027, 6, 9, 9, tzinfo=UTC)),
        ("2027-06-09 10:00:30", datetime(2027, 6, 9, 9, 0, 30, tzinfo=UTC)),
        ("2027-06-09T10:00Z", datetime(2027, 6, 9, 10, tzinfo=UTC)),
        ("2027-06-09T10:00+02:00", datetime(2027, 6, 9, 8, tzinfo=UTC)),
        ("2027-06-05T10:00", datetime(2027, 6, 5, 9, tzinfo=UTC)),  # a Saturday: unusual, and not for us to refuse
        ("2027-10-31T01:30+01:00", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.feature("M3")
def test_a_time_is_londons_unless_it_says_otherwise(written: str, utc: datetime) -> None:
    end = utc + timedelta(hours=2)
    text = changed(("2027-03-09T10:00", written), ("2027-03-09T12:00", f"{end:%Y-%m-%dT%H:%M}Z"))
    assert load(text, CODES).particulars.start == utc


def test_the_hour_of_an_order_is_kept_beside_its_day() -> None:
    text = changed(("strategy_discussion: 2027-02-16", "emergency_order_expiry: 2027-03-12T17:00"))
    one = load(text, CODES).particulars
    assert one.dates == {"emergency_order_expiry": date(2027, 3, 12)}
    rows = timetable(facts_of(one), BOROUGHS.profile("lewisham"), ENGLAND)
    (due,) = [row.due for row in rows if isinstance(row, Deadline) and row.limit.code == "held_before_order_expires"]
    assert due == datetime(2027, 3, 12, 17, tzinfo=UTC)


def test_a_core_group_may_be_led_by_somebody_with_a_seat() -> None:
    text = changed(("type: initial", "type: core_group"), (CHAIR, "chair: {person: amara}"), (f"  {MANAGER}\n", ""))
    one = load(text[: text.index("rehearsal:")], CODES).particulars
    assert one.chair == "amara"
    assert one.person(one.chair).role is Role.PROFESSIONAL


def test_words_that_older_yaml_takes_for_something_else_stay_words() -> None:
    text = changed(("called: Wren", "called: No"), ("title: Deputy head", "title: 10:30"), ("Siân Bracken", "On"))
    one = load(text, CODES).particulars
    assert (one.child(ChildId("wren")).called, one.seat(SeatId("school")).title) == ("No", "10:30")
    assert one.person(PersonId("sian")).name == "On"


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.encode())
    assert load(path, CODES) == load(BASE, CODES)


# ------------------------------------------------------------------------------------------------------------- bad files

ROWS: list[tuple[Any, ...]] = [
    # who and when
    (("reference: FICT-2027-900", "reference: about Wren"), "2:14: conference.reference: expected the council's reference for this conference, such as FICT-2027-001, found “about Wren”"),
    (("  reference: FICT-2027-900\n", ""), "1:1: conference.reference: `reference` is missing: the council's reference for this conference, such as FICT-2027-001"),
    (("type: initial", "type: inital"), "3:9: conference.type: expected the type of conference (one of initial, pre_birth, transfer_in, review, core_group), found “inital”: did you mean `initial`?"),
    (("type: initial", "type: pre_birth"), "3:9: conference.type: a pre-birth conference needs a child with an `expected` date"),
    (("profile: lewisham", "profile: lewisam"), "4:12: conference.profile: no borough's profile has the code “lewisam”: did you mean `lewisham`?"),
    (("profile: lewisham", "profile: atlantis"), "4:12: conference.profile: no borough's profile has the code “atlantis”: known: city_of_london, lbh, lewisham, london, redbridge"),
    (("2027-03-09T10:00", "2027-02-30T10:00"), "5:10: conference.start: there is no such day or hour"),
    (("2027-03-09T10:00", "9 March"), "5:10: conference.start: expected a day and time, as 2027-03-09T10:00, found “9 March”"),
    (("2027-03-09T10:00", "2027-03-28T01:30"), "5:10: conference.start: this hour does not exist in London: the clocks go forward"),
    (("2027-03-09T12:00", "2027-10-31T01:30"), "6:16: conference.planned_end: this hour comes twice in London: write +01:00 or Z after it"),
    (("2027-03-09T12:00", "2027-03-09T10:00:00Z"), "6:16: conference.planned_end: not after the start, Tue 9 Mar 2027, 10:00"),
    (("2027-03-09T12:00", "2027-03-10T12:00"), "6:16: conference.planned_end: more than 12 hours after the start, Tue 9 Mar 2027, 10:00"),
    (("2027-03-09T12:00", "2207-03-09T12:00"), "6:16: conference.planned_end: is the year 2207 right?"),
    (("  children:\n", "  mode:\n  children:\n"), "8:3: conference.mode: expected how people meet (one of virtual, blended), found nothing"),
    (("  children:\n", "  follows: FICT-2027-900\n  children:\n"), "8:12: conference.follows: a conference cannot follow itself"),
    (("  children:\n", "  join_link: https://teams.microsoft.com/meet/123\n  children:\n"), "8:14: conference.join_link: no meeting's chat (19%3ameeting_...) is in this link: use the long one or none, and the chair is asked"),
    (("  children:\n", "  household: Linnet\n  children:\n"), "8:14: conference.household: expected a list of the other children there, a line each, found “Linnet”"),
    (("11111111-1111-4111-8111-111111111111", "council"), "7:11: conference.tenant: expected a GUID from Microsoft Entra, as 11111111-1111-4111-8111-111111111111, found “council”"),
    (("profile: lewisham", "profile: {code: lewisham}"), "4:12: conference.profile: expected the code of a borough's profile, such as lewisham, found a block"),
    (("  children:\n", f"  household: [{', '.join(['Linnet'] * 21)}]\n  children:\n"), "8:14: conference.household: expected at most 20 here, found 21"),
    # children
    (("id: robin, called", "id: wren, called"), "10:12: conference.children[2 wren].id: the child on line 9 has the id `wren` already"),
    (("born: 2019-05-04", "born: 2027-05-04"), "9:38: conference.children[1 wren].born: after the conference: a child not yet born has `expected`"),
    (("born: 2019-05-04", "born: 2009-03-09"), "9:38: conference.children[1 wren].born: 18 or older on the day of the conference"),
    (("born: 2019-05-04", "born: 2019-02-30"), "9:38: conference.children[1 wren].born: expected a date that exists, as 2027-03-09, found “2019-02-30”"),
    (("born: 2019-05-04", "born: 0019-05-04"), "9:38: conference.children[1 wren].born: is the year 19 right?"),
    (("born: 2019-05-04, ", ""), "9:7: conference.children[1 wren]: expected exactly one of `born` and `expected`"),
    (("born: 2019-05-04", "born: 2019-05-04, expected: 2027-05-04"), "9:7: conference.children[1 wren]: expected exactly one of `born` and `expected`"),
    (("born: 2024-09-12", "expected: 2029-01-01"), "10:44: conference.children[2 robin].expected: more than ten months after the conference"),
    (("born: 2024-09-12", "expected: 2026-01-01"), "10:44: conference.children[2 robin].expected: more than two months before the conference: write `born`"),
    ((WREN, "{id: wren, called: Wren, born: 2019-05-04, lead: sian}"), "9:56: conference.children[1 wren].lead: `sian` has no seat of childrens_social_care, as a lead social worker has"),
    ((WREN, "{id: wren, called: Wren, born: 2019-05-04, lead: amarra}"), "9:56: conference.children[1 wren].lead: nobody with a seat has the id “amarra”: did you mean `amara`?"),
    ((WREN, "{id: wren, called: Wren, born: 2019-05-04}"), "9:7: conference.children[1 wren].lead: `lead` is missing: the id of the child's lead social worker, who has a seat of children's social care"),
    ((f"    - {ROBIN}\n", "    -\n"), "10:6: conference.children[2]: expected a child (id, called, born or expected, lead), found nothing"),
    # people
    ((CHAIR, "chair: {person: amara}"), "11:10: conference.chair: only a core group is led by somebody with a seat: write a person (id, name, oid)"),
    ((f"  {CHAIR}\n", ""), "1:1: conference.chair: `chair` is missing: a person (id, name, oid) or, in a core group, `person` with the id of somebody who has a seat"),
    ((f"  {MANAGER}\n", ""), "1:1: conference.manager: `manager` is missing: the chair's manager, who hears of a summary that is late and can hand the chair over"),
    ((MANAGER, "manager: {id: grace, name: Nadia Cinderford}"), "12:17: conference.manager.id: the person on line 11 has the id `grace` already"),
    ((MANAGER, "manager: {id: bot, name: Nadia Cinderford}"), "12:17: conference.manager.id: `bot` is the bot's own name"),
    ((MANAGER, "manager: {id: nadia, name: Nadia Cinderford, colour: red}"), "12:48: conference.manager.colour: there is no such name here: “colour”: known: id, name, tenant, oid, address, installed, in_person"),
    ((MANAGER, "manager: {id: nadia, name: Nadia, tenant: 22222222-2222-4222-8222-222222222222}"), "12:37: conference.manager.tenant: `tenant` says nothing without `oid` beside it"),
    ((MANAGER, "manager: {id: nadia, name: Nadia, oid: A0A0A0A0-a0a0-4a0a-8a0a-a0a0a0a0a0a0}"), "12:42: conference.manager.oid: whoever is on line 11 has the same account"),
    ((MANAGER, f"manager: {{id: nadia, name: {'N' * 121}}}"), "12:30: conference.manager.name: expected at most 120 characters, found 121"),
    ((MANAGER, 'manager: {id: nadia, name: "Nadia\\n"}'), "12:30: conference.manager.name: expected a line of text, found “Nadia”"),
    ((MANAGER, 'manager: {id: nadia, name: "Na\\u202edia"}'), "12:30: conference.manager.name: expected a line of text, found “Na\\u202edia”"),
    ((MANAGER, "manager: {id: nadia, name: 'Na' , address: femi@COUNCIL.example}"), "13:58: conference.administrator.address: whoever is on line 12 has the same address"),
    (("femi@council.example", "femi"), "13:58: conference.administrator.address: expected an e-mail address, found “femi”"),
    (("children: [wren]", "children: [wrne]"), "15:68: conference.family[1 dana].children[1]: there is no child “wrne”: did you mean `wren`?"),
    (("children: [wren]", "children: everybody"), "15:67: conference.family[1 dana].children: expected `all`, or a list of children by their id, found “everybody”"),
    # seats
    (("contact: [wren]", "contact: [wren, wren]"), "26:23: conference.seats[2 school].contact[2]: “wren” is in this list twice"),
    (("contact: [wren]", "contact: 3"), "26:16: conference.seats[2 school].contact: expected `all`, or a list of children by their id, found “3”"),
    (("      contact: [wren]\n", ""), "22:7: conference.seats[2 school].contact: `contact` is missing: `all`, or a list (which may be empty) of the children with whom this agency has had direct contact"),
    (("id: school", "id: social_worker"), "22:11: conference.seats[2 social_worker].id: the seat on line 17 has the id `social_worker` already"),
    (("agency: school", "agency: The School"), "23:15: conference.seats[2 school].agency: expected the code of an agency, such as police, found “The School”"),
    # dates
    (("discussion: 2027-02-16", "discussion: 2027-03-10"), "28:26: conference.dates.strategy_discussion: after the conference, which is on Tue 9 Mar 2027"),
    (("discussion: 2027-02-16", "discussion: 1997-03-10"), "28:26: conference.dates.strategy_discussion: more than twenty years before the conference"),
    (("strategy_discussion: 2027-02-16", "emergency_order_expiry: 2029-02-16T10:00"), "28:29: conference.dates.emergency_order_expiry: more than a year after the conference"),
    (("strategy_discussion: 2027-02-16", "emergency_order_expiry: 2027-03-12T25:00"), "28:29: conference.dates.emergency_order_expiry: there is no such day or hour"),
    (("strategy_discussion:", "strategy_discusion:"), "28:5: conference.dates.strategy_discusion: there is no such name here: “strategy_discusion”: did you mean `strategy_discussion`?"),
    (("strategy_discussion: 2027-02-16", "initial_conference: 2027-02-16\n    previous_review: 2027-02-15"), "29:22: conference.dates.previous_review: before the initial conference"),
    (("born: 2024-09-12", "expected: 2027-06-01"), ("strategy_discussion: 2027-02-16", "expected_birth: 2027-06-02"), "28:21: conference.dates.expected_birth: not the `expected` date of any child"),
    # the rehearsal
    (("rehearsal:\n", "rehearsals:\n"), "29:1: rehearsals: there is no such name here: “rehearsals”: did you mean `rehearsal`?"),
    (("    sian:\n", "    sain:\n"), "31:5: rehearsal.people.sain: there is no person “sain”: did you mean `sian`?"),
    ((SCENE, "arrives: soon"), "32:16: rehearsal.people.sian.arrives: expected a number of minutes, found “soon”"),
    ((SCENE, "arrives: 2\n      leaves_at: 1"), "33:18: rehearsal.people.sian.leaves_at: not after `arrives`"),
    ((SCENE, "arrives: 2\n      returns_at: 10"), "33:7: rehearsal.people.sian.returns_at: nobody comes back who did not leave: `leaves_at` is missing"),
    ((SCENE, "by: bus"), "32:11: rehearsal.people.sian.by: expected how they come (one of teams, old_teams, guest, other_organisation, anonymous, phone, wrong_account), found “bus”"),
    ((SCENE, "checklist: maybe"), '32:18: rehearsal.people.sian.checklist: expected `acknowledges`, or {late: minutes}, or {cannot: "the reason"}, found “maybe”'),
    ((SCENE, "checklist: {late: 2, cannot: no}"), '32:18: rehearsal.people.sian.checklist: expected one of {late: minutes} and {cannot: "the reason"}'),
    ((SCENE, "silent: true"), "33:7: rehearsal.people.sian.post_it: somebody who is silent hands nothing in"),
    ((SCENE, "copies_after_hours: 2"), "32:7: rehearsal.people.sian.copies_after_hours: only a lead social worker or the administrator gives copies by hand"),
    ((SCENE, "dissents: {child: wrne, reason: No.}"), "32:25: rehearsal.people.sian.dissents.child: there is no child “wrne”: did you mean `wren`?"),
    (("    sian:\n", "    amara: {by: other_organisation}\n    sian:\n"), "31:17: rehearsal.people.amara.by: their account is the council's own: give them a `tenant`"),
    (("address: sian@school.example", "tenant: 55555555-5555-4555-8555-555555555555, oid: c2c2c2c2-c2c2-4c2c-8c2c-c2c2c2c2c2c2"), (SCENE, "by: guest"), "32:11: rehearsal.people.sian.by: a guest's account is in the council's directory, and theirs has another `tenant`"),
    (("    sian:\n", "    dana: {silent: true}\n    sian:\n"), "31:12: rehearsal.people.dana.silent: `dana` has no seat, and so no post-it and no dissent"),
    ((VIEW, "{scale: 11, recommendation: no_plan, reason: Settled.}"), "34:23: rehearsal.people.sian.post_it.wren.scale: expected a whole number from 0 to 10, found “11”"),
    ((VIEW, "{scale: 5.5, recommendation: no_plan, reason: Settled.}"), "34:23: rehearsal.people.sian.post_it.wren.scale: expected a whole number from 0 to 10, found “5.5”"),
    ((VIEW, "{scale: 0x5, recommendation: no_plan, reason: Settled.}"), "34:23: rehearsal.people.sian.post_it.wren.scale: expected a whole number from 0 to 10, found “0x5”"),
    ((VIEW, "{scale: true, recommendation: no_plan, reason: Settled.}"), "34:23: rehearsal.people.sian.post_it.wren.scale: expected a whole number from 0 to 10, found true"),
    ((VIEW, "{recommendation: no_plan, reason: Settled.}"), "34:9: rehearsal.people.sian.post_it.wren.scale: `scale` is missing: a whole number from 0 to 10"),
    ((VIEW, "{scale: 5, recommendation: no_plan, category: neglect, reason: Settled.}"), "34:51: rehearsal.people.sian.post_it.wren.category: only a child protection plan has a category"),
    ((VIEW, "{scale: 5, recommendation: child_protection_plan, reason: Settled.}"), "34:9: rehearsal.people.sian.post_it.wren.category: `category` is missing: a child protection plan has one"),
    ((VIEW, "{scale: 5, recommendation: no_plan}"), "34:9: rehearsal.people.sian.post_it.wren.reason: `reason` is missing: every view has one, or else `unable`"),
    ((VIEW, "{scale: 5, unable: We have not met.}"), "34:15: rehearsal.people.sian.post_it.wren: expected `unable` alone, without an answer beside it"),
    ((f"        wren: {VIEW}", f"        wrenn: {VIEW}"), "34:9: rehearsal.people.sian.post_it.wrenn: there is no child “wrenn”: did you mean `wren`?"),
    ((DECISION, "{status: child_in_need, reasons: She is well.}"), "37:22: rehearsal.chair.decisions.wren.status: expected a status (one of child_protection_plan, child_in_need_plan, no_plan), found “child_in_need”: did you mean `child_in_need_plan`?"),
    ((DECISION, "{status: child_protection_plan, reasons: She is not.}"), "37:7: rehearsal.chair.decisions.wren.category: `category` is missing: a child protection plan has one"),
    ((DECISION, "{status: no_plan, reasons: Well., lead: sian}"), "37:53: rehearsal.chair.decisions.wren.lead: nobody with a seat of childrens_social_care is “sian”: known: amara"),
    ((DECISION, "{status: no_plan, reasons: Well., core_group: [police]}"), "37:60: rehearsal.chair.decisions.wren.core_group[1]: there is no seat “police”: known: social_worker, school"),
    ((DECISION, "{status: no_plan, reasons: Well., dates: {review: 2027-03-09}}"), "37:63: rehearsal.chair.decisions.wren.dates.review: not after the conference"),
    ((DECISION, '{status: no_plan, reasons: "\\e[2J"}'), "37:40: rehearsal.chair.decisions.wren.reasons: expected text without control characters, found “\\u001b[2J”"),
    ((LED, "  chair:\n    marks_present: [nobody]\n    decisions"), "36:21: rehearsal.chair.marks_present[1]: there is no person “nobody”: known: grace, nadia, femi, dana, amara, sian"),
    ((LED, "  chair:\n    reads_out: [dana]\n    decisions"), "36:17: rehearsal.chair.reads_out[1]: `dana` has no seat, and so no post-it"),
    ((LED, "  chair:\n    admits: {zoe: I know her.}\n    decisions"), "36:14: rehearsal.chair.admits.zoe: there is no person “zoe”: known: grace, nadia, femi, dana, amara, sian"),
    ((LED, "  chair:\n    missing: {gp: apologies}\n    decisions"), "36:15: rehearsal.chair.missing.gp: there is no seat “gp”: known: social_worker, school"),
    ((LED, "  chair:\n    hands_over: {to: amara, reason: Ill., when: decided}\n    decisions"), "36:22: rehearsal.chair.hands_over.to: no stand-in or manager is “amara”: known: nadia"),
    ((LED, "  chair:\n    hands_over: {to: nadia, by: sian, reason: Ill., when: decided}\n    decisions"), "36:33: rehearsal.chair.hands_over.by: neither the chair nor the manager is “sian”: known: grace, nadia"),
    ((LED, "  chair:\n    approves_after_hours: soon\n    decisions"), "36:27: rehearsal.chair.approves_after_hours: expected a number of hours, from 0 to 200, or null, found “soon”"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[f"{number} {row[-1].split()[1]}" for number, row in enumerate(ROWS)])
def test_a_fault_has_its_place_and_says_what_was_expected(row: tuple[Any, ...]) -> None:
    *changes, fault = row
    assert faults(changed(*changes)) == [fault]


def test_an_oid_without_a_tenant_is_nobodys() -> None:
    assert faults(changed(("  tenant: 11111111-1111-4111-8111-111111111111\n", ""))) == [
        "10:53: conference.chair.oid: an oid needs a tenant beside it, or one for the whole conference",
        "19:55: conference.seats[1 social_worker].held_by.oid: an oid needs a tenant beside it, or one for the whole conference",
    ]


@pytest.mark.feature("V26")
def test_a_core_group_scales_and_nothing_else() -> None:
    changes = [("type: initial", "type: core_group"), (CHAIR, "chair: {person: amarra}")]
    dissents = (SCENE, "dissents: {child: wren, reason: No.}")
    assert faults(changed(*changes, dissents)) == [
        "11:19: conference.chair.person: nobody with a seat has the id “amarra”: did you mean `amara`?",
        "32:7: rehearsal.people.sian.dissents: a core group decides nothing, so nobody dissents",
        "34:26: rehearsal.people.sian.post_it.wren.recommendation: a core group scales and recommends nothing",
        "36:5: rehearsal.chair.decisions: a core group decides nothing: it scales",
    ]


def test_every_fault_is_told_in_one_go_from_the_top_down() -> None:
    text = changed(
        ("type: initial", "type: inital"),
        ("profile: lewisham", "profile: atlantis"),
        ("2027-03-09T12:00", "2027-03-09T09:00"),
        (WREN, "{id: wren, called: Wren, born: 2030-05-04, lead: sian}"),
        (MANAGER, "manager: {id: grace, nome: Nadia}"),
        ("femi@council.example", "femi"),
        ("contact: all", "contact: [wren, rowan]\n      contact: all"),
        ("discussion: 2027-02-16", "discussion: 2027-04-01"),
        ("    sian:\n", "    sain:\n"),
        (DECISION, "{status: maybe, reasons: Well.}"),
    )
    assert [fault.split(": ")[:2] for fault in faults(text)] == [
        ["3:9", "conference.type"],
        ["4:12", "conference.profile"],
        ["6:16", "conference.planned_end"],
        ["9:38", "conference.children[1 wren].born"],
        ["9:56", "conference.children[1 wren].lead"],
        ["12:3", "conference.manager.name"],
        ["12:17", "conference.manager.id"],
        ["12:24", "conference.manager.nome"],
        ["13:58", "conference.administrator.address"],
        ["21:23", "conference.seats[1 social_worker].contact[2]"],
        ["22:7", "conference.seats[1 social_worker].contact"],
        ["29:26", "conference.dates.strategy_discussion"],
        ["32:5", "rehearsal.people.sain"],
        ["38:22", "rehearsal.chair.decisions.wren.status"],
    ]


def test_the_error_names_the_file_and_holds_nothing_of_it_but_the_faults(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(changed(("type: initial", "type: inital")), encoding="utf-8")
    with pytest.raises(ConferenceFileError, match=r"^case\.yaml:3:9: conference\.type: expected") as caught:
        load(path, CODES)
    assert [(one.line, one.column, one.path) for one in caught.value.faults] == [(3, 9, "conference.type")]
    assert caught.value.__cause__ is None


# ----------------------------------------------------------------------------------------------------------- nasty files

BOMB = "a: &a [x, x, x]\n" + "".join(f"{two}: &{two} [*{one}, *{one}, *{one}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True))  # fmt: skip
TWICE_INSIDE_TWICE = "conference: 1\n" + "conference: {conference: 1, " * 40


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is empty"),
        ("# nothing but words\n", "1:1: the file is empty"),
        ("hello", "1:1: expected a conference file (the block `conference` and, to rehearse it, the block `rehearsal`), found “hello”"),
        ("- a\n", "1:1: expected a conference file (the block `conference` and, to rehearse it, the block `rehearsal`), found a list"),
        ("conference:\n  type: a: b\n", "2:10: a colon where none can be: put text that has a colon in quotation marks, or look at the line above"),
        ("conference:\n  type: 'initial\n", "2:9: quotation marks are opened here and never closed"),
        ("conference:\n  seats: [a, b\n", "2:10: a bracket is opened here and not closed, or a comma is lacking after it"),
        ("conference:\n\ttype: initial\n", "2:1: a tab: lines are moved to the right with spaces"),
        ("conference:\n   a: b\n  c: d\n", "3:3: this line does not stand under the one it belongs to: look at the spaces before it"),
        ("conference:\n  type: @initial\n", "2:9: text that begins with this character must be in quotation marks"),
        ("conference:\n  type\n  a: b\n", "3:4: a colon where none can be: put text that has a colon in quotation marks, or look at the line above"),
        ("conference:\n  [a]: b\n", "2:3: a plain name and a colon are expected here"),
        ("conference:\n  type: \x07\n", "2:9: a character that cannot be written in YAML"),
        ("a: b\n---\nc: d\n", "2:1: a second document begins here: a file holds one conference"),
        ("&a &a b", "1:4: this is not YAML that can be read"),
        ("[" * 20_000, "1:21: more than 20 blocks inside one another"),
        ("{a: " * 20_000, "1:81: more than 20 blocks inside one another"),
        (TWICE_INSIDE_TWICE, "2:545: more than 20 blocks inside one another"),
        ("a: [" + "x, " * 9_000 + "]", "1:23999: more than 8000 values: nobody wrote this by hand"),
        ("a: " + "x" * 300_000, "1:1: the file is larger than 256 KB"),
    ],
)  # fmt: skip
def test_what_nobody_writes_by_hand_is_refused_politely_and_at_once(text: str, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("title: Social worker", "title: !!python/object/apply:os.system ['true']"), "19:14: conference.seats[1 social_worker].title: the tag `!!python/object/apply:os.system` is not read: write the plain value"),
        (("title: Social worker", "title: !!binary aGVsbG8="), "19:14: conference.seats[1 social_worker].title: the tag `!!binary` is not read: write the plain value"),
        (("contact: all", "contact: &everybody all"), "21:16: conference.seats[1 social_worker].contact: `&everybody` is a name for other places to use: leave it out"),
        (("contact: all", "contact: *everybody"), "21:16: conference.seats[1 social_worker].contact: `*everybody` stands for something written elsewhere: write it out here"),
        (("contact: all", "contact: all\n      contact: [wren]"), "22:7: conference.seats[1 social_worker].contact: `contact` was written before, on line 21: one of the two must go"),
    ],
)  # fmt: skip
def test_what_makes_yaml_dangerous_is_not_read(change: tuple[str, str], fault: str) -> None:
    assert faults(changed(change)) == [fault]


def test_a_bomb_does_not_go_off() -> None:
    found = faults(BOMB)
    assert "2:8: b[1]: `*a` stands for something written elsewhere: write it out here" in found
    assert len(found) < 60


def test_nobody_is_told_more_faults_than_they_can_read() -> None:
    many = "rehearsal:\n  people:\n" + "".join(f"    person{number}: {{}}\n" for number in range(3_000))
    assert len(faults(many)) == MOST_FAULTS


def test_a_file_that_cannot_be_opened_or_is_no_text_says_so(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    for path, says in ((tmp_path / "none.yaml", "cannot be opened"), (tmp_path, "cannot be opened"), (binary, "UTF-8")):
        with pytest.raises(ConferenceFileError, match=says):
            load(path, CODES)


# ------------------------------------------------------------------------------------------------------------ the schema


def test_the_published_schema_is_a_schema_and_every_part_says_what_it_is() -> None:
    Draft202012Validator.check_schema(schema())
    assert not [name for name, part in schema()["$defs"].items() if "title" not in part]


def _defined(name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema()["$defs"][name]
    return found


def test_the_schema_speaks_the_codes_of_the_rules() -> None:
    conference, view, decision = (_defined(name)["properties"] for name in ("conference", "view", "decision"))
    assert conference["type"]["enum"] == list(Kind)
    assert conference["mode"]["enum"] == list(Mode)
    assert view["recommendation"]["enum"] == list(Recommendation)
    assert view["likelihood"]["enum"] == list(Likelihood)
    assert _defined("category")["enum"] == list(Category)
    assert decision["status"]["enum"] == list(Status)
    assert list(decision["dates"]["properties"]) == list(Date)
    assert _defined("chairing")["properties"]["missing"]["additionalProperties"]["enum"] == list(Missing)
    assert set(_defined("handing_over")["properties"]["when"]["enum"]) <= set(Stage)
    derived = {Trigger.CONFERENCE, Trigger.CONFERENCE_END}
    assert list(_defined("dates")["properties"]) == [one for one in Trigger if one not in derived]
    assert _defined("text")["maxLength"] == LONGEST_TEXT
    assert _defined("anchor")["maxLength"] == LONGEST_ANCHOR
