"""What is said at the door itself, before any conference is known. None of it has content, all of it may be posted."""

PRIVATE_CHAT_REFUSED = (
    "I answer privately, and Teams does not let me write to you yet. Add Chairside to your own Teams, then try again."
)
PRIVATE_CHAT_FAILED = (
    "I answer privately, and Teams did not let me through to you just now. Please try again in a minute."
)
ANSWER_NOT_SHOWN = (
    "What you pressed has reached me, but this version of Teams cannot show my answer in the card. "
    "Please open this chat in the Teams desktop app or in a browser and press the button again: it will show how things stand."
)

TOO_MANY = "Too many presses. Wait a few seconds and press again; nothing is lost."


def trouble(reference: str) -> str:
    """Our fault. The reference leads whoever looks after Chairside to the line in its log."""
    return (
        "Something went wrong, and the fault is ours. Please press the button again: it will show how things stand. "
        f"If this comes back, give the reference {reference} to whoever looks after Chairside for you."
    )
