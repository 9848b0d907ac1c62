"""A good run has no leak; each way to leak, put into it, is found. What is found never says the secret itself."""

from collections.abc import Callable

import pytest

from bot.domain.refusals import Why
from bot.rehearsal import leaks
from bot.rehearsal.leaks import Leak, Rule
from bot.rehearsal.teams import Crossing
from bot.words import post_it as post_it_words
from bot.words import tally as tally_words
from tests.rehearsal import scripted as s
from tests.rehearsal.scripted import Scripted, whole


def found(on: Scripted, borough: str = "redbridge") -> list[Leak]:
    return leaks.check(on.wire, s.PARTICULARS, s.profile(borough), s.ACCOUNTS)


def test_a_good_run_has_no_leak() -> None:
    assert found(whole()) == []


def test_the_log_may_be_handed_over_as_it_is_or_as_exported() -> None:
    on = whole(closed=lambda on: on.post(on.meeting, s.tally()))
    straight = leaks.check(on.world.wire, s.PARTICULARS, s.profile(), s.ACCOUNTS)
    assert straight == found(on) != []


SABOTAGE: dict[str, tuple[str, Callable[[Scripted], object], Rule, str]] = {
    "a post-it reason to another professional": (
        "handed_in",
        lambda on: on.press("yusuf", "status.show", s.card(s.own_words(s.WHY_AMARA))),
        Rule.POST_IT,
        "yusuf",
    ),
    "half of a reason, cut and re-punctuated": (
        "handed_in",
        lambda on: on.press(
            "yusuf", "status.show", s.card("...health appointments, and a KITCHEN with no food in it!")
        ),
        Rule.POST_IT,
        "yusuf",
    ),
    "a reason hidden in the data of a button": (
        "handed_in",
        lambda on: on.press("yusuf", "status.show", s.card(s.button("next.show", data={"of": s.WHY_AMARA}))),
        Rule.POST_IT,
        "yusuf",
    ),
    "a reason in a link": (
        "handed_in",
        lambda on: on.press(
            "yusuf", "status.show", s.card(s.line("[x](https://x.example/" + s.WHY_AMARA.replace(" ", "%20") + ")"))
        ),
        Rule.POST_IT,
        "yusuf",
    ),
    "a reason in a line of text": (
        "handed_in",
        lambda on: on.press("yusuf", "post_it.show", f"Amara says: {s.WHY_AMARA}"),
        Rule.POST_IT,
        "yusuf",
    ),
    "a reason to the chair before the round is closed": (
        "handed_in",
        lambda on: on.press("grace", "console.show", s.console(s.own_words(s.WHY_AMARA))),
        Rule.POST_IT,
        "grace",
    ),
    "a reason posted to the chair after it": (
        "closed",
        lambda on: on.post(on.private("grace"), s.card(s.own_words(s.WHY_AMARA))),
        Rule.POSTED,
        "grace",
    ),
    "a reason to the administrator who did not write it down": (
        "closed",
        lambda on: on.press("femi", "status.show", s.card(s.own_words(s.WHY_AMARA))),
        Rule.POST_IT,
        "femi",
    ),
    "a reason to the administrator who wrote it down, once it is confirmed": (
        "handed_in",
        lambda on: on.press("femi", "post_it.read_out", s.card(s.own_words(s.WHY_SIAN)), of="school"),
        Rule.POST_IT,
        "femi",
    ),
    "what somebody else chose, ready on a post-it": (
        "handed_in",
        lambda on: on.press("amara", "post_it.show", s.card(post_it_words.TITLE, s.box("wren.scale", "2"))),
        Rule.POST_IT_CHOICE,
        "amara",
    ),
    "the tally in the meeting chat": ("closed", lambda on: on.post(on.meeting, s.tally()), Rule.POSTED, "yusuf"),
    "the tally posted to the chair": (
        "closed",
        lambda on: on.post(on.private("grace"), s.tally()),
        Rule.POSTED,
        "grace",
    ),
    "the tally to a professional": (
        "closed",
        lambda on: on.press("yusuf", "tally.show", s.card(tally_words.PRIVATE, "Lowest 2, highest 3, median 3.")),
        Rule.CARD,
        "yusuf",
    ),
    "the tally to the chair before the round is closed": (
        "handed_in",
        lambda on: on.press("grace", "tally.show", s.card(tally_words.title("Wren"), "Lowest 2, highest 3, median 3.")),
        Rule.CARD,
        "grace",
    ),
    "a console to a professional": (
        "closed",
        lambda on: on.press("yusuf", "console.show", s.console()),
        Rule.CARD,
        "yusuf",
    ),
    "the way to the chair's cards to a professional": (
        "gathered",
        lambda on: on.press("yusuf", "status.show", s.card("How things stand", s.button("console.strangers"))),
        Rule.CARD,
        "yusuf",
    ),
    "a post-it to family": (
        "gathered",
        lambda on: on.press("dana", "next.show", s.post_it("dana", "x")),
        Rule.CARD,
        "stranger dana",
    ),
    "a post-it to the observer": (
        "gathered",
        lambda on: on.press("tilly", "post_it.show", s.post_it("tilly", "x")),
        Rule.CARD,
        "tilly",
    ),
    "the decision to a parent": (
        "decided",
        lambda on: on.press("dana", "decisions.show", s.decisions()),
        Rule.WORDS,
        "stranger dana",
    ),
    "the decision to the observer, in our words alone": (
        "decided",
        lambda on: on.press("tilly", "status.show", s.card("Wren has a Child Protection Plan.")),
        Rule.WORDS,
        "tilly",
    ),
    "a decision to a professional before all are made": (
        "one_decided",
        lambda on: on.press("yusuf", "decisions.show", s.decisions()),
        Rule.CARD,
        "yusuf",
    ),
    "a decision posted before the approval": (
        "decided",
        lambda on: on.post(on.private("yusuf"), s.decisions()),
        Rule.POSTED,
        "yusuf",
    ),
    "the summary before the approval": (
        "ended",
        lambda on: on.post(on.private("yusuf"), s.summary()),
        Rule.POSTED,
        "yusuf",
    ),
    "the summary in the meeting chat, which the chair did not tick": (
        "approved",
        lambda on: on.post(on.meeting, s.summary()),
        Rule.POSTED,
        "tilly",
    ),
    "the summary to the observer in private": (
        "approved",
        lambda on: on.post(on.private("tilly"), s.summary()),
        Rule.POSTED,
        "tilly",
    ),
    "the chair's draft to a professional": (
        "ended",
        lambda on: on.press("yusuf", "summary.draft", s.draft()),
        Rule.CARD,
        "yusuf",
    ),
    "a copy to carry to somebody who carries none": (
        "approved",
        lambda on: on.press("sian", "copy.show", s.copy_for("dana", "sian"), of="dana"),
        Rule.CARD,
        "sian",
    ),
    "another child's decision in a relative's copy": (
        "approved",
        lambda on: on.press("amara", "copy.show", s.card(s.own_words(s.WHY_ROBIN)), of="callum#2"),
        Rule.WORDS,
        "amara",
    ),
    "another child's name in a relative's copy": (
        "approved",
        lambda on: on.press("amara", "copy.show", s.card("Copy for Callum", "About Wren and Robin"), of="callum"),
        Rule.WORDS,
        "amara",
    ),
    "a reason for dissent to a peer": (
        "ended",
        lambda on: on.press("sian", "decisions.show", s.decisions(s.own_words(s.WHY_DISSENT))),
        Rule.WORDS,
        "sian",
    ),
    "a reason for not doing the checklist to a peer": (
        "gathered",
        lambda on: on.press("amara", "status.show", s.card(s.own_words(s.CANNOT))),
        Rule.WORDS,
        "amara",
    ),
    "a child's name in a posted message": (
        "gathered",
        lambda on: on.post(on.private("yusuf"), s.card("Please see to Wren.")),
        Rule.POSTED,
        "yusuf",
    ),
    "a parent's name in an edited message": (
        "gathered",
        lambda on: on.post(on.private("yusuf"), s.card("Mrs Reedling is here."), how=Crossing.EDITED),
        Rule.POSTED,
        "yusuf",
    ),
    "a child's name in a summary's notification": (
        "approved",
        lambda on: on.post(on.private("yusuf"), s.summary(), line="The decision about Wren"),
        Rule.NOTIFICATION,
        "yusuf",
    ),
    "a child's name in the fallback of an answer": (
        "handed_in",
        lambda on: on.press("yusuf", "post_it.show", s.card("Your post-it", fallback="A post-it about Wren")),
        Rule.NOTIFICATION,
        "yusuf",
    ),
    "typed words in a notification": (
        "decided",
        lambda on: on.post(on.private("yusuf"), s.card("Ready"), line=s.WHY_GRACE),
        Rule.NOTIFICATION,
        "yusuf",
    ),
    "a plan in a posted message": (
        "decided",
        lambda on: on.post(on.meeting, s.card("It is a child protection plan.")),
        Rule.POSTED,
        "yusuf",
    ),
    "a category in a posted message": (
        "decided",
        lambda on: on.post(on.meeting, s.card("Neglect")),
        Rule.POSTED,
        "yusuf",
    ),
    "a number of the scale in a posted message": (
        "closed",
        lambda on: on.post(on.private("grace"), text="Amara said 3 out of 10"),
        Rule.NOTIFICATION,
        "grace",
    ),
    "what Teams refused, which it was sent all the same": (
        "closed",
        lambda on: on.refused(on.private("yusuf"), s.tally()),
        Rule.POSTED,
        "",
    ),
    "the reference to a stranger who pressed": (
        "gathered",
        lambda on: on.press("jot", "next.show", s.card(f"Conference {s.REFERENCE}"), at_door=True),
        Rule.STRANGER,
        "stranger jot",
    ),
    "the reference in what a stranger finds in the chat": (
        "gathered",
        lambda on: on.history("jot", s.card(f"Conference {s.REFERENCE.lower()}")),
        Rule.STRANGER,
        "stranger jot",
    ),
    "a name to a stranger": (
        "gathered",
        lambda on: on.press("jot", "status.show", s.card("The chair is Grace Quillfeather."), at_door=True),
        Rule.STRANGER,
        "stranger jot",
    ),
    "a signed mark in a posted card": (
        "gathered",
        lambda on: on.post(
            on.private("yusuf"), s.card("Open", s.button("post_it.save", data=s.nonce("yusuf", "post_it/health")))
        ),
        Rule.NONCE,
        "yusuf",
    ),
    "one person's mark before another": (
        "handed_in",
        lambda on: on.press(
            "sian",
            "post_it.show",
            s.card("Yours", s.button("checklist.acknowledge", data=s.nonce("yusuf", "post_it/health"))),
        ),
        Rule.NONCE,
        "sian",
    ),
}


