"""What is said about chats: whose they are, and what was answered where."""

CHAT_TITLE = "This conference's chat"
CHAT_CONFIRMED = "Thank you. I have introduced myself in that chat and will work there for this conference."
CHAT_REFUSED = "Thank you. I will do nothing in that chat for this conference."
NOT_KNOWN = (
    "I do not know this account in any conference, so I can show you nothing. If you are at a conference now, tell "
    "its chair: they can see that you have tried."
)
NOT_HERE = "You are not listed in a conference with me, so there is nothing for you to do here."
NOT_VOUCHED = "Teams has not told me yet who you are, so I can show you nothing. Please press again in half a minute."
