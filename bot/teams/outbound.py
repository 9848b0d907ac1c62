"""Messages as Teams wants them."""

from collections.abc import Mapping
from typing import Any

from bot.dialogs.press import Answer, CardAnswer

CARD = "application/vnd.microsoft.card.adaptive"


def card_message(card: Mapping[str, Any], summary: str = "") -> dict[str, Any]:
    """`summary` is what a phone shows on its locked screen: it may name no child. "" leaves it out, as an edit does."""
    message = {"type": "message", "attachments": [{"contentType": CARD, "content": card}]}
    return message | ({"summary": summary} if summary else {})


def text_message(text: str) -> dict[str, Any]:
    """Plain: what somebody typed is never read as markup."""
    return {"type": "message", "text": text, "textFormat": "plain"}


def answer_message(answer: Answer) -> dict[str, Any]:
    return card_message(answer.card) if isinstance(answer, CardAnswer) else text_message(answer.text)