@pytest.mark.parametrize("case", SABOTAGE)
def test_each_leak_is_found(case: str) -> None:
    mark, sabotage, rule, who = SABOTAGE[case]
    caught = found(whole(**{mark: sabotage}))
    assert any(one.rule is rule and who in (*one.who, "") for one in caught), caught


def test_each_rule_has_a_sabotage() -> None:
    assert {rule for _, _, rule, _ in SABOTAGE.values()} == set(Rule)


def test_a_leak_is_told_without_being_repeated() -> None:
    secrets = (s.WHY_AMARA, s.WHY_GRACE, s.CANNOT, "Wren", "Reedling", s.REFERENCE)
    for mark, sabotage, _, _ in SABOTAGE.values():
        for leak in found(whole(**{mark: sabotage})):
            assert not any(secret in str(leak) for secret in secrets), leak


# ------------------------------------------------------------------------------------ what only looks like a leak is none


def fine(**marks: Callable[[Scripted], object]) -> bool:
    return found(whole(**marks)) == []


def test_a_reason_that_the_chair_quotes_in_the_decision_is_the_chairs() -> None:
    quoted = f"I was told: {s.WHY_AMARA} That weighs with me."

    def decide(on: Scripted) -> None:
        on.press("grace", "child.decide", s.card("Recorded"), scope="decision/wren", reasons=quoted, lead="amara")

    caught = found(
        whole(decided=decide, ended=lambda on: on.press("sian", "decisions.show", s.card(s.own_words(quoted))))
    )
    assert not any(one.rule is Rule.POST_IT for one in caught)


