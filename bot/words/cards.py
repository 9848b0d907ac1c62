"""What every card says in the same way."""

from bot.words.times import count

ERROR = "Error: "
NO_ANSWER = "No answer"


def problems(number: int) -> str:
    things = "is 1 thing" if number == 1 else f"are {count(number, 'thing')}"
    return f'There {things} to put right. Each is marked with "{ERROR.strip()}".'
