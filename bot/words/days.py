"""Days on offer for the next meeting (S1; B23)."""

TITLE = "Days for the next meeting"
FALLBACK = "Days for the next meeting. Please open it in a newer version of Teams."
CHOOSE = "Please tick every day on which you could come. The day is agreed in the conference, before it closes."
CHOOSE_FAMILY = "Please tick every day on which you could come. You agree the day together, in the meeting."
BOX = "I could come on"
NONE = "If none suits, tick nothing and press the button."
CHOOSE_NOW = "These days suit me"
ANSWERED = "You have said which days suit you. You can change it."
BACK = "Back to my invitation"

WHO_TITLE = "Who could come"
NOBODY = "nobody yet"
SILENT = "Not said yet"
NO_DAYS = "No days are on offer yet."
OFFER = "Offer days"
OFFER_AGAIN = "Offer other days"
OFFER_TITLE = "Offer days for the next meeting"
OFFER_FORM = (
    "Up to six working days after this conference. Everybody invited can say which suit them. What you offer takes the "
    "place of what was on offer, and everybody is asked anew."
)
LATEST = "No later than"
OFFER_NOW = "Offer these days"
BACK_TO_DAYS = "Back to the days"


def day(number: int) -> str:
    return f"Day {number}"