def test_a_decision_since_changed_is_no_longer_shown() -> None:
    first = "What I thought at first and have since thought better of entirely."

    def change(on: Scripted) -> None:
        on.press("grace", "child.decide", s.card("Recorded"), scope="decision/wren", reasons=first, lead="amara")
        on.press(
            "grace", "child.decide", s.card("Recorded"), scope="decision/wren", reasons=s.WHY_GRACE, outline=s.OUTLINE
        )

    caught = found(
        whole(decided=change, ended=lambda on: on.press("sian", "decisions.show", s.decisions(s.own_words(first))))
    )
    assert [one.rule for one in caught] == [Rule.WORDS]


def test_a_post_it_that_was_only_saved_is_nobody_elses() -> None:
    half = "I have not made up my mind about this and may yet change it."

    def save(on: Scripted) -> None:
        on.press(
            "amara",
            "post_it.save",
            s.post_it("amara", "childrens_social_care", half),
            scope="post_it/childrens_social_care",
            wren__reason=half,
        )

    assert fine(handed_in=save)
    caught = found(whole(handed_in=save, closed=lambda on: on.press("grace", "tally.show", s.card(s.own_words(half)))))
    assert [one.rule for one in caught] == [Rule.POST_IT]


def test_a_refused_closing_closes_nothing() -> None:
    def try_to_close(on: Scripted) -> None:
        on.press("grace", "round.close", s.refusal(Why.MISSING_REASONS), scope="console")
        on.press("grace", "tally.show", s.tally())

    assert {one.rule for one in found(whole(handed_in=try_to_close))} == {Rule.POST_IT, Rule.CARD}


