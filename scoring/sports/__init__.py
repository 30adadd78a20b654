"""Every sport we know: one file each, and this tuple."""

from scoring.sport import Sport, SportId
from scoring.sports import (
    athletics,
    badminton,
    basketball,
    dancesport,
    diving,
    figure_skating,
    football,
    freestyle,
    kicking,
    net_shuttlecock,
    sepak_takraw,
    singing,
    speech,
    speedcubing,
    table_tennis,
    volleyball,
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
    badminton.SPORT,
    table_tennis.SPORT,
    volleyball.SPORT,
    net_shuttlecock.SPORT,
    basketball.SPORT,
    football.SPORT,
    sepak_takraw.SPORT,
)

_BY_ID = {sport.id: sport for sport in SPORTS}


def find_sport(sport_id: SportId) -> Sport | None:
    """The sport with this id, or None."""
    return _BY_ID.get(sport_id)
