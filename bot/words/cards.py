"""What every card says in the same way."""

from bot.words.times import count

ERROR = "Error: "
NO_ANSWER = "No answer"


def problems(number: int) -> str:
    if number == 1:
        return f'There is 1 thing to put right. It is marked with "{ERROR.strip()}".'
    return f'There are {count(number, "thing")} to put right. Each is marked with "{ERROR.strip()}".'
