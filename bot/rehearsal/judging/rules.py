"""The leak rules. Each looks at one thing shown and says what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from bot.domain.particulars import Role
from bot.rehearsal.judging.court import Court, Found, Rule, digest
from bot.rehearsal.judging.furniture import (
    CARDS,
    Furniture,
    case_words,
    decided_sentences,
    filled_in,
    furniture,
    lines,
    nonces,
)
from bot.rehearsal.judging.secrets import Kind, Rights, Showing
from bot.rehearsal.judging.story import How, Shown
from bot.rehearsal.judging.strings import Span, as_read, contents, strings, uncovered

_BANNERS = frozenset({"summary", "fallbackText", "speak"})
"""Shown on a locked screen, read aloud, or left in an old client."""

Rules = Callable[[Court, Shown], Iterator[Found]]


def _banner(shown: Shown, path: tuple[str, ...]) -> bool:
    return bool(path) and (path[-1] in _BANNERS or (shown.kept and path == ("text",)))


def _found(rule: Rule, shown: Shown, what: str, people: Iterable[str] | None = None) -> Found:
    return Found(rule=rule, shown=shown, what=what, people=shown.people if people is None else frozenset(people))


# ------------------------------------------------------------------------------------------------------------ typed words


def typed_words(court: Court, shown: Shown) -> Iterator[Found]:
    """Words that somebody typed, before people they are not for, or where Teams keeps them."""
    for path, text in strings(shown.body):
        spans = [one for one in court.finder.spans(text) if court.secrets[one.needle].press.seq <= shown.seq]
        if spans and _banner(shown, path):
            yield from _unwanted(court, Rule.NOTIFICATION, shown, spans)
        elif spans:
            yield from _before_people(court, shown, spans)


def _before_people(court: Court, shown: Shown, spans: list[Span]) -> Iterator[Found]:
    """In a message that Teams keeps it is the message that counts, whoever is in the chat just then."""
    showings = [Showing(shown=shown, teams_id="", who=None)] if shown.kept else court.showings(shown)
    for showing in showings:
        allowed = [one for one in spans if court.rights.may(court.secrets[one.needle], showing)]
        wrong = list(uncovered(spans, allowed))
        if wrong and shown.kept:
            yield from _unwanted(court, Rule.POSTED, shown, wrong)
        elif wrong:
            yield from _unwanted(court, None, shown, wrong, showing.teams_id)


def _unwanted(
    court: Court, rule: Rule | None, shown: Shown, spans: list[Span], teams_id: str | None = None
) -> Iterator[Found]:
    for needle in sorted({one.needle for one in spans}):
        secret = court.secrets[needle]
        broken = rule or (Rule.POST_IT if secret.kind is Kind.POST_IT else Rule.WORDS)
        yield _found(broken, shown, court.describe(secret), None if teams_id is None else [teams_id])


def chosen_for_others(court: Court, shown: Shown) -> Iterator[Found]:
    """An input of a post-it that stands ready with what somebody else chose."""
    for showing in court.showings(shown) if not shown.kept else ():
        me = showing.who or showing.teams_id
        for name, value in filled_in(shown.card):
            before = [press for press in court.chosen.get((name, value), ()) if press.seq <= shown.seq]
            if before and not any(me in court.owners(press) for press in before):
                yield _found(Rule.POST_IT_CHOICE, shown, f"{name} ({digest(value)})", [showing.teams_id])


# ------------------------------------------------------------------------------------------------------------------ cards


def cards(court: Court, shown: Shown) -> Iterator[Found]:
    """A kind of card before somebody who never gets it, or not yet. Kept by Teams: none but the approved summary."""
    found = furniture(shown.card, court.particulars.children)
    kinds = [one.name for one in fields(Furniture) if getattr(found, one.name)]
    for kind in kinds:
        if shown.kept:
            if kind != "menu" and not (kind == "summary" and court.rights.is_delivery(shown)):
                yield _found(Rule.POSTED, shown, CARDS[kind])
            continue
        wrong = [one.teams_id for one in court.showings(shown) if not _CARD_RULES[kind](court.rights, one)]
        if wrong:
            yield _found(Rule.CARD, shown, CARDS[kind], wrong)


def _post_it(rights: Rights, showing: Showing) -> bool:
    return rights.seated(showing.who) or rights.enters(showing)


def _handing_over(rights: Rights, showing: Showing) -> bool:
    return rights.chairs(showing) or (showing.who is not None and rights.cast.role(showing.who) is Role.MANAGER)


def _decision(rights: Rights, showing: Showing) -> bool:
    return rights.chairs(showing) or rights.reads_decisions(showing)


def _summary(rights: Rights, showing: Showing) -> bool:
    seq = showing.shown.seq
    return rights.carries(showing) or (rights.course.approved_by(seq) and rights.entitled(showing.who, seq))


_CARD_RULES: dict[str, Callable[[Rights, Showing], bool]] = {
    "tally": Rights.reads_tally,
    "post_it": _post_it,
    "entering": Rights.enters,
    "chairs": Rights.chairs,
    "menu": Rights.chairs,
    "handing_over": _handing_over,
    "decision": _decision,
    "summary": _summary,
    "draft": Rights.chairs,
    "copy": Rights.carries,
}


def decided(court: Court, shown: Shown) -> Iterator[Found]:
    """Our own sentence for a decision, before somebody who may not read it."""
    said = {as_read(text) for _, text in strings(shown.body)}
    sentences = decided_sentences(court.particulars.children, court.particulars.kind)
    if shown.kept or not any(sentence in text for text in said for sentence in sentences):
        return
    allowed = (_decision, _summary)
    wrong = [one.teams_id for one in court.showings(shown) if not any(may(court.rights, one) for may in allowed)]
    if wrong:
        yield _found(Rule.WORDS, shown, "what was decided about a child", wrong)


def others_in_a_copy(court: Court, shown: Shown) -> Iterator[Found]:
    """A relative's copy speaks of their own children (trap 8): another child's name has no place in it, unless the chair
    wrote it there.
    """
    ours = [line for line in lines(shown.card) if not court.finder.spans(line)]
    for showing in court.showings(shown) if ours else ():
        about = court.rights.about(showing)
        for child in court.particulars.children:
            if child.id not in about and any(court.name_of(child).search(line) for line in ours):
                yield _found(Rule.WORDS, shown, f"another child in a relative's copy ({digest(child.called)})")


# ---------------------------------------------------------------------------------------------------- what Teams keeps


def kept_words(court: Court, shown: Shown) -> Iterator[Found]:
    """Names of children and family, plans, categories and numbers: in nothing that Teams keeps but the approved summary,
    and in no banner at all.
    """
    delivery = shown.kept and court.rights.is_delivery(shown)
    for path, text in contents(shown.body):
        banner = _banner(shown, path)
        in_summary = delivery and path[:3] == ("attachments", "content", "body")
        if not banner and (not shown.kept or in_summary):
            continue
        rule = Rule.NOTIFICATION if banner else Rule.POSTED
        if name := court.family_names.search(as_read(text)):
            yield _found(rule, shown, f"the name of a child or of family ({digest(name[0])})")
        if word := case_words(text):
            yield _found(rule, shown, f"a word of the case ({digest(word)})")


def before_strangers(court: Court, shown: Shown) -> Iterator[Found]:
    """J13: somebody on no list sees nothing of the case. A summary that the chair put in the meeting chat is the chair's
    own choice, made knowing who may be there (trap 9).
    """
    strangers = court.strangers(shown)
    if not strangers or (shown.kept and court.rights.is_delivery(shown)):
        return
    for _, text in contents(shown.body):
        read = as_read(text)
        if court.reference.search(read):
            yield _found(Rule.STRANGER, shown, "the reference", strangers)
        if name := court.all_names.search(read):
            yield _found(Rule.STRANGER, shown, f"a name ({digest(name[0])})", strangers)


# ----------------------------------------------------------------------------------------------------------------- nonces


class Nonces:
    """A mark is minted for one person and lives in their client alone."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def __call__(self, court: Court, shown: Shown) -> Iterator[Found]:
        marks = set(nonces(shown.body))
        if shown.kept and (marks or any(text in self._first for _, text in strings(shown.body))):
            yield _found(Rule.NONCE, shown, "a signed mark in a message that Teams keeps")
        if shown.how is not How.ANSWER:
            return
        for showing in court.showings(shown):
            me = str(showing.who or showing.teams_id)
            if any(self._first.setdefault(mark, me) != me for mark in sorted(marks)):
                yield _found(Rule.NONCE, shown, "a signed mark minted for somebody else", [showing.teams_id])


def all_rules() -> tuple[Rules, ...]:
    return (typed_words, chosen_for_others, cards, decided, others_in_a_copy, kept_words, before_strangers, Nonces())
