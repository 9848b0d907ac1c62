"""What no schema can say of a conference file: that what it speaks of is there, and that its dates are possible.

Each check yields everything it finds, and passes over what has no shape to be checked.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from bot.adapters.conference_entries import Contents, Entry, ImpossibleError, Listed, day_of, london_day, moment
from bot.adapters.conference_shape import Finding, unknown
from bot.adapters.part_checks import part_findings
from bot.adapters.placed_yaml import Placed
from bot.domain.join_link import thread_of
from bot.domain.particulars import SOCIAL_CARE
from bot.words.timetable import in_london

_LONGEST = timedelta(hours=12)
_ADULT = 18
_LONG_BEFORE = timedelta(days=20 * 365)
_LONG_AFTER = timedelta(days=366)
_EXPECTED_BEFORE, _EXPECTED_AFTER = timedelta(days=60), timedelta(days=300)
_MAY_FOLLOW = frozenset({"expected_birth", "birth", "emergency_order_expiry", "record_received"})
"""Trigger dates that may lie after the conference."""


def conference_findings(found: Contents, placed: Placed, boroughs: Collection[str]) -> Iterator[Finding]:
    yield from _borough(found, boroughs)
    yield from _link(found)
    yield from _times(found)
    yield from _ids("child", found.children, placed)
    yield from _ids("seat", found.seats, placed)
    yield from _ids("person", (one.entry for one in found.people), placed)
    yield from _accounts(found, placed)
    yield from _chair(found)
    yield from _children(found)
    yield from _spoken_of(found)
    yield from _dates(found)
    yield from part_findings(found)


def _borough(found: Contents, boroughs: Collection[str]) -> Iterator[Finding]:
    code = found.conference.text("profile")
    if code and code not in boroughs:
        yield (*found.conference.path, "profile"), False, unknown("no borough's profile has the code", code, boroughs)
    reference = found.conference.text("reference")
    if reference and found.conference.text("follows") == reference:
        yield (*found.conference.path, "follows"), False, "a conference cannot follow itself"


def _link(found: Contents) -> Iterator[Finding]:
    link = found.conference.text("join_link")
    if link and not thread_of(link):
        says = "no meeting's chat (19%3ameeting_...) is in this link: use the long one or none, and the chair is asked"
        yield (*found.conference.path, "join_link"), False, says


def _times(found: Contents) -> Iterator[Finding]:
    times = {}
    for name in ("start", "planned_end"):
        text = found.conference.text(name)
        try:
            times[name] = moment(text) if text else None
        except ImpossibleError as error:
            yield (*found.conference.path, name), False, str(error)
    start, end = times.get("start"), times.get("planned_end")
    if start and end and not timedelta(0) < end - start <= _LONGEST:
        wrong = "not after the start" if end <= start else "more than 12 hours after the start"
        yield (*found.conference.path, "planned_end"), False, f"{wrong}, {in_london(start)}"


def _ids(what: str, entries: Iterable[Entry], placed: Placed) -> Iterator[Finding]:
    seen: dict[str, Entry] = {}
    for one in entries:
        name = one.text("id")
        if what == "person" and name == "bot":
            yield (*one.path, "id"), False, "`bot` is the bot's own name"
        elif name in seen:
            there = placed.spot((*seen[name].path, "id"))
            yield (*one.path, "id"), False, f"the {what} {there} has the id `{name}` already"
        elif name:
            seen[name] = one


def _accounts(found: Contents, placed: Placed) -> Iterator[Finding]:
    """One account or address, one person: else a press could be either's."""
    shared = found.conference.text("tenant")
    seen: dict[str, Listed] = {}
    for one in found.people:
        oid, tenant = one.entry.text("oid"), one.entry.text("tenant") or shared
        if oid and not tenant:
            yield (*one.entry.path, "oid"), False, "an oid needs a tenant beside it, or one for the whole conference"
        keys = {
            "oid": f"{tenant}:{oid}".lower() if oid and tenant else "",
            "address": one.entry.text("address").lower(),
        }
        for name, key in keys.items():
            before = seen.setdefault(key, one) if key else one
            if before is not one:
                what = "account" if name == "oid" else "address"
                there = placed.spot(before.entry.path)
                yield (*one.entry.path, name), False, f"whoever is {there} has the same {what}"