def test_as_handed_in_the_chair_may_read_at_once() -> None:
    on = whole(handed_in=lambda on: on.press("grace", "tally.show", s.tally()))
    assert found(on, "lbh") == []
    assert found(on, "redbridge") != []


def test_whoever_takes_the_chair_sees_what_the_chair_saw_and_the_other_no_more() -> None:
    def hand_over(on: Scripted) -> None:
        on.press(
            "nadia",
            "chair.hand_over",
            s.card("How things stand"),
            scope="console",
            to="felix",
            reason="The line is dead.",
        )
        on.press("felix", "tally.show", s.tally())

    assert fine(closed=hand_over) is False  # grace reads the tally after it
    caught = found(whole(decided=hand_over, ended=lambda on: on.press("grace", "tally.show", s.tally())))
    assert {who for one in caught for who in one.who} == {"grace"}


def test_a_hand_over_by_somebody_who_may_not_changes_nothing() -> None:
    def usurp(on: Scripted) -> None:
        on.press(
            "yusuf", "chair.hand_over", s.card("How things stand"), scope="console", to="felix", reason="I say so."
        )
        on.press("felix", "tally.show", s.tally())

    assert any(one.who == ("felix",) for one in found(whole(closed=usurp)))


def test_the_summary_may_stand_in_the_meeting_chat_if_the_chair_ticked_it() -> None:
    def ticked(on: Scripted) -> None:
        on.press("grace", "summary.approve", s.draft(), scope="summary", note=s.NOTE, in_meeting_chat="true")
        on.join("jot")
        on.post(on.meeting, s.summary())

    assert found(whole(ended=ticked)) == []


def test_somebody_from_the_wrong_account_is_a_stranger_until_the_chair_lets_them_in() -> None:
    def knock(on: Scripted) -> None:
        on.press("sian-elsewhere", "next.show", s.card(f"Conference {s.REFERENCE}"), at_door=True)

    def let_in(on: Scripted) -> None:
        key = f"{s.TENANT}:oid-of-another"
        on.press(
            "grace", "stranger.admit", s.console(), scope="console", stranger=key, person="sian", reason="I know her."
        )
        knock(on)

    assert [one.rule for one in found(whole(gathered=knock))] == [Rule.STRANGER]
    assert fine(gathered=let_in)


def test_somebody_without_an_account_is_recognised_and_gets_nothing() -> None:
    def let_in(on: Scripted) -> None:
        on.press("dana", "next.show", "I do not know this account.", at_door=True)
        key = f"anonymous:{on.world.people.mri(on.people['dana'])}"
        on.press(
            "grace", "stranger.admit", s.console(), scope="console", stranger=key, person="dana", reason="I see her."
        )
        on.press("dana", "next.show", s.card(f"Conference {s.REFERENCE}"), at_door=True)

    assert [one.rule for one in found(whole(gathered=let_in))] == [Rule.STRANGER]


def test_an_answer_that_teams_lost_was_seen_by_nobody_and_counts_all_the_same() -> None:
    def lost(on: Scripted) -> None:
        on.press("grace", "round.close", s.console(), scope="console")
        on.lose_answer()
        on.press("grace", "tally.show", s.tally())

    assert fine(handed_in=lost)


def test_a_family_member_may_read_their_own_name_in_an_answer() -> None:
    assert fine(gathered=lambda on: on.press("tilly", "status.show", s.card("Dana Reedling, Mother")))
