"""The forecast of quorum in one sentence a child (S4 3.10, B20): for board and sheet."""

from bot.domain.forecast import Forecast
from bot.domain.views.forecast import ForecastLine
from bot.words.times import count


def sentence(line: ForecastLine) -> str:
    """What is to be expected, and what it hangs on."""
    if line.forecast is Forecast.MET:
        return f"{line.called}: there will be quorum, by the replies so far."
    if line.forecast is Forecast.FEW:
        return (
            f"{line.called}: fewer than three agencies on the list know this child. Put more on the list, or the chair may "
            "go on without quorum, with a reason."
        )
    if line.forecast is Forecast.UNMET:
        return f"{line.called}: there will be no quorum, whoever else comes. {_so_far(line)}"
    return f"{line.called}: quorum depends on those who have not replied. {_so_far(line)}"


def _so_far(line: ForecastLine) -> str:
    """Replies so far, against S4 3.10."""
    care = (
        "Children's social care is coming"
        if line.social_care
        else "Children's social care has not said that it is coming"
    )
    others = count(line.needed, "other agency", "other agencies")
    return f"{care}; of {others} needed, {line.sure} so far."