def _chair(found: Contents) -> Iterator[Finding]:
    """S4 8.1: the chair is independent; a core group is led by somebody who belongs to it."""
    chair = found.conference.inside("chair")
    holder = chair.text("person")
    if holder and not found.core_group:
        yield chair.path, False, "only a core group is led by somebody with a seat: write a person (id, name, oid)"
    elif holder and holder not in found.agencies:
        yield (*chair.path, "person"), False, unknown("nobody with a seat has the id", holder, list(found.agencies))


def _children(found: Contents) -> Iterator[Finding]:
    agencies, held = found.agencies, found.start_day
    children = found.children
    for child in children:
        lead = child.text("lead")
        if lead and lead not in agencies:
            social_care = [who for who, sits in agencies.items() if SOCIAL_CARE in sits]
            yield (*child.path, "lead"), False, unknown("nobody with a seat has the id", lead, social_care)
        elif lead and SOCIAL_CARE not in agencies[lead] and "" not in agencies[lead]:
            yield (*child.path, "lead"), False, f"`{lead}` has no seat of {SOCIAL_CARE}, as a lead social worker has"
        yield from _age(child, held)
    unborn = any("expected" in child.block for child in children)
    if found.conference.text("type") == "pre_birth" and children and not unborn:
        yield (*found.conference.path, "type"), False, "a pre-birth conference needs a child with an `expected` date"


def _age(child: Entry, held: date | None) -> Iterator[Finding]:
    for name, judge in (("born", _born), ("expected", _expected)):
        says = _judged(child.text(name), held, judge)
        if says:
            yield (*child.path, name), False, says


def _born(one: date, held: date) -> str:
    if one > held:
        return "after the conference: a child not yet born has `expected`"
    age = held.year - one.year - ((held.month, held.day) < (one.month, one.day))
    return f"{_ADULT} or older on the day of the conference" if age >= _ADULT else ""


def _expected(one: date, held: date) -> str:
    if one < held - _EXPECTED_BEFORE:
        return "more than two months before the conference: write `born`"
    return "more than ten months after the conference" if one > held + _EXPECTED_AFTER else ""


def _spoken_of(found: Contents) -> Iterator[Finding]:
    """Children by whom a seat or a relative is placed."""
    known = found.child_ids
    lists = [(seat, "contact") for seat in found.seats]
    lists += [(one.entry, "children") for one in found.people]
    for entry, name in lists:
        for path, child in entry.words(name):
            if child not in known:
                yield path, False, unknown("there is no child", child, known)


def _dates(found: Contents) -> Iterator[Finding]:
    dates, held = found.conference.inside("dates"), found.start_day
    for code in dates.block:
        says = _judged(dates.text(code), held, partial(_plausible, code))
        if says:
            yield (*dates.path, code), False, says
    first, review = day_of(dates.text("initial_conference")), day_of(dates.text("previous_review"))
    if first and review and review < first:
        yield (*dates.path, "previous_review"), False, "before the initial conference"
    expected = day_of(dates.text("expected_birth"))
    due = {day_of(child.text("expected")) for child in found.children} - {None}
    if expected and due and expected not in due:
        yield (*dates.path, "expected_birth"), False, "not the `expected` date of any child"


def _plausible(code: str, one: date, held: date) -> str:
    if one > held and code not in _MAY_FOLLOW:
        return f"after the conference, which is on {in_london(held)}"
    if one > held + _LONG_AFTER:
        return "more than a year after the conference"
    return "more than twenty years before the conference" if one < held - _LONG_BEFORE else ""


def _judged(text: str, held: date | None, judge: Callable[[date, date], str]) -> str:
    """What is wrong with a date: that there is no such day, or what `judge` says of it and the conference's day."""
    if not text:
        return ""
    try:
        one = london_day(text)
    except ImpossibleError as error:
        return str(error)
    return judge(one, held) if held else ""
