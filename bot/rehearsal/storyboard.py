"""The storyboard: who saw what, when, side by side; and beside it all that a doubter may want to look up."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from bot.domain.particulars import Child
from bot.rehearsal.board.cells import Cards, sight
from bot.rehearsal.board.columns import Column, columns
from bot.rehearsal.board.pages import Section, dated, seen_page, storyboard_page
from bot.rehearsal.board.rows import chapters
from bot.rehearsal.judging.cast import Cast
from bot.rehearsal.judging.course import course_of
from bot.rehearsal.judging.furniture import furniture, is_summary
from bot.rehearsal.judging.story import How, Shown, Story, read, record
from bot.rehearsal.play import Played
from bot.words.labels import label
from bot.words.times import at_time

INDEX = "index.html"
_FILES = (
    ("tally.html", "The tally as the chair saw it"),
    ("summary.html", "The summary as delivered"),
    ("verification.txt", "The record's verification"),
    ("wire.json", "Everything on the wire"),
)
_TO_ONE = 2
"""A message to more people than this is one delivery to a chat, not one to each of them."""


def write(
    folder: Path, played: Played, *, troubles: Sequence[str] | None = None, letters: Mapping[str, str] | None = None
) -> Path:
    """All files into `folder`, made if need be and readable by its owner alone; the page to open first.

    `troubles` is what the judges found, None when they were not asked. `letters`: file name -> HTML, as a person would
    print them. Files of an earlier play in the same folder are written over.
    """
    story, cards = read(played.wire), Cards()
    about = played.case.particulars
    heading = f"Storyboard of {about.reference}"
    what = f"{label(about.kind)}, {at_time(about.start)}, {played.case.profile.name}. Seed {played.seed}."
    people = columns(about, played.accounts, story)
    told = chapters(story, cards)
    given = dict(letters or {})
    files = [*_FILES, *((f"letters/{Path(name).name}", f"Letter: {Path(name).stem}") for name in given)]
    page = storyboard_page(heading, what, told, people, troubles=troubles, files=files)
    tallies = seen_page(f"The tally of {about.reference}", what, list(_tallies(story, cards, about.children)), NO_TALLY)
    delivered = list(_deliveries(played, story, cards, people))
    summary = seen_page(f"The decision summary of {about.reference}", what, delivered, NO_SUMMARY)
    _put(folder, INDEX, page)
    _put(folder, "tally.html", tallies)
    _put(folder, "summary.html", summary)
    _put(folder, "verification.txt", _verification(played))
    _put(folder, "wire.json", orjson.dumps([_plain(one) for one in played.wire], option=orjson.OPT_INDENT_2))
    for name, letter in given.items():
        _put(folder / "letters", Path(name).name, letter)
    _cards(folder / "cards", cards)
    return folder / INDEX


NO_TALLY = "The chair opened no tally."
NO_SUMMARY = "No summary was delivered."


def _put(folder: Path, name: str, content: str | bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def _plain(entry: object) -> dict[str, object]:
    """As the wire log's own export."""
    found = dict(record(entry))  # type: ignore[arg-type]
    return found | {"audience": sorted(found["audience"])}


def _cards(folder: Path, cards: Cards) -> None:
    """Every card as sent, and a list of them: number, how and when it was sent, and to whom."""
    for old in folder.glob("*.json"):
        old.unlink()
    index = []
    for number, (shown, card) in enumerate(cards.sent, start=1):
        name = f"{number:04d}.json"
        _put(folder, name, orjson.dumps(card, option=orjson.OPT_INDENT_2))
        verb = shown.press.verb if shown.press else ""
        index.append(
            {
                "file": name,
                "wire": shown.seq,
                "at": shown.at,
                "how": shown.how,
                "verb": verb,
                "to": sorted(shown.people),
            }
        )
    _put(folder, "index.json", orjson.dumps(index, option=orjson.OPT_INDENT_2))


def _tallies(story: Story, cards: Cards, children: tuple[Child, ...]) -> Iterator[Section]:
    """Each tally as last answered to whoever asked for it, page by page."""
    last: dict[str, Shown] = {}
    for shown in story.shown:
        if shown.people and shown.press and shown.press.verb == "tally.show" and furniture(shown.card, children).tally:
            last[shown.press.subject] = shown
    names = {child.id: child.called for child in children}
    for subject, shown in sorted(last.items(), key=lambda found: found[1].seq):
        child, _, page = subject.partition("#")
        title = next((called for one, called in names.items() if one == child), child)
        section = Section(f"{title}, page {page}" if page else title)
        section.sights.append(dated(shown.at, sight(cards, shown)))
        yield section


def _deliveries(played: Played, story: Story, cards: Cards, people: Sequence[Column]) -> Iterator[Section]:
    """Person by person: what reached their own Teams, and what somebody carried to them."""
    cast = Cast(played.case.particulars, played.accounts, story)
    given = course_of(story, cast).given
    summaries = [shown for shown in story.shown if is_summary(shown.card)]
    for column in people:
        section = Section(f"{column.name}, {column.what}")
        mine = [one for one in summaries if one.people & column.teams_ids and len(one.people) < _TO_ONE]
        section.sights = [dated(one.at, sight(cards, one)) for one in mine if one.how is not How.HISTORY]
        press = given.get(column.who) if column.who else None
        if press:
            by = next((one.name for one in people if press.teams_id in one.teams_ids), press.teams_id)
            section.notes.append(f"Given by {by}, {at_time(press.at)}: {press.typed('how')}")
            section.sights += [dated(one.at, sight(cards, one)) for one in _carried(story, column)]
        if section.sights or section.notes:
            yield section


def _carried(story: Story, column: Column) -> list[Shown]:
    """The copy as it lay before whoever carried it, every page of it once."""
    pages: dict[str, Shown] = {}
    for one in story.shown:
        if (
            one.people
            and one.press
            and one.press.verb == "copy.show"
            and one.press.subject.partition("#")[0] == column.who
        ):
            pages[one.press.subject] = one
    return list(pages.values())


def _verification(played: Played) -> str:
    report = played.verified
    lines = [
        f"Conference {report.cid}",
        f"{report.entries} entries in the log, chained to the head {report.anchor.mac.hex()} at version {report.anchor.version}.",
        *(f"Entry {fault.seq}: {fault.wrong}" for fault in report.faults),
    ]
    return "\n".join([*lines, "" if report.faults else "The record is whole: nothing changed, moved, added or cut.\n"])
