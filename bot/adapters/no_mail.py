"""Where the settings name no way for mail."""

from bot.usecases.ports import Letter, MailFault, SendError


class NoMail:
    """Mail. Whoever asks `available` first never sends."""

    available = False
    sender = ""

    async def send(self, letter: Letter) -> None:
        raise SendError(MailFault.NO_MAIL, final=True)

    async def aclose(self) -> None: ...
