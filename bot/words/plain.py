"""Small cards: no, help, and which conference."""

REFUSED = "Not now"
FALLBACK = "A message from Chairside. Please open it in a newer version of Teams."
HELP_TITLE = "What I can do for you"
HELP = (
    "I sit beside the chair of a child protection conference. I bring you your cards and collect what you hand in. "
    "I do not record, I do not decide, and I suggest nothing."
)
HELP_TYPE = "You can type these words to me here:"
CHOOSE_TITLE = "Which conference?"
