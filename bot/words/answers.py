"""One line at the top of a card, or in place of one."""

ALREADY = "Already recorded. This is how it stands now."
RECORDED_TITLE = "It is recorded"
RECORDED = "What you sent was recorded, and it counts. It can no longer be changed here."
NOT_RECORDED = (
    "Not recorded. I cannot write anything down just now. Please press the button again in a minute: what you typed is "
    "still on your card. If it lasts, tell the chair."
)
STORE_AWAY = (
    "I cannot reach my records just now, so I do not know whether this was recorded. Please press the button again in a "
    "minute: it is never counted twice. If it lasts, tell the chair."
)
NOT_CONFIRMED = (
    "Not yet confirmed. It is written down, and I am still making sure that it is safe. Please press the button again "
    "in a moment."
)
IN_DOUBT = (
    "Not yet confirmed. Something in this conference is written down, and I am still making sure that it is safe. Please "
    "look again in a minute."
)
OUT_OF_DATE = "That card was out of date and changed nothing. This is the present one, with what you typed still in it."
OLD_TEAMS = (
    "This version of Teams cannot show a card to you alone, so nothing was shown and nothing recorded. Please open "
    "Teams in a browser or on your phone, or give your view to the chair by voice."
)
UNKNOWN_BUTTON = "I do not know that button. Please type help to me in private."
ASK_IN_PRIVATE = "Please ask me that in our private chat."
