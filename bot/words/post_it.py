"""The post-it: what is asked, who can see it and when (trap 35), and what has become of it."""

from bot.words.times import count

TITLE = "Your post-it"
RECEIPT_TITLE = "Handed in"
FALLBACK = "Your post-it for this conference. Please open it in a newer version of Teams."

WHO_TITLE = "Who can see this"
SEALED = (
    "You and the chair, nobody else. The chair sees it with your name, once the round is closed and not before. "
    "What you only save, nobody else sees."
)
AS_HANDED_IN = (
    "You and the chair, nobody else. The chair sees it with your name, as soon as you hand it in. "
    "What you only save, nobody else sees."
)
DISCLOSURE = "It is not anonymous. By law it may have to be disclosed later, for example to a court."
READ_OUT_WHO = (
    "They and the chair, and you while you write it down. It is recorded as theirs, with your name as the one who wrote "
    "it down. It counts once you have read it back to them."
)

WRITTEN_DOWN_WHO = (
    "You and the chair, and {name}, who wrote it down for you. If it is not what you said, change it here: then only you "
    "and the chair see it."
)

HIGH_IS_SAFE = "A higher number means safer."
HIGH_IS_WORRY = "A higher number means more worry."
CHANGE_UNTIL_CLOSE = "You can change it until the chair closes the round. The last one you hand in counts."
HANDED_IN_BEFORE = "You have handed this in. To change it, change your answers and hand it in again."
SAVED = "Saved for you alone. It is not handed in yet."
SAVED_CHANGES = "Your changes are saved for you alone. Until you hand them in, what you handed in before counts."

SCALE_HINT = "Choose 0 to 10"
HINT = "Choose"
HAND_IN = "Hand in"
SAVE = "Save for later"
CHANGE = "Change my answer"
ENTER = "Written down: now read it back"
CONFIRM = "I read it back, and they agree"
CHANGE_IT = "Change it"
AGAIN = "Write it down again"
NOTHING_SAID = "no answer"
RECOMMENDATION_SAID = "Recommendation:"
CATEGORY_SAID = "Category of harm:"
LIKELIHOOD_SAID = "Significant harm in future:"
REASON_SAID = "Reason:"
CANNOT_SAID = "Cannot give a view, because:"


def anchor(number: int) -> str:
    return f"{number} means:"


def scale(called: str, question: str) -> str:
    """A question begins with a capital on its own and not after a name."""
    begins = question[:1].lower() if question[1:2].islower() else question[:1]
    return f"{called}: {begins}{question[1:]}"


def recommendation(called: str) -> str:
    return f"{called}: what do you recommend?"


def category(called: str) -> str:
    return f"{called}: category of harm, only with a Child Protection Plan"


def likelihood(called: str) -> str:
    return f"{called}: is significant harm likely in future?"


def reason(called: str, *, optional: bool) -> str:
    return f"{called}: your reason, if you want to give one" if optional else f"{called}: your reason"


def cannot_label(called: str) -> str:
    return f"{called}: instead of the answers above"


def cannot(called: str) -> str:
    return f"I cannot give a view about {called}"


def unable(called: str) -> str:
    return f"{called}: why you cannot give a view"


def born(day: str) -> str:
    return f"Born {day}"


def expected(day: str) -> str:
    return f"Expected {day}"


def read_out_title(name: str) -> str:
    return f"Post-it of {name}, read out to you"


def read_back_title(name: str) -> str:
    return f"Read this back to {name}"


def read_back_ask(name: str) -> str:
    return (
        f"Read each line to {name} and ask whether it is right. Nothing is handed in until you confirm that they agree."
    )


def receipt(children: int) -> str:
    return f"Your post-it about {count(children, 'child', 'children')} is handed in."


def read_out_receipt(name: str) -> str:
    return f"The post-it of {name} is handed in. It says that you wrote it down and read it back."
