"""Every sport we know: one file each, and this tuple."""

from scoring.sport import Sport, SportId
from scoring.sports import (
    athletics,
    dancesport,
    diving,
    figure_skating,
    freestyle,
    kicking,
    singing,
    speech,
    speedcubing,
)

SPORTS: tuple[Sport, ...] = (
    singing.SPORT,
    dancesport.SPORT,
    figure_skating.SPORT,
    speedcubing.SPORT,
    speech.SPORT,
    diving.SPORT,
    kicking.SPORT,
    freestyle.SPORT,
    athletics.SPORT,
)

_BY_ID = {sport.id: sport for sport in SPORTS}


def find_sport(sport_id: SportId) -> Sport | None:
    """The sport with this id, or None."""
    return _BY_ID.get(sport_id)
