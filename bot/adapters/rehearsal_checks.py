"""What no schema can say of a `rehearsal` block: that people can do what it says of them."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from bot.adapters.conference_entries import Contents, Entry, day_of
from bot.adapters.conference_shape import Finding, unknown
from bot.adapters.placed_yaml import Path
from bot.domain.particulars import SOCIAL_CARE, Role
from bot.domain.post_it import Recommendation
from bot.domain.verbs.hand_over_chair import MAY_CHAIR

_PLAN = Recommendation.PLAN
_OTHERS = {one.value for one in Recommendation} - {_PLAN}
_PERSON, _CHILD, _SEAT = "there is no person", "there is no child", "there is no seat"


def rehearsal_findings(found: Contents) -> Iterator[Finding]:
    for who, part in found.rehearsal.by_name("people"):
        if who not in found.person_ids:
            yield part.path, True, unknown(_PERSON, who, found.person_ids)
        else:
            yield from _part(found, who, part)
    yield from _chairing(found, found.rehearsal.inside("chair"))


def _part(found: Contents, who: str, part: Entry) -> Iterator[Finding]:
    yield from _coming(found, who, part)
    yield from _answering(found, who, part)
    decided = found.rehearsal.inside("chair").by_name("decisions")
    leads = {child.text("lead") for child in (*found.children, *(decision for _, decision in decided))}
    carries = leads | _with_role(found, Role.ADMINISTRATOR)
    for name in ("copies_after_hours", "copies_how"):
        if name in part.block and who not in carries:
            yield (*part.path, name), True, "only a lead social worker or the administrator gives copies by hand"


def _coming(found: Contents, who: str, part: Entry) -> Iterator[Finding]:
    order = [(name, part.block[name]) for name in ("arrives", "leaves_at", "returns_at") if name in part.block]
    times = [(name, at) for name, at in order if isinstance(at, int | float)]
    for (before, earlier), (name, later) in pairwise(times):
        if later <= earlier:
            yield (*part.path, name), False, f"not after `{before}`"
    if "returns_at" in part.block and "leaves_at" not in part.block:
        yield (*part.path, "returns_at"), True, "nobody comes back who did not leave: `leaves_at` is missing"
    yield from _account(found, who, part)


def _account(found: Contents, who: str, part: Entry) -> Iterator[Finding]:
    """Teams would not let them come that way with the account that is on the list."""
    shared = found.conference.text("tenant").lower()
    entry = next(one.entry for one in found.people if one.id == who)
    own = entry.text("tenant").lower()
    home = bool(entry.text("oid")) and own in ("", shared)
    elsewhere = bool(own) and own != shared
    if home and part.text("by") == "other_organisation":
        yield (*part.path, "by"), False, "their account is the council's own: give them a `tenant`"
    if elsewhere and part.text("by") == "guest":
        yield (
            (*part.path, "by"),
            False,
            "a guest's account is in the council's directory, and theirs has another `tenant`",
        )


def _answering(found: Contents, who: str, part: Entry) -> Iterator[Finding]:
    for name in ("post_it", "changes_to", "dissents", "silent", "saves_first"):
        if name in part.block and who not in found.agencies:
            yield (*part.path, name), True, f"`{who}` has no seat, and so no post-it and no dissent"
    for state in ("silent", "absent"):
        if part.block.get(state) is True and "post_it" in part.block:
            yield (*part.path, "post_it"), True, f"somebody who is {state} hands nothing in"
    for name in ("post_it", "changes_to"):
        for child, view in part.by_name(name):
            yield from _known(view.path, child, found.child_ids, _CHILD, name=True)
            yield from _view(found, view)
    if "dissents" in part.block:
        yield from _dissent(found, part.inside("dissents"))


def _dissent(found: Contents, dissent: Entry) -> Iterator[Finding]:
    yield from _known((*dissent.path, "child"), dissent.text("child"), found.child_ids, _CHILD)
    if found.core_group:
        yield dissent.path, True, "a core group decides nothing, so nobody dissents"


def _view(found: Contents, view: Entry) -> Iterator[Finding]:
    """S4 9.5, S0: a category goes with a child protection plan alone; a core group scales and recommends nothing."""
    if "unable" in view.block:
        return
    if found.core_group:
        for name in ("recommendation", "category", "likelihood"):
            if name in view.block:
                yield (*view.path, name), True, "a core group scales and recommends nothing"
        return
    for name in ("recommendation", "reason"):
        if name not in view.block:
            yield (*view.path, name), False, f"`{name}` is missing: every view has one, or else `unable`"
    yield from _category(view, view.text("recommendation"))


def _category(block: Entry, status: str) -> Iterator[Finding]:
    if status == _PLAN and "category" not in block.block:
        yield (*block.path, "category"), False, "`category` is missing: a child protection plan has one"
    elif status in _OTHERS and "category" in block.block:
        yield (*block.path, "category"), True, "only a child protection plan has a category"


def _chairing(found: Contents, chair: Entry) -> Iterator[Finding]:
    yield from _pointed_at(found, chair)
    yield from _deciding(found, chair)
    for seat in chair.inside("missing").block:
        yield from _known((*chair.path, "missing", seat), seat, found.seat_ids, _SEAT, name=True)
    if "hands_over" in chair.block:
        yield from _handing_over(found, chair.inside("hands_over"))


def _pointed_at(found: Contents, chair: Entry) -> Iterator[Finding]:
    for name in ("marks_present", "reads_out"):
        for path, who in chair.words(name):
            yield from _known(path, who, found.person_ids, _PERSON)
    for path, who in chair.words("reads_out"):
        if who in found.person_ids and who not in found.agencies:
            yield path, False, f"`{who}` has no seat, and so no post-it"
    for name in ("lets_take_part", "admits"):
        for who in chair.inside(name).block:
            yield from _known((*chair.path, name, who), who, found.person_ids, _PERSON, name=True)


def _deciding(found: Contents, chair: Entry) -> Iterator[Finding]:
    if "decisions" in chair.block and found.core_group:
        yield (*chair.path, "decisions"), True, "a core group decides nothing: it scales"
    for child, decision in chair.by_name("decisions"):
        yield from _known(decision.path, child, found.child_ids, _CHILD, name=True)
        yield from _decision(found, decision)


def _decision(found: Contents, decision: Entry) -> Iterator[Finding]:
    yield from _category(decision, decision.text("status"))
    able = [who for who, sits in found.agencies.items() if SOCIAL_CARE in sits]
    if "lead" in decision.block:
        yield from _known(
            (*decision.path, "lead"), decision.text("lead"), able, f"nobody with a seat of {SOCIAL_CARE} is"
        )
    for path, seat in decision.words("core_group"):
        yield from _known(path, seat, found.seat_ids, _SEAT)
    held, dates = found.start_day, decision.inside("dates")
    for name in dates.block:
        day = day_of(dates.text(name))
        if held and day and day <= held:
            yield (*dates.path, name), False, "not after the conference"


def _handing_over(found: Contents, over: Entry) -> Iterator[Finding]:
    able = _with_role(found, *MAY_CHAIR - {Role.CHAIR})
    yield from _known((*over.path, "to"), over.text("to"), sorted(able), "no stand-in or manager is")
    if "by" in over.block:
        giving = _with_role(found, Role.CHAIR, Role.MANAGER) | {found.conference.inside("chair").text("person")}
        yield from _known(
            (*over.path, "by"), over.text("by"), sorted(giving - {""}), "neither the chair nor the manager is"
        )


def _known(path: Path, one: str, known: Collection[str], what: str, *, name: bool = False) -> Iterator[Finding]:
    if one and one not in known:
        yield path, name, unknown(what, one, known)


def _with_role(found: Contents, *roles: Role) -> set[str]:
    return {one.id for one in found.people if one.role in roles}
